export {
  DbosdError,
  PortableWorkflowError,
  UndecodableError,
  type Reason,
  type StoredValue,
} from '@dbosd/shared';
export { DBOSClient } from './client.js';
export type { DBOSClientOptions } from './connect.js';
export type { EventChange, GetEventOptions, WatchEventsOptions } from './events.js';
export { ListedMessage } from './messages.js';
export type { ListMessagesOptions, MessageToSend, SendOptions } from './messages.js';
export type { SendBatchOptions, SendOutcome } from './send-batch.js';
export { WorkflowQueue } from './queues/index.js';
export type {
  QueueConflictResolution,
  QueueParameters,
  QueueRateLimit,
  RegisterQueueOptions,
} from './queues/index.js';
export type {
  ListedStream,
  ListStreamsOptions,
  ReadStreamOffsetOptions,
  ReadStreamOptions,
  StreamEnd,
  StreamGap,
} from './streams.js';
export { DBOSStreamTimeoutError, WaitTimeoutError } from './errors.js';
export { UndecodableValue } from './undecodable-value.js';
export type { AbortOptions, PollingOptions, TimeoutOptions } from './timeouts.js';
export type { WorkflowSerializationFormat } from './values.js';
export type {
  CancelWorkflowsOptions,
  EnqueueOptions,
  FirstMessage,
  ForkWorkflowOptions,
  GetResultOptions,
  GetWorkflowsInput,
  ListWorkflowStepsOptions,
  ResumeWorkflowsOptions,
  RewindWorkflowOptions,
  SetWorkflowDelayOptions,
  StepInfo,
  WaitAllOptions,
  WaitFirstOptions,
  WorkflowHandle,
  WorkflowStatus,
  WorkflowStatusString,
} from './workflows/index.js';
