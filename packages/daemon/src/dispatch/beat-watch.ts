import type { ExecutorBeat } from '../store/queries/workers/executors.js';
import type { DispatchTiming } from './options.js';

type BeatWatchOptions = Pick<DispatchTiming, 'leaseMs' | 'lostLeaseMs' | 'longestGapMs'>;

/** When a read of the beats began and ended, on the monotonic clock. */
interface ReadTimes {
  readonly begunMs: number;
  readonly endedMs: number;
}

interface Watched extends ExecutorBeat {
  /** Since when the beat has not changed. */
  readonly sinceMs: number;
}

/**
 * Decides whose lease is over: an executor whose beat *this* daemon has seen unchanged for the whole lease, without missing a
 * read in between. No clocks are compared, and a daemon that did not watch takes nothing away: after a start, a failed read or
 * a pause (of this process, of the machine) it starts watching again from the beginning.
 */
export class BeatWatch {
  readonly #options: BeatWatchOptions;
  #watched = new Map<string, Watched>();
  /** When the streams were seen to close, by session. */
  readonly #lost = new Map<string, number>();
  #readMs: number | undefined;

  constructor(options: BeatWatchOptions) {
    this.#options = options;
  }

  /** The stream of that session was seen to close just now. */
  lost(session: string, nowMs: number): void {
    this.#lost.set(session, nowMs);
  }

  /** A read failed, so it is unknown what it would have shown. */
  reset(): void {
    this.#watched.clear();
    this.#readMs = undefined;
  }

  /** Takes the result of a read; returns the executors whose lease is over. */
  observe(shown: readonly ExecutorBeat[], { begunMs, endedMs }: ReadTimes): ExecutorBeat[] {
    if (this.#readMs !== undefined && endedMs - this.#readMs > this.#options.longestGapMs) this.reset();
    this.#readMs = endedMs;
    const before = this.#watched;
    this.#watched = new Map(
      shown.map((executor) => [executor.executorId, this.#watch(executor, before, endedMs)]),
    );
    this.#forgetLost(shown);
    return [...this.#watched.values()].filter((watched) => this.#isOver(watched, begunMs));
  }

  #watch(executor: ExecutorBeat, before: ReadonlyMap<string, Watched>, endedMs: number): Watched {
    const known = before.get(executor.executorId);
    const still =
      known !== undefined &&
      known.instance === executor.instance &&
      known.session === executor.session &&
      known.beat === executor.beat;
    return still ? known : { ...executor, sinceMs: endedMs };
  }

  // From the end of the read that showed the beat first to the beginning of the one that showed it last.
  #isOver({ session, sinceMs }: Watched, begunMs: number): boolean {
    const { leaseMs, lostLeaseMs } = this.#options;
    if (begunMs - sinceMs >= leaseMs) return true;
    const lostMs = this.#lost.get(session);
    return lostMs !== undefined && begunMs - Math.max(lostMs, sinceMs) >= lostLeaseMs;
  }

  #forgetLost(shown: readonly ExecutorBeat[]): void {
    const sessions = new Set(shown.map(({ session }) => session));
    for (const session of this.#lost.keys()) if (!sessions.has(session)) this.#lost.delete(session);
  }
}
