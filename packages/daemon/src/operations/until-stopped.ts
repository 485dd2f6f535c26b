import { RUN_PROOF_MS, type Clock } from '@dbosd/shared';
import type { Hub } from '../hub/hub.js';
import type { Run } from '../store/queries/dispatch/read-owners.js';

export interface StopDeps {
  readonly hub: Hub;
  readonly clock: Clock;
}

/**
 * Resolves when no step of these runs begins any more: their workers have said so, to this daemon or to another; or they had
 * the time to, and begin none without asking (docs/protocol.md, 7). Registers before it first awaits, so call it before what
 * stops them is announced.
 */
export async function untilStopped({ hub, clock }: StopDeps, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return;
  const over = new AbortController();
  let left = runs.length;
  const leaves = runs.map(({ workflowId, ownerToken }) => {
    let heard = false;
    return hub.onStopped(workflowId, ownerToken, () => {
      if (heard) return;
      heard = true;
      left -= 1;
      if (left === 0) over.abort();
    });
  });
  await clock.sleep(RUN_PROOF_MS, over.signal).catch(() => undefined);
  for (const leave of leaves) leave();
}
