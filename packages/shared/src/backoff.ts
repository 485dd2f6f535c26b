/** How a series of retries spreads in time. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Chance from 0 (inclusive) to 1, injected so that tests can choose it. */
  readonly random?: () => number;
}

/**
 * The delay before retry number `attempt` (from 0): doubles from `firstMs` up to `maxMs`, with a jitter of half of it,
 * so that callers who failed together do not come back together.
 */
export function backoffMs(attempt: number, { firstMs, maxMs, random = Math.random }: BackoffOptions): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return full / 2 + random() * (full / 2);
}
