import { status, type StatusObject } from '@grpc/grpc-js';
import {
  decodeStatus,
  FRAME_BYTES,
  HEARTBEAT_MS,
  SESSION_SILENCE_MS,
  STATUS_TRAILER,
  transportError,
  type Clock,
  type contract,
  type DbosdError,
} from '@dbosd/shared';
import type { Target } from './addresses.js';
import type { Call } from './call.js';
import type { Channel, FrameStream } from './channel.js';
import type { Codec } from './codec.js';
import type { Subscription } from './subscription.js';

/** What a session tells its owner. */
export interface SessionOwner {
  answered(call: Call, answer: contract.SessionAnswer__Output): void;
  responded(subscription: Subscription, response: contract.SubscriptionResponse__Output): void;
  /** The transport takes frames again. */
  drained(): void;
  goingAway(session: Session, draining: boolean): void;
  /** It is over; what it still holds in flight was not answered. Without an error: it was half-closed before. */
  ended(session: Session, error: DbosdError | undefined): void;
}

export interface SessionParts {
  readonly target: Target;
  readonly channel: Channel;
  readonly stream: FrameStream;
  readonly opened: contract.SessionOpened__Output;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly owner: SessionOwner;
}

/**
 * Numbered requests and subscriptions on one bidirectional stream (docs/protocol.md, 2, "Sessions").
 *
 * open → leaving (the daemon wants to be rid of it; it still takes calls until the next session is there)
 * → half-closed (takes nothing, in-flight calls are still answered) → ended. Any state → ended when it breaks.
 * It decides nothing: which calls it gets, and what becomes of those it could not finish, is its owner's matter.
 */
export class Session {
  readonly target: Target;
  readonly limits: contract.SessionOpened__Output;
  readonly openedAtMs: number;
  readonly inFlight = new Map<number, Call>();
  readonly subscriptions = new Map<number, Subscription>();
  leaving = false;
  /** Its daemon drains, and ends when its sessions have. */
  draining = false;
  halfClosed = false;
  ended = false;

  readonly #parts: SessionParts;
  readonly #stopTicking: () => void;
  #outbox: Buffer[] = [];
  #cancels: number[] = [];
  #unsubscribes: number[] = [];
  #waits = 0;
  #calls = 0;
  #callBytes = 0;
  #ordered = 0;
  #blocked = false;
  #wroteSinceTick = true;
  #silentTicks = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.target = parts.target;
    this.limits = parts.opened;
    this.openedAtMs = parts.clock.monotonicMs();
    const ticking = setInterval(() => {
      this.#tick();
    }, TICK_MS);
    this.#stopTicking = () => {
      clearInterval(ticking);
    };
    parts.stream.on('drain', () => {
      this.#blocked = false;
      parts.owner.drained();
    });
  }

  /** Whether the transport takes frames now. */
  get isWritable(): boolean {
    return !this.#blocked && !this.halfClosed && !this.ended;
  }

  /** Whether sends are in flight whose order other sends must keep. */
  get hasOrderedInFlight(): boolean {
    return this.#ordered > 0;
  }

  get isIdle(): boolean {
    return this.inFlight.size === 0 && this.subscriptions.size === 0;
  }

  hasRoomForWait(): boolean {
    return this.#waits + this.subscriptions.size < this.limits.maxWaits;
  }

  /** A call larger than `max_bytes`, or than the window, goes when nothing else is in flight. */
  hasRoomForCall(bytes: number, windowBytes: number): boolean {
    if (this.#calls === 0) return true;
    const most = Math.min(this.limits.maxBytes, windowBytes);
    return this.#calls < this.limits.maxCalls && this.#callBytes + bytes <= most;
  }

  /** Puts a call in flight; it leaves with the next flush. */
  add(call: Call, nowMs: number): void {
    call.state = 'in-flight';
    call.session = this;
    call.writtenAtMs = nowMs;
    this.inFlight.set(call.id, call);
    this.#count(call, 1);
    this.#outbox.push(call.encode(nowMs));
  }

  cancel(call: Call): void {
    if (this.#forget(call)) this.#cancels.push(call.id);
  }

  subscribe(subscription: Subscription): void {
    this.subscriptions.set(subscription.id, subscription);
    subscription.session = this;
    this.#outbox.push(subscription.encode(this.#parts.codec));
  }

  credit(subscription: Subscription, bytes: number): void {
    this.#outbox.push(this.#parts.codec.credit(subscription.id, bytes));
  }

  unsubscribe(subscription: Subscription): void {
    subscription.session = undefined;
    if (this.subscriptions.delete(subscription.id)) this.#unsubscribes.push(subscription.id);
  }

  /** Writes what has gathered, in frames of at most 256 KiB; a larger part travels alone. */
  flush(): void {
    if (this.halfClosed || this.ended) return;
    const parts = this.#takeParts();
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

  /** Takes nothing more; what is in flight is still answered. */
  halfClose(): void {
    if (this.halfClosed || this.ended) return;
    this.flush();
    this.halfClosed = true;
    this.#parts.stream.end();
  }

  /** Ends it now. Its owner is told by `ended`. */
  break(error: DbosdError): void {
    this.#end(error);
  }

  /** A frame from the daemon. */
  received(frame: contract.OpenResponse__Output): void {
    this.#silentTicks = 0;
    const { owner } = this.#parts;
    for (const answer of frame.answers) {
      const call = this.inFlight.get(answer.id);
      if (call === undefined || !this.#forget(call)) continue;
      owner.answered(call, answer);
    }
    for (const response of frame.responses) {
      const subscription = this.subscriptions.get(response.id);
      if (subscription === undefined) continue;
      if (response.outcome === 'ended') {
        this.subscriptions.delete(response.id);
        subscription.session = undefined;
      }
      owner.responded(subscription, response);
    }
    if (frame.goingAway !== null && !this.leaving) {
      this.leaving = true;
      this.draining = frame.goingAway.draining;
      owner.goingAway(this, frame.goingAway.draining);
    }
  }

  /** The stream's status has come: nothing follows. */
  closed(stream: StatusObject): void {
    this.#end(stream.code === status.OK && this.halfClosed ? undefined : streamError(stream));
  }

  #end(error: DbosdError | undefined): void {
    if (this.ended) return;
    this.ended = true;
    this.#stopTicking();
    this.#parts.stream.cancel();
    this.#parts.channel.close();
    this.#parts.owner.ended(this, error);
  }

  #takeParts(): Buffer[] {
    const { codec } = this.#parts;
    const parts = this.#outbox;
    for (const ids of slices(this.#cancels)) parts.push(codec.cancels(ids));
    for (const ids of slices(this.#unsubscribes)) parts.push(codec.unsubscribes(ids));
    this.#outbox = [];
    this.#cancels = [];
    this.#unsubscribes = [];
    return parts;
  }

  #write(parts: readonly Buffer[]): void {
    this.#wroteSinceTick = true;
    const [only] = parts;
    const frame = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    if (!this.#parts.stream.write(frame)) this.#blocked = true;
  }

  #forget(call: Call): boolean {
    if (!this.inFlight.delete(call.id)) return false;
    call.session = undefined;
    this.#count(call, -1);
    return true;
  }

  #count(call: Call, by: 1 | -1): void {
    if (call.isWait) {
      this.#waits += by;
      return;
    }
    this.#calls += by;
    this.#callBytes += by * call.bytes;
    if (call.order !== undefined) this.#ordered += by;
  }

  // Silence is counted in ticks, not in time: a process that was stopped for a minute has one tick behind it, and
  // finds the daemon's frames in its socket before the next.
  #tick(): void {
    this.#silentTicks += 1;
    if (this.#silentTicks > SILENT_TICKS) {
      this.#end(
        transportError(
          status.UNAVAILABLE,
          `nothing came from ${this.target.authority} for ${String(SESSION_SILENCE_MS / 1000)} s`,
        ),
      );
      return;
    }
    if (!this.#wroteSinceTick && !this.halfClosed) this.#write([Buffer.alloc(0)]);
    this.#wroteSinceTick = false;
  }
}

// Half the heartbeat, so that two frames are never further apart than it.
const TICK_MS = HEARTBEAT_MS / 2;
const SILENT_TICKS = SESSION_SILENCE_MS / TICK_MS;
// So many numbers fit a frame many times over.
const IDS_A_PART = 10_000;

function slices(ids: readonly number[]): number[][] {
  const count = Math.ceil(ids.length / IDS_A_PART);
  return Array.from({ length: count }, (_, at) => ids.slice(at * IDS_A_PART, (at + 1) * IDS_A_PART));
}

/** The error in a stream's status; TRANSPORT where no dbosd put one there. */
export function streamError({ code, details, metadata }: StatusObject): DbosdError {
  const [trailer] = metadata.get(STATUS_TRAILER);
  if (trailer instanceof Buffer) return decodeStatus(trailer, code, details);
  return transportError(code, code === status.OK ? 'the daemon ended the session' : details);
}
