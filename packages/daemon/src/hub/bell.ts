import { startTimer } from '@dbosd/shared';

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
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      if (this.#rung) {
        resolve();
        return;
      }
      const done = (): void => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        this.#hearer = undefined;
      };
      const onAbort = (): void => {
        done();
        reject(signal.reason as Error);
      };
      const wake = (): void => {
        done();
        resolve();
      };
      const cancel = ms === Infinity ? () => undefined : startTimer(ms, wake);
      this.#hearer = wake;
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
