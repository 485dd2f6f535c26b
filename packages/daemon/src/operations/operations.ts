import type { StoredValue } from '@dbosd/shared';

/**
 * What the daemon can do, in its own terms: no SQL below this line reaches rpc/, no gRPC above it reaches
 * operations/. Each verb has a file of its own; app.ts binds them. Arguments are valid (rpc/ has checked names, limits
 * and payloads); failures are DbosdErrors.
 */
export interface Operations {
  /** Reaches the writer before it first awaits, so that calls in a row keep their order per destination. */
  send(message: OutgoingMessage, options: SendOptions): Promise<Sent>;
  /** One outcome a message, in order. With `allOrNothing` the first refusal rejects, and nothing is written. */
  sendBatch(messages: readonly OutgoingMessage[], options: SendBatchOptions): Promise<(Sent | Refused)[]>;
  listMessages(query: ListMessagesQuery): Promise<Page<StoredMessage, MessageCursor>>;

  getEvent(query: EventQuery, wait: Wait): Promise<EventAnswer>;
  listEvents(query: ListEventsQuery): Promise<Page<StoredEvent, string>>;
  /** Resolves when the workflow has ended, after the last offer. Rejects with the signal's reason. */
  watchEvents(query: WatchQuery, sink: Sink<WatchBatch>, signal: AbortSignal): Promise<WorkflowEnded>;

  /** Resolves when the stream has ended; the end is part of the last offer. Rejects with the signal's reason. */
  readStream(query: StreamQuery, sink: Sink<StreamBatch>, signal: AbortSignal): Promise<void>;
  readStreamOffset(query: StreamOffsetQuery, wait: Wait): Promise<StreamOffsetAnswer>;
  listStreams(query: ListStreamsQuery): Promise<Page<StreamInfo, string>>;

  enqueueWorkflow(command: EnqueueCommand): Promise<Enqueued>;
  getWorkflow(query: WorkflowQuery): Promise<WorkflowRecord>;
  awaitWorkflow(query: AwaitQuery, wait: Wait): Promise<AwaitAnswer>;

  upsertQueue(command: UpsertQueueCommand): Promise<{ queue: QueueSettings; created: boolean }>;
  getQueue(name: string): Promise<QueueSettings>;
}

// ---- waiting

/** How long a wait may take, and who may end it. */
export interface Wait {
  /** The caller's timeout; 0 = one look. */
  readonly timeoutMs: number;
  /** When to answer `notYet`, however much is left. */
  readonly holdMs: number;
  /** The caller has gone: the wait rejects with its reason. */
  readonly signal: AbortSignal;
}

export type Unanswered =
  { readonly kind: 'timedOut' } | { readonly kind: 'notYet'; readonly remainingMs: number };
export interface WorkflowEnded {
  readonly kind: 'workflowEnded';
  /** As DBOS stores it. */
  readonly status: string;
}

/**
 * Where a server stream's batches go. `offer` takes the batch in any case and says false when the transport is full;
 * then nothing more is offered until `ready` resolves.
 */
export interface Sink<T> {
  offer(batch: T): boolean;
  /** Resolves when the transport takes batches again. Rejects with the signal's reason when the call has ended. */
  ready(): Promise<void>;
}

// ---- values and pages

/** A value as a read returns it: whole, or only its size when it is larger than the reader's limit. */
export type ReadValue =
  | ({ readonly kind: 'payload' } & StoredValue)
  | { readonly kind: 'oversized'; readonly size: number; readonly serialization?: string };

export interface Page<T, C> {
  readonly items: readonly T[];
  /** Where the next page begins; absent: this was the last one. */
  readonly next?: C;
}

// ---- messages

export interface OutgoingMessage {
  readonly destinationId: string;
  /** Absent: no topic. */
  readonly topic?: string;
  readonly payload: Required<StoredValue>;
  readonly idempotencyKey?: string;
}
export interface SendOptions {
  readonly requireActive: boolean;
  readonly rejectDifferent: boolean;
}
export interface SendBatchOptions extends SendOptions {
  readonly allOrNothing: boolean;
}
export interface Sent {
  readonly kind: 'sent';
  readonly messageId: string;
  readonly duplicate: boolean;
  readonly differs: boolean;
  readonly destinationStatus: string;
}
export interface Refused {
  readonly kind: 'refused';
  readonly error: Error;
}
export interface MessageCursor {
  readonly sentAtMs: number;
  readonly messageId: string;
}
export interface ListMessagesQuery {
  readonly workflowId: string;
  /** Absent: both. */
  readonly consumed?: boolean;
  /** Absent: every topic, and none. */
  readonly topic?: string;
  readonly sentBeforeMs?: number;
  readonly sentSinceMs?: number;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  readonly after?: MessageCursor;
}
export interface StoredMessage {
  readonly messageId: string;
  readonly topic?: string;
  readonly value: ReadValue;
  readonly sentAtMs: number;
  readonly consumed: boolean;
  readonly consumedByFunctionId?: number;
}

// ---- events

export interface EventQuery {
  readonly workflowId: string;
  readonly key: string;
  readonly maxValueBytes: number;
}
export interface EventValue {
  readonly value: ReadValue;
  /** 16 bytes. */
  readonly revision: Buffer;
}
export type EventAnswer = ({ readonly kind: 'value' } & EventValue) | WorkflowEnded | Unanswered;
export interface ListEventsQuery {
  readonly workflowId: string;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  /** The last key of the page before. */
  readonly after?: string;
}
export interface StoredEvent extends EventValue {
  readonly key: string;
}
export interface WatchQuery {
  readonly workflowId: string;
  /** Empty: all keys. */
  readonly keys: readonly string[];
  /** Key to revision. */
  readonly known: ReadonlyMap<string, Buffer>;
  readonly maxValueBytes: number;
}
export interface WatchBatch {
  /** Empty together with no end: a heartbeat. */
  readonly changes: readonly EventChange[];
  readonly ended?: WorkflowEnded;
}
export type EventChange =
  ({ readonly kind: 'set' } & StoredEvent) | { readonly kind: 'unset'; readonly key: string };

// ---- streams

export type StreamPosition =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'fromEnd'; readonly count: number }
  | { readonly kind: 'tail' };
export interface StreamQuery {
  readonly workflowId: string;
  readonly key: string;
  readonly position: StreamPosition;
  readonly maxValueBytes: number;
}
export type StreamEnd = { readonly kind: 'closed' } | WorkflowEnded;
/** The values at `nextOffset - values.length` up to `nextOffset - 1`. */
export interface StreamBatch {
  readonly values: readonly ReadValue[];
  readonly nextOffset: number;
  /** Offsets before the first value that hold none: `to` is exclusive. */
  readonly gap?: { readonly from: number; readonly to: number };
  readonly end?: StreamEnd;
}
export interface StreamOffsetQuery {
  readonly workflowId: string;
  readonly key: string;
  readonly offset: number;
  readonly maxValueBytes: number;
}
export type StreamOffsetAnswer =
  | { readonly kind: 'value'; readonly value: ReadValue; readonly offset: number }
  | { readonly kind: 'end'; readonly end: StreamEnd }
  | Unanswered;
export interface ListStreamsQuery {
  readonly workflowId: string;
  readonly pageSize: number;
  /** The last key of the page before. */
  readonly after?: string;
}
export interface StreamInfo {
  readonly key: string;
  readonly nextOffset: number;
  readonly closed: boolean;
}

// ---- workflows

export interface EnqueueCommand {
  readonly queueName: string;
  readonly workflowName: string;
  readonly className?: string;
  readonly configName?: string;
  /** Made by rpc/ when the caller gave none. */
  readonly workflowId: string;
  readonly rejectIdInUse: boolean;
  /** Becomes `creator_xid`: a repeat that finds its own token is the first call. */
  readonly requestId?: string;
  readonly input: Required<StoredValue>;
  readonly applicationName?: string;
  readonly applicationVersion?: string;
  readonly deduplicationId?: string;
  readonly returnDeduplicated: boolean;
  readonly priority: number;
  readonly queuePartitionKey?: string;
  readonly delayMs: number;
  readonly timeoutMs?: number;
  /** A JSON object as text. */
  readonly attributesJson?: string;
  readonly authenticatedUser?: string;
  readonly authenticatedRoles: readonly string[];
}
export interface Enqueued {
  readonly workflowId: string;
  readonly existing: boolean;
  readonly applicationName?: string;
  readonly queueRegistered: boolean;
  readonly status: string;
}
export interface WorkflowQuery {
  readonly workflowId: string;
  readonly withInput: boolean;
  readonly withOutput: boolean;
  readonly maxValueBytes: number;
}
export interface WorkflowRecord {
  readonly workflowId: string;
  readonly status: string;
  readonly workflowName: string;
  readonly className?: string;
  readonly configName?: string;
  readonly queueName?: string;
  readonly authenticatedUser?: string;
  readonly assumedRole?: string;
  readonly authenticatedRoles: readonly string[];
  readonly input?: ReadValue;
  readonly output?: ReadValue;
  readonly error?: ReadValue;
  readonly executorId?: string;
  readonly applicationVersion?: string;
  readonly applicationName?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly timeoutMs?: number;
  readonly deadlineMs?: number;
  readonly deduplicationId?: string;
  readonly priority: number;
  readonly queuePartitionKey?: string;
  readonly dequeuedAtMs?: number;
  readonly delayUntilMs?: number;
  readonly completedAtMs?: number;
  readonly forkedFrom?: string;
  readonly wasForkedFrom: boolean;
  readonly parentWorkflowId?: string;
  readonly attributesJson?: string;
  readonly scheduleName?: string;
  readonly recoveryAttempts: number;
}
export interface AwaitQuery {
  readonly workflowId: string;
  /** Wait for a workflow that does not exist yet, too. */
  readonly waitForStart: boolean;
  readonly maxValueBytes: number;
}
export interface WorkflowOutcome {
  readonly kind: 'completed';
  readonly status: string;
  readonly output?: ReadValue;
  readonly error?: ReadValue;
}
export type AwaitAnswer = WorkflowOutcome | Unanswered;

// ---- queues

export interface QueueRateLimit {
  readonly limit: number;
  readonly periodMs: number;
}
/** Absent limits: none. */
export interface QueueSettings {
  readonly name: string;
  readonly applicationName?: string;
  readonly concurrency?: number;
  readonly workerConcurrency?: number;
  readonly rateLimit?: QueueRateLimit;
  readonly partitionConcurrency?: number;
  readonly partitionWorkerConcurrency?: number;
  readonly partitionRateLimit?: QueueRateLimit;
  readonly pollingIntervalMs: number;
}
export type QueueSetting = Exclude<keyof QueueSettings, 'name' | 'applicationName'>;
export interface UpsertQueueCommand {
  readonly queue: QueueSettings;
  readonly updateExisting: boolean;
  /** Only these settings of a registered queue. Absent: all, and the queue is registered if it is not. */
  readonly only?: readonly QueueSetting[];
}
