import {
  bufferOf,
  contractDefinition,
  contractRoot,
  InFlight,
  Link,
  openLink,
  WORKER_BEAT_MS,
  WORKER_SILENCE_MS,
  type Clock,
  type contract,
  type DbosdError,
  type LinkTransport,
  type Target,
} from '@dbosd/shared';
import type { StatusObject } from '@grpc/grpc-js';
import type { Operation } from './operation.js';

/** The path of the one method that a worker calls. */
const CONNECT_PATH = '/dbosd.v1.WorkerService/Connect';

/**
 * Encodes and decodes the frames of a worker's stream. Each part of a frame is encoded as a separate frame:
 * concatenated frames merge into one, so parts are encoded once and measured exactly.
 */
export interface Codec {
  encode(part: contract.ConnectRequest): Buffer;
  decode(frame: Buffer): contract.ConnectResponse__Output;
}

/** The events that a stream reports to its owner. */
export interface StreamOwner {
  assigned(stream: WorkerStream, assignment: contract.Assignment__Output): void;
  checkpoints(page: contract.CheckpointPage__Output): void;
  stopped(stop: contract.WorkflowStop__Output): void;
  answered(operation: Operation, answer: contract.DurableAnswer__Output): void;
  /** The transport accepts frames again. */
  drained(): void;
  goingAway(stream: WorkerStream): void;
  /** The session has ended; what is still in flight was not answered. Without an error, it was half-closed before. */
  ended(stream: WorkerStream, error: DbosdError | undefined): void;
}

export interface StreamEnvironment {
  readonly codec: Codec;
  readonly clock: Clock;
  readonly owner: StreamOwner;
}

export interface StreamOpening extends StreamEnvironment {
  readonly target: Target;
  /** Called when the stream opens: what the worker runs changes all the time. */
  readonly hello: () => contract.WorkerHello;
  /** The limit of one attempt. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Connects a worker to one daemon. Rejects with what the daemon answered, or with TRANSPORT: it cannot be reached. */
export function openWorkerStream(opening: StreamOpening): Promise<WorkerStream> {
  const { target, codec, hello, timeoutMs, signal } = opening;
  return openLink<contract.ConnectResponse__Output, WorkerStream>({
    target,
    signal,
    timeoutMs,
    // A daemon reads the database before it accepts a worker, so silence does not mean a proxy.
    silentMs: undefined,
    path: CONNECT_PATH,
    decode: (frame) => codec.decode(frame),
    hello: () => codec.encode({ hello: hello() }),
    expected: 'accept the worker',
    begin: ({ accepted }, transport) =>
      accepted === null ? undefined : new WorkerStream(accepted, transport, opening),
  });
}

/**
 * A worker's link to one daemon (docs/protocol.md, 7). It decides nothing: which operations it gets, and what becomes
 * of those that it could not finish, is up to its owner.
 */
export class WorkerStream {
  readonly link: Link;
  /** What the daemon announced. */
  readonly limits: contract.WorkerAccepted__Output;
  readonly inFlight = new InFlight<Operation>();
  readonly #owner: StreamOwner;
  readonly #codec: Codec;

  constructor(
    limits: contract.WorkerAccepted__Output,
    transport: LinkTransport,
    { codec, clock, owner }: StreamEnvironment,
  ) {
    this.limits = limits;
    this.#owner = owner;
    this.#codec = codec;
    this.link = new Link({
      ...transport,
      clock,
      beatMs: WORKER_BEAT_MS,
      silenceMs: WORKER_SILENCE_MS,
      onWritable: () => {
        owner.drained();
      },
      onEnded: (error) => {
        owner.ended(this, error);
      },
    });
  }

  /** Whether an operation of this size may be added. One larger than all that may be in flight goes by itself. */
  hasRoom(bytes: number, windowBytes: number): boolean {
    const { maxOperations, maxBytes } = this.limits;
    return this.inFlight.fits(bytes, maxOperations, Math.min(maxBytes, windowBytes));
  }

  /** Puts an operation in flight; it leaves with the next flush. */
  add(operation: Operation, frame: Buffer): void {
    operation.bytes = frame.length;
    this.inFlight.add(operation);
    this.link.push(frame);
  }

  /** Waits no longer for a Receive that is in flight here. */
  cancel(operation: Operation): void {
    if (this.inFlight.remove(operation)) this.#send({ cancels: [operation.id] });
  }

  answerAssignment({ workflowId, ownerToken }: contract.Assignment__Output, refused: boolean): void {
    this.#send({ assignmentAnswers: [{ workflowId, ownerToken, refused }] });
  }

  offer(offer: contract.WorkerOffer): void {
    this.#send({ offer });
  }

  /** The worker is ending: other workers run its workflows, and the daemon ends the stream. */
  goodbye(): void {
    this.#send({ goodbye: {} });
    this.link.flush();
  }

  /** A frame from the daemon. */
  received(frame: contract.ConnectResponse__Output): void {
    const owner = this.#owner;
    this.link.received();
    // First: before the worker sends anything, it must know what it does not run any more.
    for (const stop of frame.accepted?.stops ?? []) owner.stopped(stop);
    for (const assignment of frame.assignments) owner.assigned(this, assignment);
    for (const page of frame.checkpointPages) owner.checkpoints(page);
    for (const stop of frame.stops) {
      owner.stopped(stop);
      // Whether it was held or not: nothing of it begins any more, and the call that cancelled it waits for this.
      const { workflowId, ownerToken } = stop;
      this.#send({ stopped: [{ workflowId, ownerToken }] });
    }
    for (const answer of frame.answers) {
      const operation = this.inFlight.take(answer.id);
      if (operation !== undefined) owner.answered(operation, answer);
    }
    if (frame.goingAway !== null && this.link.goAway(frame.goingAway.draining)) owner.goingAway(this);
  }

  /** The stream's status has arrived: nothing follows. */
  closed(stream: StatusObject): void {
    this.link.closed(stream);
  }

  #send(part: contract.ConnectRequest): void {
    this.link.push(this.#codec.encode(part));
    this.#owner.drained();
  }
}

export function createCodec(): Codec {
  const frame = contractRoot().lookupType('dbosd.v1.ConnectRequest');
  const service = contractDefinition()['dbosd.v1.WorkerService'] as unknown as {
    Connect: { responseDeserialize: (frame: Buffer) => contract.ConnectResponse__Output };
  };
  return {
    encode: (part) => bufferOf(frame.encode(frame.fromObject(part)).finish()),
    decode: service.Connect.responseDeserialize,
  };
}
