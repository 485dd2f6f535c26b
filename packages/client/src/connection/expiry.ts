import { startTimer, type Clock } from '@dbosd/shared';

/** One timer for all that waits without a session: fires when the first of it is due, however many there are. */
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
