import type { Committed } from '../model/committed.js';
import type { Leave, Wake } from './hub.js';

/** Something that is waited for, and a function that wakes all its waiters. */
export interface Awaited<S> {
  readonly subject: S;
  wake(): void;
}

/**
 * What is waited for, and by which waiters. Subjects are found by the text that hints carry for them; subjects with the same
 * identity under one text are one entry, however many waiters there are: one row read, and many answers.
 */
export class Subjects<S> {
  /** One entry, or several that share a hint. */
  readonly #byHint = new Map<string, Entry<S> | Map<unknown, Entry<S>>>();
  #interests = 0;

  /** How many waiters there are in all. */
  get interests(): number {
    return this.#interests;
  }

  /** Registers `wake` for a subject. A unique `identity` makes a separate entry. */
  add(hint: string, identity: unknown, subject: S, wake: Wake): Leave {
    const known = this.#find(hint, identity);
    const entry = known ?? new Entry(identity, subject, wake);
    if (known === undefined) this.#addEntry(hint, entry);
    else known.add(wake);
    this.#interests += 1;
    return () => {
      if (!this.#has(hint, entry) || !entry.has(wake)) return;
      this.#interests -= 1;
      if (!entry.remove(wake)) this.#removeEntry(hint, entry);
    };
  }

  /** What is registered under that hint and identity. */
  get(hint: string, identity: unknown): S | undefined {
    return this.#find(hint, identity)?.subject;
  }

  wake(hint: string, committed?: Committed): void {
    for (const entry of this.#under(hint)) entry.wake(committed);
  }

  wakeAll(): void {
    for (const hint of this.#byHint.keys()) this.wake(hint);
  }

  /** Each subject once. Every sweep calls this for tens of thousands of them, so it allocates nothing per subject. */
  entries(): Awaited<S>[] {
    const entries: Awaited<S>[] = [];
    for (const found of this.#byHint.values()) {
      if (found instanceof Map) for (const entry of found.values()) entries.push(entry);
      else entries.push(found);
    }
    return entries;
  }

  #find(hint: string, identity: unknown): Entry<S> | undefined {
    const found = this.#byHint.get(hint);
    if (found instanceof Map) return found.get(identity);
    return found?.identity === identity ? found : undefined;
  }

  #has(hint: string, entry: Entry<S>): boolean {
    return this.#find(hint, entry.identity) === entry;
  }

  #under(hint: string): Iterable<Entry<S>> {
    const found = this.#byHint.get(hint);
    if (found instanceof Map) return found.values();
    return found === undefined ? [] : [found];
  }

  #addEntry(hint: string, entry: Entry<S>): void {
    const found = this.#byHint.get(hint);
    if (found === undefined) this.#byHint.set(hint, entry);
    else if (found instanceof Map) found.set(entry.identity, entry);
    else {
      const both = [found, entry].map((one) => [one.identity, one] as const);
      this.#byHint.set(hint, new Map(both));
    }
  }

  #removeEntry(hint: string, entry: Entry<S>): void {
    const found = this.#byHint.get(hint);
    if (found instanceof Map) found.delete(entry.identity);
    if (!(found instanceof Map) || found.size === 0) this.#byHint.delete(hint);
  }
}

class Entry<S> implements Awaited<S> {
  readonly identity: unknown;
  readonly subject: S;
  /** One or several: most subjects have one waiter, and need no set. */
  #wakes: Wake | Set<Wake>;

  constructor(identity: unknown, subject: S, wake: Wake) {
    this.identity = identity;
    this.subject = subject;
    this.#wakes = wake;
  }

  wake(committed?: Committed): void {
    if (this.#wakes instanceof Set) for (const wake of this.#wakes) wake(committed);
    else this.#wakes(committed);
  }

  has(wake: Wake): boolean {
    return this.#wakes instanceof Set ? this.#wakes.has(wake) : this.#wakes === wake;
  }

  add(wake: Wake): void {
    if (this.#wakes instanceof Set) this.#wakes.add(wake);
    else this.#wakes = new Set([this.#wakes, wake]);
  }

  /** Returns whether others are left. */
  remove(wake: Wake): boolean {
    if (!(this.#wakes instanceof Set)) return false;
    this.#wakes.delete(wake);
    return this.#wakes.size > 0;
  }
}

/** A name that no other pair has. Two pairs may share a payload on DBOS's channels, but each needs an entry. */
export function unambiguous(workflowId: string, key: string): string {
  return `${String(workflowId.length)} ${workflowId}${key}`;
}
