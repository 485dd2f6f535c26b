import type { Clock } from '@dbosd/shared';
import type { Call } from '../session/call.js';
import type { Subscription } from '../session/subscription.js';

/** How much longer than its own timeout a wait stays when there is no session. */
const SLACK_MS = 5000;
/** In flight for so long, a call was not what broke its session. */
const HARMLESS_MS = 10_000;

/**
 * How long a call bears that it gets nowhere: a wait until its own timeout is over, all else for
 * `unavailableTimeoutMs`, counted from when the trouble began.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #unavailableTimeoutMs: number;

  constructor(clock: Clock, unavailableTimeoutMs: number) {
    this.#clock = clock;
    this.#unavailableTimeoutMs = unavailableTimeoutMs;
  }

  /** When an item that waits for a session is given up, if there has been none since `downSinceMs`. */
  dueMs(item: Call | Subscription, downSinceMs: number): number {
    const deadlineMs = ownDeadlineMs(item);
    if (deadlineMs !== undefined) return deadlineMs + SLACK_MS;
    return Math.max(item.issuedAtMs, downSinceMs) + this.#unavailableTimeoutMs;
  }

  /** Notes that an item failed for a reason that passes, and says whether it may be tried again. */
  bears(item: Call | Subscription): boolean {
    const now = this.#clock.monotonicMs();
    item.troubledSinceMs ??= now;
    return now < (ownDeadlineMs(item) ?? item.troubledSinceMs + this.#unavailableTimeoutMs);
  }

  /** The same for a call whose session broke: one that had been in flight for long is no suspect. */
  bearsBreak(call: Call): boolean {
    const inFlightMs = this.#clock.monotonicMs() - (call.writtenAtMs ?? Infinity);
    if (inFlightMs > HARMLESS_MS) call.troubledSinceMs = undefined;
    const deadlineMs = ownDeadlineMs(call);
    // A wait whose time is over still gets its last look.
    return this.bears(call) || deadlineMs !== undefined;
  }
}

function ownDeadlineMs(item: Call | Subscription): number | undefined {
  return 'deadlineMs' in item ? item.deadlineMs : undefined;
}
