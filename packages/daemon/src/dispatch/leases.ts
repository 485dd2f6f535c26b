import { DbosdError, invalidField } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { fromStoredExecutorId, type RunningWorkflow, type WorkflowStop } from '../model/workers.js';
import { Loop } from '../ops/loop.js';
import {
  beatExecutors,
  type ExecutorBeat,
  loseExecutors,
  registerExecutor,
  registerVersion,
} from '../store/queries/workers/executors.js';
import {
  endExecutor,
  type ExecutorGuard,
  releaseExecutor,
} from '../store/queries/workers/release-workflows.js';
import { retryUndone } from '../store/retry.js';
import { BeatWatch } from './beat-watch.js';
import { announceReleased, type DispatchOptions } from './options.js';
import { findStops } from './ownership.js';
import type { ConnectedWorkers, Worker } from './worker.js';

/**
 * Writes the beats of this daemon's workers, watches those of all executors, and puts back what dead ones ran. One statement a
 * round does both; a daemon that has no worker, and has seen none elsewhere, reads the beats rarely.
 */
export class Leases implements Service {
  readonly #options: DispatchOptions;
  readonly #workers: ConnectedWorkers;
  readonly #onForgotten: (worker: Worker) => Promise<void>;
  readonly #watch: BeatWatch;
  readonly #loop: Loop;
  /** Workers whose streams have closed, and whose rows do not say so yet. */
  readonly #lost = new Set<Worker>();
  /** Takeovers under way. They do not delay the next read of the beats, since a late read does not count. */
  readonly #ending = new Map<string, Promise<void>>();
  #seen = 0;
  #readMs = -Infinity;

  /** `onForgotten`: a worker that is alive has lost its executor's row, because it was taken for dead. */
  constructor(
    options: DispatchOptions,
    workers: ConnectedWorkers,
    onForgotten: (worker: Worker) => Promise<void>,
  ) {
    const { clock, timing, onError } = options;
    this.#options = options;
    this.#workers = workers;
    this.#onForgotten = onForgotten;
    this.#watch = new BeatWatch(timing);
    this.#loop = new Loop({
      clock,
      restMs: timing.beatMs,
      round: () => this.#round(),
      onError: (cause) => {
        onError('leases.failed', cause);
      },
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
    await Promise.all(this.#ending.values());
  }

  /** The worker's stream has closed without a goodbye. */
  lose(worker: Worker): void {
    this.#watch.lost(worker.session, this.#options.clock.monotonicMs());
    this.#lost.add(worker);
    this.#loop.wake();
  }

  /**
   * Asks workers whose beats this daemon cannot write to go to another daemon: daemons that reach the store see these beats
   * unchanged, and would take the workers for dead. Where no daemon reaches it, none judges, and the workers stay.
   */
  sendAway(): void {
    const { clock, timing } = this.#options;
    for (const worker of this.#workers.open)
      worker.sendAwayIfUnwritten(timing.unwrittenMs, clock.monotonicMs());
  }

  /** Ends an executor if its row still matches the guard, and puts back what it ran. Returns whether it did. */
  async end(guard: ExecutorGuard, { handOver }: { readonly handOver: boolean }): Promise<boolean> {
    const { write, announcer } = this.#options;
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
    const { clock, timing } = this.#options;
    const nowMs = clock.monotonicMs();
    const idle = this.#workers.all.length === 0 && this.#lost.size === 0 && this.#seen === 0;
    if (idle && nowMs - this.#readMs < timing.idleBeatMs) return;
    await this.#recordLost();
    for (const executor of await this.#exchangeBeats()) this.#takeOver(executor);
  }

  #takeOver(executor: ExecutorBeat): void {
    const { executorId } = executor;
    if (this.#ending.has(executorId)) return;
    const { onError } = this.#options;
    const ending = this.end(executor, { handOver: false })
      // Its row is still there, and the next round finds it again.
      .catch((cause: unknown) => {
        onError('leases.takeover_failed', cause);
      })
      .then(() => {
        this.#ending.delete(executorId);
      });
    this.#ending.set(executorId, ending);
  }

  async #recordLost(): Promise<void> {
    if (this.#lost.size === 0) return;
    const lost = [...this.#lost];
    await loseExecutors(this.#options.maintenance, lost);
    for (const worker of lost) this.#lost.delete(worker);
  }

  /** Writes the beats of the live workers and reads all of them. Returns the executors whose lease is over. */
  async #exchangeBeats(): Promise<ExecutorBeat[]> {
    const { maintenance, clock } = this.#options;
    const open = this.#workers.open;
    const alive = open.filter((worker) => worker.takeSignOfLife());
    const begunMs = clock.monotonicMs();
    let shown: ExecutorBeat[];
    try {
      shown = await beatExecutors(maintenance, alive);
    } catch (cause) {
      this.#watch.reset();
      for (const worker of alive) worker.noteSignOfLife();
      throw cause;
    }
    const endedMs = (this.#readMs = clock.monotonicMs());
    this.#seen = shown.length;
    for (const worker of open) worker.beatWritten(begunMs);
    await this.#findForgotten(alive, shown);
    return this.#watch.observe(shown, { begunMs, endedMs });
  }

  async #findForgotten(alive: readonly Worker[], shown: readonly ExecutorBeat[]): Promise<void> {
    const executors = new Map(shown.map((executor) => [executor.executorId, executor]));
    for (const worker of alive) {
      const executor = executors.get(worker.executorId);
      if (executor === undefined) await this.#onForgotten(worker);
      // It was taken for dead, and another process has its id: it learns of that, and asks for the id again.
      else if (executor.instance !== worker.hello.instance)
        worker.sink.end(executorIdInUse(worker.executorId));
      // A newer stream of the worker.
      else if (executor.session !== worker.session) worker.close();
    }
  }
}

/**
 * Makes the worker's stream the one that speaks for its executor, and reconciles the two sides: workflows that the store
 * lists for the worker and that it does not run are put back; those that it runs, but no longer owns, are returned. Rejects
 * with EXECUTOR_ID_IN_USE while another process lives under its id, and with INVALID_FIELD when a newer stream of the worker
 * was accepted.
 */
export async function register(
  options: DispatchOptions,
  worker: Worker,
  running: readonly RunningWorkflow[],
): Promise<Map<string, WorkflowStop>> {
  const { hello, session } = worker;
  const released = await retryUndone(() =>
    options.write.transaction(async (tx) => {
      const registration = await registerExecutor(tx, { ...hello, session });
      if (registration === 'in use') throw executorIdInUse(hello.executorId);
      if (registration === 'outdated') throw outdated(hello.streamNumber);
      await registerVersion(tx, hello);
      const except = running.map(({ ownerToken }) => ownerToken);
      return releaseExecutor(tx, hello.executorId, { except, handOver: false });
    }),
  );
  announceReleased(options.announcer, released);
  return findStops(options, running);
}

function outdated(streamNumber: number): DbosdError {
  return invalidField(
    'hello.stream_number',
    `is ${String(streamNumber)}, and a newer stream of this process was accepted: give each stream a higher number`,
  );
}

/** The error for a worker while another process lives under its executor id. */
function executorIdInUse(executorId: string): DbosdError {
  const named = fromStoredExecutorId(executorId);
  return new DbosdError({
    reason: 'EXECUTOR_ID_IN_USE',
    message:
      `another process runs as executor ${named}; end it, wait until its lease is over, ` +
      'or give this one its own executor id',
    metadata: { executor_id: named },
    retryAfterMs: 1000,
  });
}
