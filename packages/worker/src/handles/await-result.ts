import { WaitTimeoutError, type DBOSClient } from '@dbosd/client';
import { connectionOf, startedHandle } from '@dbosd/client/internal';
import { DbosdError, systemClock } from '@dbosd/shared';
import { currentContext, workflowIfInBody } from '../context.js';
import {
  DBOSAwaitedWorkflowCancelledError,
  DBOSAwaitedWorkflowExceededMaxRecoveryAttempts,
  DBOSInvalidWorkflowTransitionError,
} from '../errors.js';
import { recorded, recordedIn } from '../operations/recorded.js';
import { waitLimit, timeoutMsOf, type WaitOptions, untilAnswered } from '../operations/waits.js';

export type GetResultOptions = WaitOptions;

const NAME = 'DBOS.getResult';

/**
 * The result of a workflow: waits for it, throws what it threw, and returns null when the time is over. In a workflow
 * what came out is recorded.
 */
export async function getResult(
  client: DBOSClient,
  workflowID: string,
  options: number | GetResultOptions | undefined,
): Promise<unknown> {
  const timeoutMs = timeoutMsOf(options);
  const awaiting = { workflowID, isStarted: false };
  const run = workflowIfInBody();
  if (timeoutMs === undefined || run === undefined) {
    if (timeoutMs !== undefined && currentContext().step !== undefined) throw inStep();
    return recorded(NAME, () => awaitResult(client, awaiting, timeoutMs), { childWorkflowId: workflowID });
  }
  const timerFunctionId = run.takeFunctionId();
  const functionId = run.takeFunctionId();
  const wait = async (): Promise<unknown> => {
    const leftMs = timeoutMs === 0 ? 0 : await waitLimit(run, timerFunctionId, timeoutMs);
    return awaitResult(client, awaiting, leftMs);
  };
  return recordedIn(run, NAME, wait, { functionId, childWorkflowId: workflowID });
}

/** Records what a handle's own wait gives, under a place that was taken before or is the next one. */
export function recordedResult<R>(
  workflowID: string,
  functionId: number | undefined,
  wait: () => Promise<R>,
): Promise<R> {
  return recorded(NAME, wait, { functionId, childWorkflowId: workflowID });
}

/** The workflow whose result is waited for. */
export interface Awaiting {
  readonly workflowID: string;
  /** It was started: where it does not exist, it has been deleted. Otherwise its start is waited for, too. */
  readonly isStarted: boolean;
}

/** Waits for a workflow's result wherever it runs. */
export async function awaitResult(
  client: DBOSClient,
  { workflowID, isStarted }: Awaiting,
  timeoutMs?: number,
): Promise<unknown> {
  const run = workflowIfInBody();
  const endMs = timeoutMs === undefined ? undefined : systemClock.monotonicMs() + timeoutMs;
  const handle = isStarted
    ? startedHandle(connectionOf(client), workflowID)
    : client.retrieveWorkflow(workflowID);
  try {
    return await untilAnswered(() => {
      const leftMs = endMs === undefined ? undefined : Math.max(0, endMs - systemClock.monotonicMs());
      return handle.getResult({
        timeoutSeconds: leftMs === undefined ? undefined : leftMs / 1000,
        signal: run?.signal,
      });
    });
  } catch (error) {
    run?.throwIfStopped();
    if (error instanceof WaitTimeoutError) return null;
    throw awaited(workflowID, error);
  }
}

// The client's own errors name the workflow; what the workflow threw is no DbosdError.
function awaited(workflowID: string, error: unknown): unknown {
  if (!(error instanceof DbosdError) || error.metadata.workflow_id !== workflowID) return error;
  if (error.reason === 'WORKFLOW_CANCELLED') return new DBOSAwaitedWorkflowCancelledError(workflowID);
  if (error.reason === 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') {
    return new DBOSAwaitedWorkflowExceededMaxRecoveryAttempts(workflowID);
  }
  return error;
}

function inStep(): DBOSInvalidWorkflowTransitionError {
  return new DBOSInvalidWorkflowTransitionError(
    'DBOS.getResult with a timeout is called inside a step: its deadline is recorded, so call it in the workflow itself',
  );
}
