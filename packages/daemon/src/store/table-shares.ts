import { systemClock } from '@dbosd/shared';

/** One in so many connections of a pool, and one at least, is kept from statements on any one table: each takes milliseconds. */
const KEPT_ONE_IN = 8;

interface Waiting {
  readonly admit: () => void;
}

/**
 * Shares the connections of a pool between tables, so that a lock on one (a migration, a vacuum) leaves room for statements
 * on others: those on one table never have all connections. Those that find no place wait in order, for a limited time;
 * statements on other tables pass them.
 */
export class TableShares {
  readonly #most: number;
  readonly #running = new Map<string, number>();
  /** By the tables that a statement touches; those of one list are in one line. Bounded by the calls in flight. */
  readonly #lines = new Map<string, { readonly tables: readonly string[]; readonly line: Set<Waiting> }>();

  constructor(connections: number) {
    this.#most = Math.max(1, connections - Math.max(1, Math.floor(connections / KEPT_ONE_IN)));
  }

  /** Takes a place for a statement on these tables. Returns whether one was had in time; give it back with `leave`. */
  enter(tables: readonly string[], withinMs: number): boolean | Promise<boolean> {
    const line = this.#lines.get(tables.join());
    if ((line === undefined || line.line.size === 0) && this.#hasRoom(tables)) {
      this.#take(tables);
      return true;
    }
    return this.#wait(tables, withinMs);
  }

  leave(tables: readonly string[]): void {
    for (const table of tables) this.#running.set(table, (this.#running.get(table) ?? 1) - 1);
    for (const { tables: wanted, line } of this.#lines.values()) {
      for (const waiting of line) {
        if (!this.#hasRoom(wanted)) break;
        line.delete(waiting);
        this.#take(wanted);
        waiting.admit();
      }
    }
  }

  async #wait(tables: readonly string[], withinMs: number): Promise<boolean> {
    const key = tables.join();
    const { line } = this.#lines.get(key) ?? { line: new Set<Waiting>() };
    if (!this.#lines.has(key)) this.#lines.set(key, { tables, line });
    const admitted = new AbortController();
    const waiting: Waiting = {
      admit: () => {
        admitted.abort();
      },
    };
    line.add(waiting);
    await systemClock.sleep(withinMs, admitted.signal).catch(() => undefined);
    line.delete(waiting);
    return admitted.signal.aborted;
  }

  #hasRoom(tables: readonly string[]): boolean {
    return tables.every((table) => (this.#running.get(table) ?? 0) < this.#most);
  }

  #take(tables: readonly string[]): void {
    for (const table of tables) this.#running.set(table, (this.#running.get(table) ?? 0) + 1);
  }
}
