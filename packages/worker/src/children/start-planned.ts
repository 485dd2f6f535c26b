import { type contract, DbosdError, encodeError, systemClock } from '@dbosd/shared';
import { Lane } from '../connection/lane.js';
import type { OperationCall } from '../connection/operation.js';
import type { WorkerConnection } from '../connection/worker-connection.js';
import {
  DBOSConflictingWorkflowError,
  DBOSInvalidWorkflowTransitionError,
  DBOSNotRegisteredError,
  DBOSQueueDuplicatedError,
  DBOSWorkflowIDInUseError,
} from '../errors.js';
import type { Runs } from '../execution/runs.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { type ClientSource, type PlacedHandle, startedHandle } from '../handles/workflow-handle.js';
import { instanceOf } from '../registry/register.js';
import type { Registration } from '../registry/registrations.js';
import { ConfiguredInstance, program } from '../registry/registry.js';
import { decodeError } from '../values.js';

export interface StarterOptions {
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
interface Parent {
  readonly run: WorkflowRun;
  readonly functionId: number;
}

/**
 * Carries a start out; in a workflow once, as a recorded step. `begin` runs it where it is this worker's to run; it
 * gets the time at which the start was sent, by the monotonic clock.
 */
export function startPlanned(
  parts: StarterOptions,
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
  parts: StarterOptions,
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

/** Starts a registered workflow on an object, or on none. */
type Starter = (
  registration: Registration,
  instance: ConfiguredInstance | undefined,
  args: unknown[],
) => Promise<unknown>;

/**
 * What `DBOS.startWorkflow(target)` returns: called, it starts the workflow; of a class or a configured instance its
 * methods do.
 */
export function startTarget(target: object, start: Starter): object {
  // Callers in plain JavaScript may pass anything.
  if (typeof target !== 'function' && (typeof target !== 'object' || (target as object | null) === null)) {
    const given = (target as object | null) === null ? 'null' : typeof target;
    throw new DBOSInvalidWorkflowTransitionError(
      `DBOS.startWorkflow is given ${given}: give a workflow, a class, or a ConfiguredInstance`,
    );
  }
  if (typeof target !== 'function' && !(target instanceof ConfiguredInstance)) {
    throw new DBOSInvalidWorkflowTransitionError(
      'DBOS.startWorkflow is given an object that is no ConfiguredInstance: give a workflow, a class, or such an object',
    );
  }
  const instance = target instanceof ConfiguredInstance ? target : undefined;
  return new Proxy(target, {
    apply: (_target, _self, args: unknown[]) => {
      const registration = workflowOf(program.find(target), nameOf(target));
      return start(registration, instanceOf(registration, undefined), args);
    },
    get: (_target, property, receiver) => {
      const found =
        program.find(Reflect.get(target, property, receiver)) ?? program.methodOf(target, String(property));
      const registration = workflowOf(found, String(property));
      return (...args: unknown[]) => start(registration, instanceOf(registration, instance), args);
    },
  });
}

function workflowOf(registration: Registration | undefined, name: string): Registration {
  if (registration === undefined) throw new DBOSNotRegisteredError(name);
  if (registration.kind === 'step') {
    throw new DBOSInvalidWorkflowTransitionError(`${name} is a step: only workflows can be started`);
  }
  return registration;
}

function nameOf(target: object): string {
  return typeof target === 'function' && target.name !== '' ? target.name : 'the function';
}
