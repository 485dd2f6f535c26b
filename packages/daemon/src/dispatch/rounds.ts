import type { Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';

export interface RoundsOptions {
  readonly clock: Clock;
  /** How long it rests between two rounds when nobody nudges. */
  readonly restMs: number;
  readonly round: () => Promise<void>;
  readonly onError: (cause: unknown) => void;
}

/** Does something again and again, never twice at once: after a rest, or at once when nudged, also in the middle of a round. */
export class Rounds implements Service {
  readonly #options: RoundsOptions;
  /** Ends the present rest. */
  #rest = new AbortController();
  #stopped = false;
  #loop: Promise<void> | undefined;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#loop ??= this.#run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#rest.abort();
    await this.#loop;
  }

  /** The next round begins now, or when the present one is over. */
  nudge(): void {
    this.#rest.abort();
  }

  async #run(): Promise<void> {
    const { clock, restMs, round, onError } = this.#options;
    for (;;) {
      await clock.sleep(restMs, this.#rest.signal).catch(() => undefined);
      if (this.#stopped) return;
      // Before the round: a nudge in its middle may be about what it has looked at already.
      this.#rest = new AbortController();
      await round().catch(onError);
    }
  }
}
