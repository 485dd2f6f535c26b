import type { Channel, Target } from '@dbosd/client/internal';
import { streamError } from '@dbosd/client/internal';
import {
  FRAME_BYTES,
  transportError,
  WORKER_BEAT_MS,
  WORKER_SILENCE_MS,
  type Clock,
  type contract,
  type DbosdError,
} from '@dbosd/shared';
import { status, type ClientDuplexStream, type StatusObject } from '@grpc/grpc-js';
import type { Codec } from './codec.js';
import type { Operation } from './operation.js';

export type FrameStream = ClientDuplexStream<Buffer, contract.ConnectResponse__Output>;

/** What a stream tells its owner. */
export interface StreamOwner {
  assigned(stream: WorkerStream, assignment: contract.Assignment__Output): void;
  checkpoints(page: contract.CheckpointPage__Output): void;
  stopped(stop: contract.WorkflowStop__Output): void;
  answered(operation: Operation, answer: contract.DurableAnswer__Output): void;
  /** The transport takes frames again. */
  drained(): void;
  goingAway(stream: WorkerStream): void;
  /** It is over; what it still holds in flight was not answered. Without an error: it was half-closed before. */
  ended(stream: WorkerStream, error: DbosdError | undefined): void;
}

export interface StreamParts {
  readonly target: Target;
  readonly channel: Channel;
  readonly stream: FrameStream;
  readonly accepted: contract.WorkerAccepted__Output;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly owner: StreamOwner;
}

/**
 * A worker's stream to one daemon (docs/protocol.md, 7).
 *
 * open → leaving (the daemon wants to be rid of it; it takes operations until the next stream is there) → half-closed
 * (what is in flight is still answered) → ended. Any state → ended when it breaks. It decides nothing: which operations
 * it gets, and what becomes of those that it could not finish, is its owner's matter.
 */
export class WorkerStream {
  readonly target: Target;
  readonly limits: contract.WorkerAccepted__Output;
  readonly openedAtMs: number;
  readonly inFlight = new Map<number, Operation>();
  leaving = false;
  /** Its daemon ends, and waits for it. */
  draining = false;
  halfClosed = false;
  ended = false;

  readonly #parts: StreamParts;
  readonly #stopTicking: () => void;
  #outbox: Buffer[] = [];
  #calls = 0;
  #bytes = 0;
  #blocked = false;
  #wroteSinceTick = true;
  #silentTicks = 0;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.target = parts.target;
    this.limits = parts.accepted;
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

  /** Whether an operation of this size may be in flight, too. One larger than all goes when nothing else is. */
  hasRoom(bytes: number, windowBytes: number): boolean {
    if (this.#calls === 0) return true;
    const most = Math.min(this.limits.maxBytes, windowBytes);
    return this.#calls < this.limits.maxOperations && this.#bytes + bytes <= most;
  }

  /** Puts an operation in flight; it leaves with the next flush. */
  add(operation: Operation, frame: Buffer): void {
    operation.bytes = frame.length;
    this.inFlight.set(operation.id, operation);
    if (!operation.isWait) {
      this.#calls += 1;
      this.#bytes += frame.length;
    }
    this.#outbox.push(frame);
  }

  /** Waits no longer for a Receive that is in flight here. */
  cancel(operation: Operation): void {
    if (this.inFlight.delete(operation.id)) this.#say({ cancels: [operation.id] });
  }

  answerAssignment({ workflowId, ownerToken }: contract.Assignment__Output, refused: boolean): void {
    this.#say({ assignmentAnswers: [{ workflowId, ownerToken, refused }] });
  }

  offer(offer: contract.WorkerOffer): void {
    this.#say({ offer });
  }

  /** The worker ends: what it held is run by another, and the daemon ends the stream. */
  goodbye(): void {
    this.#say({ goodbye: {} });
    this.flush();
  }

  /** Writes what has gathered, in frames of at most 256 KiB; a larger part travels alone. */
  flush(): void {
    if (this.halfClosed || this.ended) return;
    let frame: Buffer[] = [];
    let size = 0;
    for (const part of this.#outbox) {
      if (size > 0 && size + part.length > FRAME_BYTES) {
        this.#write(frame);
        frame = [];
        size = 0;
      }
      frame.push(part);
      size += part.length;
    }
    this.#outbox = [];
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
  received(frame: contract.ConnectResponse__Output): void {
    this.#silentTicks = 0;
    const { owner } = this.#parts;
    for (const assignment of frame.assignments) owner.assigned(this, assignment);
    for (const page of frame.checkpointPages) owner.checkpoints(page);
    for (const stop of frame.stops) {
      owner.stopped(stop);
      // Whether it was held or not: nothing of it begins any more, and the call that cancelled it waits for this.
      const { workflowId, ownerToken } = stop;
      this.#say({ stopped: [{ workflowId, ownerToken }] });
    }
    for (const answer of frame.answers) {
      const operation = this.inFlight.get(answer.id);
      if (operation === undefined) continue;
      this.inFlight.delete(answer.id);
      if (!operation.isWait) {
        this.#calls -= 1;
        this.#bytes -= operation.bytes;
      }
      owner.answered(operation, answer);
    }
    if (frame.goingAway !== null && !this.leaving) {
      this.leaving = true;
      this.draining = frame.goingAway.draining;
      owner.goingAway(this);
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

  #say(part: contract.ConnectRequest): void {
    this.#outbox.push(this.#parts.codec.encode(part));
    this.#parts.owner.drained();
  }

  #write(parts: readonly Buffer[]): void {
    this.#wroteSinceTick = true;
    const [only] = parts;
    const frame = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    if (!this.#parts.stream.write(frame)) this.#blocked = true;
  }

  // Silence is counted in ticks, not in time: a process that was stopped for a minute has one tick behind it, and
  // finds the daemon's frames in its socket before the next.
  #tick(): void {
    this.#silentTicks += 1;
    if (this.#silentTicks > SILENT_TICKS) {
      const { authority } = this.target;
      this.#end(
        transportError(
          status.UNAVAILABLE,
          `nothing was heard from ${authority} for ${String(WORKER_SILENCE_MS / 1000)} s`,
        ),
      );
      return;
    }
    if (!this.#wroteSinceTick && !this.halfClosed) this.#write([Buffer.alloc(0)]);
    this.#wroteSinceTick = false;
  }
}

// Half of it, so that two frames are never further apart.
const TICK_MS = WORKER_BEAT_MS / 2;
const SILENT_TICKS = WORKER_SILENCE_MS / TICK_MS;
