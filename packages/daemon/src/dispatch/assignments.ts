import { backoffMs, FRAME_BYTES, PAGE_BYTES } from '@dbosd/shared';
import type { CheckpointPage } from '../model/workers.js';
import type { Claimed } from '../store/queries/queues/claim-workflows.js';
import { readCheckpoints, type Run } from '../store/queries/workers/read-runs.js';
import type { DispatchOptions } from './options.js';
import type { Worker } from './worker.js';

/** Backoff after a read of checkpoints that failed. */
const RETRY = { firstMs: 100, maxMs: 1000 };

/** The checkpoints of a workflow that its worker has: those up to a function id. */
interface SentUpTo extends Run {
  readonly until: number;
}

/**
 * Assigns a worker what was claimed for it: a header with as many of the first checkpoints as fit into a frame; further pages
 * follow as the stream takes them. If this fails, the worker does not answer, and the workflow is assigned again.
 */
export async function assign(
  options: DispatchOptions,
  worker: Worker,
  claimed: readonly Claimed[],
): Promise<void> {
  const pages = await readCheckpoints(
    options.write,
    claimed.map((one) => ({ ...one, after: -1 })),
    FRAME_BYTES,
  );
  for (const [index, one] of claimed.entries()) {
    const page = pages[index];
    // Stopped meanwhile, or the stream is over.
    if (page === undefined || !worker.holds(one.ownerToken)) continue;
    worker.sink.assign({ ...one, checkpoints: page });
    worker.assigned(one.ownerToken, options.clock.monotonicMs());
    const sent = sentWith(page);
    if (sent !== undefined) void pushPages(options, worker, sent);
  }
}

/**
 * Sends a worker the checkpoints after those it has, until it has all of them or no longer runs the workflow: it has begun
 * with the first ones, and waits for the others. One page at a time is read for all workflows of a worker, so no more than
 * that is held here beyond what its stream takes.
 */
export async function pushPages(
  { write, clock, onError }: Pick<DispatchOptions, 'write' | 'clock' | 'onError'>,
  worker: Worker,
  first: SentUpTo,
): Promise<void> {
  let failures = 0;
  for (let sent: SentUpTo | undefined = first; sent !== undefined;) {
    const before: SentUpTo = sent;
    try {
      sent = await worker.inTurn(() => pushNext(write, worker, before));
      failures = 0;
    } catch (cause) {
      onError('dispatch.pages_failed', cause);
      await clock.sleep(backoffMs(failures, RETRY));
      failures += 1;
    }
  }
}

/** `undefined`: the worker has all checkpoints, or no longer runs the workflow. */
async function pushNext(
  write: DispatchOptions['write'],
  worker: Worker,
  sent: SentUpTo,
): Promise<SentUpTo | undefined> {
  await worker.sink.room();
  if (!worker.holds(sent.ownerToken)) return undefined;
  const [page] = await readCheckpoints(write, [{ ...sent, after: sent.until }], PAGE_BYTES);
  if (page === undefined || !worker.holds(sent.ownerToken)) return undefined;
  worker.sink.checkpoints(page);
  return sentWith(page);
}

/** What a worker has after that page. `undefined`: all checkpoints. */
function sentWith({ workflowId, ownerToken, checkpoints, last }: CheckpointPage): SentUpTo | undefined {
  const until = checkpoints.at(-1)?.functionId;
  return last || until === undefined ? undefined : { workflowId, ownerToken, until };
}
