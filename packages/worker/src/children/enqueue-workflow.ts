import { randomUUID } from 'node:crypto';
import type { EnqueueOptions as ClientOptions } from '@dbosd/client';
import {
  checkArray,
  checkNumber,
  type EnqueueArguments,
  enqueueRequest,
  type OptionNames,
  takeEnqueueOptions,
  takeOptions,
} from '@dbosd/client/internal';
import {
  checkName,
  checkPartitionKey,
  checkWorkflowId,
  type contract,
  invalidField,
  MAX_PRIORITY,
  MAX_TIMEOUT_MS,
  msToDuration,
} from '@dbosd/shared';
import { currentContext, type StartDefaults, takeNextId } from '../context.js';
import {
  DBOSError,
  DBOSInvalidQueuePriorityError,
  DBOSInvalidWorkflowInputError,
  DBOSInvalidWorkflowTransitionError,
} from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import type { PlacedHandle } from '../handles/workflow-handle.js';
import { encodeArguments, type WrittenValue } from '../values.js';
import { type Plan, type StarterOptions, startPlanned } from './start-planned.js';

/** A workflow to enqueue by its name. Arguments are native unless `serializationType` says portable. */
export type EnqueueWorkflowOptions = Omit<ClientOptions, 'signal'>;

/**
 * Enqueues a workflow by its name: its function may be in another process, application or language. In a workflow it is
 * a recorded child.
 */
export function enqueueWorkflow(
  parts: StarterOptions,
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

export interface EnqueueOptions {
  /** No two active workflows of a queue share one. */
  deduplicationID?: string;
  /** Lower goes first, from 0. */
  priority?: number;
  /** The partition of a partitioned queue. */
  queuePartitionKey?: string;
  /** The version that runs it; without a queue, the one that may take it over. Absent: this one. */
  applicationVersion?: string;
  /** Not to begin before so many seconds have passed. */
  delaySeconds?: number;
  /** Not here: a workflow of another application is enqueued with `enqueueWorkflowWithOptions`. */
  applicationName?: string;
}

interface Placing {
  /** The one that starts it. */
  readonly applicationName: string;
  /** Undefined: none. */
  readonly queueName: string | undefined;
  readonly duplicationPolicy: 'reject' | 'return-existing' | undefined;
  readonly enqueueOptions: EnqueueOptions | undefined;
}

const ENQUEUE_OPTIONS: OptionNames<EnqueueOptions> = {
  deduplicationID: true,
  priority: true,
  queuePartitionKey: true,
  applicationVersion: true,
  delaySeconds: true,
  applicationName: true,
};

/** Where a started workflow waits. Undefined: it runs at once. */
export function placementOf({
  applicationName,
  queueName,
  duplicationPolicy,
  enqueueOptions = {},
}: Placing): contract.QueuePlacement | undefined {
  const taken = takeOptions('enqueueOptions', enqueueOptions, ENQUEUE_OPTIONS);
  const { applicationVersion, ...queued } = taken;
  if (queueName === undefined) {
    const useless = Object.entries(queued as Record<string, unknown>).find(
      ([, value]) => value !== undefined,
    )?.[0];
    if (useless !== undefined) {
      throw new DBOSError(`enqueueOptions.${useless} is for workflows on a queue: give queueName, too`);
    }
    if (duplicationPolicy === 'return-existing') throw needsQueue('queueName');
    return undefined;
  }
  const owner = queued.applicationName;
  if (owner !== undefined && owner !== applicationName) {
    const fix = 'enqueue workflows of other applications with DBOS.enqueueWorkflowWithOptions';
    throw invalidField(
      'enqueueOptions.applicationName',
      `is ${owner}, and this application is ${applicationName}: ${fix}`,
    );
  }
  const { deduplicationID, priority = 0, queuePartitionKey, delaySeconds } = queued;
  if (duplicationPolicy === 'return-existing' && deduplicationID === undefined) {
    throw needsQueue('enqueueOptions.deduplicationID');
  }
  if (!Number.isInteger(priority) || priority < 0 || priority > MAX_PRIORITY) {
    throw new DBOSInvalidQueuePriorityError(priority, 0, MAX_PRIORITY);
  }
  return {
    queueName: checkName('queueName', queueName),
    deduplicationId:
      deduplicationID === undefined ? undefined : checkName('deduplicationID', deduplicationID),
    returnDeduplicated: duplicationPolicy === 'return-existing',
    priority,
    queuePartitionKey:
      queuePartitionKey === undefined ? undefined : checkPartitionKey('queuePartitionKey', queuePartitionKey),
    delay: delaySeconds === undefined || delaySeconds === 0 ? undefined : delayOf(delaySeconds),
    applicationVersion,
  };
}

function delayOf(delaySeconds: number): ReturnType<typeof msToDuration> {
  checkNumber('enqueueOptions.delaySeconds', delaySeconds);
  if (delaySeconds > 0 && delaySeconds * 1000 <= MAX_TIMEOUT_MS) return msToDuration(delaySeconds * 1000);
  throw invalidField('enqueueOptions.delaySeconds', `is ${String(delaySeconds)}: give 0 to ten years`);
}

function needsQueue(option: string): DBOSInvalidWorkflowTransitionError {
  return new DBOSInvalidWorkflowTransitionError(
    `duplicationPolicy is return-existing, which goes by the deduplication id on a queue: give ${option}, too`,
  );
}

/** Checks a span: 1 ms to ten years. */
export function durationOf(field: string, ms: number): ReturnType<typeof msToDuration> {
  if (typeof (ms as unknown) !== 'number' || !(ms >= 1 && ms <= MAX_TIMEOUT_MS))
    throw invalidField(field, `is ${String(ms)} ms: give 1 ms to 10 years`);
  return msToDuration(ms);
}
