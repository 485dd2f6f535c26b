import { FRAME_BYTES, PAGE_BYTES } from '@dbosd/shared';
import type { CheckpointPage } from '../../model/workers.js';
import type { Claimed } from '../../store/queries/dispatch/claim-workflows.js';
import { readCheckpoints } from '../../store/queries/dispatch/read-checkpoints.js';
import type { DispatchEnvironment } from '../environment.js';
import type { Worker } from '../worker.js';

/**
 * Tells a worker of what was claimed for it: a header with the first checkpoints, so many as fit a frame; further pages
 * follow as the stream takes them. What fails here is not answered by the worker, and assigned again.
 */
export async function assign(
  environment: DispatchEnvironment,
  worker: Worker,
  claimed: readonly Claimed[],
): Promise<void> {
  const pages = await readCheckpoints(
    environment.write,
    claimed.map((one) => ({ ...one, after: -1 })),
    FRAME_BYTES,
  );
  for (const [index, one] of claimed.entries()) {
    const page = pages[index];
    // Stopped meanwhile, or the stream is over.
    if (page === undefined || !worker.holds(one.ownerToken)) continue;
    worker.sink.assign({ ...one, checkpoints: page });
    worker.assigned(one.ownerToken, environment.clock.monotonicMs());
    if (!page.last) void pushPages(environment, worker, page);
  }
}

async function pushPages(
  environment: DispatchEnvironment,
  worker: Worker,
  first: CheckpointPage,
): Promise<void> {
  try {
    for (let page: CheckpointPage | undefined = first; page !== undefined && !page.last;) {
      await worker.sink.room();
      if (!worker.holds(page.ownerToken)) return;
      const after: number = page.checkpoints.at(-1)?.functionId ?? -1;
      [page] = await readCheckpoints(environment.write, [{ ...page, after }], PAGE_BYTES);
      if (page !== undefined) worker.sink.checkpoints(page);
    }
  } catch (cause) {
    environment.onError('dispatch.pages_failed', cause);
  }
}
