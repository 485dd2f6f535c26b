import type { DurableOperations } from '../model/durable.js';
import type { OutgoingMessage, SendBatchOptions, SendOptions } from '../model/messages.js';
import { appendStreamKinds, streamClose, streamValue } from '../writer/kinds/append-stream.js';
import {
  finishWorkflowKind,
  recordDeadlineKind,
  recordStepKind,
  setEventKind,
} from '../writer/kinds/fenced-records.js';
import { receiveKind } from '../writer/kinds/receive.js';
import { durableMessageOf, sendDurablyKind } from '../writer/kinds/send-durably.js';
import { type StartKinds, toStarted } from '../writer/kinds/start-workflow.js';
import { enqueueAndSend, type EnqueueOptions, enqueueWorkflow } from './enqueue.js';
import { getEvent, listEvents, type WatchOptions, watchEvents } from './events.js';
import {
  cancelWorkflows,
  deleteWorkflows,
  type ForkOptions,
  forkWorkflow,
  resumeWorkflows,
  rewindWorkflow,
  setWorkflowAttributes,
  setWorkflowDelay,
  setWorkflowPriority,
} from './manage-workflows.js';
import { listMessages, send, sendBatch } from './messages.js';
import { deleteQueue, getQueue, listQueues, type QueueOptions, upsertQueue } from './queues.js';
import { receive, type ReceiveOptions } from './receive.js';
import { refusedAttributes } from './refused-attributes.js';
import { listStreams, readStream, readStreamOffset, type StreamOptions } from './streams.js';
import {
  awaitFirst,
  awaitWorkflow,
  getWorkflow,
  type ListOptions,
  listWorkflows,
  listWorkflowSteps,
} from './workflows.js';

export type * from '../model/events.js';
export type * from '../model/management.js';
export type * from '../model/messages.js';
export type * from '../model/queues.js';
export type * from '../model/streams.js';
export type * from '../model/values.js';
export type * from '../model/waits.js';
export type * from '../model/workflows.js';
export type * from '../model/write-load.js';

type OperationOptions = StreamOptions &
  WatchOptions &
  EnqueueOptions &
  QueueOptions &
  ForkOptions &
  ListOptions;

/**
 * What the daemon can do, in its own terms: no SQL below this room reaches rpc/, no gRPC above it reaches here. Arguments
 * are valid (rpc/ has checked names, limits and payloads); failures are DbosdErrors. A verb is one function of its
 * subject's file, and takes what it needs first.
 */
export function bindOperations(deps: OperationOptions) {
  const bind =
    <Args extends unknown[], Result>(verb: (deps: OperationOptions, ...args: Args) => Result) =>
    (...args: Args): Result =>
      verb(deps, ...args);
  return {
    /** While it is full, sessions are not read from, and unary sends are answered OVERLOADED. */
    writes: deps.writer.load,

    // Messages. Both reach the writer before they first await, so that calls in a row keep their order per mailbox.
    send: (message: OutgoingMessage, options: SendOptions) => send(deps.writer, message, options),
    sendBatch: (messages: readonly OutgoingMessage[], options: SendBatchOptions) =>
      sendBatch(deps.writer, messages, options),
    listMessages: bind(listMessages),

    // Events
    getEvent: bind(getEvent),
    listEvents: bind(listEvents),
    watchEvents: bind(watchEvents),

    // Streams
    readStream: bind(readStream),
    readStreamOffset: bind(readStreamOffset),
    listStreams: bind(listStreams),

    // Workflows
    enqueueWorkflow: bind(enqueueWorkflow),
    enqueueAndSend: bind(enqueueAndSend),
    getWorkflow: bind(getWorkflow),
    awaitWorkflow: bind(awaitWorkflow),
    awaitFirst: bind(awaitFirst),
    listWorkflows: bind(listWorkflows),
    listWorkflowSteps: bind(listWorkflowSteps),
    cancelWorkflows: bind(cancelWorkflows),
    resumeWorkflows: bind(resumeWorkflows),
    deleteWorkflows: bind(deleteWorkflows),
    forkWorkflow: bind(forkWorkflow),
    rewindWorkflow: bind(rewindWorkflow),
    setWorkflowDelay: bind(setWorkflowDelay),
    setWorkflowPriority: bind(setWorkflowPriority),
    setWorkflowAttributes: bind(setWorkflowAttributes),

    // Queues
    upsertQueue: bind(upsertQueue),
    deleteQueue: bind(deleteQueue),
    getQueue: bind(getQueue),
    listQueues: bind(listQueues),
  };
}

export type Operations = ReturnType<typeof bindOperations>;

interface DurableOptions extends Omit<ReceiveOptions, 'receives'> {
  readonly starts: StartKinds;
}

/** The durable operations of workers: each is a kind of write (writer/kinds), and a recv waits. */
export function durableOperations({ hub, clock, writer, starts }: DurableOptions): DurableOperations {
  const streams = appendStreamKinds(writer.tries);
  const receives = receiveKind();
  return {
    recordStep: (command) => writer.submit(recordStepKind, command),
    recordDeadline: (command) => writer.submit(recordDeadlineKind, command),
    sendMessage: (command) => writer.submit(sendDurablyKind, durableMessageOf(command)),
    receive: (command, signal) => receive({ hub, clock, writer, receives }, command, signal),
    setEvent: async (command) => {
      await writer.submit(setEventKind, command);
    },
    writeStream: (command) => writer.submit(streams.write, streamValue(command)),
    closeStream: async (command) => {
      await writer.submit(streams.close, streamClose(command));
    },
    startWorkflow: async ({ parent, workflowId: newId, ...command }) => {
      const start = { ...command, newId };
      try {
        return await (parent === undefined
          ? writer.submit(starts.free, start).then(toStarted)
          : writer.submit(starts.child, { ...parent, ...start }));
      } catch (cause) {
        throw refusedAttributes(cause);
      }
    },
    finishWorkflow: async (command) => {
      await writer.submit(finishWorkflowKind, command);
      writer.forgetRun(command.workflowId, command.ownerToken);
    },
  };
}
