import { toStatus, type contract, type DbosdError } from '@dbosd/shared';
import type { Assignment, CheckpointPage, WorkerSink, WorkflowStop } from '../../model/workers.js';
import type { Failures } from '../failures.js';
import { roughSize } from '../link/answer-size.js';
import type { FrameStream } from '../link/frame-stream.js';
import { encodeAssignment, encodePage, encodeStop } from './answers.js';
import type { WorkerFrameCodec } from './frames.js';

export interface WorkerOutputOptions {
  readonly stream: Pick<FrameStream, 'output' | 'isReading' | 'end'>;
  readonly codec: WorkerFrameCodec;
  readonly failures: Failures;
}

/** What a worker's stream sends, as the parts of its frames. */
export class WorkerOutput implements WorkerSink {
  readonly #options: WorkerOutputOptions;
  #waiting: (() => void)[] = [];
  #over = false;

  constructor(options: WorkerOutputOptions) {
    this.#options = options;
  }

  get full(): boolean {
    return this.#options.stream.output.full;
  }

  assign(assignment: Assignment): void {
    this.send({ assignments: [encodeAssignment(assignment)] });
  }

  checkpoints(page: CheckpointPage): void {
    this.send({ checkpointPages: [encodePage(page)] });
  }

  stop(stop: WorkflowStop): void {
    this.send({ stops: [encodeStop(stop)] });
  }

  sendAway(): void {
    this.send({ goingAway: { draining: false } });
  }

  end(cause: DbosdError): void {
    this.#options.stream.end(cause);
  }

  get hears(): boolean {
    return this.#options.stream.isReading;
  }

  room(): Promise<void> {
    if (!this.full || this.#over) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The output takes more again. */
  hasRoom(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The stream is over. */
  close(): void {
    this.#over = true;
    this.hasRoom();
  }

  answer(id: number, outcome: Omit<contract.DurableAnswer, 'id'>): void {
    const { stream, codec, failures } = this.#options;
    stream.output.push({
      bytes: roughSize(outcome),
      write: (writer) => {
        try {
          codec.write(writer, { answers: [{ id, ...outcome }] });
        } catch (failure) {
          const error = toStatus(failures.of(failure, 'WorkerService.Connect'));
          codec.write(writer, { answers: [{ id, error }] });
        }
      },
    });
  }

  /** Sends something other than an answer. */
  send(response: contract.ConnectResponse): void {
    const { stream, codec } = this.#options;
    stream.output.push({
      bytes: roughSize(response),
      write: (writer) => {
        codec.write(writer, response);
      },
    });
  }
}
