/** How long an id that another program holds locked is kept out of the batches, and of how many ids that is remembered. */
const LOCKED_FOR_MS = 10_000;
const MAX_IDS = 1000;

/** Ids that other programs hold locked, so that a batch waits for each lock once. The oldest is forgotten first. */
export class KnownLocks<T> {
  readonly #idsOf: (member: T) => readonly string[];
  /** By id: until when it is taken for locked, on the monotonic clock. */
  readonly #until = new Map<string, number>();

  constructor(idsOf: (member: T) => readonly string[]) {
    this.#idsOf = idsOf;
  }

  has(member: T): boolean {
    if (this.#until.size === 0) return false;
    const now = performance.now();
    return this.#idsOf(member).some((id) => (this.#until.get(id) ?? 0) > now);
  }

  add(member: T): void {
    for (const id of this.#idsOf(member)) {
      this.#until.delete(id);
      this.#until.set(id, performance.now() + LOCKED_FOR_MS);
    }
    for (const [oldest] of this.#until) {
      if (this.#until.size <= MAX_IDS) break;
      this.#until.delete(oldest);
    }
  }

  delete(member: T): void {
    if (this.#until.size === 0) return;
    for (const id of this.#idsOf(member)) this.#until.delete(id);
  }
}
