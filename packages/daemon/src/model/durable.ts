import type { StoredValue } from '@dbosd/shared';

/** Which operation of which workflow: all of them carry it, and it fences them (docs/protocol.md, 7). */
export interface DurableCall {
  readonly workflowId: string;
  /** Stands in `owner_xid` while the caller runs the workflow; with another one nothing is written. */
  readonly ownerToken: string;
  readonly functionId: number;
  /** By the worker's clock. A repeat has the same; that tells it from another operation under the same id. */
  readonly startedAtMs: number;
  /** Inside a step: which try of it, from 1; no checkpoint is recorded. Absent: the workflow's own. */
  readonly stepAttempt?: number | undefined;
  /** An earlier one of those that keep an order is not answered yet: without it, this one must not be carried out. */
  readonly follows?: boolean;
}

export interface RecordStepCommand extends DurableCall {
  readonly functionName: string;
  /** Of output and error one at most is set, and both have one format. */
  readonly output?: StoredValue | undefined;
  readonly error?: StoredValue | undefined;
  readonly childWorkflowId?: string | undefined;
}
export interface RecordDeadlineCommand extends DurableCall {
  /** From now; negative: already over. */
  readonly durationMs: number;
  /** The limit of a wait: recorded as completed when it began. */
  readonly isTimeout: boolean;
}
export interface SendMessageCommand extends DurableCall {
  readonly destinationId: string;
  /** Absent: no topic. */
  readonly topic?: string | undefined;
  readonly payload: Required<StoredValue>;
  readonly idempotencyKey?: string | undefined;
  /** The id of a message without a key, so that a repeat is the same message. */
  readonly messageId?: string | undefined;
}
export interface ReceiveCommand extends DurableCall {
  /** Absent: messages without one. */
  readonly topic?: string | undefined;
  /** From when it was first asked for; 0 or less: one look. */
  readonly timeoutMs: number;
  /** Where its deadline is recorded. Absent: it has none. */
  readonly deadlineFunctionId?: number | undefined;
  readonly maxValueBytes: number;
}
export interface SetEventCommand extends DurableCall {
  readonly key: string;
  readonly value: Required<StoredValue>;
}
export interface WriteStreamCommand extends DurableCall {
  readonly key: string;
  readonly value: Required<StoredValue>;
  /** Inside a step: which write of this try to this key, from 1. */
  readonly dedupeOrdinal?: number | undefined;
}
export interface CloseStreamCommand extends DurableCall {
  readonly key: string;
}
export interface FinishWorkflowCommand {
  readonly workflowId: string;
  readonly ownerToken: string;
  /** One of them is set. */
  readonly output?: Required<StoredValue> | undefined;
  readonly error?: Required<StoredValue> | undefined;
}

/** A workflow that a worker starts: its own at once, or on a queue. */
export interface StartWorkflowCommand {
  /** The operation of the workflow that starts it. Absent: none does. */
  readonly parent?: DurableCall | undefined;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
  readonly input: Required<StoredValue>;
  /** Becomes `creator_xid`, and, started at once, `owner_xid`. */
  readonly token: string;
  readonly rejectIdInUse: boolean;
  readonly timeoutMs?: number | undefined;
  readonly inheritDeadline: boolean;
  readonly authenticatedUser?: string | undefined;
  readonly assumedRole?: string | undefined;
  readonly authenticatedRoles: readonly string[];
  /** A JSON object as text. */
  readonly attributesJson?: string;
  readonly queue?: QueuePlacement | undefined;
  /** Of the worker that starts it. */
  readonly applicationName: string;
  /** What is recorded without a queue: of the worker that starts it, unless it says another. */
  readonly applicationVersion: string;
  /** As it is in rows: with its `dbosd:`. */
  readonly executorId: string;
}
export interface QueuePlacement {
  readonly queueName: string;
  readonly deduplicationId?: string | undefined;
  readonly returnDeduplicated: boolean;
  readonly priority: number;
  readonly queuePartitionKey?: string | undefined;
  readonly delayMs: number;
  /** Absent: the starter's, or, by name, the latest one. */
  readonly applicationVersion?: string | undefined;
  /** Enqueued as a client does. */
  readonly byName?: boolean;
  /** By name: the application that should run it. Absent: the starter's. */
  readonly applicationName?: string | undefined;
}

export interface MessageSent {
  readonly messageId: string;
  readonly duplicate: boolean;
}
export type Received =
  | { readonly kind: 'message'; readonly message: StoredValue }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'notYet' };
export interface StreamWritten {
  /** Absent: it was there before. */
  readonly offset?: number | undefined;
}
export interface WorkflowStarted {
  readonly workflowId: string;
  /** It was there before, made by another. */
  readonly existing: boolean;
  /** The caller holds it under its token, and runs it. */
  readonly run: boolean;
  readonly deadlineInMs?: number | undefined;
  readonly status: string;
}

/**
 * The durable operations of workers: effect and checkpoint are one transaction, fenced by the owner token, and a repeat
 * (same name, same start) answers as the first did. Each reaches its workflow's lane before it first awaits, so that
 * calls in a row keep their order for each workflow.
 *
 * They reject with WORKFLOW_NOT_FOUND, WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE or OWNERSHIP_LOST when the caller does
 * not run the workflow (any more), with UNEXPECTED_STEP or STEP_NONDETERMINISM when something else is recorded under
 * the id; then nothing is written.
 */
export interface DurableOperations {
  recordStep(command: RecordStepCommand): Promise<void>;
  /** Answers what is left of the recorded deadline, in ms, at least 0. */
  recordDeadline(command: RecordDeadlineCommand): Promise<number>;
  /** Rejects with WORKFLOW_NOT_FOUND and metadata `destination_id` when the destination is missing. */
  sendMessage(command: SendMessageCommand): Promise<MessageSent>;
  /** Rejects with the signal's reason when the caller has gone. `notYet`: the daemon drains. */
  receive(command: ReceiveCommand, signal: AbortSignal): Promise<Received>;
  setEvent(command: SetEventCommand): Promise<void>;
  /** From the workflow itself it rejects with STREAM_CLOSED after a close marker. */
  writeStream(command: WriteStreamCommand): Promise<StreamWritten>;
  closeStream(command: CloseStreamCommand): Promise<void>;
  startWorkflow(command: StartWorkflowCommand): Promise<WorkflowStarted>;
  finishWorkflow(command: FinishWorkflowCommand): Promise<void>;
}
