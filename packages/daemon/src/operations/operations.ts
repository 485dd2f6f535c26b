import type { OutgoingMessage, SendBatchOptions, SendOptions } from '../model/messages.js';
import { enqueueAndSend, enqueueWorkflow, type EnqueueDeps } from './enqueue.js';
import { getEvent, listEvents, watchEvents, type WatchDeps } from './events.js';
import {
  cancelWorkflows,
  deleteWorkflows,
  forkWorkflow,
  resumeWorkflows,
  rewindWorkflow,
  setWorkflowAttributes,
  setWorkflowDelay,
  setWorkflowPriority,
  type ForkDeps,
} from './manage-workflows.js';
import { listMessages, send, sendBatch } from './messages.js';
import { deleteQueue, getQueue, listQueues, upsertQueue, type QueueDeps } from './queues.js';
import { listStreams, readStream, readStreamOffset, type StreamDeps } from './streams.js';
import {
  awaitFirst,
  awaitWorkflow,
  getWorkflow,
  listWorkflows,
  listWorkflowSteps,
  type ListDeps,
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

export type OperationDeps = StreamDeps & WatchDeps & EnqueueDeps & QueueDeps & ForkDeps & ListDeps;

/**
 * What the daemon can do, in its own terms: no SQL below this room reaches rpc/, no gRPC above it reaches here. Arguments
 * are valid (rpc/ has checked names, limits and payloads); failures are DbosdErrors. A verb is one function of its
 * subject's file, and takes what it needs first.
 */
export function bindOperations(deps: OperationDeps) {
  const bind =
    <Args extends unknown[], Result>(verb: (deps: OperationDeps, ...args: Args) => Result) =>
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
