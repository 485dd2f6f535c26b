import { backoffMs } from '../backoff.js';
import { type Clock, startTimer } from '../clock.js';
import type { DbosdError } from '../errors/dbosd-error.js';
import { isWireReason, type Reason, reasonRules } from '../errors/reasons.js';
import { HARMLESS_MS } from './send-window.js';

/** Transient failures, and those that another daemon may not have: what is safe to repeat is sent again. */
const TRANSIENT: readonly Reason[] = [
  'STORE_UNAVAILABLE',
  'STORAGE_FULL',
  'READ_ONLY',
  'DRAINING',
  'OVERLOADED',
  'TOO_MANY_WAITS',
  'SLOW_READER',
];
/** The delay between retries that the daemon asked for. */
export const RETRY_BACKOFF = { firstMs: 100, maxMs: 5000 };

/**
 * Whether a call that failed so may be sent again: the failure is transient, and either a repeat has the effect of once
 * or the daemon reports that it had none.
 */
export function mayRetry(error: DbosdError, isRepeatable: boolean): boolean {
  if (error.reason === 'OUTCOME_UNKNOWN') return isRepeatable;
  return TRANSIENT.includes(error.reason) && (isRepeatable || error.outcome === 'not_applied');
}

/** After which delay, in ms: what the daemon asked for, but more with every failure, with jitter. */
export function retryDelayMs(error: DbosdError, retries: number): number {
  return Math.max(error.retryAfterMs ?? 0, 0) + backoffMs(retries, RETRY_BACKOFF);
}

/** Whether no attempt to open a link can succeed before someone acts: the daemon refused, or a proxy is in the way. */
export function isHopeless(error: DbosdError): boolean {
  if (error.metadata.proxy !== undefined) return true;
  return isWireReason(error.reason) && reasonRules[error.reason].retry === 'never';
}

/** What waits for its next try, each for its own time. */
export class RetryTimers<T> {
  readonly #timers = new Map<T, () => void>();

  /** Replaces the timer that the item may have. */
  start(item: T, delayMs: number, again: (item: T) => void): void {
    this.cancel(item);
    const cancel = startTimer(delayMs, () => {
      this.#timers.delete(item);
      again(item);
    });
    this.#timers.set(item, cancel);
  }

  cancel(item: T): void {
    this.#timers.get(item)?.();
    this.#timers.delete(item);
  }

  has(item: T): boolean {
    return this.#timers.has(item);
  }

  all(): T[] {
    return [...this.#timers.keys()];
  }
}

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
