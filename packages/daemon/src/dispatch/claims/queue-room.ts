import type { QueueSettings } from '../../model/queues.js';
import type { Isolation } from '../../store/database.js';
import type { QueueUsage } from '../../store/queries/dispatch/read-usage.js';
import type { Worker } from '../worker.js';

/** A queue, or one partition of it. */
export interface Lot {
  readonly queue: QueueSettings;
  /** Absent: the queue is not partitioned. */
  readonly partitionKey?: string;
}

/** Any limit for partitions makes a queue a partitioned one, from which only rows with a key are taken. */
export function isPartitioned(queue: QueueSettings): boolean {
  return (
    (queue.partitionConcurrency ?? queue.partitionWorkerConcurrency ?? queue.partitionRateLimit) !== undefined
  );
}

/** Whether some limit is shared with other processes, so that claims must not overtake each other. */
export function sharesLimits({ queue }: Lot): boolean {
  return (
    (queue.concurrency ?? queue.rateLimit ?? queue.partitionConcurrency ?? queue.partitionRateLimit) !==
    undefined
  );
}

export function isRateLimited({ queue }: Lot): boolean {
  return (queue.rateLimit ?? queue.partitionRateLimit) !== undefined;
}

/**
 * As DBOS isolates its claims. A limit over all partitions needs more: claims of two of them read rows that the other does
 * not write.
 */
export function isolationOf({ queue, partitionKey }: Lot): Isolation {
  if (!sharesLimits({ queue })) return 'read committed';
  const overPartitions = (queue.concurrency ?? queue.rateLimit) !== undefined;
  return partitionKey !== undefined && overPartitions ? 'serializable' : 'repeatable read';
}

/** How many more a worker may take, by its own word and by the limits on one worker. */
export function workerRoom(worker: Worker, { queue, partitionKey }: Lot): number {
  return Math.min(
    worker.roomFor(queue.name),
    left(queue.workerConcurrency, () => worker.running(queue.name)),
    partitionKey === undefined
      ? Infinity
      : left(queue.partitionWorkerConcurrency, () => worker.running(queue.name, partitionKey)),
  );
}

/** How many more may be taken by the limits that all share. */
export function sharedRoom({ queue, partitionKey }: Lot, usage: QueueUsage): number {
  const whole = Math.min(
    left(queue.concurrency, () => usage.running),
    left(queue.rateLimit?.limit, () => usage.started),
  );
  if (partitionKey === undefined) return whole;
  return Math.min(
    whole,
    left(queue.partitionConcurrency, () => usage.runningInPartition),
    left(queue.partitionRateLimit?.limit, () => usage.startedInPartition),
  );
}

function left(limit: number | undefined, used: () => number): number {
  return limit === undefined ? Infinity : Math.max(0, limit - used());
}
