import { randomUUID } from 'node:crypto';
import type { EnqueueOptions as ClientOptions } from '@dbosd/client';
import {
  checkArray,
  enqueueRequest,
  takeEnqueueOptions,
  type EnqueueArguments,
} from '@dbosd/client/internal';
import { checkWorkflowId, invalidField, type contract } from '@dbosd/shared';
import { currentContext, takeNextId, type StartDefaults } from '../context/context.js';
import { DBOSInvalidWorkflowInputError, DBOSInvalidWorkflowTransitionError } from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import type { PlacedHandle } from '../handles/workflow-handle.js';
import { encodeArguments, type WrittenValue } from '../values.js';
import { durationOf } from './placement.js';
import { startPlanned, type Plan, type StarterParts } from './start-planned.js';

/** A workflow to enqueue by its name. Arguments are native unless `serializationType` says portable. */
export type EnqueueWorkflowOptions = Omit<ClientOptions, 'signal'>;

/**
 * Enqueues a workflow by its name: its function may be in another process, application or language. In a workflow it is
 * a recorded child.
 */
export function enqueueWorkflow(
  parts: StarterParts,
  asked: EnqueueWorkflowOptions,
  given: EnqueueArguments,
): Promise<PlacedHandle<unknown>> {
  const options = takeEnqueueOptions(asked);
  // The check knows it: a client's calls take one.
  if (options.signal !== undefined)
    throw invalidField('options.signal', 'is for DBOSClient only: leave it out');
  checkArray('positionalArgs', given.positional);
  const { run, step, defaults } = currentContext();
  if (step !== undefined) {
    throw new DBOSInvalidWorkflowTransitionError(
      `workflow ${options.workflowName} is enqueued inside step ${step.name}: enqueue it in the workflow itself`,
    );
  }
  const functionId = run?.takeFunctionId();
  const plan = planOf(options, given, defaults, workflowIdOf(options, defaults, run, functionId));
  const parent = run === undefined || functionId === undefined ? undefined : { run, functionId };
  return startPlanned(parts, plan, parent, () => {
    throw new Error('a workflow on a queue was given to its starter');
  });
}

function workflowIdOf(
  { workflowID }: EnqueueWorkflowOptions,
  defaults: StartDefaults,
  run: WorkflowRun | undefined,
  functionId: number | undefined,
): string {
  // The id that `withNextWorkflowID` gives is taken in any case: it must not go to a later start.
  const next = takeNextId(defaults);
  const given = workflowID ?? next;
  if (given !== undefined || run === undefined) return given ?? randomUUID();
  return checkWorkflowId('workflowID', `${run.workflowId}-${String(functionId)}`);
}

function planOf(
  options: EnqueueWorkflowOptions,
  given: EnqueueArguments,
  defaults: StartDefaults,
  workflowId: string,
): Plan {
  const user = options.authenticatedUser ?? defaults.user;
  const roles = checkArray('authenticatedRoles', options.authenticatedRoles ?? defaults.roles ?? []);
  // Checked as a client's request is; the id and the arguments are made here.
  const request = enqueueRequest(
    { ...options, workflowID: workflowId, authenticatedUser: user ?? '', authenticatedRoles: [...roles] },
    { positional: [] },
  );
  const { queueName, deduplicationId, priority, queuePartitionKey, delay, ...others } = request;
  const { requestId: token = '', applicationName, applicationVersion, timeout, ...wanted } = others;
  const { input: _none, deduplicationPolicy, ...start } = wanted;
  const queue = {
    ...{
      queueName,
      deduplicationId,
      priority,
      queuePartitionKey,
      delay,
      applicationName,
      applicationVersion,
    },
    returnDeduplicated: deduplicationPolicy === 'DEDUPLICATION_POLICY_RETURN_EXISTING',
    byName: true,
  };
  const wire = { ...start, token, input: inputOf(options, given), queue, ...limitOf(timeout, defaults) };
  return { workflowId, workflowName: options.workflowName, token, wire: wire };
}

/** Without a limit of its own it has that of `withWorkflowTimeout`, or its starter's deadline. */
function limitOf(
  timeout: contract.StartWorkflow['timeout'],
  { timeoutMs }: StartDefaults,
): Pick<contract.StartWorkflow, 'timeout' | 'inheritDeadline'> {
  if (timeout) return { timeout };
  if (timeoutMs === undefined) return { inheritDeadline: currentContext().run !== undefined };
  return timeoutMs === null ? {} : { timeout: durationOf('timeoutMS', timeoutMs) };
}

function inputOf(
  { workflowName, serializationType }: EnqueueWorkflowOptions,
  given: EnqueueArguments,
): WrittenValue {
  const { positional } = given;
  const named = given.named ?? undefined;
  const isPortable = serializationType === 'portable';
  if (named !== undefined && !isPortable) {
    throw invalidField('namedArgs', 'cannot be native: give serializationType portable');
  }
  try {
    return encodeArguments(positional, isPortable, named);
  } catch (cause) {
    throw new DBOSInvalidWorkflowInputError(workflowName, cause);
  }
}
