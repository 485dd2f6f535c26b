import type { Queryable } from '../../store/database.js';
import {
  claimWorkflows,
  giveUpWorkflows,
  type Claimed,
  type ClaimedWorkflow,
} from '../../store/queries/queues/claim-workflows.js';
import { readUsage } from '../../store/queries/queues/find-work.js';
import { lockExecutor } from '../../store/queries/workers/executors.js';
import type { DispatchOptions } from '../options.js';
import type { Worker } from '../worker.js';
import {
  isolationOf,
  isRateLimited,
  sharedRoom,
  sharesLimits,
  workerRoom,
  type ClaimTarget,
} from './queue-room.js';

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
          ...(target.partitionKey === undefined ? {} : { partitionKey: target.partitionKey }),
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
    ...(partitionKey === undefined ? {} : { partitionKey }),
    ...(queue.rateLimit === undefined ? {} : { periodMs: queue.rateLimit.periodMs }),
    ...(queue.partitionRateLimit === undefined
      ? {}
      : { partitionPeriodMs: queue.partitionRateLimit.periodMs }),
  });
  return sharedRoom(target, usage);
}

async function giveUp(tx: Queryable, rows: readonly ClaimedWorkflow[]): Promise<Claim> {
  const givenUp = rows.filter(({ exhausted }) => exhausted).map(({ claimed }) => claimed.workflowId);
  if (givenUp.length > 0) await giveUpWorkflows(tx, givenUp);
  return { claimed: rows.filter(({ exhausted }) => !exhausted).map(({ claimed }) => claimed), givenUp };
}
