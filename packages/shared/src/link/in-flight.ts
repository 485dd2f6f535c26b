/** What is sent under a number of its own and answered by it. */
export interface Numbered {
  readonly id: number;
  /** It may take long. Waits have a limit of their own, so that they never keep out what ends them. */
  readonly isWait: boolean;
  /** What it takes from the bytes that may be in flight. Those of waits are not counted. */
  readonly bytes: number;
}

/** What is in flight on one stream, seen from either end: by number, counted, waits separately. */
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

  /** All that are no waits. */
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

  /** Whether a call of this size may be added. One that is larger than all that may be in flight goes by itself. */
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

  /** Removes this item. False: it is not in flight any more. */
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
