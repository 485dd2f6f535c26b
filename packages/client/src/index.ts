export {
  DbosdError,
  PortableWorkflowError,
  UndecodableError,
  type Reason,
  type StoredValue,
} from '@dbosd/shared';
export { DBOSClient, type DBOSClientOptions } from './client.js';
export type { GetEventOptions } from './events/get-event.js';
export type { EventChange, WatchEventsOptions } from './events/watch-events.js';
export { ListedMessage, type ListMessagesOptions } from './messages/list-messages.js';
export type { MessageToSend } from './messages/outgoing-message.js';
export type { SendBatchOptions, SendOutcome } from './messages/send-batch.js';
export type { SendOptions } from './messages/send.js';
export type { QueueParameters, QueueRateLimit } from './queues/queue-parameters.js';
export type { QueueConflictResolution, RegisterQueueOptions } from './queues/register-queue.js';
export { WorkflowQueue } from './queues/workflow-queue.js';
export type { ListedStream, ListStreamsOptions } from './streams/list-streams.js';
export type { ReadStreamOffsetOptions } from './streams/read-stream-offset.js';
export type { ReadStreamOptions, StreamGap } from './streams/read-stream.js';
export { DBOSStreamTimeoutError, WaitTimeoutError } from './timeout-errors.js';
export type { AbortOptions, PollingOptions, TimeoutOptions } from './timeouts.js';
export type { WorkflowSerializationFormat } from './values.js';
export type { FirstMessage } from './workflows/enqueue-and-send.js';
export type { EnqueueOptions } from './workflows/enqueue.js';
export type { CancelWorkflowsOptions, ResumeWorkflowsOptions } from './workflows/manage-workflows.js';
export type { ForkWorkflowOptions, RewindWorkflowOptions } from './workflows/rerun-workflow.js';
export type { SetWorkflowDelayOptions } from './workflows/set-workflow.js';
export type { GetResultOptions } from './workflows/get-result.js';
export type { ListWorkflowStepsOptions, StepInfo } from './workflows/list-workflow-steps.js';
export type { GetWorkflowsInput, WorkflowStatusString } from './workflows/list-workflows.js';
export type { WaitAllOptions, WaitFirstOptions } from './workflows/wait-first.js';
export type { WorkflowHandle } from './workflows/workflow-handle.js';
export type { WorkflowStatus } from './workflows/workflow-status.js';
