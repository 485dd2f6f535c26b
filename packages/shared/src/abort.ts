interface Shared {
  readonly listeners: Set<(reason: unknown) => void>;
  readonly stop: () => void;
}

// One for the process. It holds nothing that outlives its signal.
const bySignal = new WeakMap<AbortSignal, Shared>();

/**
 * Calls `listener` once when the signal aborts, and returns a function that removes it. However many callers wait for a
 * signal, it has a single listener, and none when they are done: Node.js warns of a leak from the eleventh listener on.
 */
export function onAbort(signal: AbortSignal, listener: (reason: unknown) => void): () => void {
  const shared = bySignal.get(signal) ?? listen(signal);
  // A separate object, so that the same function may be added twice.
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
