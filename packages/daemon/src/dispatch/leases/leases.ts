import type { Service } from '../../lifecycle.js';
import {
  beatExecutors,
  loseExecutor,
  type ExecutorBeat,
} from '../../store/queries/dispatch/beat-executors.js';
import {
  endExecutor,
  releaseExecutor,
  type ExecutorGuard,
} from '../../store/queries/dispatch/release-workflows.js';
import { announceReleased, type DispatchEnvironment } from '../environment.js';
import { repeatably } from '../repeatably.js';
import type { Roster } from '../roster.js';
import { Rounds } from '../rounds.js';
import type { Worker } from '../worker.js';
import { BeatWatch } from './beat-watch.js';

export interface LeasesOptions {
  readonly environment: DispatchEnvironment;
  readonly roster: Roster;
  /** A worker that is heard has lost its executor's row: it was taken for dead. */
  readonly onForgotten: (worker: Worker) => Promise<void>;
}

/**
 * Writes the beats of this daemon's workers, watches those of all, and takes away what the dead ran. One statement a round
 * does both; a daemon that has no worker, and has seen none elsewhere, looks rarely.
 */
export class Leases implements Service {
  readonly #options: LeasesOptions;
  readonly #watch: BeatWatch;
  readonly #rounds: Rounds;
  /** Streams seen to close whose rows do not say so yet. */
  readonly #lost = new Set<Worker>();
  /** Takeovers under way: they hold up no look, since a look that is late is none. */
  readonly #ending = new Map<string, Promise<void>>();
  #seen = 0;
  #lookedMs = -Infinity;

  constructor(options: LeasesOptions) {
    const { clock, timing, onError } = options.environment;
    this.#options = options;
    this.#watch = new BeatWatch(timing);
    this.#rounds = new Rounds({
      clock,
      restMs: timing.beatMs,
      round: () => this.#round(),
      onError: (cause) => {
        onError('leases.failed', cause);
      },
    });
  }

  start(): Promise<void> {
    return this.#rounds.start();
  }

  async stop(): Promise<void> {
    await this.#rounds.stop();
    await Promise.all(this.#ending.values());
  }

  /** The worker's stream has closed without a goodbye. */
  lose(worker: Worker): void {
    this.#watch.lost(worker.session, this.#options.environment.clock.monotonicMs());
    this.#lost.add(worker);
    this.#rounds.nudge();
  }

  /** Ends an executor, if it still is as the guard says, and puts back what it ran. */
  async end(guard: ExecutorGuard, { handOver }: { readonly handOver: boolean }): Promise<boolean> {
    const { write, announcer } = this.#options.environment;
    const released = await repeatably(write, async (tx) =>
      (await endExecutor(tx, guard))
        ? releaseExecutor(tx, guard.executorId, { except: [], handOver })
        : undefined,
    );
    announceReleased(announcer, released ?? []);
    return released !== undefined;
  }

  async #round(): Promise<void> {
    const { environment, roster } = this.#options;
    const nowMs = environment.clock.monotonicMs();
    const idle = roster.all.length === 0 && this.#lost.size === 0 && this.#seen === 0;
    if (idle && nowMs - this.#lookedMs < environment.timing.idleBeatMs) return;
    await this.#tellLost();
    for (const executor of await this.#look()) this.#takeOver(executor);
  }

  #takeOver(executor: ExecutorBeat): void {
    const { executorId } = executor;
    if (this.#ending.has(executorId)) return;
    const { onError } = this.#options.environment;
    const ending = this.end(executor, { handOver: false })
      // Its row is still there, and the next look finds it again.
      .catch((cause: unknown) => {
        onError('leases.takeover_failed', cause);
      })
      .then(() => {
        this.#ending.delete(executorId);
      });
    this.#ending.set(executorId, ending);
  }

  async #tellLost(): Promise<void> {
    for (const worker of this.#lost) {
      await loseExecutor(this.#options.environment.write, worker);
      this.#lost.delete(worker);
    }
  }

  async #look(): Promise<ExecutorBeat[]> {
    const { environment, roster } = this.#options;
    const open = roster.open;
    const heard = open.filter((worker) => worker.takeHeard());
    const begunMs = environment.clock.monotonicMs();
    let shown: ExecutorBeat[];
    try {
      shown = await beatExecutors(environment.write, heard);
    } catch (cause) {
      this.#watch.reset();
      for (const worker of heard) worker.hear();
      throw cause;
    }
    const endedMs = (this.#lookedMs = environment.clock.monotonicMs());
    this.#seen = shown.length;
    await this.#findForgotten(heard, shown);
    return this.#watch.look(shown, { begunMs, endedMs });
  }

  async #findForgotten(heard: readonly Worker[], shown: readonly ExecutorBeat[]): Promise<void> {
    const sessions = new Map(shown.map(({ executorId, session }) => [executorId, session]));
    for (const worker of heard) {
      const session = sessions.get(worker.executorId);
      if (session === worker.session) continue;
      // Another stream of the worker, or another process, has the row.
      if (session !== undefined) worker.close();
      else await this.#options.onForgotten(worker);
    }
  }
}
