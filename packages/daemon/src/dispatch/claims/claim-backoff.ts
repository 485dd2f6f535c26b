import { setMaxListeners } from 'node:events';
import { backoffMs, type Clock } from '@dbosd/shared';

/** How long a target is left alone after a conflict with another claim. */
const BACKOFF = { firstMs: 20, maxMs: 2000 };

interface Conflict {
  /** In a row, without a claim that succeeded. */
  readonly count: number;
  readonly untilMs: number;
}

/**
 * Backoff for targets where another process claims from the same rows: a target is left alone for a while after a conflict,
 * longer with each further one. A target from which no worker has claimed since is forgotten.
 */
export class ClaimBackoff {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #stopping = new AbortController();
  readonly #conflicts = new Map<string, Conflict>();

  /** `wake` is called when a target may be claimed from again. */
  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
    // One for each target.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** How many targets are remembered. */
  get size(): number {
    return this.#conflicts.size;
  }

  mustWait(target: string): boolean {
    const conflict = this.#conflicts.get(target);
    return conflict !== undefined && this.#clock.monotonicMs() < conflict.untilMs;
  }

  failed(target: string): void {
    const count = this.#conflicts.get(target)?.count ?? 0;
    const waitMs = backoffMs(count, BACKOFF);
    const conflict = { count: count + 1, untilMs: this.#clock.monotonicMs() + waitMs };
    this.#conflicts.set(target, conflict);
    void this.#forgetAfter(target, conflict, waitMs);
  }

  succeeded(target: string): void {
    this.#conflicts.delete(target);
  }

  /** No longer calls `wake`. */
  stop(): void {
    this.#stopping.abort();
  }

  async #forgetAfter(target: string, conflict: Conflict, waitMs: number): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#clock.sleep(waitMs, signal);
      this.#wake();
      await this.#clock.sleep(BACKOFF.maxMs, signal);
      if (this.#conflicts.get(target) === conflict) this.#conflicts.delete(target);
    } catch {
      // Stopped.
    }
  }
}
