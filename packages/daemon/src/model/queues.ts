import { invalidField } from '@dbosd/shared';

export interface QueueRateLimit {
  readonly limit: number;
  readonly periodMs: number;
}
/** Absent limits: none. */
export interface QueueSettings {
  readonly name: string;
  readonly applicationName?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly workerConcurrency?: number | undefined;
  readonly rateLimit?: QueueRateLimit | undefined;
  readonly partitionConcurrency?: number | undefined;
  readonly partitionWorkerConcurrency?: number | undefined;
  readonly partitionRateLimit?: QueueRateLimit | undefined;
  readonly pollingIntervalMs: number;
}
export type QueueSetting = Exclude<keyof QueueSettings, 'name' | 'applicationName'>;
export interface UpsertQueueCommand {
  /** Makes a repeat safe (operations/write-once.ts). */
  readonly requestId?: string | undefined;
  readonly queue: QueueSettings;
  readonly updateExisting: boolean;
  /** Only these settings of a registered queue. Absent: all, and the queue is registered if it is not. */
  readonly only: readonly QueueSetting[] | undefined;
}
export interface ListQueuesQuery {
  /** Those of these applications and those of none. Absent: all. */
  readonly applicationNames?: readonly string[] | undefined;
  readonly pageSize: number;
  /** The last name of the page before. */
  readonly after?: string | undefined;
}

/** Each limit is at most the one after it: no part may run more than the whole. */
const PARTS = [
  ['workerConcurrency', 'worker_concurrency', 'concurrency', 'concurrency'],
  ['partitionConcurrency', 'partition_concurrency', 'concurrency', 'concurrency'],
  ['partitionWorkerConcurrency', 'partition_worker_concurrency', 'concurrency', 'concurrency'],
  ['partitionWorkerConcurrency', 'partition_worker_concurrency', 'workerConcurrency', 'worker_concurrency'],
  [
    'partitionWorkerConcurrency',
    'partition_worker_concurrency',
    'partitionConcurrency',
    'partition_concurrency',
  ],
] as const;

/** Checks that those of a queue's limits that are given fit each other, as DBOS demands. Throws INVALID_FIELD. */
export function checkQueue(queue: Partial<Pick<QueueSettings, QueueSetting>>): void {
  for (const [part, partField, whole, wholeField] of PARTS) {
    const [partLimit, wholeLimit] = [queue[part], queue[whole]];
    if (partLimit !== undefined && wholeLimit !== undefined && partLimit > wholeLimit) {
      throw invalidField(
        `queue.${partField}`,
        `is ${String(partLimit)}, more than ${wholeField} (${String(wholeLimit)}): lower it, or raise the other`,
      );
    }
  }
}
