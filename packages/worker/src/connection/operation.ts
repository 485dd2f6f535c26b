import type { contract } from '@dbosd/shared';
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
  readonly functionId?: number;
  readonly startedAtMs: number;
  /** Inside a step: which try of it. */
  readonly stepAttempt?: number;
  readonly body: OperationBody;
  /** Operations of a workflow with the same one have their effects in the order of issue, whatever fails on the way. */
  readonly order?: string;
}

export type OperationState = 'waiting' | 'ready' | 'in-flight' | 'held' | 'resting' | 'done';

/** An operation until it is answered. It outlives the streams that carry it. */
export interface Operation extends Pick<OperationCall, 'startedAtMs' | 'body'> {
  /** As in its call. */
  readonly functionId: number | undefined;
  readonly stepAttempt: number | undefined;
  readonly order: string | undefined;
  readonly id: number;
  readonly lane: Lane;
  /** Of those that keep an order: what they are in. */
  readonly chain: Chain | undefined;
  /** A Receive: it may take long, and counts to no limit of the stream. */
  readonly isWait: boolean;
  readonly resolve: (answer: contract.DurableAnswer__Output) => void;
  readonly reject: (error: Error) => void;
  state: OperationState;
  /** Where it is in flight. */
  stream: WorkerStream | undefined;
  /** Its size on that stream. */
  bytes: number;
  /** When it was last put on the wire, on the monotonic clock. */
  writtenAtMs: number | undefined;
  /** How often a stream broke while nothing else was on its way. */
  breaksAlone: number;
  retries: number;
  /** Why it is not sent again: nobody stands behind it any more. */
  abandoned: Error | undefined;
  stopResting: (() => void) | undefined;
}
