import type { WriteLoad } from '../model/write-load.js';

export interface BacklogMarks {
  /** Above either of them it is full, until half of both is reached again. */
  readonly members: number;
  readonly bytes: number;
}

/** A second or two of work for a server at its best. */
export const BACKLOG_MARKS: BacklogMarks = { members: 50_000, bytes: 64 * 1024 * 1024 };

/**
 * What waits to be stored, in the lanes of all writers together. It refuses nothing itself: while it is full, sessions are not read
 * from and unary writes are turned away, so that it holds no more than the mark and what was on its way already
 * (docs/protocol.md, 2).
 */
export class Backlog implements WriteLoad {
  readonly #marks: BacklogMarks;
  readonly #listeners = new Set<() => void>();
  #members = 0;
  #bytes = 0;
  #full = false;

  constructor(marks: BacklogMarks) {
    this.#marks = marks;
  }

  get full(): boolean {
    return this.#full;
  }

  onRoom(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(bytes: number): void {
    this.#members += 1;
    this.#bytes += bytes;
    if (this.#members > this.#marks.members || this.#bytes > this.#marks.bytes) this.#full = true;
  }

  remove(bytes: number): void {
    this.#members -= 1;
    this.#bytes -= bytes;
    if (!this.#full || this.#members > this.#marks.members / 2 || this.#bytes > this.#marks.bytes / 2) return;
    this.#full = false;
    for (const listener of this.#listeners) listener();
  }
}
