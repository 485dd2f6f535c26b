import { randomUUID } from 'node:crypto';
import type { DBOSClient } from '@dbosd/client';
import { checkOptions, type OptionNames } from '@dbosd/client/internal';
import {
  checkName,
  checkNewWorkflowId,
  checkWorkflowId,
  DbosdError,
  encodeError,
  invalidField,
  type contract,
} from '@dbosd/shared';
import { Lane } from '../connection/lane.js';
import type { OperationCall } from '../connection/operation.js';
import type { WorkerConnection } from '../connection/worker-connection.js';
import { currentContext, type StartDefaults } from '../context/context.js';
import {
  DBOSConflictingWorkflowError,
  DBOSInvalidWorkflowInputError,
  DBOSInvalidWorkflowTransitionError,
  DBOSQueueDuplicatedError,
  DBOSWorkflowIDInUseError,
} from '../errors.js';
import type { Runs } from '../execution/runs.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { retrievedHandle, runningHandle, type PlacedHandle } from '../handles/workflow-handle.js';
import type { ConfiguredInstance } from '../registry/configured-instance.js';
import { classNameOf, type Registration } from '../registry/registrations.js';
import { decodeError, encodeArguments, type WrittenValue } from '../values.js';
import { durationOf, placementOf, type EnqueueOptions } from './placement.js';

export interface StartWorkflowParams {
  /** Absent: `withNextWorkflowID`'s, else `<parent>-<function id>` in a workflow and a new UUID elsewhere. */
  workflowID?: string;
  /** The queue to put it on. Absent: it runs here, at once. */
  queueName?: string;
  /** How long it may run, in ms. Null: without limit, also without its starter's. */
  timeoutMS?: number | null;
  enqueueOptions?: EnqueueOptions;
  authenticatedUser?: string;
  authenticatedRoles?: string[];
  /** `return-existing`: where another has the deduplication id, its handle. */
  duplicationPolicy?: 'reject' | 'return-existing';
  /** `reject`: an id that is in use is an error, and not the workflow that has it. */
  workflowIDReusePolicy?: 'return-existing' | 'reject';
  /** Attributes to find it by. */
  workflowAttributes?: Record<string, unknown>;
}

export interface StarterParts {
  readonly client: DBOSClient;
  readonly connection: WorkerConnection;
  readonly runs: Runs;
  readonly applicationName: string;
}

/** What is started. */
export interface Start {
  readonly registration: Registration;
  readonly instance: ConfiguredInstance | undefined;
  readonly args: readonly unknown[];
  readonly params: StartWorkflowParams;
  /** The place in the workflow that starts it, where it was taken before. */
  readonly functionId?: number;
}

/**
 * Starts a workflow: it is recorded with its arguments, and in a workflow with the step that starts it, in one
 * transaction; then it runs here, or waits on its queue. An id that is there already is that workflow's handle.
 */
export function startWorkflow(parts: StarterParts, start: Start): Promise<PlacedHandle<unknown>> {
  const { run, step, defaults } = currentContext();
  if (step !== undefined) {
    throw new DBOSInvalidWorkflowTransitionError(
      `workflow ${start.registration.name} is started inside step ${step.name}: start it in the workflow itself`,
    );
  }
  const functionId = run === undefined ? undefined : (start.functionId ?? run.takeFunctionId());
  const plan = planOf(parts, start, defaults, run, functionId);
  if (run === undefined || functionId === undefined) return startNew(parts, start, plan, undefined);
  const { name } = start.registration;
  return run.once(
    functionId,
    name,
    ({ checkpoint }) => {
      if (checkpoint.error !== null) throw decodeError(checkpoint.error);
      return retrievedHandle<unknown>(parts.client, checkpoint.childWorkflowId ?? plan.workflowId);
    },
    () => startNew(parts, start, plan, { run, functionId }),
  );
}

interface Plan {
  readonly workflowId: string;
  readonly token: string;
  readonly input: WrittenValue;
  readonly wire: contract.StartWorkflow;
  readonly user: string | undefined;
  readonly roles: readonly string[];
}

interface Parent {
  readonly run: WorkflowRun;
  readonly functionId: number;
}

async function startNew(
  parts: StarterParts,
  start: Start,
  plan: Plan,
  parent: Parent | undefined,
): Promise<PlacedHandle<unknown>> {
  const startedAtMs = Date.now();
  const call: OperationCall = {
    startedAtMs,
    ...(parent === undefined ? {} : { functionId: parent.functionId }),
    body: { startWorkflow: { ...plan.wire, ...(parent === undefined ? { withoutParent: true } : {}) } },
  };
  const noteEnd =
    plan.wire.queue === undefined ? parts.runs.starting(plan.workflowId, plan.token) : undefined;
  try {
    const { workflowStarted } = await (parent?.run.perform(call) ??
      parts.connection.perform(new Lane(), call));
    if (workflowStarted?.run === true) return begin(parts, start, plan);
    return retrievedHandle(parts.client, workflowStarted?.workflowId ?? plan.workflowId);
  } catch (error) {
    const failure = failureOf(error, start, plan);
    if (parent !== undefined && failure.isRecorded) {
      const recordStep = { functionName: start.registration.name, error: encodeError(failure.error, false) };
      await parent.run.perform({ functionId: parent.functionId, startedAtMs, body: { recordStep } });
    }
    throw failure.error;
  } finally {
    noteEnd?.();
  }
}

function begin(parts: StarterParts, { registration, instance }: Start, plan: Plan): PlacedHandle<unknown> {
  const { workflowId, token, input, user, roles } = plan;
  const outcome = parts.runs.begin(
    {
      workflowId,
      ownerToken: token,
      workflowName: registration.name,
      authentication: { user, assumedRole: undefined, roles },
      input,
    },
    { registration, instance },
  );
  return runningHandle(
    parts.client,
    workflowId,
    outcome,
    registration.workflowConfig.serialization === 'portable',
  );
}

function planOf(
  parts: StarterParts,
  { registration, instance, args, params }: Start,
  defaults: StartDefaults,
  run: WorkflowRun | undefined,
  functionId: number | undefined,
): Plan {
  checkOptions('params', params, PARAMS);
  const given = params.workflowID ?? takeNextId(defaults);
  const workflowId =
    given === undefined
      ? run === undefined
        ? randomUUID()
        : checkWorkflowId('workflowID', `${run.workflowId}-${String(functionId)}`)
      : checkNewWorkflowId('workflowID', given);
  const queue = placementOf({
    applicationName: parts.applicationName,
    queueName: params.queueName ?? defaults.queueName,
    duplicationPolicy: params.duplicationPolicy,
    enqueueOptions: params.enqueueOptions,
  });
  const timeoutMs = params.timeoutMS === undefined ? defaults.timeoutMs : params.timeoutMS;
  const user = params.authenticatedUser ?? defaults.user;
  const roles = params.authenticatedRoles ?? defaults.roles ?? [];
  const className = classNameOf(registration);
  const token = randomUUID();
  const input = inputOf(registration, args);
  const wire: contract.StartWorkflow = {
    workflowId,
    workflowName: registration.name,
    ...(className === '' ? {} : { className }),
    ...(instance === undefined ? {} : { configName: instance.name }),
    input,
    token,
    ...(timeoutMs === undefined || timeoutMs === null ? {} : { timeout: durationOf('timeoutMS', timeoutMs) }),
    // Null sets it free of the deadline of its starter, too.
    inheritDeadline: run !== undefined && timeoutMs === undefined,
    ...(user === undefined || user === '' ? {} : { authenticatedUser: checkName('authenticatedUser', user) }),
    authenticatedRoles: [...roles],
    ...attributesOf(params.workflowAttributes),
    ...(queue === undefined ? {} : { queue }),
    workflowIdReusePolicy:
      params.workflowIDReusePolicy === 'reject'
        ? 'WORKFLOW_ID_REUSE_POLICY_REJECT'
        : 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING',
  };
  return { workflowId, token, input, wire, user, roles };
}

const PARAMS: OptionNames<StartWorkflowParams> = {
  workflowID: true,
  queueName: true,
  timeoutMS: true,
  enqueueOptions: true,
  authenticatedUser: true,
  authenticatedRoles: true,
  duplicationPolicy: true,
  workflowIDReusePolicy: true,
  workflowAttributes: true,
};

function takeNextId({ next }: StartDefaults): string | undefined {
  const { workflowId } = next;
  next.workflowId = undefined;
  return workflowId;
}

function inputOf(registration: Registration, args: readonly unknown[]): WrittenValue {
  try {
    return encodeArguments(args, registration.workflowConfig.serialization === 'portable');
  } catch (cause) {
    throw new DBOSInvalidWorkflowInputError(registration.name, cause);
  }
}

function attributesOf(attributes: Record<string, unknown> | undefined): { attributesJson?: string } {
  if (attributes === undefined) return {};
  const json = JSON.stringify(attributes) as string | undefined;
  if (json?.startsWith('{') !== true || (json === '{}' && Object.keys(attributes).length > 0)) {
    throw invalidField('workflowAttributes', 'is nothing that JSON writes as an object: give a plain object');
  }
  return { attributesJson: json };
}

/** What the starter sees, and whether a replay shall see it. */
function failureOf(error: unknown, start: Start, plan: Plan): { error: unknown; isRecorded: boolean } {
  if (!(error instanceof DbosdError)) return { error, isRecorded: false };
  const { workflowId, wire } = plan;
  if (error.reason === 'WORKFLOW_ID_CONFLICT') {
    return { error: new DBOSConflictingWorkflowError(workflowId, error.message), isRecorded: false };
  }
  if (error.reason === 'WORKFLOW_ID_IN_USE') {
    return { error: new DBOSWorkflowIDInUseError(workflowId), isRecorded: true };
  }
  if (error.reason === 'DEDUPLICATION_CONFLICT') {
    const { queueName = '', deduplicationId = '' } = wire.queue ?? {};
    return { error: new DBOSQueueDuplicatedError(workflowId, queueName, deduplicationId), isRecorded: true };
  }
  return { error, isRecorded: false };
}
