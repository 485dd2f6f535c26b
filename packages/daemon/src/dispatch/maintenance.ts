import { DbosdError } from '@dbosd/shared';
import { cancelOverdue, promoteDelayed } from '../store/queries/queues/due-workflows.js';
import { releaseWorkflows } from '../store/queries/workers/release-workflows.js';
import type { RunningWorkflow } from '../model/workers.js';
import type { ConnectedWorkers } from './connected-workers.js';
import { announceReleased, type DispatchOptions } from './options.js';
import type { Worker } from './worker.js';

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
