import { startTimer, type Clock } from '@dbosd/shared';
import { startIdleTimer } from '../idle-timer.js';

export interface StreamTiming {
  /** An empty frame goes out after so long without one. */
  readonly heartbeatMs: number;
  /** A peer that is silent for so long is taken for gone. */
  readonly silenceMs: number;
  /** A stream is asked to move after so long, give or take a tenth. */
  readonly renewMs: number;
}

export interface StreamTimersOptions {
  readonly environment: {
    readonly clock: Clock;
    readonly timing: StreamTiming;
    readonly random: () => number;
  };
  /** When the peer was heard last, on the monotonic clock. */
  readonly heardMs: () => number;
  /** When a frame went out last. */
  readonly wroteMs: () => number;
  readonly beat: () => void;
  readonly silent: () => void;
  readonly renew: () => void;
}

/** The three timers of a stream: heartbeat, silence, renewal. None is touched by a frame. Returns what stops them. */
export function startStreamTimers(options: StreamTimersOptions): () => void {
  const { clock, timing, random } = options.environment;
  const nowMs = (): number => clock.monotonicMs();
  const stopBeat = startIdleTimer({
    afterMs: timing.heartbeatMs,
    nowMs,
    lastActiveMs: options.wroteMs,
    onIdle: options.beat,
  });
  const stopSilence = startIdleTimer({
    afterMs: timing.silenceMs,
    nowMs,
    lastActiveMs: options.heardMs,
    onIdle: options.silent,
  });
  const stopRenewal = startRenewal();
  return () => {
    stopBeat();
    stopSilence();
    stopRenewal();
  };

  // Spread by a tenth to each side, so that streams that began together do not move together.
  function startRenewal(): () => void {
    let cancel = arm();
    return () => {
      cancel();
    };

    function arm(): () => void {
      return startTimer(timing.renewMs * (0.9 + 0.2 * random()), () => {
        cancel = arm();
        options.renew();
      });
    }
  }
}
