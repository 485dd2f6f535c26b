import { backoffMs, PAGE_BYTES } from '@dbosd/shared';
import type { CheckpointPage } from '../../model/workers.js';
import { readCheckpoints } from '../../store/queries/dispatch/read-checkpoints.js';
import type { DispatchEnvironment } from '../environment.js';
import type { Worker } from '../worker.js';

/** After a read that failed. */
const RETRY = { firstMs: 100, maxMs: 1000 };

/**
 * Sends a worker the pages that follow the first one, until it has them all or runs the workflow no more: it has begun
 * with the first, and waits for the others. Of all its workflows one page at a time is read, so that no more than that
 * stands here beyond what its stream takes.
 */
export async function pushPages(
  { write, clock, onError }: Pick<DispatchEnvironment, 'write' | 'clock' | 'onError'>,
  worker: Worker,
  first: CheckpointPage,
): Promise<void> {
  let failures = 0;
  for (let page: CheckpointPage | undefined = first; page !== undefined && !page.last;) {
    const before: CheckpointPage = page;
    try {
      page = await worker.inTurn(() => pushNext(write, worker, before));
      failures = 0;
    } catch (cause) {
      onError('dispatch.pages_failed', cause);
      await clock.sleep(backoffMs(failures, RETRY));
      failures += 1;
    }
  }
}

/** `undefined`: the worker runs it no more. */
async function pushNext(
  write: DispatchEnvironment['write'],
  worker: Worker,
  before: CheckpointPage,
): Promise<CheckpointPage | undefined> {
  await worker.sink.room();
  if (!worker.holds(before.ownerToken)) return undefined;
  const after = before.checkpoints.at(-1)?.functionId ?? -1;
  const [page] = await readCheckpoints(write, [{ ...before, after }], PAGE_BYTES);
  if (page === undefined || !worker.holds(before.ownerToken)) return undefined;
  worker.sink.checkpoints(page);
  return page;
}
