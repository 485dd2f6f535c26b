/**
 * Calls `run` when everything that results from the data just received is done, and before more is received: in the
 * same turn of the event loop, once no promise job is pending.
 */
export function afterPromises(run: () => void): void {
  // A tick alone would run before the promises that are settled now; a microtask alone, before those that they settle.
  queueMicrotask(() => {
    process.nextTick(run);
  });
}

/**
 * Batches flushes. The first write in a turn of the event loop is flushed as soon as no promise job is pending, so that
 * a single caller does not wait for others. Later writes of the same turn are flushed together at its end.
 */
export class Flusher {
  readonly #flush: () => void;
  #wanted = false;
  /** Set during a turn in which something was flushed. */
  #endOfTurn: NodeJS.Immediate | undefined;

  constructor(flush: () => void) {
    this.#flush = flush;
  }

  /** There is something to flush. */
  schedule(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    if (this.#endOfTurn !== undefined) return;
    this.#endOfTurn = setImmediate(() => {
      this.#endOfTurn = undefined;
      this.#flushWanted();
    });
    afterPromises(() => {
      this.#flushWanted();
    });
  }

  #flushWanted(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#flush();
  }
}
