import { checkName, invalidField, systemClock } from '@dbosd/shared';
import { getAllEvents } from './events/get-all-events.js';
import { getEvent, type GetEventOptions } from './events/get-event.js';
import { watchEvents, type EventChange, type WatchEventsOptions } from './events/watch-events.js';
import { listMessages, type ListedMessage, type ListMessagesOptions } from './messages/list-messages.js';
import type { MessageToSend } from './messages/outgoing-message.js';
import { sendBatch, type SendBatchOptions, type SendOutcome } from './messages/send-batch.js';
import { send, type SendOptions } from './messages/send.js';
import { checkOptions, type OptionNames } from './options.js';
import { deleteQueue } from './queues/delete-queue.js';
import { listQueues, retrieveQueue } from './queues/list-queues.js';
import { registerQueue, type RegisterQueueOptions } from './queues/register-queue.js';
import type { WorkflowQueue } from './queues/workflow-queue.js';
import { listStreams, type ListedStream, type ListStreamsOptions } from './streams/list-streams.js';
import { readStreamOffset, type ReadStreamOffsetOptions } from './streams/read-stream-offset.js';
import { readStream, type ReadStreamOptions } from './streams/read-stream.js';
import type { AbortOptions } from './timeouts.js';
import { Addresses } from './session/addresses.js';
import { Connection } from './connection/connection.js';
import { enqueueAndSend, type FirstMessage } from './workflows/enqueue-and-send.js';
import {
  checkEnqueueOptions,
  enqueue,
  type EnqueueArguments,
  type EnqueueOptions,
} from './workflows/enqueue.js';
import { getWorkflow } from './workflows/get-workflow.js';
import {
  cancelWorkflows,
  deleteWorkflows,
  resumeWorkflows,
  type CancelWorkflowsOptions,
  type ResumeWorkflowsOptions,
} from './workflows/manage-workflows.js';
import {
  forkWorkflow,
  rewindWorkflow,
  type ForkWorkflowOptions,
  type RewindWorkflowOptions,
} from './workflows/rerun-workflow.js';
import {
  setWorkflowAttributes,
  setWorkflowDelay,
  setWorkflowPriority,
  type SetWorkflowDelayOptions,
} from './workflows/set-workflow.js';
import {
  listWorkflowSteps,
  type ListWorkflowStepsOptions,
  type StepInfo,
} from './workflows/list-workflow-steps.js';
import { listAllWorkflows, type GetWorkflowsInput } from './workflows/list-workflows.js';
import { waitAll, waitFirst, type WaitAllOptions, type WaitFirstOptions } from './workflows/wait-first.js';
import { workflowHandle, type WorkflowHandle } from './workflows/workflow-handle.js';
import type { WorkflowStatus } from './workflows/workflow-status.js';

export interface DBOSClientOptions {
  /**
   * The daemons: `host:port`, `[ipv6]:port`, `unix:/path` or a DNS name (port 50051), or a list of them; a session
   * goes to a random one of all that they resolve to. Absent: 127.0.0.1:50051.
   */
  address?: string | readonly string[];
  /** The application this client acts for: it owns the queues it registers and the workflows it enqueues. */
  applicationName?: string;
  /** How long `create` tries, and one attempt to open a session may take. Absent: 10,000. */
  connectTimeoutMs?: number;
  /**
   * How long a call without a timeout of its own tolerates that no daemon can be reached, or that none can carry it
   * out; then it rejects with TRANSPORT, or with the daemon's last answer. Waits bear it until their own timeout.
   * Absent: 60,000.
   */
  unavailableTimeoutMs?: number;
}

const CREATE_OPTIONS: OptionNames<DBOSClientOptions> = {
  address: true,
  applicationName: true,
  connectTimeoutMs: true,
  unavailableTimeoutMs: true,
};
const DEFAULT_ADDRESS = '127.0.0.1:50051';
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_UNAVAILABLE_TIMEOUT_MS = 60_000;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the official signature: any function is a workflow's type
type AnyWorkflow = (...args: any[]) => Promise<any>;

/** The connection of a client: for `@dbosd/worker`, which asks for what the client's own methods decode. */
export let connectionOf: (client: DBOSClient) => Connection;

/**
 * Talks to DBOS workflows through dbosd: the methods that it shares with the official `DBOSClient` have its names and
 * signatures. Every call takes an AbortSignal, and survives a broken connection where repeating it is safe.
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
    checkOptions('options', options, CREATE_OPTIONS);
    const { applicationName } = options;
    if (applicationName !== undefined) checkName('applicationName', applicationName);
    const clock = systemClock;
    const connection = new Connection({
      addresses: new Addresses(options.address ?? DEFAULT_ADDRESS, () => clock.monotonicMs()),
      clock,
      connectTimeoutMs: durationOf(
        'connectTimeoutMs',
        options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      ),
      unavailableTimeoutMs: durationOf(
        'unavailableTimeoutMs',
        options.unavailableTimeoutMs ?? DEFAULT_UNAVAILABLE_TIMEOUT_MS,
      ),
    });
    try {
      await connection.connect();
    } catch (error) {
      await connection.close();
      throw error;
    }
    return new DBOSClient(connection, applicationName);
  }

  /** The application this client acts for. Undefined: none. */
  get applicationName(): string | undefined {
    return this.#applicationName;
  }

  /** Ends waits and readers with REQUEST_ABORTED, lets calls in flight be answered, and closes the sessions. */
  destroy(): Promise<void> {
    return this.#connection.close();
  }

  /** Sends a message. Resolves when it is stored: what is acknowledged is received, whatever crashes next. */
  // The official signature has the parameter, and callers may name it.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  send<T>(
    destinationID: string,
    message: T,
    topic?: string,
    idempotencyKey?: string,
    options: SendOptions = {},
  ): Promise<void> {
    const { serializationType } = options;
    return send(
      this.#connection,
      {
        destinationID,
        message,
        ...(topic === undefined ? {} : { topic }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        serializationType,
      },
      options,
    );
  }

  /** Sends messages in order; each has an outcome of its own. */
  sendBatch(messages: readonly MessageToSend[], options: SendBatchOptions = {}): Promise<SendOutcome[]> {
    return sendBatch(this.#connection, messages, options);
  }

  /** The messages of a workflow, oldest first. Consumes none. */
  listMessages(
    workflowID: string,
    options: ListMessagesOptions = {},
  ): AsyncGenerator<ListedMessage, void, unknown> {
    return listMessages(this.#connection, workflowID, options);
  }

  /** Waits for an event. Null: the time is over, or the workflow has ended without setting it. Default 60 s. */
  async getEvent<T>(workflowID: string, key: string, options?: number | GetEventOptions): Promise<T | null> {
    return (await getEvent(this.#connection, workflowID, key, options)) as T | null;
  }

  /** The current value of every key that the workflow has set. */
  getAllEvents(workflowID: string, options: AbortOptions = {}): Promise<Record<string, unknown>> {
    return getAllEvents(this.#connection, workflowID, options);
  }

  /** The current events, then each change, and at last that the workflow has ended. */
  watchEvents(
    workflowID: string,
    options: WatchEventsOptions = {},
  ): AsyncGenerator<EventChange, void, unknown> {
    return watchEvents(this.#connection, workflowID, options);
  }

  /** The values of a stream in order, each once, until it is closed or its workflow ends. */
  readStream<T>(
    workflowID: string,
    key: string,
    options: ReadStreamOptions = {},
  ): AsyncGenerator<T, void, unknown> {
    return readStream(this.#connection, workflowID, key, options) as AsyncGenerator<T, void, unknown>;
  }

  /** Waits for one value of a stream. Throws DBOSStreamTimeoutError when it does not come. */
  async readStreamOffset<T>(
    workflowID: string,
    key: string,
    offset: number,
    options: ReadStreamOffsetOptions = {},
  ): Promise<T> {
    return (await readStreamOffset(this.#connection, workflowID, key, offset, options)) as T;
  }

  /** The streams of a workflow. */
  listStreams(
    workflowID: string,
    options: ListStreamsOptions = {},
  ): AsyncGenerator<ListedStream, void, unknown> {
    return listStreams(this.#connection, workflowID, options);
  }

  /** Enqueues a workflow with positional arguments. */
  enqueue<T extends AnyWorkflow>(
    options: EnqueueOptions,
    ...args: Parameters<T>
  ): Promise<WorkflowHandle<Awaited<ReturnType<T>>>> {
    return this.#enqueue(options, { positional: args });
  }

  /** Enqueues a workflow that may be written in any language, with positional and named arguments. */
  enqueuePortable<T = unknown>(
    options: EnqueueOptions,
    positionalArgs: unknown[],
    namedArgs?: { [key: string]: unknown },
  ): Promise<WorkflowHandle<T>> {
    return this.#enqueue(options, { positional: positionalArgs, named: namedArgs });
  }

  /**
   * Enqueues a workflow and sends it its first messages, both or neither. To one that is there already, and that the
   * options let be, the messages are sent.
   */
  async enqueueAndSend<T = unknown>(
    options: EnqueueOptions,
    args: readonly unknown[],
    messages: readonly FirstMessage[],
  ): Promise<WorkflowHandle<T>> {
    const given = { positional: args, messages };
    return workflowHandle(
      this.#connection,
      await enqueueAndSend(this.#connection, this.#owned(options), given),
    );
  }

  /** A handle to a workflow, which need not exist yet. Asks nothing. */
  retrieveWorkflow<T = unknown>(workflowID: string): WorkflowHandle<Awaited<T>> {
    return workflowHandle(this.#connection, workflowID);
  }

  /** A workflow as it is now. Undefined: there is none with this id. */
  getWorkflow(workflowID: string, options: AbortOptions = {}): Promise<WorkflowStatus | undefined> {
    return getWorkflow(this.#connection, workflowID, options);
  }

  /** Cancels a workflow that has not ended with a result or an error. */
  cancelWorkflow(workflowID: string, options: CancelWorkflowsOptions = {}): Promise<void> {
    return this.cancelWorkflows([workflowID], options);
  }

  /** Cancels those that have not ended with a result or an error; what waits for them hears of it at once. */
  cancelWorkflows(workflowIDs: string[], options: CancelWorkflowsOptions = {}): Promise<void> {
    return cancelWorkflows(this.#connection, workflowIDs, options);
  }

  /** Enqueues a workflow that was cancelled or given up, to go on behind its last step. */
  async resumeWorkflow<T = unknown>(
    workflowID: string,
    options: ResumeWorkflowsOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    await resumeWorkflows(this.#connection, [workflowID], options);
    return this.retrieveWorkflow<T>(workflowID);
  }

  /** Enqueues workflows, to go on behind their last step. Rejects with WORKFLOW_NOT_FOUND where one is missing. */
  async resumeWorkflows<T = unknown>(
    workflowIDs: string[],
    options: ResumeWorkflowsOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>[]> {
    await resumeWorkflows(this.#connection, workflowIDs, options);
    return workflowIDs.map((workflowID) => this.retrieveWorkflow<T>(workflowID));
  }

  /** Deletes a workflow with all that belongs to it. */
  deleteWorkflow(workflowID: string, deleteChildren = false, options: AbortOptions = {}): Promise<void> {
    return this.deleteWorkflows([workflowID], deleteChildren, options);
  }

  /** Deletes workflows with all that belongs to them, whatever their status. */
  deleteWorkflows(workflowIDs: string[], deleteChildren = false, options: AbortOptions = {}): Promise<void> {
    return deleteWorkflows(this.#connection, workflowIDs, { deleteChildren, ...options });
  }

  /** Makes a new workflow of another's input and of its steps before `startStep`, enqueues it, and returns its id. */
  forkWorkflow(workflowID: string, startStep: number, options: ForkWorkflowOptions = {}): Promise<string> {
    const owner = this.#applicationName === undefined ? {} : { applicationName: this.#applicationName };
    return forkWorkflow(this.#connection, workflowID, startStep, { ...options, ...owner });
  }

  /** Takes a workflow that has ended back to a step (all of them by default) and enqueues it. */
  async rewindWorkflow<T = unknown>(
    workflowID: string,
    options: RewindWorkflowOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    await rewindWorkflow(this.#connection, workflowID, options);
    return this.retrieveWorkflow<T>(workflowID);
  }

  /** Changes when a delayed workflow begins: in so many seconds, or at a time. */
  setWorkflowDelay(
    workflowID: string,
    delay: number | SetWorkflowDelayOptions,
    options: AbortOptions = {},
  ): Promise<void> {
    return setWorkflowDelay(this.#connection, workflowID, delay, options);
  }

  /** Changes the priority of a workflow that waits to begin. */
  setWorkflowPriority(workflowID: string, priority: number, options: AbortOptions = {}): Promise<void> {
    return setWorkflowPriority(this.#connection, workflowID, priority, options);
  }

  /** Replaces a workflow's attributes; undefined: it has none afterwards. */
  setWorkflowAttributes(
    workflowID: string,
    attributes: Record<string, unknown> | undefined,
    options: AbortOptions = {},
  ): Promise<void> {
    return setWorkflowAttributes(this.#connection, workflowID, attributes, options);
  }

  /** Removes a queue; what waits on it is left where it is. */
  deleteQueue(name: string, options: AbortOptions = {}): Promise<void> {
    return deleteQueue(this.#connection, name, options);
  }

  /** The workflows that the filters take, in the order of their creation. */
  listWorkflows(input: GetWorkflowsInput, options: AbortOptions = {}): Promise<WorkflowStatus[]> {
    return collect(this.listAllWorkflows(input, options));
  }

  /** The same, without outputs, of those that are on a queue and have not ended. */
  listQueuedWorkflows(input: GetWorkflowsInput, options: AbortOptions = {}): Promise<WorkflowStatus[]> {
    return this.listWorkflows({ ...input, queuesOnly: true, loadOutput: false }, options);
  }

  /** As `listWorkflows`, one by one: the next page is asked for when the last of one was taken. */
  listAllWorkflows(
    input: GetWorkflowsInput = {},
    options: AbortOptions = {},
  ): AsyncGenerator<WorkflowStatus, void, unknown> {
    // A read by ids is one of these very workflows, whoever owns them.
    const own = (input.workflowIDs?.length ?? 0) > 0 ? undefined : this.#applicationName;
    const applicationName = input.applicationName ?? own;
    return listAllWorkflows(
      this.#connection,
      applicationName === undefined ? input : { ...input, applicationName },
      options,
    );
  }

  /** The steps that a workflow has recorded, by their number. Undefined: there is no workflow with this id. */
  listWorkflowSteps(
    workflowID: string,
    options: ListWorkflowStepsOptions = {},
  ): Promise<StepInfo[] | undefined> {
    return listWorkflowSteps(this.#connection, workflowID, options);
  }

  /** Waits until one of the workflows has ended, in any way, and returns its handle. */
  waitFirst(
    handles: WorkflowHandle<unknown>[],
    options: WaitFirstOptions = {},
  ): Promise<WorkflowHandle<unknown>> {
    return waitFirst(this.#connection, handles, options);
  }

  /** Waits until all of the workflows have ended, in any way. */
  waitAll<R>(handles: WorkflowHandle<R>[], options: WaitAllOptions = {}): Promise<WorkflowHandle<R>[]> {
    return waitAll(this.#connection, handles, options);
  }

  /** A registered queue. Null: there is none of that name. */
  retrieveQueue(name: string, options: AbortOptions = {}): Promise<WorkflowQueue | null> {
    return retrieveQueue(this.#connection, name, options);
  }

  /** The queues of these applications and of none. Absent: of the client's own; where it has none, all. */
  listQueues(applicationName?: string | string[], options: AbortOptions = {}): Promise<WorkflowQueue[]> {
    const given = applicationName ?? this.#applicationName ?? [];
    // As DBOS has it, the empty text names nobody.
    const names = given === '' ? [] : typeof given === 'string' ? [given] : given;
    return listQueues(this.#connection, names, options);
  }

  /** Registers a queue, or changes the settings of a registered one. */
  registerQueue(name: string, options: RegisterQueueOptions = {}): Promise<WorkflowQueue> {
    const { applicationName = this.#applicationName, ...rest } = options;
    return registerQueue(
      this.#connection,
      name,
      applicationName === undefined ? rest : { ...rest, applicationName },
    );
  }

  async #enqueue<R>(options: EnqueueOptions, given: EnqueueArguments): Promise<WorkflowHandle<R>> {
    return workflowHandle(this.#connection, await enqueue(this.#connection, this.#owned(options), given));
  }

  #owned(options: EnqueueOptions): EnqueueOptions {
    checkEnqueueOptions(options);
    const { applicationName = this.#applicationName, ...rest } = options;
    return applicationName === undefined ? rest : { ...rest, applicationName };
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function durationOf(field: string, ms: number): number {
  if (typeof (ms as unknown) !== 'number' || !(ms > 0))
    throw invalidField(field, `is ${String(ms)}: give milliseconds, more than 0`);
  return ms;
}
