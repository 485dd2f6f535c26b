import { awaitFirst } from './await-first.js';
import { awaitWorkflow } from './await-workflow.js';
import { enqueueAndSend } from './enqueue-and-send.js';
import { enqueueWorkflow, type EnqueueDeps } from './enqueue-workflow.js';
import { forkWorkflow, type ForkDeps } from './fork-workflow.js';
import { getEvent } from './get-event.js';
import { getWorkflow } from './get-workflow.js';
import { listEvents } from './list-events.js';
import { listMessages } from './list-messages.js';
import { listStreams } from './list-streams.js';
import { listWorkflowSteps } from './list-workflow-steps.js';
import { listWorkflows, type ListDeps } from './list-workflows.js';
import { cancelWorkflows, deleteWorkflows, resumeWorkflows } from './manage-workflows.js';
import type { Operations } from './operations.js';
import { deleteQueue, getQueue, listQueues, upsertQueue, type QueueDeps } from './queues.js';
import { readStreamOffset } from './read-stream-offset.js';
import { readStream, type StreamDeps } from './read-stream.js';
import { rewindWorkflow } from './rewind-workflow.js';
import { send, sendBatch } from './send.js';
import { setWorkflowAttributes, setWorkflowDelay, setWorkflowPriority } from './set-workflow.js';
import { watchEvents, type WatchDeps } from './watch-events.js';

export type OperationDeps = StreamDeps & WatchDeps & EnqueueDeps & QueueDeps & ForkDeps & ListDeps;

/** The verbs, each with what it needs. */
export function bindOperations(deps: OperationDeps): Operations {
  return {
    writes: deps.writer.load,
    send: (message, options) => send(deps.writer, message, options),
    sendBatch: (messages, options) => sendBatch(deps.writer, messages, options),
    listMessages: (query) => listMessages(deps, query),
    getEvent: (query, wait) => getEvent(deps, query, wait),
    listEvents: (query) => listEvents(deps.store, query),
    watchEvents: (query, sink, signal) => watchEvents(deps, query, sink, signal),
    readStream: (query, sink, signal) => readStream(deps, query, sink, signal),
    readStreamOffset: (query, wait) => readStreamOffset(deps, query, wait),
    listStreams: (query) => listStreams(deps.store, query),
    enqueueWorkflow: (command) => enqueueWorkflow(deps, command),
    enqueueAndSend: (command) => enqueueAndSend(deps, command),
    cancelWorkflows: (command) => cancelWorkflows(deps, command),
    resumeWorkflows: (command) => resumeWorkflows(deps, command),
    deleteWorkflows: (command) => deleteWorkflows(deps, command),
    forkWorkflow: (command) => forkWorkflow(deps, command),
    rewindWorkflow: (command) => rewindWorkflow(deps, command),
    setWorkflowDelay: (command) => setWorkflowDelay(deps, command),
    setWorkflowPriority: (command) => setWorkflowPriority(deps, command),
    setWorkflowAttributes: (command) => setWorkflowAttributes(deps, command),
    getWorkflow: (query) => getWorkflow(deps.store, query),
    awaitWorkflow: (query, wait) => awaitWorkflow(deps, query, wait),
    listWorkflows: (query) => listWorkflows(deps, query),
    listWorkflowSteps: (query) => listWorkflowSteps(deps.store, query),
    awaitFirst: (query, wait) => awaitFirst(deps, query, wait),
    upsertQueue: (command) => upsertQueue(deps, command),
    deleteQueue: (command) => deleteQueue(deps, command),
    getQueue: (name) => getQueue(deps, name),
    listQueues: (query) => listQueues(deps, query),
  };
}
