import { startTimer, type Clock, type DbosdError } from '@dbosd/shared';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: DbosdError) => void;
}

/** Callers that wait for the first session, each with a limit. */
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

/** One timer for all that waits without a session: fires when the first is due, however many there are. */
export class Expiry {
  readonly #clock: Clock;
  readonly #sweep: (nowMs: number) => number | undefined;
  #dueMs = Infinity;
  #cancel: (() => void) | undefined;

  /** `sweep` ends what is due and returns when the next is; undefined: nothing waits. */
  constructor(clock: Clock, sweep: (nowMs: number) => number | undefined) {
    this.#clock = clock;
    this.#sweep = sweep;
  }

  /** Something is due then. */
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
