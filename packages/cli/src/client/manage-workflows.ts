import type { RewindWorkflowOptions, WorkflowStatus } from '@dbosd/client';
import { isTerminal, MAX_WORKFLOW_IDS } from '@dbosd/shared';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { CHANGED_WORKFLOWS } from '../views/workflows.js';
import { confirm, type ClientSurroundings } from './with-client.js';
import { noWorkflow } from './event.js';
import { requireWorkflow } from './workflow.js';

interface SeveralGiven {
  readonly workflowIds: readonly string[];
}

interface CancelGiven extends SeveralGiven {
  readonly children?: boolean;
}

/** `dbosd workflow cancel`: ended workflows do not change. Prints the new status of each. */
export async function cancelWorkflows(
  given: CancelGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const ids = unique(given.workflowIds);
  const before = await requireAll(ids, surroundings);
  await client.cancelWorkflows(ids, { cancelChildren: given.children ?? false, signal });
  for (const { workflowID, status } of before) {
    if (isTerminal(status) && status !== 'CANCELLED')
      output.tell(`${workflowID} had already ended (${status})`);
  }
  return putStatuses(ids, surroundings);
}

interface ResumeGiven extends SeveralGiven {
  readonly queue?: string;
}

/** `dbosd workflow resume` */
export async function resumeWorkflows(
  given: ResumeGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const ids = unique(given.workflowIds);
  const before = await requireAll(ids, surroundings);
  await client.resumeWorkflows(ids, {
    queueName: given.queue,
    signal,
  });
  for (const { workflowID, status } of before) {
    if (status === 'SUCCESS' || status === 'ERROR')
      output.tell(`${workflowID} had already ended (${status}): rewind or fork it to run it again`);
  }
  return putStatuses(ids, surroundings);
}

interface RerunGiven {
  readonly workflowId: string;
  readonly fromStep?: number;
  readonly queue?: string;
  readonly partitionKey?: string;
  readonly version?: string;
}

/** `dbosd workflow rewind` */
export async function rewindWorkflow(given: RerunGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const { status } = await requireWorkflow(given.workflowId, surroundings);
  if (!isTerminal(status)) {
    throw new CommandError(
      `workflow ${given.workflowId} is ${status}: only one that has ended can be rewound, so cancel it first`,
    );
  }
  await client.rewindWorkflow(given.workflowId, {
    startStep: given.fromStep ?? 0,
    ...rerunOf(given),
    signal,
  });
  return putStatuses([given.workflowId], surroundings);
}

interface ForkGiven extends RerunGiven {
  readonly id?: string;
  readonly timeout?: number;
}

/** `dbosd workflow fork`: prints the id of the fork. */
export async function forkWorkflow(given: ForkGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const { workflowId, fromStep = 0, id, timeout } = given;
  const workflowID = await client.forkWorkflow(workflowId, fromStep, {
    ...rerunOf(given),
    newWorkflowID: id,
    timeoutMS: timeout,
    signal,
  });
  if (output.format === 'table') await output.line(workflowID);
  else await output.value({ workflowID, forkedFrom: workflowId });
  return EXIT.ok;
}

interface DeleteGiven extends SeveralGiven {
  readonly children?: boolean;
  readonly yes?: boolean;
}

/** `dbosd workflow delete`: asks first, on a terminal. */
export async function deleteWorkflows(
  given: DeleteGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const { children: withChildren = false, yes: isSure = false } = given;
  const ids = unique(given.workflowIds);
  await requireAll(ids, surroundings);
  const what = ids.length === 1 ? `workflow ${ids[0] ?? ''}` : `${String(ids.length)} workflows`;
  const family = withChildren ? ', with the workflows that they started' : '';
  await confirm(
    `Delete ${what}${family}, with all messages, events, streams and steps?`,
    isSure,
    surroundings,
  );
  await client.deleteWorkflows(ids, withChildren, { signal });
  if (output.format === 'table') for (const id of ids) await output.line(`${id} deleted`);
  else await output.list(ids, DELETED);
  return EXIT.ok;
}

const DELETED = {
  columns: [],
  record: (workflowID: string) => ({ workflowID, deleted: true }),
  key: (workflowID: string) => workflowID,
  none: 'no workflows',
};

interface SetGiven {
  readonly workflowId: string;
  readonly delay?: number;
  readonly delayUntil?: Date;
  readonly priority?: number;
  readonly attribute?: Readonly<Record<string, unknown>>;
  readonly clearAttributes?: boolean;
}

/** `dbosd workflow set`: its delay, priority or attributes. */
export async function setWorkflow(given: SetGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const { workflowId, delay, delayUntil, priority, attribute, clearAttributes = false } = given;
  refuseContradictions(given);
  const { status } = await requireWorkflow(workflowId, surroundings);
  const options = { signal };
  if ((delay !== undefined || delayUntil !== undefined) && status !== 'DELAYED') {
    throw new CommandError(
      `workflow ${workflowId} is ${status}: only one that is DELAYED has a delay to change`,
    );
  }
  if (priority !== undefined && status !== 'DELAYED' && status !== 'ENQUEUED') {
    throw new CommandError(
      `workflow ${workflowId} is ${status}: only one that waits to begin has a priority to change`,
    );
  }
  if (delay !== undefined) await client.setWorkflowDelay(workflowId, delay / 1000, options);
  if (delayUntil !== undefined) {
    await client.setWorkflowDelay(workflowId, { delayUntilEpochMS: delayUntil.getTime() }, options);
  }
  if (priority !== undefined) await client.setWorkflowPriority(workflowId, priority, options);
  if (attribute !== undefined || clearAttributes) {
    await client.setWorkflowAttributes(
      workflowId,
      attribute === undefined ? undefined : { ...attribute },
      options,
    );
  }
  return putStatuses([workflowId], surroundings);
}

function refuseContradictions({
  delay,
  delayUntil,
  priority,
  attribute,
  clearAttributes = false,
}: SetGiven): void {
  if (delay !== undefined && delayUntil !== undefined) {
    throw new CommandError('--delay and --delay-until both say when it begins: give one of them', EXIT.usage);
  }
  if (attribute !== undefined && clearAttributes) {
    throw new CommandError(
      '--attribute gives it attributes, --clear-attributes takes them: give one of them',
      EXIT.usage,
    );
  }
  const isNothing =
    [delay, delayUntil, priority, attribute].every((one) => one === undefined) && !clearAttributes;
  if (isNothing) {
    throw new CommandError(
      'nothing is to be set: give --delay, --delay-until, --priority or --attribute',
      EXIT.usage,
    );
  }
}

function rerunOf({ queue, partitionKey, version }: RerunGiven): RewindWorkflowOptions {
  return { queueName: queue, queuePartitionKey: partitionKey, applicationVersion: version };
}

// A misspelt id would otherwise pass without a word: DBOS changes those that are there.
async function requireAll(ids: string[], surroundings: ClientSurroundings): Promise<WorkflowStatus[]> {
  const found = await statusesOf(ids, surroundings);
  const known = new Set(found.map(({ workflowID }) => workflowID));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw noWorkflow(missing);
  return found;
}

async function putStatuses(ids: string[], surroundings: ClientSurroundings): Promise<ExitCode> {
  await surroundings.output.list(await statusesOf(ids, surroundings), CHANGED_WORKFLOWS);
  return EXIT.ok;
}

/** In the order in which they were named. */
async function statusesOf(ids: string[], { client, signal }: ClientSurroundings): Promise<WorkflowStatus[]> {
  const found = new Map<string, WorkflowStatus>();
  for (let begin = 0; begin < ids.length; begin += MAX_WORKFLOW_IDS) {
    const workflowIDs = ids.slice(begin, begin + MAX_WORKFLOW_IDS);
    const page = await client.listWorkflows({ workflowIDs, loadInput: false, loadOutput: false }, { signal });
    for (const workflow of page) found.set(workflow.workflowID, workflow);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
