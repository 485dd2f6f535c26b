import type { Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';

export interface LoopOptions {
  readonly clock: Clock;
  /** How long it rests before each round, the first included, unless it is woken. A function is asked before each rest. */
  readonly restMs: number | (() => number);
  /** One round. The signal aborts when the loop stops; `stop` waits for the round to end. */
  readonly round: (signal: AbortSignal) => Promise<void>;
  readonly onError: (cause: unknown) => void;
}

/**
 * Runs a round again and again, never two at once: after a rest, or at once when woken. A wake during a round causes
 * another round after it. Every loop of the daemon is one of these, so that starting and stopping are written once.
 */
export class Loop implements Service {
  readonly #options: LoopOptions;
  readonly #stopping = new AbortController();
  /** Ends the present rest. */
  #rest = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#running ??= this.#run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
  }

  /** The next round begins now, or when the present one is over. */
  wake(): void {
    this.#rest.abort();
  }

  async #run(): Promise<void> {
    const { clock, restMs, round, onError } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      const ms = typeof restMs === 'number' ? restMs : restMs();
      await clock.sleep(ms, this.#rest.signal).catch(() => undefined);
      if (signal.aborted) return;
      // Before the round: a wake during it may be about something that the round has read already.
      this.#rest = new AbortController();
      await round(signal).catch(onError);
    }
  }
}
