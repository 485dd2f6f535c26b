import { startTimer, type DbosdError } from '@dbosd/shared';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: DbosdError) => void;
}

/** Those who wait for the first session, each with a limit. */
export class ConnectWaiters {
  readonly #waiting = new Set<Waiter>();

  /** Rejects with `tooLate()` after `timeoutMs`. */
  wait(timeoutMs: number, tooLate: () => DbosdError): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve: end(resolve), reject: end(reject) };
      const cancelTimer = startTimer(timeoutMs, () => {
        waiter.reject(tooLate());
      });
      this.#waiting.add(waiter);

      const waiting = this.#waiting;
      function end<A extends unknown[]>(settle: (...args: A) => void): (...args: A) => void {
        return (...args) => {
          cancelTimer();
          waiting.delete(waiter);
          settle(...args);
        };
      }
    });
  }

  resolve(): void {
    for (const waiter of [...this.#waiting]) waiter.resolve();
  }

  reject(error: DbosdError): void {
    for (const waiter of [...this.#waiting]) waiter.reject(error);
  }
}
