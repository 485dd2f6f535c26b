import { checkNumber, takeOptions, type OptionNames } from '@dbosd/client/internal';
import {
  checkName,
  checkPartitionKey,
  invalidField,
  MAX_PRIORITY,
  MAX_TIMEOUT_MS,
  msToDuration,
  type contract,
} from '@dbosd/shared';
import { DBOSError, DBOSInvalidQueuePriorityError, DBOSInvalidWorkflowTransitionError } from '../errors.js';

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
