import { systemClock } from '@dbosd/shared';
import type { Clock } from '@dbosd/shared';

export interface PollOptions {
  /** Milliseconds on the monotonic clock after which the last look is final. */
  readonly withinMs: number;
  /** Milliseconds between two looks; up to a quarter is added at random, so that several daemons do not look in step. */
  readonly everyMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Looks again and again until there is something to see. Looks once even when no time is given.
 *
 * @returns what `look` found, or undefined when time was up
 * @throws whatever `look` throws, and the signal's reason when it is aborted
 */
export async function pollUntil<Found>(
  look: () => Promise<Found | undefined>,
  { withinMs, everyMs, signal, clock = systemClock }: PollOptions,
): Promise<Found | undefined> {
  const deadline = clock.monotonicMs() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const leftMs = deadline - clock.monotonicMs();
    if (leftMs <= 0) return undefined;
    await clock.sleep(Math.min(everyMs * (1 + Math.random() / 4), leftMs), signal);
  }
}
