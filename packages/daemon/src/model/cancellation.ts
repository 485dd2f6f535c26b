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
