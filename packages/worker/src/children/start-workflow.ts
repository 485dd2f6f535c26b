import { randomUUID } from 'node:crypto';
import {
  attributesJson,
  checkArray,
  checkChoice,
  takeOptions,
  type OptionNames,
} from '@dbosd/client/internal';
import { checkName, checkNewWorkflowId, checkWorkflowId, type contract } from '@dbosd/shared';
import { currentContext, takeNextId, type StartDefaults } from '../context.js';
import { DBOSInvalidWorkflowInputError, DBOSInvalidWorkflowTransitionError } from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { runningHandle, type PlacedHandle } from '../handles/workflow-handle.js';
import type { ConfiguredInstance } from '../registry/registry.js';
import { classNameOf, type Registration } from '../registry/registrations.js';
import { encodeArguments, type WrittenValue } from '../values.js';
import { durationOf, placementOf, type EnqueueOptions } from './enqueue-workflow.js';
import { startPlanned, type Plan, type StarterOptions } from './start-planned.js';

export type WorkflowIDReusePolicy = 'return-existing' | 'reject';

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
  workflowIDReusePolicy?: WorkflowIDReusePolicy;
  /** Attributes to find it by. */
  workflowAttributes?: Record<string, unknown>;
}

/** What is started. */
interface Start {
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
export function startWorkflow(parts: StarterOptions, start: Start): Promise<PlacedHandle<unknown>> {
  const { run, step, defaults } = currentContext();
  if (step !== undefined) {
    throw new DBOSInvalidWorkflowTransitionError(
      `workflow ${start.registration.name} is started inside step ${step.name}: start it in the workflow itself`,
    );
  }
  const functionId = run === undefined ? undefined : (start.functionId ?? run.takeFunctionId());
  const plan = planOf(parts, start, defaults, run, functionId);
  const parent = run === undefined || functionId === undefined ? undefined : { run, functionId };
  return startPlanned(parts, plan, parent, (sentAtMs) => begin(parts, start, { ...plan, sentAtMs }));
}

interface OwnPlan extends Plan {
  readonly input: WrittenValue;
  readonly user: string | undefined;
  readonly roles: readonly string[];
}

function begin(
  parts: StarterOptions,
  { registration, instance }: Start,
  plan: OwnPlan & { readonly sentAtMs: number },
): PlacedHandle<unknown> {
  const { workflowId, workflowName, token, input, user, roles, sentAtMs } = plan;
  const authentication = { user, assumedRole: undefined, roles };
  const outcome = parts.runs.begin(
    { workflowId, ownerToken: token, workflowName, authentication, input, sentAtMs },
    { registration, instance },
  );
  const isPortable = registration.workflowConfig.serialization === 'portable';
  return runningHandle(parts.clientOf, workflowId, outcome, isPortable);
}

function planOf(
  parts: StarterOptions,
  { registration, instance, args, params: given }: Start,
  defaults: StartDefaults,
  run: WorkflowRun | undefined,
  functionId: number | undefined,
): OwnPlan {
  const params = takeOptions('params', given, PARAMS);
  checkChoice('params.duplicationPolicy', params.duplicationPolicy, ['reject', 'return-existing']);
  checkChoice('params.workflowIDReusePolicy', params.workflowIDReusePolicy, ['return-existing', 'reject']);
  const workflowId = workflowIdOf(params.workflowID ?? takeNextId(defaults), run, functionId);
  const queue = placementOf({
    applicationName: parts.applicationName,
    queueName: params.queueName ?? defaults.queueName,
    duplicationPolicy: params.duplicationPolicy,
    enqueueOptions: params.enqueueOptions,
  });
  // Here null is no absence, but a workflow without limit.
  const timeoutMs = given.timeoutMS === undefined ? defaults.timeoutMs : given.timeoutMS;
  const user = params.authenticatedUser ?? defaults.user;
  const roles = checkArray('authenticatedRoles', params.authenticatedRoles ?? defaults.roles ?? []);
  const className = classNameOf(registration);
  const token = randomUUID();
  const input = inputOf(registration, args);
  const wire: contract.StartWorkflow = {
    workflowId,
    workflowName: registration.name,
    className: className === '' ? undefined : className,
    configName: instance?.name,
    input,
    token,
    timeout: timeoutMs === undefined || timeoutMs === null ? undefined : durationOf('timeoutMS', timeoutMs),
    // Null sets it free of the deadline of its starter, too.
    inheritDeadline: run !== undefined && timeoutMs === undefined,
    authenticatedUser: user === undefined || user === '' ? undefined : checkName('authenticatedUser', user),
    authenticatedRoles: [...roles],
    attributesJson:
      params.workflowAttributes === undefined
        ? undefined
        : attributesJson('workflowAttributes', params.workflowAttributes),
    queue,
    applicationVersion: queue === undefined ? versionOf(params.enqueueOptions) : undefined,
    workflowIdReusePolicy:
      params.workflowIDReusePolicy === 'reject'
        ? 'WORKFLOW_ID_REUSE_POLICY_REJECT'
        : 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING',
  };
  return { workflowId, workflowName: registration.name, token, input, wire, user, roles };
}

function workflowIdOf(
  given: string | undefined,
  run: WorkflowRun | undefined,
  functionId: number | undefined,
): string {
  if (given !== undefined) return checkNewWorkflowId('workflowID', given);
  if (run === undefined) return randomUUID();
  return checkWorkflowId('workflowID', `${run.workflowId}-${String(functionId)}`);
}

/** The version that may take over a workflow without a queue. (On a queue, the placement carries it.) */
function versionOf(options: EnqueueOptions | undefined): string | undefined {
  const { applicationVersion = null } = options ?? {};
  if (applicationVersion === null) return undefined;
  return checkName('enqueueOptions.applicationVersion', applicationVersion);
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

function inputOf(registration: Registration, args: readonly unknown[]): WrittenValue {
  try {
    return encodeArguments(args, registration.workflowConfig.serialization === 'portable');
  } catch (cause) {
    throw new DBOSInvalidWorkflowInputError(registration.name, cause);
  }
}
