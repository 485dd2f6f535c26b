import { backoffMs, PAGE_BYTES } from '@dbosd/shared';
import type { CheckpointPage } from '../../model/workers.js';
import { readCheckpoints } from '../../store/queries/dispatch/read-checkpoints.js';
import type { Run } from '../../store/queries/dispatch/read-owners.js';
import type { DispatchEnvironment } from '../environment.js';
import type { Worker } from '../worker.js';

/** After a read that failed. */
const RETRY = { firstMs: 100, maxMs: 1000 };

/** What a worker has of the checkpoints of a workflow: those up to a function id. */
export interface Had extends Run {
  readonly until: number;
}

/**
 * Sends a worker the checkpoints that follow what it has, until it has them all or runs the workflow no more: it has begun
 * with the first ones, and waits for the others. Of all its workflows one page at a time is read, so that no more than
 * that stands here beyond what its stream takes.
 */
export async function pushPages(
  { write, clock, onError }: Pick<DispatchEnvironment, 'write' | 'clock' | 'onError'>,
  worker: Worker,
  first: Had,
): Promise<void> {
  let failures = 0;
  for (let had: Had | undefined = first; had !== undefined;) {
    const before: Had = had;
    try {
      had = await worker.inTurn(() => pushNext(write, worker, before));
      failures = 0;
    } catch (cause) {
      onError('dispatch.pages_failed', cause);
      await clock.sleep(backoffMs(failures, RETRY));
      failures += 1;
    }
  }
}

/** `undefined`: it has all, or runs it no more. */
async function pushNext(
  write: DispatchEnvironment['write'],
  worker: Worker,
  had: Had,
): Promise<Had | undefined> {
  await worker.sink.room();
  if (!worker.holds(had.ownerToken)) return undefined;
  const [page] = await readCheckpoints(write, [{ ...had, after: had.until }], PAGE_BYTES);
  if (page === undefined || !worker.holds(had.ownerToken)) return undefined;
  worker.sink.checkpoints(page);
  return hadWith(page);
}

/** What a worker has with that page. `undefined`: all. */
export function hadWith({ workflowId, ownerToken, checkpoints, last }: CheckpointPage): Had | undefined {
  const until = checkpoints.at(-1)?.functionId;
  return last || until === undefined ? undefined : { workflowId, ownerToken, until };
}
