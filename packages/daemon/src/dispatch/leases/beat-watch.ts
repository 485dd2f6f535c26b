import type { ExecutorBeat } from '../../store/queries/dispatch/beat-executors.js';
import type { DispatchTiming } from '../timing.js';

export type BeatWatchOptions = Pick<DispatchTiming, 'leaseMs' | 'lostLeaseMs' | 'longestGapMs'>;

/** When a look at the beats was begun and ended, on the monotonic clock. */
export interface LookTimes {
  readonly begunMs: number;
  readonly endedMs: number;
}

interface Watched extends ExecutorBeat {
  /** Since when the beat has been seen to stand still. */
  readonly sinceMs: number;
}

/**
 * Decides whose lease is over: of whom *this* daemon has seen the same beat for the whole lease, with every look in
 * between. No clocks are compared, and who did not watch judges nobody: after a start, a failed look or a pause (of this
 * process, of the machine) all watching begins anew.
 */
export class BeatWatch {
  readonly #options: BeatWatchOptions;
  #watched = new Map<string, Watched>();
  /** When the streams were seen to close, by session. */
  readonly #lost = new Map<string, number>();
  #lookedMs: number | undefined;

  constructor(options: BeatWatchOptions) {
    this.#options = options;
  }

  /** The stream of that session was seen to close just now. */
  lost(session: string, nowMs: number): void {
    this.#lost.set(session, nowMs);
  }

  /** A look failed, so that nobody knows what it would have shown. */
  reset(): void {
    this.#watched.clear();
    this.#lookedMs = undefined;
  }

  /** Takes in what a look has shown; answers with those whose lease is over. */
  look(shown: readonly ExecutorBeat[], { begunMs, endedMs }: LookTimes): ExecutorBeat[] {
    if (this.#lookedMs !== undefined && endedMs - this.#lookedMs > this.#options.longestGapMs) this.reset();
    this.#lookedMs = endedMs;
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

  // From the end of the look that showed the beat first to the beginning of the one that shows it last.
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
