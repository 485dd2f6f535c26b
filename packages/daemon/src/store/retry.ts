import { isRepeatable } from './errors.js';

/** What is in the way (a deadlock, a row deleted meanwhile, another writer) passes at once, or something is wrong. */
export const MAX_TRIES = 5;

/**
 * The one retry policy of writes: runs what was undone as a whole again at once, `MAX_TRIES` times in all. Postgres says so
 * for deadlocks, serialization failures and rows that are gone; `isUndone` is for callers that know more cases. What is
 * undone had no effect, so every repeat is safe. The last failure is thrown as it is.
 */
export async function retryUndone<V>(
  run: () => Promise<V>,
  isUndone: (cause: unknown) => boolean = isRepeatable,
): Promise<V> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (cause) {
      if (tries >= MAX_TRIES || !isUndone(cause)) throw cause;
    }
  }
}
