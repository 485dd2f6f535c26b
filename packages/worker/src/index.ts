export {
  DBOSClient,
  DbosdError,
  PortableWorkflowError,
  UndecodableError,
  UndecodableValue,
  DBOSStreamTimeoutError,
  WaitTimeoutError,
  type GetWorkflowsInput,
  type ListWorkflowStepsOptions,
  type PollingOptions,
  type QueueConflictResolution,
  type QueueParameters,
  type QueueRateLimit,
  type RegisterQueueOptions,
  type CancelWorkflowsOptions,
  type DBOSClientOptions,
  type SetWorkflowDelayOptions,
  type StepInfo,
  type WaitAllOptions,
  type WaitFirstOptions,
  type WorkflowQueue,
  type WorkflowSerializationFormat,
  type WorkflowStatus,
  type WorkflowStatusString,
} from '@dbosd/client';
export type { EnqueueWorkflowOptions } from './children/enqueue-workflow.js';
export type { EnqueueOptions } from './children/enqueue-workflow.js';
export type { StartWorkflowParams, WorkflowIDReusePolicy } from './children/start-workflow.js';
export type { DBOSConfig } from './configuration.js';
export { DBOS, type SendOptions, type SetEventOptions } from './dbos.js';
export * as Error from './errors.js';
export { DBOSStepNondeterminismError, DBOSWorkflowConflictError } from './errors.js';
export type { GetResultOptions } from './handles/await-result.js';
export type { WorkflowHandle } from './handles/workflow-handle.js';
export type { ContextualMetadata, Logger as DLogger, StackTrace } from './logger.js';
export { StatusString } from './management.js';
export type { GetEventOptions } from './operations/events.js';
export type { ReadStreamOffsetOptions, ReadStreamOptions } from './operations/streams.js';
export type { RecvOptions } from './operations/messages.js';
export type { WriteStreamOptions } from './operations/streams.js';
export { ConfiguredInstance } from './registry/registry.js';
export type { FunctionName, InputSchema, WorkflowConfig } from './registry/registrations.js';
export type { StepConfig } from './steps/run-step.js';
