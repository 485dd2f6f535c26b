/**
 * Hears of aborted signals, with one listener on each signal however many calls share it: ten thousand waits under
 * one signal cost it one listener, and none is left when they are over.
 */
export class AbortListeners {
  readonly #bySignal = new WeakMap<AbortSignal, Set<(reason: unknown) => void>>();
  readonly #stops = new WeakMap<AbortSignal, () => void>();

  /** Calls `onAbort` once when the signal aborts. Returns a function that takes it back. */
  add(signal: AbortSignal, onAbort: (reason: unknown) => void): () => void {
    const listeners = this.#bySignal.get(signal) ?? this.#listen(signal);
    listeners.add(onAbort);
    return () => {
      listeners.delete(onAbort);
      if (listeners.size === 0) this.#forget(signal);
    };
  }

  #listen(signal: AbortSignal): Set<(reason: unknown) => void> {
    const listeners = new Set<(reason: unknown) => void>();
    const fire = (): void => {
      this.#stops.delete(signal);
      this.#bySignal.delete(signal);
      for (const onAbort of [...listeners]) onAbort(signal.reason);
    };
    signal.addEventListener('abort', fire, { once: true });
    this.#bySignal.set(signal, listeners);
    this.#stops.set(signal, () => {
      signal.removeEventListener('abort', fire);
    });
    return listeners;
  }

  #forget(signal: AbortSignal): void {
    this.#stops.get(signal)?.();
    this.#stops.delete(signal);
    this.#bySignal.delete(signal);
  }
}
