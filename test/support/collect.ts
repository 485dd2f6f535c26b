import { setTimeout as sleep } from 'node:timers/promises';

/** Everything that an iteration yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The next `count` items; the iteration stays open. */
export async function take<T>(items: AsyncIterator<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const next = await items.next();
    if (next.done === true)
      throw new Error(`the iteration ended after ${String(taken.length)} of ${String(count)} items`);
    taken.push(next.value);
  }
  return taken;
}

/** Resolves when the fact holds, which nothing announces; mocha's timeout is the limit. */
export async function eventually(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await sleep(5);
}
