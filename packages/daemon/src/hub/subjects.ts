import type { Leave, Wake } from './hub.js';

interface Entry<S> {
  readonly identity: unknown;
  readonly subject: S;
  /** One, or several. Most subjects have one waiter, and there are tens of thousands of them. */
  wakes: Wake | Set<Wake>;
}

/**
 * What is waited for, and by whom. Subjects are found by the text that hints carry for them; those with the same
 * identity under one text are one entry, however many wait: one row read, and many answers.
 */
export class Subjects<S> {
  /** One entry, or several that share a hint. */
  readonly #byHint = new Map<string, Entry<S> | Map<unknown, Entry<S>>>();
  #interests = 0;

  /** How many wait, in all. */
  get interests(): number {
    return this.#interests;
  }

  /** Registers `wake` for a subject. An `identity` that nothing equals makes an entry of its own. */
  add(hint: string, identity: unknown, subject: S, wake: Wake): Leave {
    const known = this.#find(hint, identity);
    const entry = known ?? { identity, subject, wakes: wake };
    if (known === undefined) this.#addEntry(hint, entry);
    else addWake(known, wake);
    this.#interests += 1;
    return () => {
      if (!this.#has(hint, entry) || !hasWake(entry, wake)) return;
      this.#interests -= 1;
      if (!removeWake(entry, wake)) this.#removeEntry(hint, entry);
    };
  }

  wake(hint: string): void {
    for (const entry of this.#under(hint)) wakeEntry(entry);
  }

  wakeAll(): void {
    for (const hint of this.#byHint.keys()) this.wake(hint);
  }

  /** Each subject once, with what wakes all who wait for it. */
  entries(): { subject: S; wake: Wake }[] {
    return [...this.#byHint.keys()].flatMap((hint) =>
      [...this.#under(hint)].map((entry) => ({
        subject: entry.subject,
        wake: () => {
          wakeEntry(entry);
        },
      })),
    );
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

function wakeEntry<S>({ wakes }: Entry<S>): void {
  if (wakes instanceof Set) for (const wake of wakes) wake();
  else wakes();
}

function hasWake<S>({ wakes }: Entry<S>, wake: Wake): boolean {
  return wakes instanceof Set ? wakes.has(wake) : wakes === wake;
}

function addWake<S>(entry: Entry<S>, wake: Wake): void {
  if (entry.wakes instanceof Set) entry.wakes.add(wake);
  else entry.wakes = new Set([entry.wakes, wake]);
}

/** Says whether others are left. */
function removeWake<S>({ wakes }: Entry<S>, wake: Wake): boolean {
  if (!(wakes instanceof Set)) return false;
  wakes.delete(wake);
  return wakes.size > 0;
}

/** A name for a pair that no other pair has: two may share a payload on DBOS's channels, but are asked for apart. */
export function unambiguous(workflowId: string, key: string): string {
  return `${String(workflowId.length)} ${workflowId}${key}`;
}
