/** How the delay between retries grows. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Returns a random number from 0 (inclusive) to 1 (exclusive). Injected for tests. */
  readonly random?: () => number;
}

/**
 * The delay before retry number `attempt` (from 0): doubles from `firstMs` up to `maxMs`, with a jitter of half of it,
 * so that callers that failed together do not retry together.
 */
export function backoffMs(attempt: number, { firstMs, maxMs, random = Math.random }: BackoffOptions): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return full / 2 + random() * (full / 2);
}
