import { startTimer, type Clock } from '@dbosd/shared';

export interface IdleTimerOptions {
  /** How long nothing may happen before `onIdle` is called. */
  readonly afterMs: number;
  /** Milliseconds on a clock that never jumps. */
  readonly nowMs: () => number;
  /** When something happened last, on that clock. Read when the timer fires, so that activity costs no timer. */
  readonly lastActiveMs: () => number;
  readonly onIdle: () => void;
}

/** Calls `onIdle` whenever nothing has happened for a while, repeatedly. Returns what stops it. */
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

export interface StreamTiming {
  /** An empty frame goes out after so long without one. */
  readonly heartbeatMs: number;
  /** A peer that sends nothing for so long is taken for gone. */
  readonly silenceMs: number;
  /** A stream is asked to move after so long, give or take a tenth. */
  readonly renewMs: number;
}

export interface StreamTimersOptions {
  readonly clock: Clock;
  readonly timing: StreamTiming;
  readonly random: () => number;
  /** When the last frame came from the peer, on the monotonic clock. */
  readonly receivedMs: () => number;
  /** When the last frame went out. */
  readonly wroteMs: () => number;
  readonly onBeat: () => void;
  readonly onSilence: () => void;
  readonly onRenewal: () => void;
}

/** The three timers of a stream: heartbeat, silence, renewal. No frame touches them. Returns what stops them. */
export function startStreamTimers(options: StreamTimersOptions): () => void {
  const { clock, timing, receivedMs, wroteMs } = options;
  const nowMs = (): number => clock.monotonicMs();
  const stops = [
    startIdleTimer({ afterMs: timing.heartbeatMs, nowMs, lastActiveMs: wroteMs, onIdle: options.onBeat }),
    startIdleTimer({ afterMs: timing.silenceMs, nowMs, lastActiveMs: receivedMs, onIdle: options.onSilence }),
    startRenewal(options),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

// Spread by a tenth to each side, so that streams that began together do not move together.
function startRenewal({ timing, random, onRenewal }: StreamTimersOptions): () => void {
  let cancel = arm();
  return () => {
    cancel();
  };

  function arm(): () => void {
    return startTimer(timing.renewMs * (0.9 + 0.2 * random()), () => {
      cancel = arm();
      onRenewal();
    });
  }
}
