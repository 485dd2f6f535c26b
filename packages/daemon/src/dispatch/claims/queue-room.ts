import type { QueueSettings } from '../../model/queues.js';
import type { Isolation } from '../../store/database.js';
import type { QueueUsage } from '../../store/queries/queues/find-work.js';
import type { Worker } from '../worker.js';

/** What workflows are claimed from: a queue, or one partition of it. */
export interface ClaimTarget {
  readonly queue: QueueSettings;
  /** Absent: the queue is not partitioned. */
  readonly partitionKey?: string;
}

/** A queue with any limit per partition is partitioned: only rows with a partition key are claimed from it. */
export function isPartitioned(queue: QueueSettings): boolean {
  return (
    (queue.partitionConcurrency ?? queue.partitionWorkerConcurrency ?? queue.partitionRateLimit) !== undefined
  );
}

/** Whether a limit is shared with other processes, so that claims must not overlap. */
export function sharesLimits({ queue }: ClaimTarget): boolean {
  return (
    (queue.concurrency ?? queue.rateLimit ?? queue.partitionConcurrency ?? queue.partitionRateLimit) !==
    undefined
  );
}

export function isRateLimited({ queue }: ClaimTarget): boolean {
  return (queue.rateLimit ?? queue.partitionRateLimit) !== undefined;
}

/**
 * The isolation that DBOS uses for its claims. A limit over all partitions needs more: claims from two partitions read rows
 * that the other one does not write.
 */
export function isolationOf({ queue, partitionKey }: ClaimTarget): Isolation {
  if (!sharesLimits({ queue })) return 'read committed';
  const overPartitions = (queue.concurrency ?? queue.rateLimit) !== undefined;
  return partitionKey !== undefined && overPartitions ? 'serializable' : 'repeatable read';
}

/** How many more workflows a worker may take, by its own offer and by the limits per worker. */
export function workerRoom(worker: Worker, { queue, partitionKey }: ClaimTarget): number {
  return Math.min(
    worker.roomFor(queue.name),
    left(queue.workerConcurrency, () => worker.running(queue.name)),
    partitionKey === undefined
      ? Infinity
      : left(queue.partitionWorkerConcurrency, () => worker.running(queue.name, partitionKey)),
  );
}

/** How many more workflows the limits that all processes share allow. */
export function sharedRoom({ queue, partitionKey }: ClaimTarget, usage: QueueUsage): number {
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
