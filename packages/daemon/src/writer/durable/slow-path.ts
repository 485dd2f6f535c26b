import { DbosdError } from '@dbosd/shared';

export interface SlowPathOptions {
  /** How many wait for a lock at once, each on a connection. */
  readonly places: number;
  /** Who has waited for a place as long is turned away. */
  readonly maxWaitMs: number;
}

/**
 * Where workflows go whose row another has locked: each waits for its lock on a connection of its own. The places are
 * few, so that locks never take the connections of those who need none; whoever gets none in time is turned away, with
 * nothing written.
 */
export class SlowPath {
  readonly #options: SlowPathOptions;
  #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(options: SlowPathOptions) {
    this.#options = options;
  }

  /** Runs the work when there is a place. Rejects with STORE_UNAVAILABLE when there was none in time. */
  async run<V>(work: () => Promise<V>): Promise<V> {
    const since = performance.now();
    if (this.#taken < this.#options.places) this.#taken += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      if (performance.now() - since > this.#options.maxWaitMs) throw locked();
      return await work();
    } finally {
      // The place goes from hand to hand, in the order in which they came.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken -= 1;
    }
  }
}

function locked(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'another program holds the rows of this and of many other workflows locked; try again',
    retryAfterMs: 500,
  });
}
