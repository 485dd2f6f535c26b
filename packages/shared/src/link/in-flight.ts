/** A message with a number that identifies its answer. */
export interface Numbered {
  readonly id: number;
  /** Whether it may take long. Waits have a separate limit, so that they never block the writes that end them. */
  readonly isWait: boolean;
  /** Its share of the bytes that may be in flight. Waits are not counted. */
  readonly bytes: number;
}

/** The items in flight on one stream, at either end: indexed by number, and counted, with waits separate. */
export class InFlight<T extends Numbered> {
  readonly #byId = new Map<number, T>();
  #waits = 0;
  #callBytes = 0;

  /** Calls and waits together. */
  get size(): number {
    return this.#byId.size;
  }

  get waits(): number {
    return this.#waits;
  }

  /** All items that are not waits. */
  get calls(): number {
    return this.#byId.size - this.#waits;
  }

  /** A copy, so that items may be removed meanwhile. */
  get all(): T[] {
    return [...this.#byId.values()];
  }

  get(id: number): T | undefined {
    return this.#byId.get(id);
  }

  has(id: number): boolean {
    return this.#byId.has(id);
  }

  /** Whether a call of this size may be added. A call larger than the limit is sent when nothing else is in flight. */
  fits(bytes: number, maxCalls: number, maxBytes: number): boolean {
    const { calls } = this;
    return calls === 0 || (calls < maxCalls && this.#callBytes + bytes <= maxBytes);
  }

  /** Whether calls and their bytes are below these limits. */
  isBelow(maxCalls: number, maxBytes: number): boolean {
    return this.calls < maxCalls && this.#callBytes < maxBytes;
  }

  add(item: T): void {
    this.#byId.set(item.id, item);
    this.#count(item, 1);
  }

  /** Removes what has this number. */
  take(id: number): T | undefined {
    const item = this.#byId.get(id);
    if (item === undefined) return undefined;
    this.#byId.delete(id);
    this.#count(item, -1);
    return item;
  }

  /** Removes this item. False if it is no longer in flight. */
  remove(item: T): boolean {
    if (this.#byId.get(item.id) !== item) return false;
    this.#byId.delete(item.id);
    this.#count(item, -1);
    return true;
  }

  clear(): void {
    this.#byId.clear();
    this.#waits = 0;
    this.#callBytes = 0;
  }

  #count({ isWait, bytes }: T, by: 1 | -1): void {
    if (isWait) this.#waits += by;
    else this.#callBytes += by * bytes;
  }
}
