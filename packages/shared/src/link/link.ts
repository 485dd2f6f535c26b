import { status, type ClientDuplexStream, type StatusObject } from '@grpc/grpc-js';
import type { Clock } from '../clock.js';
import type { DbosdError } from '../errors/dbosd-error.js';
import { decodeStatus, STATUS_TRAILER, transportError } from '../errors/status.js';
import { FRAME_BYTES } from '../limits.js';
import type { Target } from './addresses.js';
import type { Channel } from './channel.js';

/** An open stream to a daemon, and its dedicated connection. */
export interface LinkTransport {
  readonly target: Target;
  readonly channel: Channel;
  readonly stream: ClientDuplexStream<Buffer, unknown>;
}

export interface LinkOptions extends LinkTransport {
  readonly clock: Clock;
  /** How often something is sent. */
  readonly beatMs: number;
  /** The link is broken if the daemon sends nothing for this long. A multiple of half of `beatMs`. */
  readonly silenceMs: number;
  /** The transport accepts frames again. */
  readonly onWritable: () => void;
  /** It is over, once: nothing more is received. Without an error: it was half-closed before. */
  readonly onEnded: (error: DbosdError | undefined) => void;
}

/** An object with its own link. */
export interface Linked {
  readonly link: Link;
}

/**
 * One stream to one daemon, from the calling end: parts of frames go out together, heartbeats when there are none.
 *
 * open → leaving (the daemon asks its peer to move; it is used until there is another one) → half-closed (nothing more
 * is sent, what is in flight is still answered) → ended. Any state → ended when it breaks, or when the daemon falls
 * silent. Its user decides which calls it carries, and what becomes of those that it could not finish.
 */
export class Link {
  readonly target: Target;
  readonly openedAtMs: number;
  leaving = false;
  /** Its daemon ends when its peers have left. */
  draining = false;
  halfClosed = false;
  ended = false;

  readonly #options: LinkOptions;
  readonly #ticking: NodeJS.Timeout;
  readonly #silentTicksAtMost: number;
  #outbox: Buffer[] = [];
  #isBlocked = false;
  #wroteSinceTick = true;
  #silentTicks = 0;

  constructor(options: LinkOptions) {
    const { target, stream, clock, beatMs, silenceMs, onWritable } = options;
    this.#options = options;
    this.target = target;
    this.openedAtMs = clock.monotonicMs();
    // Half of the heartbeat, so that the time between two frames is never longer than it.
    const tickMs = beatMs / 2;
    this.#silentTicksAtMost = silenceMs / tickMs;
    this.#ticking = setInterval(() => {
      this.#tick();
    }, tickMs);
    stream.on('drain', () => {
      this.#isBlocked = false;
      onWritable();
    });
  }

  /** Whether the transport takes frames now. */
  get isWritable(): boolean {
    return !this.#isBlocked && !this.halfClosed && !this.ended;
  }

  /** Whether it may be used for new work and for waits. */
  get isStaying(): boolean {
    return !this.leaving && !this.halfClosed && !this.ended;
  }

  /** Adds an encoded part of a frame. It leaves with the next flush. */
  push(part: Buffer): void {
    this.#outbox.push(part);
  }

  /** Writes what has gathered, in frames of at most 256 KiB; a larger part travels in one of its own. */
  flush(): void {
    if (this.halfClosed || this.ended || this.#outbox.length === 0) return;
    const parts = this.#outbox;
    this.#outbox = [];
    let frame: Buffer[] = [];
    let size = 0;
    for (const part of parts) {
      if (size > 0 && size + part.length > FRAME_BYTES) {
        this.#write(frame);
        frame = [];
        size = 0;
      }
      frame.push(part);
      size += part.length;
    }
    if (size > 0) this.#write(frame);
  }

  /** Sends nothing more after what has gathered; what is in flight is still answered. */
  halfClose(): void {
    if (this.halfClosed || this.ended) return;
    this.flush();
    this.halfClosed = true;
    this.#options.stream.end();
  }

  /** A frame has come from the daemon. */
  received(): void {
    this.#silentTicks = 0;
  }

  /** The daemon asks its peer to move. False: it has asked before. */
  goAway(draining: boolean): boolean {
    if (this.leaving) return false;
    this.leaving = true;
    this.draining = draining;
    return true;
  }

  /** The stream's status has arrived: nothing follows. */
  closed(stream: StatusObject): void {
    this.break(stream.code === status.OK && this.halfClosed ? undefined : streamError(stream));
  }

  /** Ends the link and its connection now. */
  break(error: DbosdError | undefined): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.#ticking);
    this.#options.stream.cancel();
    this.#options.channel.close();
    this.#options.onEnded(error);
  }

  #write(parts: readonly Buffer[]): void {
    this.#wroteSinceTick = true;
    const [only] = parts;
    const frame = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    if (!this.#options.stream.write(frame)) this.#isBlocked = true;
  }

  // Silence is measured in ticks, not in time: a process that was stopped for a minute counts one tick, and finds the
  // daemon's frames in its socket before the next.
  #tick(): void {
    this.#silentTicks += 1;
    if (this.#silentTicks > this.#silentTicksAtMost) {
      const { target, silenceMs } = this.#options;
      const message = `nothing came from ${target.authority} for ${String(silenceMs / 1000)} s`;
      this.break(transportError(status.UNAVAILABLE, message));
      return;
    }
    if (!this.#wroteSinceTick && !this.halfClosed) this.#write([Buffer.alloc(0)]);
    this.#wroteSinceTick = false;
  }
}

/** The error in a stream's status; TRANSPORT if it did not come from dbosd. */
export function streamError({ code, details, metadata }: StatusObject): DbosdError {
  const [trailer] = metadata.get(STATUS_TRAILER);
  if (trailer instanceof Buffer) return decodeStatus(trailer, code, details);
  return transportError(code, code === status.OK ? 'the daemon ended the stream' : details);
}
