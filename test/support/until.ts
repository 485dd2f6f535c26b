import { setTimeout as sleep } from 'node:timers/promises';

/** Below mocha's own limit, so that it is this that fails, and nothing goes on looking behind a test that has failed. */
const LIMIT_MS = 150_000;

/** Resolves as soon as the fact holds. For facts that nobody announces. */
export async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + LIMIT_MS;
  while (!(await fact())) {
    if (performance.now() > endMs)
      throw new Error(`in ${String(LIMIT_MS)} ms it did not come true: ${String(fact)}`);
    await sleep(5);
  }
}
