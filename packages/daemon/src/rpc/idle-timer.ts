import { startTimer } from '@dbosd/shared';

export interface IdleTimerOptions {
  /** How long nothing may happen before `onIdle` is called. */
  readonly afterMs: number;
  /** Milliseconds on a clock that never jumps. */
  readonly nowMs: () => number;
  /** When something happened last, on that clock. Read when the timer fires, so that activity costs no timer. */
  readonly lastActiveMs: () => number;
  readonly onIdle: () => void;
}

/** Calls `onIdle` whenever nothing has happened for a while, again and again. Returns what stops it. */
export function startIdleTimer({ afterMs, nowMs, lastActiveMs, onIdle }: IdleTimerOptions): () => void {
  let idleSinceMs = nowMs();
  let cancel = startTimer(afterMs, check);
  return () => {
    cancel();
  };

  function check(): void {
    idleSinceMs = Math.max(idleSinceMs, lastActiveMs());
    const idleMs = nowMs() - idleSinceMs;
    if (idleMs < afterMs) {
      cancel = startTimer(afterMs - idleMs, check);
      return;
    }
    idleSinceMs = nowMs();
    // Armed before the call, which may stop the timer.
    cancel = startTimer(afterMs, check);
    onIdle();
  }
}
