import { notRunning } from '../model/failures.js';
import {
  findOrphans,
  findUnheld,
  releaseOrphans,
  releaseWorkflows,
  type ExecutorRun,
} from '../store/queries/workers/release-workflows.js';
import type { ConnectedWorkers } from './connected-workers.js';
import { announceReleased, type DispatchOptions } from './options.js';
import type { Worker } from './worker.js';

/**
 * Finds workflows that no worker runs although the store says that one does, and puts back those that it finds twice: all that
 * run under a dbosd executor without a row, and those that run under an executor whose worker is connected here and does not
 * hold them (for example, a start that reached the store after its worker had ended and another process had the executor's id).
 */
export class Orphans {
  readonly #options: DispatchOptions;
  readonly #connected: ConnectedWorkers;
  #executors: ReadonlySet<string> = new Set();
  #tokens: ReadonlySet<string> = new Set();

  constructor(options: DispatchOptions, connected: ConnectedWorkers) {
    this.#options = options;
    this.#connected = connected;
  }

  async check(): Promise<void> {
    await this.#checkExecutors();
    await this.#checkRuns();
  }

  async #checkExecutors(): Promise<void> {
    const { maintenance, write, announcer } = this.#options;
    const before = this.#executors;
    // A check that fails does not count: what it would have found is found for the first time by the next one.
    this.#executors = new Set();
    const found = await findOrphans(maintenance);
    this.#executors = new Set(found);
    const again = found.filter((executorId) => before.has(executorId));
    if (again.length > 0) announceReleased(announcer, await releaseOrphans(write, again));
  }

  async #checkRuns(): Promise<void> {
    const { maintenance, write, announcer } = this.#options;
    const before = this.#tokens;
    this.#tokens = new Set();
    const workers = new Map(this.#connected.open.map((worker) => [worker.executorId, worker]));
    if (workers.size === 0) return;
    const held = [...workers.values()].flatMap(({ runs }) => runs.map(({ ownerToken }) => ownerToken));
    const found = await findUnheld(maintenance, [...workers.keys()], held);
    this.#tokens = new Set(found.map(({ ownerToken }) => ownerToken));
    const again = found.filter((run) => before.has(run.ownerToken) && isUnheld(run, workers));
    if (again.length === 0) return;
    announceReleased(announcer, await releaseWorkflows(write, again, { handOver: true }));
    for (const run of again) stopOrphan(run, workers);
  }
}

/** The worker is still connected here and does not hold it. On another daemon it may have said that it does. */
function isUnheld({ executorId, ownerToken }: ExecutorRun, workers: ReadonlyMap<string, Worker>): boolean {
  const worker = workers.get(executorId);
  return worker?.open === true && !worker.holds(ownerToken);
}

// In case the worker does run it, it learns that it no longer may.
function stopOrphan({ executorId, ...run }: ExecutorRun, workers: ReadonlyMap<string, Worker>): void {
  workers.get(executorId)?.sink.stop({ ...run, cause: notRunning(run.workflowId, 'ENQUEUED') });
}
