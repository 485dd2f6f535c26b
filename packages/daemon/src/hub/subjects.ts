import type { Leave, Wake } from './hub.js';

interface Entry<S> {
  readonly subject: S;
  readonly wakes: Set<Wake>;
}

/**
 * What is waited for, and by whom. Subjects are found by the text that hints carry for them; those with the same
 * identity under one text are one entry, however many wait: one row read, and many answers.
 */
export class Subjects<S> {
  readonly #byHint = new Map<string, Map<unknown, Entry<S>>>();
  #interests = 0;

  /** How many wait, in all. */
  get interests(): number {
    return this.#interests;
  }

  /** Registers `wake` for a subject. An `identity` that nothing equals makes an entry of its own. */
  add(hint: string, identity: unknown, subject: S, wake: Wake): Leave {
    const entries = this.#byHint.get(hint) ?? new Map<unknown, Entry<S>>();
    this.#byHint.set(hint, entries);
    const entry = entries.get(identity) ?? { subject, wakes: new Set<Wake>() };
    entries.set(identity, entry);
    entry.wakes.add(wake);
    this.#interests += 1;
    return () => {
      if (!entry.wakes.delete(wake)) return;
      this.#interests -= 1;
      if (entry.wakes.size > 0) return;
      entries.delete(identity);
      if (entries.size === 0) this.#byHint.delete(hint);
    };
  }

  wake(hint: string): void {
    for (const entry of this.#byHint.get(hint)?.values() ?? []) wakeEntry(entry);
  }

  wakeAll(): void {
    for (const entries of this.#byHint.values()) {
      for (const entry of entries.values()) wakeEntry(entry);
    }
  }

  /** Each subject once, with what wakes all who wait for it. */
  entries(): { subject: S; wake: Wake }[] {
    return [...this.#byHint.values()].flatMap((entries) =>
      [...entries.values()].map((entry) => ({
        subject: entry.subject,
        wake: () => {
          wakeEntry(entry);
        },
      })),
    );
  }
}

function wakeEntry<S>(entry: Entry<S>): void {
  for (const wake of entry.wakes) wake();
}

/** A name for a pair that no other pair has: two may share a payload on DBOS's channels, but are asked for apart. */
export function unambiguous(workflowId: string, key: string): string {
  return `${String(workflowId.length)} ${workflowId}${key}`;
}
