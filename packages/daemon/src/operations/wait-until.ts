import type { Clock } from '@dbosd/shared';
import { Wakeup } from '../hub/wakeup.js';
import type { Hub, Leave, Wake } from '../hub/hub.js';
import { look, RETRY_MS } from './look.js';
import type { Unanswered, Wait } from './operations.js';

export interface WaitUntil<S, A> {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Registers with the hub. */
  readonly register: (wake: Wake) => Leave;
  readonly read: () => Promise<S>;
  /** What the state means for the caller; `undefined`: nothing yet. */
  readonly decide: (state: S) => A | undefined;
  /** In how many ms a state without an answer is to be looked at again, hint or no hint. Default: never. */
  readonly againInMs?: (state: S) => number;
}

/**
 * The one wait loop of the system: register, read, wait, and read again at each hint, until there is an answer, the
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
  const leave = options.register(wakeup.wake);
  try {
    for (let looks = 1; ; looks++) {
      wait.signal.throwIfAborted();
      wakeup.clear();
      const beganMs = clock.monotonicMs();
      const looked = await look(read, looks === 1 || beganMs >= deadlineMs);
      if (looked.seen) {
        const answer = decide(looked.state);
        if (answer !== undefined) return answer;
      }
      // Only a look that began behind the deadline is the last one.
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
