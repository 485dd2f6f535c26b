/**
 * Calls `run` when everything that follows from what the process has just received is done, before it receives more: in
 * the same turn of the event loop, once no promise job is pending.
 */
export function afterPromises(run: () => void): void {
  // A tick alone would come before the promises that are settled now; a microtask alone before those that they settle.
  queueMicrotask(() => {
    process.nextTick(run);
  });
}

/**
 * Gathers what is written, and has it flushed: the first write of a turn of the event loop as soon as no promise job is
 * pending, so that a single caller does not wait for others; later writes of the same turn together at its end.
 */
export class Flusher {
  readonly #flush: () => void;
  #wanted = false;
  /** Set while a turn lasts in which something has gone. */
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
