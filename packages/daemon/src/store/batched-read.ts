export interface BatchedReadOptions<Q, R> {
  /**
   * Answers the first queries, at least one, in order. Queries beyond the answers, and those answered `undefined`, go into the
   * next batch.
   */
  readonly run: (queries: readonly Q[]) => Promise<readonly (R | undefined)[]>;
  /** Queries with the same key share one answer. */
  readonly keyOf: (query: Q) => string;
  /** Queries in one statement at most. */
  readonly maxBatch: number;
  /** Statements in flight at most: queries that come meanwhile share the next one. */
  readonly maxInFlight: number;
}

interface Pending<Q, R> {
  readonly query: Q;
  readonly callers: { resolve(answer: R): void; reject(cause: unknown): void }[];
}

/**
 * Many reads in one statement: queries that come in the same turn, or while others are in flight, go together, and equal
 * ones become one. An answer is never older than its question: a query joins only a batch that has not begun.
 *
 * Its queue holds one entry for each caller that waits, so the limits of sessions and unary calls bound it.
 */
export class BatchedRead<Q, R> {
  readonly #options: BatchedReadOptions<Q, R>;
  #pending = new Map<string, Pending<Q, R>>();
  #inFlight = 0;
  #scheduled = false;

  constructor(options: BatchedReadOptions<Q, R>) {
    this.#options = options;
  }

  read(query: Q): Promise<R> {
    return new Promise((resolve, reject) => {
      const key = this.#options.keyOf(query);
      const pending = this.#pending.get(key);
      if (pending) pending.callers.push({ resolve, reject });
      else this.#pending.set(key, { query, callers: [{ resolve, reject }] });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#pending.size === 0 || this.#inFlight >= this.#options.maxInFlight) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#runBatch();
    });
  }

  async #runBatch(): Promise<void> {
    const batch = firstOf(this.#pending, this.#options.maxBatch);
    if (batch.length === 0) return;
    for (const [key] of batch) this.#pending.delete(key);
    this.#inFlight += 1;
    this.#schedule();
    try {
      const answers = await this.#options.run(batch.map(([, { query }]) => query));
      batch.forEach(([key, pending], index) => {
        const answer = answers[index];
        if (answer === undefined) this.#askAgain(key, pending);
        else for (const caller of pending.callers) caller.resolve(answer);
      });
    } catch (cause) {
      for (const [, pending] of batch) for (const caller of pending.callers) caller.reject(cause);
    } finally {
      this.#inFlight -= 1;
      this.#schedule();
    }
  }

  #askAgain(key: string, pending: Pending<Q, R>): void {
    const newer = this.#pending.get(key);
    if (newer) newer.callers.push(...pending.callers);
    else this.#pending.set(key, pending);
  }
}

/** Does not copy the rest of the map, which may be large. */
function firstOf<K, V>(map: ReadonlyMap<K, V>, most: number): [K, V][] {
  const first: [K, V][] = [];
  for (const entry of map) {
    if (first.length === most) break;
    first.push(entry);
  }
  return first;
}
