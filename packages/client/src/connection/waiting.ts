import { startTimer, type Clock, type DbosdError } from '@dbosd/shared';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: DbosdError) => void;
}

/** Callers that wait for the first session, each with a timeout. */
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

/** One timer for everything that waits for a session. Fires when the earliest item is due. */
export class Expiry {
  readonly #clock: Clock;
  readonly #sweep: (nowMs: number) => number | undefined;
  #dueMs = Infinity;
  #cancel: (() => void) | undefined;

  /** `sweep` fails the items that are due and returns when the next one is due, or undefined if nothing waits. */
  constructor(clock: Clock, sweep: (nowMs: number) => number | undefined) {
    this.#clock = clock;
    this.#sweep = sweep;
  }

  /** Makes sure that the timer fires by `dueMs`. */
  arm(dueMs: number): void {
    if (dueMs >= this.#dueMs) return;
    this.stop();
    this.#dueMs = dueMs;
    this.#cancel = startTimer(dueMs - this.#clock.monotonicMs(), () => {
      this.#dueMs = Infinity;
      const next = this.#sweep(this.#clock.monotonicMs());
      if (next !== undefined) this.arm(next);
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#dueMs = Infinity;
  }
}
