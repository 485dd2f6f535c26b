import { DbosdError } from '@dbosd/shared';
import { notRunning } from '../model/failures.js';
import type { RunningWorkflow } from '../model/workers.js';
import { cancelOverdue, promoteDelayed } from '../store/queries/queues/due-workflows.js';
import {
  type ExecutorRun,
  findOrphans,
  findUnheld,
  releaseOrphans,
  releaseWorkflows,
} from '../store/queries/workers/release-workflows.js';
import { announceReleased, type DispatchOptions } from './options.js';
import type { ConnectedWorkers, Worker } from './worker.js';

/** Enqueues delayed workflows that are due, and cancels overdue ones, of the applications whose workers are connected here. */
export async function handleDue(options: DispatchOptions, workers: ConnectedWorkers): Promise<void> {
  const questions = workers.questions();
  if (questions.length === 0) return;
  const { write, announcer } = options;
  announceReleased(announcer, await promoteDelayed(write, questions));
  for (const workflowId of await cancelOverdue(write, questions)) announcer.workflowChanged(workflowId);
}

/** Puts back workflows whose assignment was not answered in time: the assignment, or its answer, is lost. */
export async function putBackUnanswered(options: DispatchOptions, workers: ConnectedWorkers): Promise<void> {
  const { clock, timing } = options;
  for (const worker of workers.all) {
    const runs = worker.unanswered(timing.answerMs, clock.monotonicMs());
    if (runs.length > 0) await putBack(options, worker, runs, { handOver: true });
  }
}

/** Takes workflows from a worker that does not run them, so that another can. */
export async function putBack(
  { write, announcer }: DispatchOptions,
  worker: Worker,
  runs: readonly RunningWorkflow[],
  how: { readonly handOver: boolean },
): Promise<void> {
  const released = await releaseWorkflows(write, runs, how);
  // If the worker starts one now, it learns that it is too late.
  for (const run of runs) if (worker.drop(run.ownerToken)) worker.sink.stop({ ...run, cause: tooLate(run) });
  announceReleased(announcer, released);
}

function tooLate({ workflowId }: RunningWorkflow): DbosdError {
  return new DbosdError({
    reason: 'OWNERSHIP_LOST',
    message: `the assignment of workflow ${workflowId} was not answered in time, and it was given to another run`,
    metadata: { workflow_id: workflowId },
  });
}

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
