import type { WorkQuestion } from '../store/queries/queues/find-work.js';
import type { Worker } from './worker.js';

/** The workers that are connected to this daemon. */
export class ConnectedWorkers {
  readonly #workers = new Set<Worker>();

  /** Adds a worker. An older stream of the same executor is closed: it no longer speaks for the executor. */
  add(worker: Worker): void {
    for (const other of this.#workers) if (other.executorId === worker.executorId) other.close();
    this.#workers.add(worker);
  }

  /** Returns whether it was connected. */
  delete(worker: Worker): boolean {
    return this.#workers.delete(worker);
  }

  has(worker: Worker): boolean {
    return this.#workers.has(worker);
  }

  get all(): readonly Worker[] {
    return [...this.#workers];
  }

  /** Those that may be assigned workflows. */
  get open(): readonly Worker[] {
    return this.all.filter((worker) => worker.open);
  }

  /** The applications of the open workers, each once. */
  questions(): WorkQuestion[] {
    const applications = new Map<string, boolean>();
    for (const { hello } of this.open) {
      const { applicationName, claimUnclaimed } = hello;
      applications.set(applicationName, claimUnclaimed || applications.get(applicationName) === true);
    }
    return [...applications].map(([applicationName, claimUnclaimed]) => ({
      applicationName,
      claimUnclaimed,
    }));
  }
}
