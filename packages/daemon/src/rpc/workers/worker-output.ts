import type protobuf from 'protobufjs';
import {
  type contract,
  contractRoot,
  type DbosdError,
  msToDuration,
  msToTimestamp,
  statusToWire,
  toStatus,
} from '@dbosd/shared';
import type { Received, WorkflowStarted } from '../../model/durable.js';
import type {
  Assignment,
  Checkpoint,
  CheckpointPage,
  WorkerSink,
  WorkflowStop,
} from '../../model/workers.js';
import { decodeLoosely, malformedField, notUtf8, type WellFormedWriter } from '../codec/message-codec.js';
import type { Failures } from '../failures.js';
import type { FrameStream } from '../link/frame-stream.js';
import { roughSize } from '../link/output-budget.js';

interface WorkerOutputOptions {
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

/** Encodes and decodes the frames of workers' streams. One for all of them: it holds nothing but types. */
export class WorkerFrameCodec {
  readonly #request: protobuf.Type;
  readonly #operation: protobuf.Type;
  readonly #response: protobuf.Type;

  constructor(root: protobuf.Root = contractRoot()) {
    this.#request = root.lookupType('dbosd.v1.ConnectRequest');
    this.#operation = root.lookupType('dbosd.v1.DurableOperation');
    this.#response = root.lookupType('dbosd.v1.ConnectResponse');
  }

  /** Decodes a frame once. `malformed`: some string in it is not UTF-8. Throws INVALID_FIELD when it is not a frame. */
  decode(bytes: Buffer): { frame: contract.ConnectRequest__Output; malformed: boolean } {
    const { message, malformed } = decodeLoosely(this.#request, bytes);
    return { frame: message as contract.ConnectRequest__Output, malformed };
  }

  /** What is wrong with the strings of one operation of a malformed frame, if anything is. */
  malformedOperation(operation: contract.DurableOperation__Output): DbosdError | undefined {
    const path = malformedField(this.#operation, operation);
    return path === undefined ? undefined : notUtf8(path);
  }

  /** What is wrong with the strings of a malformed frame outside its operations, if anything is. */
  malformedRest(frame: contract.ConnectRequest__Output): DbosdError | undefined {
    const path = malformedField(this.#request, { ...frame, operations: [] });
    return path === undefined ? undefined : notUtf8(path);
  }

  /** Appends fields of ConnectResponse. Throws, and writes nothing, when they are not a valid message. */
  write(writer: WellFormedWriter, response: contract.ConnectResponse): void {
    this.#response.encode(this.#response.fromObject(response), writer);
  }
}

function encodeAssignment(assignment: Assignment): contract.Assignment {
  const { deadlineInMs, timeoutMs, checkpoints, authenticatedRoles, ...rest } = assignment;
  return {
    ...rest,
    authenticatedRoles: [...authenticatedRoles],
    checkpoints: encodePage(checkpoints),
    deadlineIn: deadlineInMs === undefined ? undefined : msToDuration(deadlineInMs),
    timeout: timeoutMs === undefined ? undefined : msToDuration(timeoutMs),
  };
}

function encodePage({ workflowId, ownerToken, checkpoints, last }: CheckpointPage): contract.CheckpointPage {
  return { workflowId, ownerToken, checkpoints: checkpoints.map(encodeCheckpoint), last };
}

function encodeCheckpoint(checkpoint: Checkpoint): contract.Checkpoint {
  const { startedAtMs, completedAtMs, remainingMs, ...rest } = checkpoint;
  return {
    ...rest,
    startedAt: startedAtMs === undefined ? undefined : msToTimestamp(startedAtMs),
    completedAt: completedAtMs === undefined ? undefined : msToTimestamp(completedAtMs),
    remaining: remainingMs === undefined ? undefined : msToDuration(remainingMs),
  };
}

export function encodeStop({ workflowId, ownerToken, cause }: WorkflowStop): contract.WorkflowStop {
  return { workflowId, ownerToken, cause: toStatus(cause) };
}

export function encodeReceived(received: Received): contract.Received {
  switch (received.kind) {
    case 'message':
      return { message: received.message };
    case 'timedOut':
      return { timedOut: {} };
    case 'notYet':
      return { notYet: {} };
  }
}

export function encodeStarted(started: WorkflowStarted): contract.WorkflowStarted {
  const { workflowId, existing, run, deadlineInMs, status } = started;
  return {
    workflowId,
    existing,
    run,
    status: statusToWire(status),
    deadlineIn: deadlineInMs === undefined ? undefined : msToDuration(deadlineInMs),
  };
}
