import {
  type contract,
  DbosdError,
  fromStatus,
  mayRetry,
  msToTimestamp,
  type Numbered,
  retryDelayMs,
  type Sendable,
} from '@dbosd/shared';
import type { Chain, Lane } from './lane.js';
import type { WorkerStream } from './worker-stream.js';

/** What an operation does: exactly one of the contract's kinds. */
type OperationBody = Pick<
  contract.DurableOperation,
  | 'recordStep'
  | 'recordDeadline'
  | 'sendMessage'
  | 'receive'
  | 'setEvent'
  | 'writeStream'
  | 'closeStream'
  | 'startWorkflow'
  | 'finishWorkflow'
  | 'confirmRun'
>;

/** A durable operation as it is asked for. */
export interface OperationCall {
  /** Its place in the workflow; inside a step, the step's. Absent: it belongs to no workflow. */
  readonly functionId?: number | undefined;
  readonly startedAtMs: number;
  /** Inside a step: which try of it. */
  readonly stepAttempt?: number | undefined;
  readonly body: OperationBody;
  /** Operations of a workflow with the same one have their effects in the order of issue, whatever fails on the way. */
  readonly order?: string | undefined;
}

type OperationState = 'waiting' | 'ready' | 'in-flight' | 'held' | 'resting' | 'done';

/** An operation until it is answered. It outlives the streams that carry it. */
export interface Operation extends Numbered, Sendable, Pick<OperationCall, 'startedAtMs' | 'body'> {
  /** As in its call. */
  readonly functionId: number | undefined;
  readonly stepAttempt: number | undefined;
  readonly order: string | undefined;
  readonly lane: Lane;
  /** Of those that keep an order: the chain that they are in. */
  readonly chain: Chain | undefined;
  readonly resolve: (answer: contract.DurableAnswer__Output) => void;
  readonly reject: (error: Error) => void;
  state: OperationState;
  /** The stream on which it is in flight. */
  stream: WorkerStream | undefined;
  /** Its size on that stream. */
  bytes: number;
  /** When it was last sent, on the monotonic clock. */
  writtenAtMs: number | undefined;
  retries: number;
  /** Why it is not sent again: its try of a step is over, or no stream gets it through. */
  abandoned: Error | undefined;
}

/** The answer to an operation. */
export type Answer = contract.DurableAnswer__Output;

/**
 * The limit of operations that one workflow may have in progress. Further ones are refused, for workflows that never
 * await.
 */
export const MAX_OPEN_OPERATIONS = 10_000;

/** The operation in wire form, as it is sent now. */
export function wireOf({
  id,
  lane,
  chain,
  functionId,
  startedAtMs,
  stepAttempt,
  body,
}: Operation): contract.DurableOperation {
  const wire: contract.DurableOperation = {
    id,
    startedAt: msToTimestamp(startedAtMs),
    workflowId: lane.workflowId,
    ownerToken: lane.ownerToken,
    functionId,
    stepAttempt,
    follows: chain?.hasInFlight === true ? true : undefined,
  };
  // Bodies differ in shape. Adding one to an object of a fixed shape is much cheaper than spreading it first.
  return Object.assign(wire, body);
}

/** After which delay the operation is tried again. Undefined: it is over. Every operation is safe to repeat. */
export function retryDelayOf(
  { chain, retries: own }: Operation,
  { error, received }: Answer,
): number | undefined {
  const retries = chain?.retries ?? own;
  // The daemon drains, or holds too much for this worker: what is recorded, the deadline or a message, is found again.
  if (received?.outcome === 'notYet') return retryDelayMs(new DbosdError(NOT_YET), retries);
  if (!error) return undefined;
  const failure = fromStatus(error);
  return mayRetry(failure, true) ? retryDelayMs(failure, retries) : undefined;
}

const NOT_YET = { reason: 'DRAINING', message: 'the daemon answers later' } as const;

export function tooLarge(bytes: number, maxBytes: number): DbosdError {
  return new DbosdError({
    reason: 'PAYLOAD_TOO_LARGE',
    message: `the operation has ${String(bytes)} bytes, and the daemon takes ${String(maxBytes)}: store the data elsewhere and write a reference to it`,
    metadata: { size: String(bytes), limit: String(maxBytes) },
  });
}

export function full(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message: `the workflow has ${String(MAX_OPEN_OPERATIONS)} operations in progress that nothing awaits: await them`,
  });
}

/** Operations that may be sent, first in, first out. */
export class ReadyQueue {
  #operations: Operation[] = [];
  #head = 0;

  /** The first operation that is still ready. */
  get first(): Operation | undefined {
    for (;;) {
      const first = this.#operations[this.#head];
      if (first === undefined || first.state === 'ready') return first;
      this.takeFirst();
    }
  }

  takeFirst(): void {
    this.#head += 1;
    // The ones that were taken are dropped when they are more than half.
    if (this.#head * 2 < this.#operations.length) return;
    this.#operations.splice(0, this.#head);
    this.#head = 0;
  }

  push(operation: Operation): void {
    operation.state = 'ready';
    this.#operations.push(operation);
  }

  /** Drops what is not ready any more. It may come back, at another place. */
  sweep(): void {
    this.#operations = this.#operations.slice(this.#head).filter(({ state }) => state === 'ready');
    this.#head = 0;
  }

  /** Puts operations that have been in flight before all others, in their order. */
  putBack(operations: readonly Operation[]): void {
    for (const operation of operations) operation.state = 'ready';
    this.#operations = [...operations, ...this.#operations.slice(this.#head)];
    this.#head = 0;
  }
}
