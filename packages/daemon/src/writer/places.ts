import { startTimer } from '@dbosd/shared';

export interface PlacesOptions {
  /** How many work at once, each on a connection. */
  readonly places: number;
  /** Work that has waited for a place this long is turned away. */
  readonly maxWaitMs: number;
  /** Why. Nothing has been written. */
  readonly turnedAway: () => Error;
}

/** A few places for slow work, so that it never takes the connections of quick work. They are given in order of arrival. */
export class Places {
  readonly #options: PlacesOptions;
  /** Each hands a place to a caller that waits. */
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** Runs the work when there is a place. Rejects with `turnedAway` when there was none in time. */
  async run<V>(work: () => Promise<V>): Promise<V> {
    if (this.#taken < this.#options.places) this.#taken += 1;
    else await this.#handed();
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next) next();
      else this.#taken -= 1;
    }
  }

  #handed(): Promise<void> {
    const { maxWaitMs, turnedAway } = this.#options;
    return new Promise((resolve, reject) => {
      const take = (): void => {
        cancel();
        this.#waiting.delete(take);
        resolve();
      };
      const cancel = startTimer(maxWaitMs, () => {
        this.#waiting.delete(take);
        reject(turnedAway());
      });
      this.#waiting.add(take);
    });
  }
}
