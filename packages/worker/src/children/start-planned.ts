import { DbosdError, encodeError, systemClock, type contract } from '@dbosd/shared';
import { Lane } from '../connection/lane.js';
import type { OperationCall } from '../connection/operation.js';
import type { WorkerConnection } from '../connection/worker-connection.js';
import {
  DBOSConflictingWorkflowError,
  DBOSQueueDuplicatedError,
  DBOSWorkflowIDInUseError,
} from '../errors.js';
import type { Runs } from '../execution/runs.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { startedHandle, type ClientSource, type PlacedHandle } from '../handles/workflow-handle.js';
import { decodeError } from '../values.js';

export interface StarterParts {
  readonly clientOf: ClientSource;
  readonly connection: WorkerConnection;
  readonly runs: Runs;
  readonly applicationName: string;
}

/** What a start puts into the store. */
export interface Plan {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly token: string;
  readonly wire: contract.StartWorkflow;
}

/** The place of a start in the workflow that starts. */
export interface Parent {
  readonly run: WorkflowRun;
  readonly functionId: number;
}

/**
 * Carries a start out; in a workflow once, as a recorded step. `begin` runs it where it is this worker's to run; it
 * gets the time at which the start was sent, by the monotonic clock.
 */
export function startPlanned(
  parts: StarterParts,
  plan: Plan,
  parent: Parent | undefined,
  begin: (sentAtMs: number) => PlacedHandle<unknown>,
): Promise<PlacedHandle<unknown>> {
  if (parent === undefined) return startNew(parts, plan, undefined, begin);
  return parent.run.once(
    parent.functionId,
    plan.workflowName,
    ({ checkpoint }) => {
      if (checkpoint.error !== null) throw decodeError(checkpoint.error);
      return startedHandle<unknown>(parts.clientOf, checkpoint.childWorkflowId ?? plan.workflowId);
    },
    () => startNew(parts, plan, parent, begin),
  );
}

async function startNew(
  parts: StarterParts,
  plan: Plan,
  parent: Parent | undefined,
  begin: (sentAtMs: number) => PlacedHandle<unknown>,
): Promise<PlacedHandle<unknown>> {
  const startedAtMs = Date.now();
  const sentAtMs = systemClock.monotonicMs();
  const call: OperationCall = {
    startedAtMs,
    functionId: parent?.functionId,
    body: { startWorkflow: { ...plan.wire, withoutParent: parent === undefined ? true : undefined } },
  };
  const noteEnd =
    plan.wire.queue === undefined ? parts.runs.starting(plan.workflowId, plan.token) : undefined;
  try {
    const { workflowStarted } = await (parent?.run.perform(call) ??
      parts.connection.perform(new Lane(), call));
    if (workflowStarted?.run === true) return begin(sentAtMs);
    return startedHandle(parts.clientOf, workflowStarted?.workflowId ?? plan.workflowId);
  } catch (error) {
    const failure = failureOf(error, plan);
    if (parent !== undefined && failure.isRecorded) {
      const recordStep = { functionName: plan.workflowName, error: encodeError(failure.error, false) };
      await parent.run.perform({ functionId: parent.functionId, startedAtMs, body: { recordStep } });
    }
    throw failure.error;
  } finally {
    noteEnd?.();
  }
}

/** What the starter sees, and whether a replay sees it, too. */
function failureOf(error: unknown, plan: Plan): { error: unknown; isRecorded: boolean } {
  if (!(error instanceof DbosdError)) return { error, isRecorded: false };
  const { workflowId, wire } = plan;
  if (error.reason === 'WORKFLOW_ID_CONFLICT') {
    return { error: new DBOSConflictingWorkflowError(workflowId, error.message), isRecorded: false };
  }
  if (error.reason === 'WORKFLOW_ID_IN_USE') {
    const { status = 'unknown', workflow_name: name = plan.workflowName } = error.metadata;
    return { error: new DBOSWorkflowIDInUseError(workflowId, status, name), isRecorded: true };
  }
  if (error.reason === 'DEDUPLICATION_CONFLICT') {
    const { queueName = '', deduplicationId = '' } = wire.queue ?? {};
    return { error: new DBOSQueueDuplicatedError(workflowId, queueName, deduplicationId), isRecorded: true };
  }
  return { error, isRecorded: false };
}
