import type { contract, Numbered, Sendable } from '@dbosd/shared';
import type { Chain } from './chain.js';
import type { Lane } from './lane.js';
import type { WorkerStream } from './worker-stream.js';

/** What an operation does: exactly one of the contract's kinds. */
export type OperationBody = Pick<
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

export type OperationState = 'waiting' | 'ready' | 'in-flight' | 'held' | 'resting' | 'done';

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
