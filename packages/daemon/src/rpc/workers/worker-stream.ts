import { invalidField, WORKER_BEAT_MS, type contract, type DbosdError } from '@dbosd/shared';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ConnectedWorker, WorkerHello } from '../../model/workers.js';
import { tooLarge } from '../fields/values.js';
import { callerGone } from '../handler.js';
import { FrameStream, type FrameStreamUser } from '../link/frame-stream.js';
import type { Served } from '../link/stream-service.js';
import { encodeStop, WorkerOutput } from './worker-output.js';
import type { WorkerEnvironment } from './environment.js';
import { decodeAnswer, decodeHello, decodeOffer, decodeStopped } from './hello.js';
import { OperationsInFlight } from './operations-in-flight.js';

// What a frame adds to the operation itself, at most.
const FRAME_OVERHEAD_BYTES = 64;

/** A worker that was let in. */
interface Accepted {
  readonly worker: ConnectedWorker;
  readonly operations: OperationsInFlight;
}

/**
 * A worker's stream (docs/protocol.md, 7). It is `waiting` for the hello, then `joining` while dispatch lets the worker in,
 * not read from meanwhile, then `running`. After the worker's goodbye it is `leaving` until what is in flight is answered,
 * `handing over` what the worker ran, and then `left`, when it ends well. While operations, their bytes, the output or the
 * writer's backlog are at their limits it is not read from.
 */
export class WorkerStream implements FrameStreamUser, Served {
  readonly method = 'WorkerService.Connect';
  readonly beatMs = WORKER_BEAT_MS;
  readonly stream: FrameStream;
  readonly #environment: WorkerEnvironment;
  readonly #onClosed: () => void;
  readonly #output: WorkerOutput;
  #state: 'waiting' | 'joining' | 'running' | 'leaving' | 'handing over' | 'left' = 'waiting';
  #accepted: Accepted | undefined;

  /** Takes the stream over. `onClosed` is called once, when all of it is over. */
  constructor(
    call: ServerDuplexStream<Buffer, Buffer>,
    environment: WorkerEnvironment,
    onClosed: () => void,
  ) {
    const { codec, failures } = environment;
    this.#environment = environment;
    this.#onClosed = onClosed;
    this.stream = new FrameStream(call, environment, this);
    this.#output = new WorkerOutput({ stream: this.stream, codec, failures });
  }

  /** Asks the worker to move to another daemon; what it still sends here is carried out. */
  goAway(draining: boolean): void {
    this.#output.send({ goingAway: { draining } });
  }

  // FrameStreamUser

  get isDone(): boolean {
    switch (this.#state) {
      case 'waiting':
      case 'left':
        return true;
      case 'joining':
      case 'leaving':
      case 'handing over':
        return false;
      case 'running':
        return this.#accepted?.operations.size === 0;
    }
  }

  get hasRoom(): boolean {
    switch (this.#state) {
      case 'waiting':
        return true;
      case 'joining':
      case 'leaving':
      case 'handing over':
      case 'left':
        return false;
      case 'running':
        return this.#accepted?.operations.hasRoom === true && !this.#environment.writes.full;
    }
  }

  *receive(bytes: Buffer): Generator<void> {
    const { codec } = this.#environment;
    const { frame, malformed } = codec.decode(bytes);
    if (malformed) throwIf(codec.malformedRest(frame));
    if (this.#state !== 'waiting') {
      if (frame.hello !== null) throw invalidField('hello', 'was sent before: it is for the first frame');
    } else {
      if (frame.hello === null)
        throw invalidField('hello', 'is missing: the first frame says who the worker is');
      this.#state = 'joining';
      void this.#join(decodeHello(frame.hello));
      // The rest of the frame waits until the worker is let in.
      yield;
    }
    yield* this.#carryOut(frame, bytes.length, malformed);
  }

  outputHasRoom(): void {
    this.#output.hasRoom();
  }

  halfClosed(): void {
    // The worker still reads answers, but waits for messages on another stream.
    this.#accepted?.operations.cancelWaits();
  }

  renew(): void {
    this.goAway(false);
  }

  closed(): void {
    this.#output.close();
    this.#accepted?.operations.abort(callerGone('the worker'));
    this.#accepted?.worker.gone();
    this.#onClosed();
  }

  async #join(hello: WorkerHello): Promise<void> {
    const { dispatch, failures, announcement } = this.#environment;
    try {
      const worker = await dispatch.connect(hello, this.#output);
      if (this.stream.closed) {
        worker.gone();
        return;
      }
      this.#accepted = { worker, operations: this.#newOperations(hello, worker) };
      this.#state = 'running';
      this.#output.send({ accepted: { ...announcement, stops: worker.stops.map(encodeStop) } });
      this.stream.throttle();
      this.stream.closeWhenDone();
    } catch (failure) {
      this.stream.end(failures.of(failure, this.method));
    }
  }

  #newOperations(hello: WorkerHello, worker: ConnectedWorker): OperationsInFlight {
    const { durable, failures, limits, maxPayloadBytes } = this.#environment;
    return new OperationsInFlight({
      context: { durable, hello, worker, maxPayloadBytes },
      failures,
      limits,
      output: this.#output,
      onAnswered: () => {
        this.stream.throttle();
        this.stream.closeWhenDone();
        void this.#leaveWhenDone();
      },
    });
  }

  *#carryOut(
    frame: contract.ConnectRequest__Output,
    frameBytes: number,
    malformed: boolean,
  ): Generator<void> {
    const accepted = this.#accepted;
    if (accepted === undefined) return;
    const { worker, operations } = accepted;
    worker.beat();
    if (frame.offer !== null) worker.offer(decodeOffer('offer', frame.offer));
    for (const [index, answer] of frame.assignmentAnswers.entries()) {
      const { workflowId, ownerToken, refused } = decodeAnswer(
        `assignment_answers[${String(index)}]`,
        answer,
      );
      worker.answer(workflowId, ownerToken, refused);
    }
    for (const [index, run] of frame.stopped.entries()) {
      const { workflowId, ownerToken } = decodeStopped(`stopped[${String(index)}]`, run);
      worker.stopped(workflowId, ownerToken);
    }
    yield* this.#begin(frame, operations, { frameBytes, malformed });
    // Last, so that it ends also what this frame began.
    for (const id of frame.cancels) operations.cancel(id);
    if (frame.goodbye !== null) this.#leave(operations);
  }

  // In order: each verb is called before the next operation is read.
  *#begin(
    frame: contract.ConnectRequest__Output,
    inFlight: OperationsInFlight,
    { frameBytes, malformed }: { readonly frameBytes: number; readonly malformed: boolean },
  ): Generator<void> {
    const { operations } = frame;
    const oversize = operations.length === 1 ? this.#checkSize(frameBytes) : undefined;
    for (const operation of operations) {
      yield;
      checkNumber(operation.id, inFlight);
      const problem =
        oversize ?? (malformed ? this.#environment.codec.malformedOperation(operation) : undefined);
      inFlight.begin(operation, frameBytes / operations.length, problem);
    }
  }

  // Only a frame with one operation may be larger than an operation.
  #checkSize(frameBytes: number): DbosdError | undefined {
    const { maxOperationBytes } = this.#environment;
    const size = frameBytes - FRAME_OVERHEAD_BYTES;
    return size > maxOperationBytes ? tooLarge('operation', size, maxOperationBytes) : undefined;
  }

  #leave(operations: OperationsInFlight): void {
    this.#state = 'leaving';
    operations.cancelWaits();
    void this.#leaveWhenDone();
  }

  // What it asked for before is done first: it is fenced by what is handed over here.
  async #leaveWhenDone(): Promise<void> {
    const accepted = this.#accepted;
    if (this.#state !== 'leaving' || accepted === undefined || accepted.operations.size > 0) return;
    this.#state = 'handing over';
    try {
      await accepted.worker.goodbye();
      this.#state = 'left';
      this.stream.finish();
    } catch (failure) {
      this.stream.end(this.#environment.failures.of(failure, this.method));
    }
  }
}

function checkNumber(id: number, operations: OperationsInFlight): void {
  const field = 'operations.id';
  if (!Number.isSafeInteger(id) || id < 1) {
    throw invalidField(field, `is ${String(id)}: number operations from 1 to 2^53 - 1`);
  }
  if (operations.has(id)) {
    throw invalidField(
      field,
      `is ${String(id)}, which is in flight: give each operation a number of its own`,
    );
  }
}

function throwIf(error: DbosdError | undefined): void {
  if (error !== undefined) throw error;
}
