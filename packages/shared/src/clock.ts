import { onAbort } from './abort.js';

/** The clock for waits. Injected, so that tests can control it. Never used to order stored data. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  monotonicMs(): number;
  /** Resolves after `ms` (any length; 0 = next turn). Rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// setTimeout fires at once for anything longer.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The system clock. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  sleep,
};

/**
 * Calls `wake` once after `ms`, however long that is (Infinity: never). Returns a function that cancels it. Throws
 * TypeError for NaN, which a plain timer treats as 1 ms. The linter allows timers only in this file.
 */
export function startTimer(ms: number, wake: () => void): () => void {
  if (Number.isNaN(ms)) throw new TypeError('a timer of NaN ms');
  if (ms <= LONGEST_TIMER_MS) {
    const timer = setTimeout(wake, Math.max(0, ms));
    return () => {
      clearTimeout(timer);
    };
  }
  let left = ms;
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    left -= step;
    timer = setTimeout(left > 0 ? arm : wake, step);
  };
  arm();
  return () => {
    clearTimeout(timer);
  };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const cancel = startTimer(ms, () => {
      stopListening?.();
      resolve();
    });
    const stopListening =
      signal &&
      onAbort(signal, () => {
        cancel();
        reject(signal.reason as Error);
      });
  });
}
