import { backoffMs } from '../backoff.js';
import { startTimer } from '../clock.js';
import type { DbosdError } from '../errors/dbosd-error.js';
import { isWireReason, reasonRules, type Reason } from '../errors/reasons.js';

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
