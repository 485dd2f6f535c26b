import type { CancelSignal } from '../model/cancellation.js';
import type {
  EventQuery,
  EventValue,
  ListEventsQuery,
  StoredEvent,
  WatchBatch,
  WatchQuery,
} from '../model/events.js';
import type {
  CancelCommand,
  DeleteCommand,
  DeleteQueueCommand,
  ForkCommand,
  ResumeCommand,
  RewindCommand,
  SetAttributesCommand,
  SetDelayCommand,
  SetPriorityCommand,
} from '../model/management.js';
import type {
  ListMessagesQuery,
  MessageCursor,
  OutgoingMessage,
  Refused,
  SendBatchOptions,
  SendOptions,
  Sent,
  StoredMessage,
} from '../model/messages.js';
import type { ListQueuesQuery, QueueSettings, UpsertQueueCommand } from '../model/queues.js';
import type {
  ListStreamsQuery,
  StreamBatch,
  StreamEnd,
  StreamInfo,
  StreamOffsetQuery,
  StreamQuery,
} from '../model/streams.js';
import type { Page, ReadValue, WorkflowEnded } from '../model/values.js';
import type {
  AwaitFirstQuery,
  AwaitQuery,
  EnqueueCommand,
  Enqueued,
  FirstOutcome,
  ListStepsQuery,
  ListWorkflowsQuery,
  WorkflowCursor,
  WorkflowOutcome,
  WorkflowQuery,
  WorkflowRecord,
  WorkflowStep,
} from '../model/workflows.js';
import type { WriteLoad } from '../model/write-load.js';
import type { EnqueueAndSendCommand } from './enqueue-and-send.js';
export type { EnqueueAndSendCommand } from './enqueue-and-send.js';
export type * from '../model/events.js';
export type * from '../model/management.js';
export type * from '../model/messages.js';
export type * from '../model/queues.js';
export type * from '../model/streams.js';
export type * from '../model/values.js';
export type * from '../model/workflows.js';
export type * from '../model/write-load.js';

/**
 * What the daemon can do, in its own terms: no SQL below this line reaches rpc/, no gRPC above it reaches
 * operations/. app.ts binds them. Arguments are valid (rpc/ has checked names, limits
 * and payloads); failures are DbosdErrors.
 */
export interface Operations {
  /** While it is full, sessions are not read from, and unary sends are answered OVERLOADED. */
  readonly writes: WriteLoad;

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
  /** Both or neither; reaches the writer before it first awaits. */
  enqueueAndSend(command: EnqueueAndSendCommand): Promise<{ workflow: Enqueued; sent: Sent[] }>;
  /** Wakes those that wait for them, on every daemon; the answers say how many there were to change. */
  cancelWorkflows(command: CancelCommand): Promise<{ cancelled: number }>;
  resumeWorkflows(command: ResumeCommand): Promise<{ resumed: number }>;
  deleteWorkflows(command: DeleteCommand): Promise<{ deleted: number }>;
  forkWorkflow(command: ForkCommand): Promise<{ workflowId: string }>;
  rewindWorkflow(command: RewindCommand): Promise<object>;
  setWorkflowDelay(command: SetDelayCommand): Promise<{ changed: boolean }>;
  setWorkflowPriority(command: SetPriorityCommand): Promise<{ changed: boolean }>;
  setWorkflowAttributes(command: SetAttributesCommand): Promise<{ changed: boolean }>;
  getWorkflow(query: WorkflowQuery): Promise<WorkflowRecord>;
  awaitWorkflow(query: AwaitQuery, wait: Wait): Promise<AwaitAnswer>;
  listWorkflows(query: ListWorkflowsQuery): Promise<Page<WorkflowRecord, WorkflowCursor>>;
  listWorkflowSteps(query: ListStepsQuery): Promise<Page<WorkflowStep, number>>;
  awaitFirst(query: AwaitFirstQuery, wait: Wait): Promise<AwaitFirstAnswer>;

  upsertQueue(command: UpsertQueueCommand): Promise<{ queue: QueueSettings; created: boolean }>;
  deleteQueue(command: DeleteQueueCommand): Promise<{ deleted: boolean }>;
  getQueue(name: string): Promise<QueueSettings>;
  listQueues(query: ListQueuesQuery): Promise<Page<QueueSettings, string>>;
}

/** How long a wait may take, and who may end it. */
export interface Wait {
  /** The caller's timeout; 0 = one look. */
  readonly timeoutMs: number;
  /** When to answer `notYet`, however much is left. */
  readonly holdMs: number;
  /** The caller has gone: the wait rejects with its reason. */
  readonly signal: CancelSignal;
}

export type Unanswered =
  | { readonly kind: 'timedOut' }
  | {
      readonly kind: 'notYet';
      readonly remainingMs: number;
      /** All that is waited for exists. */
      readonly exists?: boolean;
    };

/**
 * Where a server stream's batches go. `offer` takes the batch in any case and says false when the transport is full;
 * then nothing more is offered until `ready` resolves.
 */
export interface Sink<T> {
  offer(batch: T): boolean;
  /** Resolves when the transport takes batches again. Rejects with the signal's reason when the call has ended. */
  ready(): Promise<void>;
}

export type EventAnswer = ({ readonly kind: 'value' } & EventValue) | WorkflowEnded | Unanswered;
export type StreamOffsetAnswer =
  | { readonly kind: 'value'; readonly value: ReadValue; readonly offset: number }
  | { readonly kind: 'end'; readonly end: StreamEnd }
  | Unanswered;
export type AwaitAnswer = WorkflowOutcome | Unanswered;
export type AwaitFirstAnswer = FirstOutcome | Unanswered;
