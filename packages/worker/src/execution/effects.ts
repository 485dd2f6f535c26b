/**
 * A promise that knows whether it is awaited. It is a separate class because `await` bypasses an overridden `then` of a
 * plain promise.
 */
class EffectPromise extends Promise<void> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  isObserved = false;

  override then<A = void, B = never>(
    // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- the signature of a promise of nothing
    onFulfilled?: ((value: void) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isObserved = true;
    return super.then(onFulfilled, onRejected);
  }
}

interface Failure {
  readonly at: number;
  readonly of: EffectPromise;
  readonly error: unknown;
}

interface Waiter {
  readonly mark: number;
  readonly resolve: () => void;
}

/**
 * The effects that a workflow or a try of a step has begun. They need not be awaited: an effect that fails without
 * being awaited fails the next awaited operation and, in the end, the workflow.
 */
export class Effects {
  /** The places of those that are not over, and the earliest of them (or what comes next). */
  readonly #pending = new Set<number>();
  #first = 0;
  /** Who waits until all effects before a mark are over, by their marks. */
  readonly #waiters: Waiter[] = [];
  #failures: Failure[] = [];
  #begun = 0;

  /** How many have been begun: those before this mark are earlier. */
  mark(): number {
    return this.#begun;
  }

  /** Notes an effect, and returns the promise to give to the program. */
  note(effect: Promise<void>): Promise<void> {
    const at = this.#begun;
    this.#begun += 1;
    const given = new EffectPromise((resolve, reject) => {
      effect.then(resolve, reject);
    });
    // Otherwise an effect that is not awaited would end the process.
    void Promise.prototype.then.call(given, undefined, () => undefined);
    this.#pending.add(at);
    effect.then(
      () => {
        this.#over(at);
      },
      (error: unknown) => {
        this.#failures.push({ at, of: given, error });
        this.#over(at);
      },
    );
    return given;
  }

  /** Resolves when the effects before the mark are over. Rejects with the failure of one that was not awaited. */
  async settle(mark = this.#begun): Promise<void> {
    if (this.#first < mark) await this.#reached(mark);
    // A later effect may have failed already; its caller has not had the time to await it.
    const unheard = this.#failures.find(({ at, of }) => at < mark && !of.isObserved);
    this.#failures = this.#failures.filter((one) => one !== unheard && !one.of.isObserved);
    if (unheard !== undefined) throw unheard.error;
  }

  /** Runs what begins effects. They are over when it resolves, and also when it rejects: then its own error counts. */
  async settled<T>(body: () => Promise<T>): Promise<T> {
    let result: T;
    try {
      result = await body();
    } catch (error) {
      await this.settle().catch(() => undefined);
      throw error;
    }
    await this.settle();
    return result;
  }

  /** Whether `settle` has anything to do. */
  get isCalm(): boolean {
    return this.#pending.size === 0 && this.#failures.length === 0;
  }

  #reached(mark: number): Promise<void> {
    return new Promise((resolve) => {
      let at = this.#waiters.length;
      while (at > 0 && (this.#waiters[at - 1]?.mark ?? 0) > mark) at -= 1;
      this.#waiters.splice(at, 0, { mark, resolve });
    });
  }

  #over(at: number): void {
    this.#pending.delete(at);
    while (this.#first < this.#begun && !this.#pending.has(this.#first)) this.#first += 1;
    let reached = 0;
    while ((this.#waiters[reached]?.mark ?? Infinity) <= this.#first) reached += 1;
    for (const { resolve } of this.#waiters.splice(0, reached)) resolve();
  }
}
