/**
 * A promise that knows whether anybody waits for it. It is a class of its own because `await` passes by an overridden
 * `then` of a plain promise.
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
  readonly of: EffectPromise;
  readonly error: unknown;
}

/**
 * The effects that a workflow or a try of a step has begun. It need not await each: one that fails without anybody
 * waiting for it fails the next operation that is awaited, and at last the workflow.
 */
export class Effects {
  readonly #pending = new Map<number, Promise<unknown>>();
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
    // Else an effect that nobody awaits would end the process.
    void Promise.prototype.then.call(given, undefined, () => undefined);
    this.#pending.set(
      at,
      effect.then(
        () => this.#pending.delete(at),
        (error: unknown) => {
          this.#pending.delete(at);
          this.#failures.push({ of: given, error });
        },
      ),
    );
    return given;
  }

  /** Resolves when the effects before the mark are over. Rejects with the failure of one that nobody waited for. */
  async settle(mark = this.#begun): Promise<void> {
    const earlier = [...this.#pending].filter(([at]) => at < mark).map(([, effect]) => effect);
    if (earlier.length > 0) await Promise.all(earlier);
    const unheard = this.#failures.find(({ of }) => !of.isObserved);
    this.#failures = this.#failures.filter((one) => one !== unheard && !one.of.isObserved);
    if (unheard !== undefined) throw unheard.error;
  }

  /** Whether `settle` has anything to do. */
  get isCalm(): boolean {
    return this.#pending.size === 0 && this.#failures.length === 0;
  }
}
