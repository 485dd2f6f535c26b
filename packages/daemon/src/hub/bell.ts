import { startTimer } from '@dbosd/shared';
import type { CancelSignal } from '../model/cancellation.js';

/**
 * A hint that waits for its hearer: rung at any time, heard at the next wait. Clear it before reading, so that a hint
 * that comes while the read is under way is not lost.
 */
export class Bell {
  #rung = false;
  #hearer: (() => void) | undefined;

  readonly ring = (): void => {
    this.#rung = true;
    this.#hearer?.();
  };

  clear(): void {
    this.#rung = false;
  }

  get rung(): boolean {
    return this.#rung;
  }

  /** Resolves when it rings (or has rung since `clear`), or after `ms`. Rejects with the signal's reason. */
  wait(ms: number, signal: CancelSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#rung) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        cancel?.();
        signal.removeEventListener('abort', settle);
        this.#hearer = undefined;
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const cancel = ms === Infinity ? undefined : startTimer(ms, settle);
      this.#hearer = settle;
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}
