import { startTimer } from '@dbosd/shared';
import { startIdleTimer } from '../idle-timer.js';
import type { SessionEnvironment } from './session-environment.js';

export interface SessionTimersOptions {
  readonly environment: SessionEnvironment;
  /** When the client was heard last, on the monotonic clock. */
  readonly heardMs: () => number;
  /** When a frame went out last. */
  readonly wroteMs: () => number;
  readonly beat: () => void;
  readonly silent: () => void;
  readonly renew: () => void;
}

/** The three timers of a session: heartbeat, silence, renewal. None is touched by a request. Returns what stops them. */
export function startSessionTimers(options: SessionTimersOptions): () => void {
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

  // Spread by a tenth to each side, so that sessions that began together do not move together.
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
