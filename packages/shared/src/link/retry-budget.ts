import type { Clock } from '../clock.js';
import { HARMLESS_MS } from './send-window.js';

/** How much longer than its own timeout a wait stays when there is no link. */
const SLACK_MS = 5000;

/** An item that may be retried. */
export interface Retryable {
  /** The end of its own timeout, on the monotonic clock. Undefined if it has none. */
  readonly deadlineMs: number | undefined;
  /** Since when it has failed for transient reasons. */
  failingSinceMs: number | undefined;
}

/**
 * How long something may go on failing for transient reasons before it is given up: until its own deadline, and without
 * one for `limitMs` from when that began. Every retry of a link, a call or a subscription asks here.
 */
export class RetryBudget {
  readonly #clock: Clock;
  readonly #limitMs: number;

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** When an item that waits for a link is given up, if there has been none since `downSinceMs`. */
  dueMs(
    { deadlineMs, issuedAtMs }: { readonly deadlineMs: number | undefined; readonly issuedAtMs: number },
    downSinceMs: number,
  ): number {
    if (deadlineMs !== undefined) return deadlineMs + SLACK_MS;
    return Math.max(issuedAtMs, downSinceMs) + this.#limitMs;
  }

  /** Records that an item failed for a transient reason, and returns whether it may be retried. */
  allows(item: Retryable): boolean {
    const nowMs = this.#clock.monotonicMs();
    item.failingSinceMs ??= nowMs;
    return nowMs < (item.deadlineMs ?? item.failingSinceMs + this.#limitMs);
  }

  /** The same for a call whose link broke: one that had been in flight for long did not break it. */
  allowsBreak(item: Retryable & { readonly writtenAtMs: number | undefined }): boolean {
    const inFlightMs = this.#clock.monotonicMs() - (item.writtenAtMs ?? Infinity);
    if (inFlightMs > HARMLESS_MS) item.failingSinceMs = undefined;
    // A wait whose time is over is still sent once more, for the value that may be there.
    return this.allows(item) || item.deadlineMs !== undefined;
  }
}
