import type { Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';

export interface PeriodicOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (cause: unknown) => void;
}

/** Does something again and again, never twice at once; the first time after one interval. */
export class Periodic implements Service {
  readonly #options: PeriodicOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: PeriodicOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#loop ??= this.#run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { clock, intervalMs, work, onError } = this.#options;
    for (;;) {
      await clock.sleep(intervalMs, this.#stopping.signal).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      await work().catch(onError);
    }
  }
}
