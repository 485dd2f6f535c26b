import { type Clock, type contract, durationToMs } from '@dbosd/shared';

/** A recorded operation, as it was read at some time. */
export interface Recorded {
  readonly checkpoint: contract.Checkpoint__Output;
  /** By the monotonic clock. */
  readonly readAtMs: number;
}

interface Waiter {
  readonly functionId: number;
  readonly resolve: (found: Recorded | undefined) => void;
}

/**
 * What a workflow has recorded before, page by page. An execution that runs past what has come waits; after the last
 * page it is live.
 */
export class Replay {
  readonly #clock: Clock;
  readonly #recorded = new Map<number, Recorded>();
  #highest = -1;
  #complete: boolean;
  #waiters: Waiter[] = [];

  /** Begins complete where nothing can be recorded yet. */
  constructor(clock: Clock, isNew: boolean) {
    this.#clock = clock;
    this.#complete = isNew;
  }

  /** The last function id that has come, while more are to come. Undefined: all have come. */
  get until(): number | undefined {
    return this.#complete ? undefined : Math.max(0, this.#highest);
  }

  add({ checkpoints, last }: contract.CheckpointPage__Output): void {
    const readAtMs = this.#clock.monotonicMs();
    for (const checkpoint of checkpoints) {
      this.#recorded.set(checkpoint.functionId, { checkpoint, readAtMs });
      this.#highest = Math.max(this.#highest, checkpoint.functionId);
    }
    this.#complete ||= last;
    const waiters = this.#waiters.splice(0);
    for (const waiter of waiters) {
      if (this.#knows(waiter.functionId)) waiter.resolve(this.#recorded.get(waiter.functionId));
      else this.#waiters.push(waiter);
    }
  }

  /** What is recorded under an id: at once where that is known. */
  find(functionId: number): Recorded | undefined | Promise<Recorded | undefined> {
    if (this.#knows(functionId)) return this.#recorded.get(functionId);
    return new Promise((resolve) => {
      this.#waiters.push({ functionId, resolve });
    });
  }

  /** The operation has been answered from here: it is asked for once. */
  forget(functionId: number): void {
    this.#recorded.delete(functionId);
  }

  /** What is left of a recorded sleep, in ms. */
  remainingMs({ checkpoint, readAtMs }: Recorded): number {
    const passedMs = this.#clock.monotonicMs() - readAtMs;
    return checkpoint.remaining === null ? 0 : Math.max(0, durationToMs(checkpoint.remaining) - passedMs);
  }

  /** The execution is stopped: those that wait go on, and find that out. */
  end(): void {
    for (const { resolve } of this.#waiters.splice(0)) resolve(undefined);
    this.#complete = true;
  }

  #knows(functionId: number): boolean {
    return this.#complete || functionId <= this.#highest;
  }
}
