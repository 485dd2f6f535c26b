import { DbosdError, type Clock } from '@dbosd/shared';
import { status, type ServerDuplexStream, type StatusObject } from '@grpc/grpc-js';
import { statusOf, type Failures } from '../failures.js';
import type { TransportStream, TransportStreams } from '../transport/transport-streams.js';
import { FrameOutput, type FrameLimits } from './frame-output.js';
import type { Outlet, OutputBudget } from './output-budget.js';
import { startStreamTimers, type StreamTiming } from './stream-service.js';

/** What counts for a part that holds next to nothing: a peer that does not take it is noticed, too. */
export const EMPTY_BYTES = 16;

/** What all streams of frames of a server have in common. */
export interface FrameStreamEnvironment {
  readonly failures: Failures;
  readonly clock: Clock;
  readonly timing: StreamTiming;
  readonly limits: FrameLimits;
  readonly streams: TransportStreams;
  readonly budget: OutputBudget;
  /** Chance from 0 (inclusive) to 1. */
  readonly random: () => number;
}

/** What a stream of frames is used for: a session, or a worker. Nothing of it is called after `closed`. */
export interface FrameStreamUser {
  /** The method, for the log. */
  readonly method: string;
  /** How often the peer should send something: named to a peer that was silent. */
  readonly beatMs: number;
  /** Whether more may be taken on. */
  readonly hasRoom: boolean;
  /** Whether all that the peer asked for is answered. */
  readonly isDone: boolean;
  /**
   * Carries a frame out, and yields before each thing in it that takes room; it goes on when there is some. What it throws
   * ends the stream.
   */
  receive(frame: Buffer): Iterable<void>;
  /** The output takes more again. */
  outputHasRoom(): void;
  /** The peer sends no more. */
  halfClosed(): void;
  /** The peer should move to another stream. */
  renew(): void;
  /** Called once. */
  closed(): void;
}

/**
 * A stream of frames in both directions, from the daemon's side.
 *
 * It is `open` until the peer half-closes; then it is `answering` until nothing is in flight and all is written; then it is
 * `closed`. A broken connection, silence, or a bad frame closes it at once. While its user has no room, or its output
 * is at its mark, nothing more of the last frame is carried out, and no other frame is read.
 */
export class FrameStream {
  readonly output: FrameOutput;
  readonly #call: ServerDuplexStream<Buffer, Buffer>;
  readonly #environment: FrameStreamEnvironment;
  readonly #user: FrameStreamUser;
  readonly #stopTimers: () => void;
  readonly #transport: TransportStream | undefined;
  readonly #outlet: Outlet;
  #state: 'open' | 'answering' | 'closed' = 'open';
  /** What is left of the last frame; undefined: nothing. */
  #rest: Iterator<void> | undefined;
  #isCarryingOut = false;
  #isReading = true;
  #receivedMs: number;
  #wroteMs: number;

  /** Takes the stream over. */
  constructor(
    call: ServerDuplexStream<Buffer, Buffer>,
    environment: FrameStreamEnvironment,
    user: FrameStreamUser,
  ) {
    this.#call = call;
    this.#environment = environment;
    this.#user = user;
    this.#receivedMs = this.#wroteMs = environment.clock.monotonicMs();
    this.#transport = environment.streams.of(call);
    this.#outlet = this.#newOutlet();
    this.output = this.#newOutput();
    this.#stopTimers = this.#startTimers();
    this.#listen();
  }

  get closed(): boolean {
    return this.#state === 'closed';
  }

  /** The peer is read from: while it is not, its silence means nothing. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Carries out what is left of a frame, reads on, or stops reading, as what is in flight demands. */
  throttle(): void {
    if (this.#isCarryingOut) return;
    this.#carryOut();
    this.closeWhenDone();
    const room = this.#rest === undefined && this.#hasRoom();
    if (room === this.#isReading || this.#state !== 'open') return;
    this.#isReading = room;
    if (!room) {
      this.#call.pause();
      return;
    }
    // Silence counts from now on: what the peer sent meanwhile was not read.
    this.#receivedMs = this.#environment.clock.monotonicMs();
    this.#call.resume();
  }

  /** Ends the stream well, if the peer has half-closed, and all is answered and written. */
  closeWhenDone(): void {
    if (this.#state !== 'answering' || this.#rest !== undefined) return;
    if (!this.#user.isDone || !this.output.empty) return;
    this.#close();
    this.#call.end();
  }

  /** Takes nothing more from the peer: as if it had half-closed. */
  finish(): void {
    if (this.#state !== 'open') return;
    this.#state = 'answering';
    this.closeWhenDone();
  }

  /** Ends the stream for an error: what is in flight is not answered any more. */
  end(error: DbosdError): void {
    this.#fail(statusOf(error));
  }

  #newOutlet(): Outlet {
    const outlet = this.#environment.budget.open({
      connection: this.#transport?.connection ?? this.#call,
      sentBytes: () => this.output.writtenBytes,
      onRoom: () => {
        this.#hasOutputRoom();
      },
      onStalled: () => {
        // What the transport has for a peer that still takes nothing is dropped with the stream.
        if (this.closed) this.#transport?.reset();
        else this.end(slowReader());
      },
    });
    this.#transport?.onClosed(() => {
      outlet.close();
    });
    return outlet;
  }

  #hasOutputRoom(): void {
    if (this.closed || this.output.full) return;
    this.throttle();
    this.#user.outputHasRoom();
  }

  #newOutput(): FrameOutput {
    const { clock, limits } = this.#environment;
    return new FrameOutput({
      limits,
      outlet: this.#outlet,
      write: (frame, taken) => {
        this.#wroteMs = clock.monotonicMs();
        this.#call.write(frame, taken);
      },
      onRoom: () => {
        this.#hasOutputRoom();
      },
      onEmpty: () => {
        this.closeWhenDone();
      },
    });
  }

  #startTimers(): () => void {
    const { clock, timing, random } = this.#environment;
    return startStreamTimers({
      clock,
      timing,
      random,
      receivedMs: () => this.#receivedMs,
      wroteMs: () => this.#wroteMs,
      onBeat: () => {
        // An empty frame is a heartbeat.
        if (this.output.empty) this.output.push({ bytes: EMPTY_BYTES, write: () => undefined });
      },
      onSilence: () => {
        // Nothing can come from a peer that is not read from, or has half-closed.
        if (this.#isReading && this.#state === 'open')
          this.#fail(silence(timing.silenceMs, this.#user.beatMs));
      },
      onRenewal: () => {
        this.#user.renew();
      },
    });
  }

  #listen(): void {
    const call = this.#call;
    call.on('data', (frame: Buffer) => {
      this.#receive(frame);
    });
    call.on('end', () => {
      this.#halfClosed();
    });
    call.on('cancelled', () => {
      this.#close();
    });
    // An error of the stream itself: grpc-js ends the call.
    call.on('error', () => {
      this.#close();
    });
  }

  #receive(frame: Buffer): void {
    if (this.#state !== 'open') return;
    this.#receivedMs = this.#environment.clock.monotonicMs();
    this.#rest = this.#user.receive(frame)[Symbol.iterator]();
    // What takes no room, such as a cancel that makes some, is done in any case.
    this.#step();
    this.throttle();
  }

  #carryOut(): void {
    while (this.#rest !== undefined && this.#hasRoom()) this.#step();
  }

  #step(): void {
    this.#isCarryingOut = true;
    try {
      if (this.#rest?.next().done === true) this.#rest = undefined;
    } catch (failure) {
      this.end(this.#environment.failures.of(failure, this.#user.method));
    } finally {
      this.#isCarryingOut = false;
    }
  }

  #hasRoom(): boolean {
    return this.#user.hasRoom && !this.output.full;
  }

  #halfClosed(): void {
    if (this.#state !== 'open') return;
    this.#state = 'answering';
    this.#user.halfClosed();
    this.closeWhenDone();
  }

  #fail(end: Partial<StatusObject>): void {
    if (this.#state === 'closed') return;
    this.#close();
    this.#call.emit('error', end);
  }

  #close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#rest = undefined;
    this.#stopTimers();
    this.output.close();
    if (this.#transport === undefined) this.#outlet.close();
    this.#user.closed();
    // Unread frames would keep the stream from ending.
    this.#call.resume();
  }
}

// No reason of dbosd's: to the peer this is a connection that broke, and it opens the next stream.
function silence(silenceMs: number, beatMs: number): Partial<StatusObject> {
  return {
    code: status.UNAVAILABLE,
    details:
      `nothing was received for ${String(silenceMs / 1000)} s: ` +
      `send a frame every ${String(beatMs / 1000)} s at least`,
  };
}

function slowReader(): DbosdError {
  return new DbosdError({
    reason: 'SLOW_READER',
    message:
      'the peer has taken nothing for too long although answers wait: read the stream, and open it again',
    outcome: 'unknown',
    retryAfterMs: 0,
  });
}
