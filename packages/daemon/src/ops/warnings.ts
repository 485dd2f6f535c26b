import type { Clock } from '@dbosd/shared';
import type { Logger } from './log.js';

/** Fields of a warning: names and numbers, never payloads. */
export type WarningFields = Readonly<Record<string, unknown>>;

/** A cause is logged this often while it lasts: a person still sees it, and the log stays small in an outage. */
const INTERVAL_MS = 10_000;
/** Different causes at once. Their keys come from closed lists; if there are more, they share one entry. */
const MAX_KEYS = 200;
const OTHER = 'other';

interface Open {
  /** Since the last line. */
  count: number;
  event: string;
  fields: WarningFields;
}

/**
 * Warnings that come in floods. The first of each cause is logged at once; those of the next ten seconds are counted, and the
 * last of them is logged with `count` when these are over, and so on while it lasts.
 */
export class Warnings {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  readonly #open = new Map<string, Open>();

  constructor(log: Logger, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Notes a warning. Warnings with the same event and `key` have the same cause. */
  note(event: string, key: string, fields: WarningFields): void {
    const name = this.#nameOf(`${event} ${key}`);
    const open = this.#open.get(name);
    if (open !== undefined) {
      Object.assign(open, { event, fields, count: open.count + 1 });
      return;
    }
    this.#log.warn({ ...fields, count: 1 }, event);
    if (this.#stopping.signal.aborted) return;
    this.#open.set(name, { event, fields, count: 0 });
    void this.#logLater(name);
  }

  /** Logs what was counted, and stops counting: later warnings are logged one by one. */
  stop(): void {
    this.#stopping.abort();
  }

  #nameOf(name: string): string {
    return this.#open.has(name) || this.#open.size < MAX_KEYS ? name : OTHER;
  }

  async #logLater(name: string): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.#clock.sleep(INTERVAL_MS, signal).catch(() => undefined);
      const open = this.#open.get(name);
      if (open !== undefined && open.count > 0) {
        this.#log.warn({ ...open.fields, count: open.count }, open.event);
        open.count = 0;
        if (!signal.aborted) continue;
      }
      this.#open.delete(name);
      return;
    }
  }
}
