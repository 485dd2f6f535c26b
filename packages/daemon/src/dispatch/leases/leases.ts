import type { Service } from '../../lifecycle.js';
import {
  beatExecutors,
  loseExecutors,
  type ExecutorBeat,
} from '../../store/queries/dispatch/beat-executors.js';
import {
  endExecutor,
  releaseExecutor,
  type ExecutorGuard,
} from '../../store/queries/dispatch/release-workflows.js';
import { retryUndone } from '../../store/retry.js';
import { announceReleased, type DispatchEnvironment } from '../environment.js';
import type { Roster } from '../roster.js';
import { Rounds } from '../rounds.js';
import type { Worker } from '../worker.js';
import { BeatWatch } from './beat-watch.js';
import { executorIdInUse } from './registration.js';

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

  /**
   * Asks workers whose beats this daemon cannot write to go to another one: daemons that have the store see these beats
   * stand still, and take who does not move for dead. Where no daemon has it, nobody judges, and they stay.
   */
  sendAway(): void {
    const { clock, timing } = this.#options.environment;
    for (const worker of this.#options.roster.open)
      worker.sendAwayUnbeaten(timing.unwrittenMs, clock.monotonicMs());
  }

  /** Ends an executor, if it still is as the guard says, and puts back what it ran. */
  async end(guard: ExecutorGuard, { handOver }: { readonly handOver: boolean }): Promise<boolean> {
    const { write, announcer } = this.#options.environment;
    const released = await retryUndone(() =>
      write.transaction(async (tx) =>
        (await endExecutor(tx, guard))
          ? releaseExecutor(tx, guard.executorId, { except: [], handOver })
          : undefined,
      ),
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
    if (this.#lost.size === 0) return;
    const lost = [...this.#lost];
    await loseExecutors(this.#options.environment.maintenance, lost);
    for (const worker of lost) this.#lost.delete(worker);
  }

  async #look(): Promise<ExecutorBeat[]> {
    const { environment, roster } = this.#options;
    const open = roster.open;
    const heard = open.filter((worker) => worker.takeHeard());
    const begunMs = environment.clock.monotonicMs();
    let shown: ExecutorBeat[];
    try {
      shown = await beatExecutors(environment.maintenance, heard);
    } catch (cause) {
      this.#watch.reset();
      for (const worker of heard) worker.hear();
      throw cause;
    }
    const endedMs = (this.#lookedMs = environment.clock.monotonicMs());
    this.#seen = shown.length;
    for (const worker of open) worker.beaten(begunMs);
    await this.#findForgotten(heard, shown);
    return this.#watch.look(shown, { begunMs, endedMs });
  }

  async #findForgotten(heard: readonly Worker[], shown: readonly ExecutorBeat[]): Promise<void> {
    const executors = new Map(shown.map((executor) => [executor.executorId, executor]));
    for (const worker of heard) {
      const executor = executors.get(worker.executorId);
      if (executor === undefined) await this.#options.onForgotten(worker);
      // It was taken for dead, and another process has its id: it is told, and asks for it again.
      else if (executor.instance !== worker.hello.instance)
        worker.sink.end(executorIdInUse(worker.executorId));
      // A newer stream of the worker.
      else if (executor.session !== worker.session) worker.close();
    }
  }
}
