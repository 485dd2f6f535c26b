import type { Queryable } from '../../store/database.js';
import {
  claimWorkflows,
  giveUpWorkflows,
  type Claimed,
  type ClaimedWorkflow,
} from '../../store/queries/dispatch/claim-workflows.js';
import { readUsage } from '../../store/queries/dispatch/read-usage.js';
import { lockExecutor } from '../../store/queries/dispatch/register-executor.js';
import type { DispatchEnvironment } from '../environment.js';
import type { Worker } from '../worker.js';
import { isolationOf, isRateLimited, sharedRoom, sharesLimits, workerRoom, type Lot } from './queue-room.js';

/** Workflows that one worker claims at a time: others of its application want theirs. */
const SHARE = 32;

/** What one claim brought. */
export interface Claim {
  readonly claimed: readonly Claimed[];
  /** Taken up too often: they have ended, and nobody runs them. */
  readonly givenUp: readonly string[];
}

const NOTHING: Claim = { claimed: [], givenUp: [] };

/**
 * Claims from a queue, or one partition of it, for a worker, within all limits. Those that processes share are counted in
 * the transaction that claims; it fails (55P03, 40001: see `isContention`) when another claims from the same rows.
 */
export async function claimLot(
  { write }: Pick<DispatchEnvironment, 'write'>,
  worker: Worker,
  lot: Lot,
): Promise<Claim> {
  const own = Math.min(SHARE, workerRoom(worker, lot));
  if (own <= 0) return NOTHING;
  return write.transaction(async (tx) => {
    // First, so that no takeover can miss what is claimed here. Whose row is gone gets a new one at its next beat.
    if (!(await lockExecutor(tx, worker))) return NOTHING;
    const most = Math.min(own, await sharedRoomOf(tx, worker, lot));
    if (most <= 0) return NOTHING;
    const rows = await claimWorkflows(
      tx,
      worker.hello,
      {
        queueName: lot.queue.name,
        rateLimited: isRateLimited(lot),
        ...(lot.partitionKey === undefined ? {} : { partitionKey: lot.partitionKey }),
      },
      { most, nowait: sharesLimits(lot) },
    );
    return giveUp(tx, rows);
  }, isolationOf(lot));
}

async function sharedRoomOf(tx: Queryable, worker: Worker, lot: Lot): Promise<number> {
  if (!sharesLimits(lot)) return Infinity;
  const { queue, partitionKey } = lot;
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
  return sharedRoom(lot, usage);
}

async function giveUp(tx: Queryable, rows: readonly ClaimedWorkflow[]): Promise<Claim> {
  const givenUp = rows.filter(({ exhausted }) => exhausted).map(({ claimed }) => claimed.workflowId);
  if (givenUp.length > 0) await giveUpWorkflows(tx, givenUp);
  return { claimed: rows.filter(({ exhausted }) => !exhausted).map(({ claimed }) => claimed), givenUp };
}
