import { Metadata, status, type ServerDuplexStream } from '@grpc/grpc-js';
import { encodeStatus, STATUS_TRAILER, toStatus, type contract, type DbosdError } from '@dbosd/shared';

export type Operation = contract.DurableOperation__Output;
type Frame = contract.ConnectRequest__Output;
type Stream = ServerDuplexStream<Frame, contract.ConnectResponse>;

/** What a fake daemon does with a worker by itself; everything else is done by the test. */
export interface FakeWorkerScript {
  readonly accepted?: Partial<contract.WorkerAccepted>;
  /** Refuses the worker, in place of accepting it. */
  readonly refusal?: (hello: contract.WorkerHello__Output) => DbosdError | undefined;
  readonly onHello?: (worker: FakeWorkerStream) => void;
  /** Called for each operation. Absent: nothing answers. */
  readonly onOperation?: (worker: FakeWorkerStream, operation: Operation) => void;
}

/** A worker's stream, seen from the daemon. */
export class FakeWorkerStream {
  hello: contract.WorkerHello__Output | undefined;
  readonly operations: Operation[] = [];
  readonly cancels: number[] = [];
  readonly offers: contract.WorkerOffer__Output[] = [];
  readonly assignmentAnswers: contract.AssignmentAnswer__Output[] = [];
  frames = 0;
  saidGoodbye = false;
  halfClosed = false;
  ended = false;
  readonly #stream: Stream;

  constructor(stream: Stream, script: FakeWorkerScript, changed: () => void) {
    this.#stream = stream;
    stream.on('data', (frame: Frame) => {
      this.#received(frame, script);
      changed();
    });
    stream.on('end', () => {
      this.halfClosed = true;
      changed();
      if (!this.ended) stream.end();
    });
    stream.on('cancelled', () => {
      this.ended = true;
      changed();
    });
    stream.on('error', () => undefined);
  }

  write(frame: contract.ConnectResponse): void {
    if (!this.ended) this.#stream.write(frame);
  }

  answer(id: number, outcome: Omit<contract.DurableAnswer, 'id'>): void {
    this.write({ answers: [{ id, ...outcome }] });
  }

  refuse(id: number, error: DbosdError): void {
    this.answer(id, { error: toStatus(error) });
  }

  /** Ends it at once, with everything on it. */
  break(): void {
    this.ended = true;
    this.#stream.emit('error', { code: status.UNAVAILABLE, details: 'cut by the test' });
  }

  #received(frame: Frame, script: FakeWorkerScript): void {
    this.frames += 1;
    if (frame.hello !== null) {
      this.hello = frame.hello;
      const refusal = script.refusal?.(frame.hello);
      if (refusal !== undefined) {
        this.ended = true;
        const { code, message } = refusal;
        this.#stream.emit('error', { code, details: message, metadata: metadataOf(refusal) });
        return;
      }
      this.write({ accepted: { ...GENEROUS, ...script.accepted } });
      script.onHello?.(this);
    }
    if (frame.offer !== null) this.offers.push(frame.offer);
    this.cancels.push(...frame.cancels);
    this.assignmentAnswers.push(...frame.assignmentAnswers);
    for (const operation of frame.operations) {
      this.operations.push(operation);
      script.onOperation?.(this, operation);
    }
    if (frame.goodbye !== null) {
      this.saidGoodbye = true;
      this.ended = true;
      this.#stream.end();
    }
  }
}

const GENEROUS = {
  maxPayloadBytes: 2 * 1024 * 1024,
  maxOperationBytes: 2.5 * 1024 * 1024,
  maxOperations: 4096,
  maxBytes: 16 * 1024 * 1024,
  daemonVersion: 'fake',
};

function metadataOf(error: DbosdError): Metadata {
  const metadata = new Metadata();
  metadata.set(STATUS_TRAILER, encodeStatus(error));
  return metadata;
}
