import { setMaxListeners } from 'node:events';
import { backoffMs, type Clock } from '@dbosd/shared';

/** How long a lot is left alone after others were met there. */
const BACKOFF = { firstMs: 20, maxMs: 2000 };

interface Met {
  readonly times: number;
  readonly untilMs: number;
}

/**
 * Where others were met who claim from the same rows: what shares limits with them is left alone for a while, the longer
 * the more often in a row they were met. Who was met at a lot that nobody has claimed from since is forgotten.
 */
export class Contention {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #stopping = new AbortController();
  readonly #met = new Map<string, Met>();

  /** `wake` is called when a lot may be claimed from again. */
  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
    // One for each lot.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** How many lots are remembered. */
  get size(): number {
    return this.#met.size;
  }

  mustWait(lot: string): boolean {
    const met = this.#met.get(lot);
    return met !== undefined && this.#clock.monotonicMs() < met.untilMs;
  }

  met(lot: string): void {
    const times = this.#met.get(lot)?.times ?? 0;
    const waitMs = backoffMs(times, BACKOFF);
    const met = { times: times + 1, untilMs: this.#clock.monotonicMs() + waitMs };
    this.#met.set(lot, met);
    void this.#forgetAfter(lot, met, waitMs);
  }

  passed(lot: string): void {
    this.#met.delete(lot);
  }

  /** Wakes nobody any more. */
  stop(): void {
    this.#stopping.abort();
  }

  async #forgetAfter(lot: string, met: Met, waitMs: number): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#clock.sleep(waitMs, signal);
      this.#wake();
      await this.#clock.sleep(BACKOFF.maxMs, signal);
      if (this.#met.get(lot) === met) this.#met.delete(lot);
    } catch {
      // Stopped.
    }
  }
}
