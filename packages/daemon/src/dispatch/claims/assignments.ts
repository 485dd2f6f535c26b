import { FRAME_BYTES } from '@dbosd/shared';
import type { Claimed } from '../../store/queries/dispatch/claim-workflows.js';
import { readCheckpoints } from '../../store/queries/dispatch/read-checkpoints.js';
import type { DispatchEnvironment } from '../environment.js';
import type { Worker } from '../worker.js';
import { hadWith, pushPages } from './checkpoint-pages.js';

/**
 * Tells a worker of what was claimed for it: a header with the first checkpoints, so many as fit a frame; further pages
 * follow as the stream takes them. When this fails, it is not answered by the worker, and assigned again.
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
    const had = hadWith(page);
    if (had !== undefined) void pushPages(environment, worker, had);
  }
}
