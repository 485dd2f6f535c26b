import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '@dbosd/shared';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class HeldClock implements Clock {
  /** What `sleep` was asked for, in order. */
  readonly sleeps: number[] = [];
  #nowMs = 0;
  #sleepers: Sleeper[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        reject(signal?.reason as Error);
      };
      if (signal?.aborted === true) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake: resolve });
    });
  }

  /** Moves the clock without letting anybody run: what is busy takes time. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** Moves the clock, and wakes whoever slept until then, one after the other. */
  async advance(ms: number): Promise<void> {
    this.#nowMs += ms;
    for (;;) {
      const due = this.#sleepers.filter(({ atMs }) => atMs <= this.#nowMs);
      if (due.length === 0) break;
      this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#nowMs);
      for (const { wake } of due) {
        wake();
        await turn();
      }
    }
    await turn();
  }
}
