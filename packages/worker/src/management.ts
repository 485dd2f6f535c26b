import type {
  CancelWorkflowsOptions,
  DBOSClient,
  GetWorkflowsInput,
  ListWorkflowStepsOptions,
  StepInfo,
  WorkflowHandle,
  WorkflowStatus,
} from '@dbosd/client';
import { checkArray, connectionOf, isStarted, startedHandle } from '@dbosd/client/internal';
import { WORKFLOW_STATUSES, type WorkflowStatusName } from '@dbosd/shared';
import { currentContext, takeNextId, workflowIfInBody } from './context.js';
import { recorded, recordedShown } from './operations/recorded.js';
import { untilAnswered } from './operations/waits.js';

// What workflows may do with workflows. In a workflow each is a recorded step of DBOS's name; a change that a crash
// or an outage came upon may have had its effect, and is made again: all of them have the effect of once.

export interface ForkOptions {
  newWorkflowID?: string;
  applicationVersion?: string;
  timeoutMS?: number;
  queueName?: string;
  queuePartitionKey?: string;
  replacementChildren?: Record<string, string>;
}

export interface RewindOptions {
  startStep?: number;
  applicationVersion?: string;
  queueName?: string;
  queuePartitionKey?: string;
}

export function listWorkflows(client: DBOSClient, input: GetWorkflowsInput): Promise<WorkflowStatus[]> {
  return recordedShown('DBOS.listWorkflows', () => untilAnswered(() => client.listWorkflows(input)));
}

export function listQueuedWorkflows(client: DBOSClient, input: GetWorkflowsInput): Promise<WorkflowStatus[]> {
  return recordedShown('DBOS.listQueuedWorkflows', () =>
    untilAnswered(() => client.listQueuedWorkflows(input)),
  );
}

export function listWorkflowSteps(
  client: DBOSClient,
  workflowID: string,
  options: ListWorkflowStepsOptions,
): Promise<StepInfo[] | undefined> {
  return recordedShown('DBOS.listWorkflowSteps', () =>
    untilAnswered(() => client.listWorkflowSteps(workflowID, options)),
  );
}

export function cancelWorkflows(
  client: DBOSClient,
  workflowIDs: string[],
  options: CancelWorkflowsOptions,
): Promise<void> {
  return recorded('DBOS.cancelWorkflow', () =>
    untilAnswered(() => client.cancelWorkflows(workflowIDs, options)),
  );
}

export async function resumeWorkflows(
  client: DBOSClient,
  workflowIDs: string[],
  options: { queueName?: string },
): Promise<void> {
  await recorded('DBOS.resumeWorkflow', async () => {
    await untilAnswered(() => client.resumeWorkflows(workflowIDs, options));
  });
}

export function deleteWorkflows(
  client: DBOSClient,
  workflowIDs: string[],
  deleteChildren: boolean,
): Promise<void> {
  return recorded('DBOS.deleteWorkflow', () =>
    untilAnswered(() => client.deleteWorkflows(workflowIDs, deleteChildren)),
  );
}

/** Answers the id of the new workflow: the one asked for, or that of `withNextWorkflowID`. */
export function forkWorkflow(
  client: DBOSClient,
  workflowID: string,
  startStep: number,
  options: ForkOptions,
): Promise<string> {
  // Taken also where the fork is recorded: in a replay, too, it must not go to a later start.
  const newWorkflowID = options.newWorkflowID ?? takeNextId(currentContext().defaults);
  const named = newWorkflowID === undefined ? options : { ...options, newWorkflowID };
  return recorded('DBOS.forkWorkflow', () =>
    untilAnswered(() => client.forkWorkflow(workflowID, startStep, named)),
  );
}

export async function rewindWorkflow(
  client: DBOSClient,
  workflowID: string,
  options: RewindOptions,
): Promise<void> {
  await recorded('DBOS.rewindWorkflow', async () => {
    await untilAnswered(() => client.rewindWorkflow(workflowID, options));
  });
}

export function setWorkflowPriority(client: DBOSClient, workflowID: string, priority: number): Promise<void> {
  return recorded('DBOS.setWorkflowPriority', () =>
    untilAnswered(() => client.setWorkflowPriority(workflowID, priority)),
  );
}

export function setWorkflowDelay(
  client: DBOSClient,
  workflowID: string,
  delay: number | { delaySeconds?: number; delayUntilEpochMS?: number },
): Promise<void> {
  return recorded('DBOS.setWorkflowDelay', () =>
    untilAnswered(() => client.setWorkflowDelay(workflowID, delay)),
  );
}

interface Named {
  readonly workflowID: string;
}

/** The handle of the first that has ended, in any way. */
export async function waitFirst<H extends Named>(client: DBOSClient, handles: readonly H[]): Promise<H> {
  const stop = stopping();
  const firstId = await recorded('DBOS.waitFirst', async () => {
    const asked = askedOf(client, handles);
    return (await untilAnswered(() => client.waitFirst(asked, stop))).workflowID;
  });
  const first = handles.find(({ workflowID }) => workflowID === firstId);
  if (first === undefined)
    throw new Error(`workflow ${firstId} was first, and is not among those waited for now`);
  return first;
}

export async function waitAll<H extends Named>(client: DBOSClient, handles: H[]): Promise<H[]> {
  if (handles.length === 0) return [];
  const stop = stopping();
  await recorded('DBOS.waitAll', async () => {
    const asked = askedOf(client, handles);
    await untilAnswered(() => client.waitAll(asked, stop));
  });
  return handles;
}

function askedOf(client: DBOSClient, handles: readonly Named[]): WorkflowHandle<unknown>[] {
  checkArray('handles', handles);
  return handles.map((handle) =>
    isStarted(handle)
      ? startedHandle(connectionOf(client), handle.workflowID)
      : client.retrieveWorkflow(handle.workflowID),
  );
}

/** A wait in a workflow ends when the workflow is stopped. */
function stopping(): { signal: AbortSignal | undefined } {
  const run = workflowIfInBody();
  return { signal: run?.signal };
}

/** The workflow states by name, as DBOS exports them. */
export const StatusString = Object.fromEntries(WORKFLOW_STATUSES.map((name) => [name, name])) as {
  readonly [K in WorkflowStatusName]: K;
};

/** A workflow as it is now; in a workflow as it was then. Null: there is none with this id. */
export function getWorkflowStatus(client: DBOSClient, workflowID: string): Promise<WorkflowStatus | null> {
  // As DBOS records it: under this name, and as plain JSON.
  return recordedShown(
    'getStatus',
    async () => (await untilAnswered(() => client.getWorkflow(workflowID))) ?? null,
    {
      isPortable: true,
    },
  );
}
