import type { QueueSettings } from '../model/queues.js';
import type { Isolation, Queryable } from '../store/database.js';
import {
  type Claimed,
  type ClaimedWorkflow,
  claimWorkflows,
  giveUpWorkflows,
} from '../store/queries/queues/claim-workflows.js';
import { type QueueUsage, readUsage } from '../store/queries/queues/find-work.js';
import { lockExecutor } from '../store/queries/workers/executors.js';
import type { DispatchOptions } from './options.js';
import type { Worker } from './worker.js';

/** Workflows that one worker claims at a time, so that the others of its application get some too. */
const SHARE = 32;

/** The result of one claim. */
interface Claim {
  readonly claimed: readonly Claimed[];
  /** Ids of workflows that were recovered too often: they have ended, and no worker runs them. */
  readonly givenUp: readonly string[];
}

const NOTHING: Claim = { claimed: [], givenUp: [] };

/**
 * Claims workflows for a worker, within all limits. Limits that processes share are counted in the transaction that claims;
 * it fails (see `isContention`) when another process claims from the same rows.
 */
export async function claimFrom(
  { write }: Pick<DispatchOptions, 'write'>,
  worker: Worker,
  target: ClaimTarget,
): Promise<Claim> {
  const own = Math.min(SHARE, workerRoom(worker, target));
  if (own <= 0) return NOTHING;
  return write.transaction(
    async (tx) => {
      // First, so that no takeover can miss what is claimed here. A worker whose row is gone gets a new one at its next beat.
      if (!(await lockExecutor(tx, worker))) return NOTHING;
      const most = Math.min(own, await sharedRoomOf(tx, worker, target));
      if (most <= 0) return NOTHING;
      const rows = await claimWorkflows(
        tx,
        worker.hello,
        {
          queueName: target.queue.name,
          rateLimited: isRateLimited(target),
          partitionKey: target.partitionKey,
        },
        { most, nowait: sharesLimits(target) },
      );
      return giveUp(tx, rows);
    },
    { isolation: isolationOf(target) },
  );
}

async function sharedRoomOf(tx: Queryable, worker: Worker, target: ClaimTarget): Promise<number> {
  if (!sharesLimits(target)) return Infinity;
  const { queue, partitionKey } = target;
  const usage = await readUsage(tx, {
    applicationName: worker.hello.applicationName,
    claimUnclaimed: worker.hello.claimUnclaimed,
    queueName: queue.name,
    partitionKey,
    periodMs: queue.rateLimit?.periodMs,
    partitionPeriodMs: queue.partitionRateLimit?.periodMs,
  });
  return sharedRoom(target, usage);
}

async function giveUp(tx: Queryable, rows: readonly ClaimedWorkflow[]): Promise<Claim> {
  const givenUp = rows.filter(({ exhausted }) => exhausted).map(({ claimed }) => claimed.workflowId);
  if (givenUp.length > 0) await giveUpWorkflows(tx, givenUp);
  return { claimed: rows.filter(({ exhausted }) => !exhausted).map(({ claimed }) => claimed), givenUp };
}

/** What workflows are claimed from: a queue, or one partition of it. */
export interface ClaimTarget {
  readonly queue: QueueSettings;
  /** Absent: the queue is not partitioned. */
  readonly partitionKey?: string | undefined;
}

/** A queue with any limit per partition is partitioned: only rows with a partition key are claimed from it. */
export function isPartitioned(queue: QueueSettings): boolean {
  return (
    (queue.partitionConcurrency ?? queue.partitionWorkerConcurrency ?? queue.partitionRateLimit) !== undefined
  );
}

/** Whether a limit is shared with other processes, so that claims must not overlap. */
function sharesLimits({ queue }: ClaimTarget): boolean {
  return (
    (queue.concurrency ?? queue.rateLimit ?? queue.partitionConcurrency ?? queue.partitionRateLimit) !==
    undefined
  );
}

function isRateLimited({ queue }: ClaimTarget): boolean {
  return (queue.rateLimit ?? queue.partitionRateLimit) !== undefined;
}

/**
 * The isolation that DBOS uses for its claims. A limit over all partitions needs more: claims from two partitions read rows
 * that the other one does not write.
 */
function isolationOf({ queue, partitionKey }: ClaimTarget): Isolation {
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
function sharedRoom({ queue, partitionKey }: ClaimTarget, usage: QueueUsage): number {
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
