import { DbosdError } from '@dbosd/shared';
import { cancelOverdue, promoteDelayed } from '../store/queries/dispatch/due-workflows.js';
import {
  findOrphans,
  releaseOrphans,
  releaseWorkflows,
} from '../store/queries/dispatch/release-workflows.js';
import type { RunningWorkflow } from '../model/workers.js';
import { announceReleased, type DispatchEnvironment } from './environment.js';
import type { Roster } from './roster.js';
import type { Worker } from './worker.js';

/** Enqueues what was delayed, and cancels what is overdue, of the applications whose workers are connected here. */
export async function lookAfterDue(environment: DispatchEnvironment, roster: Roster): Promise<void> {
  const questions = roster.questions();
  if (questions.length === 0) return;
  const { write, announcer } = environment;
  announceReleased(announcer, await promoteDelayed(write, questions));
  for (const workflowId of await cancelOverdue(write, questions)) announcer.workflowChanged(workflowId);
}

/** Puts back what workers were assigned and have not answered: the assignment, or its answer, is lost. */
export async function lookAfterUnanswered(environment: DispatchEnvironment, roster: Roster): Promise<void> {
  const { clock, timing } = environment;
  for (const worker of roster.all) {
    const runs = worker.unanswered(timing.answerMs, clock.monotonicMs());
    if (runs.length > 0) await putBack(environment, worker, runs, { handOver: true });
  }
}

/** Takes workflows from a worker that does not run them, for another to run. */
export async function putBack(
  { write, announcer }: DispatchEnvironment,
  worker: Worker,
  runs: readonly RunningWorkflow[],
  how: { readonly handOver: boolean },
): Promise<void> {
  const released = await releaseWorkflows(write, runs, how);
  // Should it take it up now, it learns that it is too late.
  for (const run of runs) if (worker.drop(run.ownerToken)) worker.sink.stop({ ...run, cause: tooLate(run) });
  announceReleased(announcer, released);
}

/** Finds executors of ours that run something and have no row; those found twice have lost what they run. */
export class Orphans {
  readonly #environment: DispatchEnvironment;
  #found: ReadonlySet<string> = new Set();

  constructor(environment: DispatchEnvironment) {
    this.#environment = environment;
  }

  async look(): Promise<void> {
    const { read, write, announcer } = this.#environment;
    const before = this.#found;
    // A look that fails is none: what it would have shown is seen for the first time by the next.
    this.#found = new Set();
    const found = await findOrphans(read);
    this.#found = new Set(found);
    const again = found.filter((executorId) => before.has(executorId));
    if (again.length > 0) announceReleased(announcer, await releaseOrphans(write, again));
  }
}

function tooLate({ workflowId }: RunningWorkflow): DbosdError {
  return new DbosdError({
    reason: 'OWNERSHIP_LOST',
    message: `the assignment of workflow ${workflowId} was not answered in time, and it was given to another run`,
    metadata: { workflow_id: workflowId },
  });
}
