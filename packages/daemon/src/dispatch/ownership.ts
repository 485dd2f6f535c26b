import { RUN_PROOF_MS } from '@dbosd/shared';
import { notRunning, workflowNotFound } from '../model/failures.js';
import type { RunningWorkflow, WorkflowStop } from '../model/workers.js';
import { readOwners, type Run } from '../store/queries/workers/read-runs.js';
import type { ConnectedWorkers, Worker } from './worker.js';
import type { DispatchOptions } from './options.js';

/** An older proof is not given: it would be too old when it arrives. */
const OLDEST_PROOF_MS = (RUN_PROOF_MS * 3) / 4;

interface Question {
  readonly run: Run;
  readonly resolve: (ageMs: number) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Watches that workers run only what they own. A hint about a run is checked against its row, by one statement for all hints
 * of one turn of the event loop; a run that its worker no longer owns is stopped.
 */
export class Ownership {
  readonly #options: DispatchOptions;
  readonly #workers: ConnectedWorkers;
  #doubted = new Map<string, { readonly worker: Worker; readonly run: RunningWorkflow }>();
  #checking = false;
  #questions: Question[] = [];

  constructor(options: DispatchOptions, workers: ConnectedWorkers) {
    this.#options = options;
    this.#workers = workers;
  }

  /** The worker holds a run from now on. */
  hold(worker: Worker, run: RunningWorkflow): void {
    const { workflowId, ownerToken } = run;
    const { watchRun, forgetRun } = this.#options;
    const leave = watchRun(workflowId, ownerToken, () => {
      this.doubt(worker, run);
    });
    worker.hold(run, () => {
      leave();
      // Its worker may be connected on another stream as well.
      if (!this.#workers.all.some((other) => other.holds(ownerToken))) forgetRun(workflowId, ownerToken);
    });
  }

  /**
   * Confirms that a run goes on: resolves with how long ago that was seen, in ms. What the sweep has just seen is not read
   * again; all other questions of one turn of the event loop share a statement. Rejects with the reason why the run is over.
   */
  confirm(run: Run): Promise<number> {
    const { clock, runSeenAtMs } = this.#options;
    const seenAtMs = runSeenAtMs(run.workflowId, run.ownerToken);
    const ageMs = seenAtMs === undefined ? Infinity : clock.monotonicMs() - seenAtMs;
    if (ageMs <= OLDEST_PROOF_MS) return Promise.resolve(ageMs);
    return new Promise((resolve, reject) => {
      if (this.#questions.length === 0) setImmediate(() => void this.#ask());
      this.#questions.push({ run, resolve, reject });
    });
  }

  async #ask(): Promise<void> {
    const { clock } = this.#options;
    const questions = this.#questions.splice(0);
    const begunMs = clock.monotonicMs();
    try {
      const stops = await findStops(
        this.#options,
        questions.map(({ run }) => run),
      );
      for (const { run, resolve, reject } of questions) {
        const found = stops.get(run.ownerToken);
        if (found === undefined) resolve(clock.monotonicMs() - begunMs);
        else reject(found.cause);
      }
    } catch (cause) {
      for (const { reject } of questions) reject(cause);
    }
  }

  /** Checks whether the worker still owns the run. */
  doubt(worker: Worker, run: RunningWorkflow): void {
    this.#doubted.set(run.ownerToken, { worker, run });
    if (this.#checking) return;
    this.#checking = true;
    // Hints come in groups: from a sweep, or from a mass cancel.
    setImmediate(() => void this.#check());
  }

  async #check(): Promise<void> {
    while (this.#doubted.size > 0) {
      const doubted = [...this.#doubted.values()].filter(({ worker, run }) => worker.holds(run.ownerToken));
      this.#doubted = new Map();
      if (doubted.length === 0) continue;
      try {
        const stops = await findStops(
          this.#options,
          doubted.map(({ run }) => run),
        );
        for (const { worker, run } of doubted) stop(worker, stops.get(run.ownerToken));
      } catch (cause) {
        // The next sweep causes another check.
        this.#options.onError('dispatch.check_failed', cause);
      }
    }
    this.#checking = false;
  }
}

/** The runs that are over, by their tokens. */
export async function findStops(
  { write }: Pick<DispatchOptions, 'write'>,
  runs: readonly Run[],
): Promise<Map<string, WorkflowStop>> {
  const stops = new Map<string, WorkflowStop>();
  if (runs.length === 0) return stops;
  const found = await readOwners(write, runs);
  for (const [index, { workflowId, ownerToken }] of runs.entries()) {
    const ownership = found[index];
    if (ownership === undefined || ownership.owned) continue;
    const { status } = ownership;
    const cause = status === undefined ? workflowNotFound(workflowId) : notRunning(workflowId, status);
    stops.set(ownerToken, { workflowId, ownerToken, cause });
  }
  return stops;
}

function stop(worker: Worker, stopping: WorkflowStop | undefined): void {
  // It may have ended meanwhile.
  if (stopping !== undefined && worker.drop(stopping.ownerToken)) worker.sink.stop(stopping);
}
