import type { Logger } from 'pino';

/** What the server is doing, so that its stop can wait for it. */
export class InFlight {
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Takes a call over: its end is awaited by `settled`, and no rejection of it reaches the process. */
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

  /** Resolves when nothing runs any more, including what begins meanwhile. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
