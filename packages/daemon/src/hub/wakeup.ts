import { DbosdError, startTimer } from '@dbosd/shared';
import { draining } from '../model/failures.js';
import type { CancelSignal } from '../model/waits.js';
import type { Hub } from './hub.js';

/**
 * A hint for one waiter, which stays pending until it is cleared: it may come at any time, and ends the present wait or the
 * next one. Clear it before reading, so that a hint that comes during the read is not lost.
 */
export class Wakeup {
  #pending = false;
  #waiter: (() => void) | undefined;

  readonly wake = (): void => {
    this.#pending = true;
    this.#waiter?.();
  };

  clear(): void {
    this.#pending = false;
  }

  /** Whether it has been woken since the last `clear`. */
  get pending(): boolean {
    return this.#pending;
  }

  /** Resolves when a hint comes (or is pending), or after `ms`. Rejects with the signal's reason. */
  wait(ms: number, signal: CancelSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#pending) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        cancel?.();
        signal.removeEventListener('abort', settle);
        this.#waiter = undefined;
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const cancel = ms === Infinity ? undefined : startTimer(ms, settle);
      this.#waiter = settle;
      signal.addEventListener('abort', settle, { once: true });
    });
  }
}

interface UntilReadyOptions {
  readonly sink: { ready(): Promise<void> };
  readonly hub: Hub;
  /** A reader that takes nothing for this long although data waits is given up. */
  readonly slowReaderMs: number;
  /** Where the reader can resume: goes into the metadata of the error. */
  readonly resume: Readonly<Record<string, string>>;
}

/**
 * Resolves when a full transport takes batches again. Rejects with SLOW_READER when it takes none for too long, with
 * DRAINING when the daemon drains, and as the transport does when the call has ended.
 */
export function untilReady({ sink, hub, slowReaderMs, resume }: UntilReadyOptions): Promise<void> {
  // A hub that drains already does not call back.
  if (hub.draining) return Promise.reject(draining(resume));
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      cancel();
      leave();
      settle();
    };
    const fail = (cause: Error): void => {
      end(() => {
        reject(cause);
      });
    };
    const cancel = startTimer(slowReaderMs, () => {
      fail(slowReader(slowReaderMs, resume));
    });
    const leave = hub.onDrain(() => {
      fail(draining(resume));
    });
    sink.ready().then(() => {
      end(resolve);
    }, fail);
  });
}

function slowReader(ms: number, resume: Readonly<Record<string, string>>): DbosdError {
  return new DbosdError({
    reason: 'SLOW_READER',
    message: `the reader has taken nothing for ${String(ms / 1000)} s although data waits; read faster, and resume`,
    metadata: resume,
    retryAfterMs: 0,
  });
}
