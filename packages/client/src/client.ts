import { connect, type DBOSClientOptions } from './connect.js';
import type { Connection } from './connection/connection.js';
import * as events from './events.js';
import type { EventChange, GetEventOptions, WatchEventsOptions } from './events.js';
import { refuseTransaction } from './options.js';
import * as messages from './messages.js';
import type { ListedMessage, ListMessagesOptions, MessageToSend, SendOptions } from './messages.js';
import { sendBatch, type SendBatchOptions, type SendOutcome } from './send-batch.js';
import { ownersOf, withOwner, withOwnerUnlessByIds } from './owner.js';
import { toArray } from './pages.js';
import * as queues from './queues/index.js';
import type { RegisterQueueOptions, WorkflowQueue } from './queues/index.js';
import * as streams from './streams.js';
import type {
  ListedStream,
  ListStreamsOptions,
  ReadStreamOffsetOptions,
  ReadStreamOptions,
} from './streams.js';
import type { AbortOptions } from './timeouts.js';
import * as workflows from './workflows/index.js';
import type {
  CancelWorkflowsOptions,
  EnqueueArguments,
  EnqueueOptions,
  FirstMessage,
  ForkWorkflowOptions,
  GetWorkflowsInput,
  ListWorkflowStepsOptions,
  OwnedForkOptions,
  ResumeWorkflowsOptions,
  RewindWorkflowOptions,
  SetWorkflowDelayOptions,
  StepInfo,
  WaitAllOptions,
  WaitFirstOptions,
  WorkflowHandle,
  WorkflowStatus,
} from './workflows/index.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the official signature: any function is a workflow's type
type AnyWorkflow = (...args: any[]) => Promise<any>;

/** The connection of a client, for `@dbosd/worker`, which needs the answers before the client's methods decode them. */
export let connectionOf: (client: DBOSClient) => Connection;

/**
 * Talks to DBOS workflows through dbosd. The methods that it shares with the official `DBOSClient` have the same names
 * and signatures. Every call takes an AbortSignal, and survives a broken connection if it is safe to repeat.
 */
export class DBOSClient {
  static {
    connectionOf = (client) => client.#connection;
  }

  readonly #connection: Connection;
  readonly #applicationName: string | undefined;

  private constructor(connection: Connection, applicationName: string | undefined) {
    this.#connection = connection;
    this.#applicationName = applicationName;
  }

  /** Opens a session. Rejects with TRANSPORT when no daemon can be reached, or with the daemon's refusal. */
  static async create(options: DBOSClientOptions = {}): Promise<DBOSClient> {
    return new DBOSClient(await connect(options), options.applicationName ?? undefined);
  }

  /** The application that this client acts for. Undefined if there is none. */
  get applicationName(): string | undefined {
    return this.#applicationName;
  }

  /** Ends waits and readers with REQUEST_ABORTED, waits for the answers to calls in flight, and closes the sessions. */
  destroy(): Promise<void> {
    return this.#connection.close();
  }

  /** Sends a message. Resolves when the message is stored: an acknowledged message survives any crash. */
  // The official signature has the parameter, and callers may name it.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  send<T>(
    destinationID: string,
    message: T,
    topic?: string,
    idempotencyKey?: string,
    options: SendOptions = {},
  ): Promise<void> {
    return messages.send(this.#connection, { destinationID, message, topic, idempotencyKey }, options);
  }

  /** Sends messages in order. Each has its own outcome. */
  sendBatch(batch: readonly MessageToSend[], options: SendBatchOptions = {}): Promise<SendOutcome[]> {
    return sendBatch(this.#connection, batch, options);
  }

  /** Lists the messages of a workflow, oldest first, without consuming them. */
  listMessages(
    workflowID: string,
    options: ListMessagesOptions = {},
  ): AsyncGenerator<ListedMessage, void, unknown> {
    return messages.listMessages(this.#connection, workflowID, options);
  }

  /** Waits for an event, by default for 60 s. Returns null on timeout, or if the workflow ended without setting it. */
  async getEvent<T>(workflowID: string, key: string, options?: number | GetEventOptions): Promise<T | null> {
    return (await events.getEvent(this.#connection, workflowID, key, options)) as T | null;
  }

  /** The current value of every key that the workflow has set. */
  getAllEvents(workflowID: string, options: AbortOptions = {}): Promise<Record<string, unknown>> {
    return events.getAllEvents(this.#connection, workflowID, options);
  }

  /** Yields the current events, then each change, and finally that the workflow has ended. */
  watchEvents(
    workflowID: string,
    options: WatchEventsOptions = {},
  ): AsyncGenerator<EventChange, void, unknown> {
    return events.watchEvents(this.#connection, workflowID, options);
  }

  /** The values of a stream in order, each once, until it is closed or its workflow ends. */
  readStream<T>(
    workflowID: string,
    key: string,
    options: ReadStreamOptions = {},
  ): AsyncGenerator<T, void, unknown> {
    const values = streams.readStream(this.#connection, workflowID, key, options);
    return values as AsyncGenerator<T, void, unknown>;
  }

  /** Waits for one value of a stream. Throws DBOSStreamTimeoutError on timeout. */
  async readStreamOffset<T>(
    workflowID: string,
    key: string,
    offset: number,
    options: ReadStreamOffsetOptions = {},
  ): Promise<T> {
    return (await streams.readStreamOffset(this.#connection, workflowID, key, offset, options)) as T;
  }

  /** The streams of a workflow. */
  listStreams(
    workflowID: string,
    options: ListStreamsOptions = {},
  ): AsyncGenerator<ListedStream, void, unknown> {
    return streams.listStreams(this.#connection, workflowID, options);
  }

  /** Enqueues a workflow with positional arguments. */
  enqueue<T extends AnyWorkflow>(
    options: EnqueueOptions,
    ...args: Parameters<T>
  ): Promise<WorkflowHandle<Awaited<ReturnType<T>>>> {
    return this.#enqueue(options, { positional: args });
  }

  /** Enqueues a workflow written in any language, with positional and named arguments. */
  enqueuePortable<T = unknown>(
    options: EnqueueOptions,
    positionalArgs: unknown[],
    namedArgs?: { [key: string]: unknown },
  ): Promise<WorkflowHandle<T>> {
    return this.#enqueue(options, { positional: positionalArgs, named: namedArgs });
  }

  /**
   * Enqueues a workflow and sends it its first messages, atomically. If the workflow exists and the options accept
   * that, the messages are sent to the existing one.
   */
  async enqueueAndSend<T = unknown>(
    options: EnqueueOptions,
    args: readonly unknown[],
    messages: readonly FirstMessage[],
  ): Promise<WorkflowHandle<T>> {
    const given = { positional: args, messages };
    const workflowID = await workflows.enqueueAndSend(this.#connection, this.#owned(options), given);
    return workflows.startedHandle(this.#connection, workflowID);
  }

  /** Returns a handle to a workflow, which need not exist yet. Makes no request. */
  retrieveWorkflow<T = unknown>(workflowID: string): WorkflowHandle<Awaited<T>> {
    return workflows.workflowHandle(this.#connection, workflowID);
  }

  /** Reads the current state of a workflow. Undefined if no workflow has this id. */
  getWorkflow(workflowID: string, options: AbortOptions = {}): Promise<WorkflowStatus | undefined> {
    return workflows.getWorkflow(this.#connection, workflowID, options);
  }

  /** Lists the workflows that match the filters, in the order of their creation. */
  listWorkflows(input: GetWorkflowsInput, options: AbortOptions = {}): Promise<WorkflowStatus[]> {
    return toArray(this.listAllWorkflows(input, options));
  }

  /** Like `listWorkflows`, for workflows that are on a queue and have not ended, without outputs. */
  listQueuedWorkflows(input: GetWorkflowsInput, options: AbortOptions = {}): Promise<WorkflowStatus[]> {
    return this.listWorkflows({ ...input, queuesOnly: true, loadOutput: false }, options);
  }

  /**
   * Like `listWorkflows`, one at a time. The next page is requested when the last workflow of a page has been consumed.
   */
  listAllWorkflows(
    input: GetWorkflowsInput = {},
    options: AbortOptions = {},
  ): AsyncGenerator<WorkflowStatus, void, unknown> {
    const owned = withOwnerUnlessByIds(input, this.#applicationName);
    return workflows.listAllWorkflows(this.#connection, owned, options);
  }

  /** The steps that a workflow has recorded, by number. Undefined if no workflow has this id. */
  listWorkflowSteps(
    workflowID: string,
    options: ListWorkflowStepsOptions = {},
  ): Promise<StepInfo[] | undefined> {
    return workflows.listWorkflowSteps(this.#connection, workflowID, options);
  }

  /** Waits until one of the workflows has ended, in any way, and returns its handle. */
  waitFirst(
    handles: WorkflowHandle<unknown>[],
    options: WaitFirstOptions = {},
  ): Promise<WorkflowHandle<unknown>> {
    return workflows.waitFirst(this.#connection, handles, options);
  }

  /** Waits until all of the workflows have ended, in any way. */
  waitAll<R>(handles: WorkflowHandle<R>[], options: WaitAllOptions = {}): Promise<WorkflowHandle<R>[]> {
    return workflows.waitAll(this.#connection, handles, options);
  }

  /** Cancels a workflow that has not ended with a result or an error. */
  cancelWorkflow(workflowID: string, options: CancelWorkflowsOptions = {}): Promise<void> {
    return this.cancelWorkflows([workflowID], options);
  }

  /** Cancels the workflows that have not ended with a result or an error. Their waiters are notified at once. */
  cancelWorkflows(workflowIDs: string[], options: CancelWorkflowsOptions = {}): Promise<void> {
    return workflows.cancelWorkflows(this.#connection, workflowIDs, options);
  }

  /** Enqueues a workflow that was cancelled or exceeded its recovery attempts. It continues after its last step. */
  async resumeWorkflow<T = unknown>(
    workflowID: string,
    options: ResumeWorkflowsOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    await workflows.resumeWorkflows(this.#connection, [workflowID], options);
    return this.retrieveWorkflow<T>(workflowID);
  }

  /**
   * Enqueues workflows, which continue after their last step. Rejects with WORKFLOW_NOT_FOUND if one does not exist.
   */
  async resumeWorkflows<T = unknown>(
    workflowIDs: string[],
    options: ResumeWorkflowsOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>[]> {
    await workflows.resumeWorkflows(this.#connection, workflowIDs, options);
    return workflowIDs.map((workflowID) => this.retrieveWorkflow<T>(workflowID));
  }

  /** Deletes a workflow and everything that belongs to it. */
  deleteWorkflow(workflowID: string, deleteChildren = false, options: AbortOptions = {}): Promise<void> {
    return this.deleteWorkflows([workflowID], deleteChildren, options);
  }

  /** Deletes workflows, whatever their status, and everything that belongs to them. */
  deleteWorkflows(workflowIDs: string[], deleteChildren = false, options: AbortOptions = {}): Promise<void> {
    return workflows.deleteWorkflows(this.#connection, workflowIDs, { deleteChildren, ...options });
  }

  /** Creates a workflow from another's input and its steps before `startStep`, enqueues it, and returns its id. */
  forkWorkflow(workflowID: string, startStep: number, options: ForkWorkflowOptions = {}): Promise<string> {
    const owned = withOwner<OwnedForkOptions>(options, this.#applicationName);
    return workflows.forkWorkflow(this.#connection, workflowID, startStep, owned);
  }

  /** Rewinds an ended workflow to a step (by default to the first) and enqueues it. */
  async rewindWorkflow<T = unknown>(
    workflowID: string,
    options: RewindWorkflowOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    await workflows.rewindWorkflow(this.#connection, workflowID, options);
    return this.retrieveWorkflow<T>(workflowID);
  }

  /** Changes when a delayed workflow begins: after a number of seconds, or at a point in time. */
  setWorkflowDelay(
    workflowID: string,
    delay: number | SetWorkflowDelayOptions,
    options: AbortOptions = {},
  ): Promise<void> {
    return workflows.setWorkflowDelay(this.#connection, workflowID, delay, options);
  }

  /** Changes the priority of a workflow that has not begun. */
  setWorkflowPriority(workflowID: string, priority: number, options: AbortOptions = {}): Promise<void> {
    return workflows.setWorkflowPriority(this.#connection, workflowID, priority, options);
  }

  /** Replaces a workflow's attributes. Undefined or null removes them. */
  setWorkflowAttributes(
    workflowID: string,
    attributes: Record<string, unknown> | null | undefined,
    options: AbortOptions = {},
  ): Promise<void> {
    return workflows.setWorkflowAttributes(this.#connection, workflowID, attributes, options);
  }

  /** Registers a queue, or changes the settings of a registered one. */
  registerQueue(name: string, options: RegisterQueueOptions = {}): Promise<WorkflowQueue> {
    return queues.registerQueue(this.#connection, name, withOwner(options, this.#applicationName));
  }

  /** Reads a registered queue. Null if no queue has that name. */
  retrieveQueue(name: string, options: AbortOptions = {}): Promise<WorkflowQueue | null> {
    return queues.retrieveQueue(this.#connection, name, options);
  }

  /**
   * The queues of these applications, and those without an application. Absent: of the client's application, or all if
   * it has none.
   */
  listQueues(applicationName?: string | string[], options: AbortOptions = {}): Promise<WorkflowQueue[]> {
    return queues.listQueues(this.#connection, ownersOf(applicationName, this.#applicationName), options);
  }

  /** Removes a queue. Workflows that wait on it are left unchanged. */
  deleteQueue(name: string, options: AbortOptions = {}): Promise<void> {
    return queues.deleteQueue(this.#connection, name, options);
  }

  /** Always rejects: a daemon cannot join the caller's transaction. Commit, then `send` with an idempotency key. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the official signature
  sendInTransaction<T>(
    _client: unknown,
    _destinationID: string,
    _message: T,
    _topic?: string,
    _idempotencyKey?: string,
    _options?: SendOptions,
  ): Promise<void> {
    return refuseTransaction('sendInTransaction');
  }

  /** Always rejects: a daemon cannot join the caller's transaction. Commit, then `enqueue` with a workflow id. */
  enqueueInTransaction<T extends AnyWorkflow>(
    _client: unknown,
    _options: EnqueueOptions,
    ..._args: Parameters<T>
  ): Promise<WorkflowHandle<Awaited<ReturnType<T>>>> {
    return refuseTransaction('enqueueInTransaction');
  }

  /**
   * Always rejects: a daemon cannot join the caller's transaction. Commit, then `enqueuePortable` with a workflow id.
   */
  enqueuePortableInTransaction<T = unknown>(
    _client: unknown,
    _options: EnqueueOptions,
    _positionalArgs: unknown[],
    _namedArgs?: { [key: string]: unknown },
  ): Promise<WorkflowHandle<T>> {
    return refuseTransaction('enqueuePortableInTransaction');
  }

  async #enqueue<R>(options: EnqueueOptions, given: EnqueueArguments): Promise<WorkflowHandle<R>> {
    const workflowID = await workflows.enqueue(this.#connection, this.#owned(options), given);
    return workflows.startedHandle(this.#connection, workflowID);
  }

  #owned(options: EnqueueOptions): EnqueueOptions {
    return withOwner(workflows.takeEnqueueOptions(options), this.#applicationName);
  }
}
