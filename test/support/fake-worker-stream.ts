import { toStatus, type contract, type DbosdError } from '@dbosd/shared';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { FakeLink } from './fake-link.js';

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
  readonly #link: FakeLink<Frame, contract.ConnectResponse>;

  constructor(stream: Stream, script: FakeWorkerScript, changed: () => void) {
    this.#link = new FakeLink<Frame, contract.ConnectResponse>({
      stream,
      onFrame: (frame) => {
        this.#received(frame, script);
      },
      onChange: changed,
    });
  }

  get halfClosed(): boolean {
    return this.#link.halfClosed;
  }

  get ended(): boolean {
    return this.#link.ended;
  }

  write(frame: contract.ConnectResponse): void {
    this.#link.write(frame);
  }

  answer(id: number, outcome: Omit<contract.DurableAnswer, 'id'>): void {
    this.write({ answers: [{ id, ...outcome }] });
  }

  refuse(id: number, error: DbosdError): void {
    this.answer(id, { error: toStatus(error) });
  }

  /** Ends it at once, with everything on it. */
  break(): void {
    this.#link.break();
  }

  #received(frame: Frame, script: FakeWorkerScript): void {
    this.frames += 1;
    if (frame.hello !== null) {
      this.hello = frame.hello;
      const refusal = script.refusal?.(frame.hello);
      if (refusal !== undefined) {
        this.#link.fail(refusal);
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
      this.#link.end();
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
