import { type StepInfo, UndecodableError, type WorkflowStatus } from '@dbosd/client';
import { DbosdError, isTerminal, systemClock } from '@dbosd/shared';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { jsonOf } from '../output/json.js';
import { visible } from '../output/table.js';
import { spanPhrase } from '../output/time-phrase.js';
import { resultWords, STEPS, WORKFLOW } from '../views/workflows.js';
import { noWorkflow } from './event.js';
import { markOf, putValue } from './undecodable.js';
import { listOrWatch, refuseDocument, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

interface WorkflowGiven extends WatchGiven {
  readonly workflowId: string;
}

/** `dbosd workflow get`; with `--watch` until it ends. */
export async function getWorkflow(given: WorkflowGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { output } = surroundings;
  const read = (): Promise<WorkflowStatus> => requireWorkflow(given.workflowId, surroundings);
  if (given.watch !== true) {
    await output.one(await read(), WORKFLOW);
    return EXIT.ok;
  }
  const rows = async (): Promise<WorkflowStatus[]> => [await read()];
  const isOver = ([workflow]: readonly WorkflowStatus[]): boolean => isTerminal(workflow?.status ?? '');
  return listOrWatch(given, { view: WORKFLOW, read: rows, isOver, isOne: true }, surroundings);
}

/** `dbosd workflow steps` */
export function listSteps(given: WorkflowGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const read = async (): Promise<StepInfo[]> => {
    const steps = await client.listWorkflowSteps(given.workflowId, { signal });
    if (steps === undefined) throw noWorkflow(given.workflowId);
    return steps;
  };
  return listOrWatch(given, { view: STEPS, read }, surroundings);
}

interface WaitGiven {
  readonly workflowId: string;
  readonly timeout?: number;
  readonly raw?: boolean;
}

/** `dbosd workflow wait`: its result; 1 with its error, 4 when the time is over. */
export async function waitForWorkflow(given: WaitGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const { workflowId, timeout, raw: isRaw = false } = given;
  const waiting = client
    .retrieveWorkflow(workflowId)
    .getResult({ timeoutSeconds: timeout === undefined ? undefined : timeout / 1000, signal });
  let result: unknown;
  try {
    result = await output.progress.during(`waiting for ${workflowId}`, waiting);
  } catch (error) {
    if (!(error instanceof UndecodableError) || error.metadata['field'] !== 'output')
      throw await outcomeError(given, error, surroundings);
    result = markOf(error);
  }
  await putValue(output, result, isRaw);
  return EXIT.ok;
}

// What the workflow threw is its outcome, and no failure of this command; the daemon's and the client's own are.
async function outcomeError(
  { workflowId, timeout }: WaitGiven,
  error: unknown,
  { client, signal }: ClientSurroundings,
): Promise<unknown> {
  if (error instanceof UndecodableError) {
    const { payload, why } = error;
    return new CommandError(
      `workflow ${workflowId} ended with an error that cannot be read, since ${why}: ${payload.data}`,
    );
  }
  if (error instanceof DbosdError || signal.aborted || !(error instanceof Error)) return error;
  if (error.name === 'WaitTimeoutError') {
    const workflow = await client.getWorkflow(workflowId, { signal });
    const state = workflow === undefined ? 'there is none with this id yet' : `it is ${workflow.status}`;
    return new CommandError(
      `workflow ${workflowId} has not ended in ${spanPhrase(timeout ?? 0)}: ${state}`,
      EXIT.timedOut,
    );
  }
  return new CommandError(`workflow ${workflowId} ended with an error: ${error.name}: ${error.message}`);
}

/** The workflow as it is now. Rejects with CommandError, exit code 3, where there is none. */
export async function requireWorkflow(
  workflowId: string,
  { client, signal }: ClientSurroundings,
): Promise<WorkflowStatus> {
  const workflow = await client.getWorkflow(workflowId, { signal });
  if (workflow === undefined) throw noWorkflow(workflowId);
  return workflow;
}

interface WatchWorkflowGiven {
  readonly workflowId: string;
  readonly every?: number;
}

/** Something that has happened to a workflow. */
type Happening =
  | { readonly type: 'status'; readonly status: string }
  | { readonly type: 'step'; readonly step: StepInfo }
  | { readonly type: 'event'; readonly key: string; readonly value: unknown };

const DEFAULT_EVERY_MS = 1000;

/**
 * `dbosd workflow watch`: its status, steps and events as they change, until it ends. Events are pushed, and so is the
 * end; status and steps are read every second.
 */
export async function watchWorkflow(
  given: WatchWorkflowGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  refuseDocument(surroundings, 'workflow watch');
  await requireWorkflow(given.workflowId, surroundings);
  const ended = new AbortController();
  await Promise.all([
    followEvents(given.workflowId, ended, surroundings),
    followSteps(given, ended.signal, surroundings),
  ]);
  return EXIT.ok;
}

/** Prints every change of an event, and sets `ended` when the workflow has ended. */
async function followEvents(
  workflowId: string,
  ended: AbortController,
  surroundings: ClientSurroundings,
): Promise<void> {
  const { client, signal } = surroundings;
  for await (const change of client.watchEvents(workflowId, { signal })) {
    if (change.type === 'set')
      await put({ type: 'event', key: change.key, value: change.value }, surroundings);
    if (change.type === 'workflowEnded') ended.abort();
  }
}

async function followSteps(
  { workflowId, every = DEFAULT_EVERY_MS }: WatchWorkflowGiven,
  ended: AbortSignal,
  surroundings: ClientSurroundings,
): Promise<void> {
  const { client, signal } = surroundings;
  let status: string | undefined;
  const seen = new Set<number>();
  for (;;) {
    const isLast = ended.aborted;
    // Read the status first: if the workflow has ended, everything it did is recorded by then.
    const workflow: WorkflowStatus = await requireWorkflow(workflowId, surroundings);
    const recorded = await client.listWorkflowSteps(workflowId, { signal });
    if (recorded === undefined) throw noWorkflow(workflowId);
    // By their numbers: of steps that run at once, a later one may be recorded first.
    for (const step of recorded.filter(({ functionID }) => !seen.has(functionID))) {
      seen.add(step.functionID);
      await put({ type: 'step', step }, surroundings);
    }
    if (workflow.status !== status) await put({ type: 'status', status: workflow.status }, surroundings);
    status = workflow.status;
    // A workflow that ended and was resumed at once counts as ended: its events are no longer pushed.
    if (isTerminal(status) || isLast) return;
    await restUntil(ended, every, signal);
  }
}

/** Rejects with Ctrl-C. */
async function restUntil(ended: AbortSignal, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await systemClock.sleep(ms, AbortSignal.any([ended, signal]));
  } catch (error) {
    if (!ended.aborted) throw error;
  }
}

function put(happening: Happening, { output }: ClientSurroundings): Promise<void> {
  return output.format === 'jsonl' ? output.value(record(happening)) : output.line(visible(words(happening)));
}

/** For programs: a step as `dbosd workflow steps` gives it. */
function record(happening: Happening): object {
  return happening.type === 'step' ? { ...happening, step: STEPS.record(happening.step) } : happening;
}

function words(happening: Happening): string {
  switch (happening.type) {
    case 'status':
      return `status  ${happening.status}`;
    case 'event':
      return `event   ${happening.key}  ${jsonOf(happening.value)}`;
    case 'step': {
      const { functionID, name, error, childWorkflowID } = happening.step;
      const result = (error === null ? childWorkflowID : null) ?? resultWords(happening.step);
      return `step    ${String(functionID)} ${name}  ${result}`;
    }
  }
}
