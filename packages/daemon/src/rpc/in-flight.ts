import type { Logger } from 'pino';

/** The calls in flight, so that stopping can wait for them. */
export class InFlight {
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Adds a call: `settled` awaits its end, and its rejection does not reach the process. */
  track(running: Promise<void>): void {
    const tracked = running
      .catch((err: unknown) => {
        this.#log.error({ err }, 'call.unanswered');
      })
      .finally(() => {
        this.#running.delete(tracked);
      });
    this.#running.add(tracked);
  }

  /** Resolves when no call runs any more, including those that begin meanwhile. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
