import { type Clock, RUN_PROOF_MS } from '@dbosd/shared';
import { Wakeup } from '../hub/wakeup.js';
import type { Hub, Leave, Wake } from '../hub/hub.js';
import type { Committed } from '../model/committed.js';
import type { BatchedReads } from '../store/batched-reads.js';
import { isPassing } from '../model/failures.js';
import type { Run } from '../store/queries/workers/read-runs.js';
import type { Unanswered, Wait } from '../model/waits.js';

/** What waits need. */
export interface WaitOptions {
  readonly hub: Hub;
  readonly reads: BatchedReads;
  readonly clock: Clock;
}

interface WaitUntil<S, A> {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Registers with the hub. */
  readonly register: (wake: Wake) => Leave;
  readonly read: () => Promise<S>;
  /** The answer that a committed row is, without a read; `undefined`: none, so read. Absent: always read. */
  readonly take?: (committed: Committed) => A | undefined;
  /** What the state means for the caller; `undefined`: nothing yet. */
  readonly decide: (state: S) => A | undefined;
  /** In how many ms a state without an answer is to be read again, hint or no hint. Default: never. */
  readonly againInMs?: (state: S) => number;
}

/**
 * The one wait loop of the system: register, read, wait, and read again at each hint that does not carry the answer,
 * until there is one, the
 * caller's time is up (one last look, then `timedOut`), or the hold is (`notYet`).
 *
 * The first read's failure is the caller's; later ones are waited out: a read must be safe to repeat.
 */
export async function waitUntil<S, A>(options: WaitUntil<S, A>): Promise<A | Unanswered> {
  const { hub, clock, wait, read, decide, againInMs = never } = options;
  const startMs = clock.monotonicMs();
  const deadlineMs = startMs + wait.timeoutMs;
  const holdMs = startMs + wait.holdMs;
  const wakeup = new Wakeup();
  // Of what began before the last read was over, the read may have seen more.
  let readAtMs = Infinity;
  let taken: A | undefined;
  const leave = options.register((committed) => {
    if (committed !== undefined && committed.begunAtMs > readAtMs) taken ??= options.take?.(committed);
    wakeup.wake();
  });
  try {
    for (let looks = 1; ; looks++) {
      wait.signal.throwIfAborted();
      if (taken !== undefined) return taken;
      wakeup.clear();
      readAtMs = Infinity;
      const beganMs = clock.monotonicMs();
      const looked = await look(read, looks === 1 || beganMs >= deadlineMs);
      if (looked.seen) {
        readAtMs = clock.monotonicMs();
        const answer = decide(looked.state);
        if (answer !== undefined) return answer;
      }
      // Only a look that began after the deadline is the last one.
      if (beganMs >= deadlineMs) return { kind: 'timedOut' };
      const nowMs = clock.monotonicMs();
      if (hub.draining || nowMs >= holdMs)
        return { kind: 'notYet', remainingMs: Math.max(0, deadlineMs - nowMs) };
      const leftMs = Math.max(0, Math.min(deadlineMs, holdMs) - nowMs);
      await wakeup.wait(Math.min(leftMs, looked.seen ? againInMs(looked.state) : RETRY_MS), wait.signal);
    }
  } finally {
    leave();
  }
}

function never(): number {
  return Infinity;
}

/** A store that failed in the middle of a wait is asked again after this long, or when it is heard of again. */
export const RETRY_MS = 1000;

export type Looked<S> = { readonly seen: true; readonly state: S } | { readonly seen: false };

/** One look of a wait. A failure that passes is waited out, for reads are safe to repeat, unless it is the caller's. */
export async function look<S>(read: () => Promise<S>, failureIsFinal: boolean): Promise<Looked<S>> {
  try {
    return { seen: true, state: await read() };
  } catch (cause) {
    if (failureIsFinal || !isPassing(cause)) throw cause;
    return { seen: false };
  }
}

export interface StopOptions {
  readonly hub: Hub;
  readonly clock: Clock;
}

/**
 * Resolves when no step of these runs begins any more: their workers have said so, to this daemon or to another; or they had
 * the time to, and begin none without asking (docs/protocol.md, 7). Registers before it first awaits, so call it before what
 * stops them is announced.
 */
export async function untilStopped({ hub, clock }: StopOptions, runs: readonly Run[]): Promise<void> {
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
