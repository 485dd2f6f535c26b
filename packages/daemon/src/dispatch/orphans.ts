import { notRunning } from '../model/failures.js';
import {
  findOrphans,
  findUnheld,
  releaseOrphans,
  releaseWorkflows,
  type ExecutorRun,
} from '../store/queries/dispatch/release-workflows.js';
import { announceReleased, type DispatchEnvironment } from './environment.js';
import type { Roster } from './roster.js';
import type { Worker } from './worker.js';

/**
 * Finds what nobody runs, though the store says that somebody does, and puts back what was found so twice: all that runs
 * under an executor of ours without a row, and what runs under an executor whose worker is here and does not hold it (its
 * start came into the store when its worker had ended, say, and another process had the executor's id).
 */
export class Orphans {
  readonly #environment: DispatchEnvironment;
  readonly #roster: Roster;
  #executors: ReadonlySet<string> = new Set();
  #tokens: ReadonlySet<string> = new Set();

  constructor(environment: DispatchEnvironment, roster: Roster) {
    this.#environment = environment;
    this.#roster = roster;
  }

  async look(): Promise<void> {
    await this.#lookAtExecutors();
    await this.#lookAtRuns();
  }

  async #lookAtExecutors(): Promise<void> {
    const { maintenance, write, announcer } = this.#environment;
    const before = this.#executors;
    // A look that fails is none: what it would have shown is seen for the first time by the next.
    this.#executors = new Set();
    const found = await findOrphans(maintenance);
    this.#executors = new Set(found);
    const again = found.filter((executorId) => before.has(executorId));
    if (again.length > 0) announceReleased(announcer, await releaseOrphans(write, again));
  }

  async #lookAtRuns(): Promise<void> {
    const { maintenance, write, announcer } = this.#environment;
    const before = this.#tokens;
    this.#tokens = new Set();
    const workers = new Map(this.#roster.open.map((worker) => [worker.executorId, worker]));
    if (workers.size === 0) return;
    const held = [...workers.values()].flatMap(({ runs }) => runs.map(({ ownerToken }) => ownerToken));
    const found = await findUnheld(maintenance, [...workers.keys()], held);
    this.#tokens = new Set(found.map(({ ownerToken }) => ownerToken));
    const again = found.filter((run) => before.has(run.ownerToken) && isUnheld(run, workers));
    if (again.length === 0) return;
    announceReleased(announcer, await releaseWorkflows(write, again, { handOver: true }));
    for (const run of again) tell(run, workers);
  }
}

/** The worker has not taken it up meanwhile, and is here still: elsewhere it may have said that it holds it. */
function isUnheld({ executorId, ownerToken }: ExecutorRun, workers: ReadonlyMap<string, Worker>): boolean {
  const worker = workers.get(executorId);
  return worker?.open === true && !worker.holds(ownerToken);
}

// Should it run it all the same, it learns that it does so no more.
function tell({ executorId, ...run }: ExecutorRun, workers: ReadonlyMap<string, Worker>): void {
  workers.get(executorId)?.sink.stop({ ...run, cause: notRunning(run.workflowId, 'ENQUEUED') });
}
