import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import { type Clock, DbosdError, startTimer } from '@dbosd/shared';
import type { WriteLoad } from '../../model/write-load.js';
import type { InFlight } from '../admission.js';
import type { FrameStream } from './frame-stream.js';

/** A session, or a worker's stream. */
export interface Served {
  readonly stream: FrameStream;
  /** Asks the peer to move to another daemon; what it still sends here is carried out. */
  goAway(draining: boolean): void;
}

interface StreamServiceOptions {
  readonly inFlight: InFlight;
  readonly writes: WriteLoad;
  /** Takes over a stream. `onClosed` is called once, when it is over. Undefined: it was refused, and is over. */
  readonly serve: (
    call: ServerDuplexStream<Buffer, Buffer>,
    onClosed: () => void,
    isDraining: boolean,
  ) => Served | undefined;
}

/** A service of one bidirectional method: opens its streams and knows those that are open. */
export class StreamService {
  readonly #options: StreamServiceOptions;
  readonly #open = new Set<Served>();
  #isDraining = false;

  constructor(options: StreamServiceOptions) {
    this.#options = options;
    options.writes.onRoom(() => {
      for (const { stream } of this.#open) stream.throttle();
    });
  }

  /** How many streams are open. */
  get size(): number {
    return this.#open.size;
  }

  readonly handle: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
    this.#options.inFlight.track(
      new Promise((resolve) => {
        const onClosed = (): void => {
          if (served !== undefined) this.#open.delete(served);
          resolve();
        };
        const served = this.#options.serve(call, onClosed, this.#isDraining);
        if (served === undefined) resolve();
        else this.#open.add(served);
      }),
    );
  };

  /** Asks every peer to move to another daemon, and from now on every one that comes. */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    for (const served of this.#open) served.goAway(true);
  }

  /** Ends the streams that are left. */
  end(): void {
    const stopped = new DbosdError({
      reason: 'DRAINING',
      message: 'the daemon stops: connect to another one',
      outcome: 'unknown',
    });
    for (const { stream } of [...this.#open]) stream.end(stopped);
  }
}

interface IdleTimerOptions {
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

interface StreamTimersOptions {
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
