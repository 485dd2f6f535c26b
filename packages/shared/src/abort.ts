interface Shared {
  readonly listeners: Set<(reason: unknown) => void>;
  readonly stop: () => void;
}

// One for the process: it holds nothing that outlives its signal.
const bySignal = new WeakMap<AbortSignal, Shared>();

/**
 * Calls `listener` once when the signal aborts, and returns a function that takes it back. However many wait for one
 * signal, it has one listener, and none when they are over: Node warns of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal, listener: (reason: unknown) => void): () => void {
  const shared = bySignal.get(signal) ?? listen(signal);
  // Of its own, so that the same function may be added twice.
  const own = (reason: unknown): void => {
    listener(reason);
  };
  shared.listeners.add(own);
  return () => {
    shared.listeners.delete(own);
    if (shared.listeners.size > 0 || bySignal.get(signal) !== shared) return;
    bySignal.delete(signal);
    shared.stop();
  };
}

function listen(signal: AbortSignal): Shared {
  const listeners = new Set<(reason: unknown) => void>();
  const fire = (): void => {
    bySignal.delete(signal);
    for (const listener of [...listeners]) listener(signal.reason);
  };
  const shared: Shared = {
    listeners,
    stop: () => {
      signal.removeEventListener('abort', fire);
    },
  };
  signal.addEventListener('abort', fire, { once: true });
  bySignal.set(signal, shared);
  return shared;
}
