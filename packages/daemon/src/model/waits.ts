/** How long a wait may take, and who may end it. */
export interface Wait {
  /** The caller's timeout; 0 = one look. */
  readonly timeoutMs: number;
  /** When to answer `notYet`, however much is left. */
  readonly holdMs: number;
  /** The caller has gone: the wait rejects with its reason. */
  readonly signal: CancelSignal;
}

export type Unanswered =
  | { readonly kind: 'timedOut' }
  | {
      readonly kind: 'notYet';
      readonly remainingMs: number;
      /** All that is waited for exists. */
      readonly exists?: boolean;
    };

/**
 * Where a server stream's batches go. `offer` takes the batch in any case and says false when the transport is full;
 * then nothing more is offered until `ready` resolves.
 */
export interface Sink<T> {
  offer(batch: T): boolean;
  /** Resolves when the transport takes batches again. Rejects with the signal's reason when the call has ended. */
  ready(): Promise<void>;
}

/** What ends a wait before its time: an AbortSignal, or a Cancellation. */
export interface CancelSignal {
  readonly aborted: boolean;
  /** Once it is aborted. */
  readonly reason: Error;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** An AbortController and its signal in one, for waits of which there are tens of thousands: those of Node take 2 KB. */
export class Cancellation implements CancelSignal {
  #reason: Error | undefined;
  #listeners: readonly (() => void)[] | undefined;

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): Error {
    return this.#reason as Error;
  }

  throwIfAborted(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  abort(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    const listeners = this.#listeners ?? [];
    this.#listeners = undefined;
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners = [...(this.#listeners ?? []), listener];
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const left = this.#listeners?.filter((one) => one !== listener) ?? [];
    this.#listeners = left.length > 0 ? left : undefined;
  }
}
