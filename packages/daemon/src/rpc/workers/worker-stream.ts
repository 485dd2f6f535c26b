import { invalidField, WORKER_BEAT_MS, type contract, type DbosdError } from '@dbosd/shared';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ConnectedWorker, WorkerHello } from '../../model/workers.js';
import { tooLarge } from '../fields/payload.js';
import { FrameStream, type FrameStreamUser } from '../frames/frame-stream.js';
import { callerGone } from '../handler.js';
import { encodeStop } from './answers.js';
import { Flights } from './flights.js';
import { decodeAnswer, decodeHello, decodeOffer, decodeStopped } from './hello.js';
import type { WorkerEnvironment } from './worker-environment.js';
import { WorkerOutput } from './worker-output.js';

const METHOD = 'WorkerService.Connect';
// What a frame adds to the operation itself, at most.
const FRAME_OVERHEAD_BYTES = 64;

/** A worker that was let in. */
interface Accepted {
  readonly worker: ConnectedWorker;
  readonly flights: Flights;
}

/**
 * A worker's stream (docs/protocol.md, 7). It is `waiting` for the hello, then `joining` while dispatch lets the worker in,
 * not read from meanwhile, then `running`. After the worker's goodbye it is `leaving` until what is in flight is answered,
 * `handing over` what the worker ran, and then `left`, when it ends well. While operations, their bytes, the output or the writer's backlog stand at their limits it is not read
 * from.
 */
export class WorkerStream {
  readonly #environment: WorkerEnvironment;
  readonly #onClosed: () => void;
  readonly #stream: FrameStream;
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
    this.#stream = new FrameStream(call, environment, this.#user());
    this.#output = new WorkerOutput({ stream: this.#stream, codec, failures });
  }

  /** Asks the worker to move elsewhere, since the daemon drains; what it still sends here is carried out. */
  drain(): void {
    this.#output.say({ goingAway: { draining: true } });
  }

  /** Ends the stream for an error: what is in flight is not answered any more. */
  end(error: DbosdError): void {
    this.#stream.end(error);
  }

  /** Reads from the worker, or stops reading, as what is in flight demands. */
  throttle(): void {
    this.#stream.throttle();
  }

  #user(): FrameStreamUser {
    return {
      method: METHOD,
      sayEveryMs: WORKER_BEAT_MS,
      receive: (bytes) => this.#receive(bytes),
      hasRoom: () => this.#hasRoom(),
      onOutputRoom: () => {
        this.#output.hasRoom();
      },
      // The worker hears answers, but waits elsewhere.
      onHalfClosed: () => {
        this.#accepted?.flights.cancelWaits();
      },
      isDone: () => this.#isDone(),
      onRenew: () => {
        this.#output.sendAway();
      },
      onClosed: () => {
        this.#output.close();
        this.#accepted?.flights.abort(callerGone('the worker'));
        this.#accepted?.worker.gone();
        this.#onClosed();
      },
    };
  }

  #isDone(): boolean {
    switch (this.#state) {
      case 'waiting':
      case 'left':
        return true;
      case 'joining':
      case 'leaving':
      case 'handing over':
        return false;
      case 'running':
        return this.#accepted?.flights.size === 0;
    }
  }

  #hasRoom(): boolean {
    switch (this.#state) {
      case 'waiting':
        return true;
      case 'joining':
      case 'leaving':
      case 'handing over':
      case 'left':
        return false;
      case 'running':
        return this.#accepted?.flights.hasRoom === true && !this.#environment.writes.full;
    }
  }

  *#receive(bytes: Buffer): Generator<void> {
    const { codec } = this.#environment;
    const { frame, malformed } = codec.decode(bytes);
    if (malformed) throwIf(codec.malformedRest(frame));
    if (this.#state !== 'waiting') {
      if (frame.hello !== null) throw invalidField('hello', 'was said before: it is for the first frame');
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

  async #join(hello: WorkerHello): Promise<void> {
    const { dispatch, failures, announcement } = this.#environment;
    try {
      const worker = await dispatch.connect(hello, this.#output);
      if (this.#stream.closed) {
        worker.gone();
        return;
      }
      this.#accepted = { worker, flights: this.#newFlights(hello, worker) };
      this.#state = 'running';
      this.#output.say({ accepted: { ...announcement, stops: worker.stops.map(encodeStop) } });
      this.throttle();
      this.#stream.closeWhenDone();
    } catch (failure) {
      this.end(failures.of(failure, METHOD));
    }
  }

  #newFlights(hello: WorkerHello, worker: ConnectedWorker): Flights {
    const { durable, failures, limits, maxPayloadBytes } = this.#environment;
    return new Flights({
      context: { durable, hello, worker, maxPayloadBytes },
      failures,
      limits,
      answer: (id, outcome) => {
        this.#output.answer(id, outcome);
      },
      onAnswered: () => {
        this.throttle();
        this.#stream.closeWhenDone();
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
    const { worker, flights } = accepted;
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
    yield* this.#begin(frame, flights, { frameBytes, malformed });
    // Last, so that it ends also what this frame began.
    for (const id of frame.cancels) flights.cancel(id);
    if (frame.goodbye !== null) this.#leave(flights);
  }

  // In order: each verb is called before the next operation is looked at.
  *#begin(
    { operations }: contract.ConnectRequest__Output,
    flights: Flights,
    { frameBytes, malformed }: { readonly frameBytes: number; readonly malformed: boolean },
  ): Generator<void> {
    const oversize = operations.length === 1 ? this.#checkSize(frameBytes) : undefined;
    for (const operation of operations) {
      yield;
      checkNumber(operation.id, flights);
      const problem =
        oversize ?? (malformed ? this.#environment.codec.malformedOperation(operation) : undefined);
      flights.begin(operation, frameBytes / operations.length, problem);
    }
  }

  // Only a frame with one operation may be larger than an operation.
  #checkSize(frameBytes: number): DbosdError | undefined {
    const { maxOperationBytes } = this.#environment;
    const size = frameBytes - FRAME_OVERHEAD_BYTES;
    return size > maxOperationBytes ? tooLarge('operation', size, maxOperationBytes) : undefined;
  }

  #leave(flights: Flights): void {
    this.#state = 'leaving';
    flights.cancelWaits();
    void this.#leaveWhenDone();
  }

  // What it asked for before is done first: it is fenced by what is handed over here.
  async #leaveWhenDone(): Promise<void> {
    const accepted = this.#accepted;
    if (this.#state !== 'leaving' || accepted === undefined || accepted.flights.size > 0) return;
    this.#state = 'handing over';
    try {
      await accepted.worker.goodbye();
      this.#state = 'left';
      this.#stream.finish();
    } catch (failure) {
      this.end(this.#environment.failures.of(failure, METHOD));
    }
  }
}

function checkNumber(id: number, flights: Flights): void {
  const field = 'operations.id';
  if (!Number.isSafeInteger(id) || id < 1) {
    throw invalidField(field, `is ${String(id)}: number operations from 1 to 2^53 - 1`);
  }
  if (flights.has(id)) {
    throw invalidField(
      field,
      `is ${String(id)}, which is in flight: give each operation a number of its own`,
    );
  }
}

function throwIf(error: DbosdError | undefined): void {
  if (error !== undefined) throw error;
}
