import type { Clock } from '@dbosd/shared';
import type { Logger } from './log.js';

/** What went wrong, for the log: names and numbers, never payloads. */
export type WarningFields = Readonly<Record<string, unknown>>;

/** A cause is told again this often while it lasts: a person reads it, and the log stays small in an outage. */
const INTERVAL_MS = 10_000;
/** Different causes at once. Their keys come from closed lists: more are not expected, and share one. */
const MAX_KEYS = 200;
const OTHER = 'other';

interface Open {
  /** Since the line before. */
  count: number;
  event: string;
  fields: WarningFields;
}

/**
 * Warnings that come in floods: of each cause the first is logged at once; those of the next ten seconds are counted, and
 * the last of them is logged with `count` when these are over, and so on while it lasts.
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

  /** Notes one. `key` is what counts as the same cause, together with the event. */
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
    void this.#tell(name);
  }

  /** Logs what was counted, and counts no more: what comes later is logged one by one. */
  stop(): void {
    this.#stopping.abort();
  }

  #nameOf(name: string): string {
    return this.#open.has(name) || this.#open.size < MAX_KEYS ? name : OTHER;
  }

  async #tell(name: string): Promise<void> {
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
