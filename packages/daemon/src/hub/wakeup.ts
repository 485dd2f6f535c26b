import { startTimer } from '@dbosd/shared';
import type { CancelSignal } from '../model/cancellation.js';

/**
 * A hint for one waiter, which stays pending until it is cleared: it may come at any time, and ends the present wait or the
 * next one. Clear it before reading, so that a hint that comes during the read is not lost.
 */
export class Wakeup {
  #pending = false;
  #waiter: (() => void) | undefined;

  readonly wake = (): void => {
    this.#pending = true;
    this.#waiter?.();
  };

  clear(): void {
    this.#pending = false;
  }

  /** Whether it has been woken since the last `clear`. */
  get pending(): boolean {
    return this.#pending;
  }

  /** Resolves when a hint comes (or is pending), or after `ms`. Rejects with the signal's reason. */
  wait(ms: number, signal: CancelSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#pending) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        cancel?.();
        signal.removeEventListener('abort', settle);
        this.#waiter = undefined;
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const cancel = ms === Infinity ? undefined : startTimer(ms, settle);
      this.#waiter = settle;
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}
