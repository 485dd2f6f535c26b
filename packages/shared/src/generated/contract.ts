// Generated from proto/ by "npm run generate": the messages of the contract under plain names. A message without suffix is
// written, one with __Output is read.
import type { AnyExtension, Long } from '@grpc/proto-loader';

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A workflow to run.
 */
export interface Assignment {
  /**
   * Its id.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token that fences its operations: with another one they fail.
   */
  'ownerToken'?: (string) | undefined;
  /**
   * The name it is registered under.
   */
  'workflowName'?: (string) | undefined;
  /**
   * The class it belongs to. Absent: none.
   */
  'className'?: (string) | undefined;
  /**
   * The configured instance it belongs to. Absent: none.
   */
  'configName'?: (string) | undefined;
  /**
   * Its arguments. Absent: none are recorded.
   */
  'input'?: (Payload | null) | undefined;
  /**
   * Which attempt this is without a step recorded between, from 1.
   */
  'attempt'?: (number) | undefined;
  /**
   * The queue it was taken from. Absent: none.
   */
  'queueName'?: (string) | undefined;
  /**
   * The partition of that queue. Absent: none.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * What is left until it is cancelled. Absent: it has no deadline.
   */
  'deadlineIn'?: (Duration | null) | undefined;
  /**
   * The timeout it was given, which its children inherit where they have none. Absent: none.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * The user recorded on it. Absent: none.
   */
  'authenticatedUser'?: (string) | undefined;
  /**
   * The role it was started under. Absent: none.
   */
  'assumedRole'?: (string) | undefined;
  /**
   * The user's roles.
   */
  'authenticatedRoles'?: (string)[] | undefined;
  /**
   * The workflow that started it. Absent: none.
   */
  'parentWorkflowId'?: (string) | undefined;
  /**
   * Its first checkpoints. It may begin with them, and waits when it needs more than has arrived.
   */
  'checkpoints'?: (CheckpointPage | null) | undefined;
  '_className'?: "className" | undefined;
  '_configName'?: "configName" | undefined;
  '_queueName'?: "queueName" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_authenticatedUser'?: "authenticatedUser" | undefined;
  '_assumedRole'?: "assumedRole" | undefined;
  '_parentWorkflowId'?: "parentWorkflowId" | undefined;
}

/**
 * A workflow to run.
 */
export interface Assignment__Output {
  /**
   * Its id.
   */
  'workflowId': (string);
  /**
   * The token that fences its operations: with another one they fail.
   */
  'ownerToken': (string);
  /**
   * The name it is registered under.
   */
  'workflowName': (string);
  /**
   * The class it belongs to. Absent: none.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to. Absent: none.
   */
  'configName'?: (string);
  /**
   * Its arguments. Absent: none are recorded.
   */
  'input': (Payload__Output | null);
  /**
   * Which attempt this is without a step recorded between, from 1.
   */
  'attempt': (number);
  /**
   * The queue it was taken from. Absent: none.
   */
  'queueName'?: (string);
  /**
   * The partition of that queue. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * What is left until it is cancelled. Absent: it has no deadline.
   */
  'deadlineIn': (Duration__Output | null);
  /**
   * The timeout it was given, which its children inherit where they have none. Absent: none.
   */
  'timeout': (Duration__Output | null);
  /**
   * The user recorded on it. Absent: none.
   */
  'authenticatedUser'?: (string);
  /**
   * The role it was started under. Absent: none.
   */
  'assumedRole'?: (string);
  /**
   * The user's roles.
   */
  'authenticatedRoles': (string)[];
  /**
   * The workflow that started it. Absent: none.
   */
  'parentWorkflowId'?: (string);
  /**
   * Its first checkpoints. It may begin with them, and waits when it needs more than has arrived.
   */
  'checkpoints': (CheckpointPage__Output | null);
  '_className'?: "className";
  '_configName'?: "configName";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_authenticatedUser'?: "authenticatedUser";
  '_assumedRole'?: "assumedRole";
  '_parentWorkflowId'?: "parentWorkflowId";
}

// Original file: proto/dbosd/v1/values.proto

/**
 * A serialized value and the name of its format.
 */
export interface Payload {
  /**
   * The serialized value, exactly as it is stored. Text without NUL. At most `max_payload_bytes` (2 MiB unless
   * the daemon says otherwise). Portable JSON must parse as JSON (RFC 8259). Empty text is no JSON.
   */
  'data'?: (string) | undefined;
  /**
   * The format of `data`, at most 255 bytes: `portable_json`, `js_superjson`, `py_pickle`, `java_jackson`,
   * `DBOS_JSON` or the name of an application's own serializer. Absent on a write: `portable_json`. Absent on a
   * read: none is recorded, the value is in the writer's own default format.
   */
  'serialization'?: (string) | undefined;
  '_serialization'?: "serialization" | undefined;
}

/**
 * A serialized value and the name of its format.
 */
export interface Payload__Output {
  /**
   * The serialized value, exactly as it is stored. Text without NUL. At most `max_payload_bytes` (2 MiB unless
   * the daemon says otherwise). Portable JSON must parse as JSON (RFC 8259). Empty text is no JSON.
   */
  'data': (string);
  /**
   * The format of `data`, at most 255 bytes: `portable_json`, `js_superjson`, `py_pickle`, `java_jackson`,
   * `DBOS_JSON` or the name of an application's own serializer. Absent on a write: `portable_json`. Absent on a
   * read: none is recorded, the value is in the writer's own default format.
   */
  'serialization'?: (string);
  '_serialization'?: "serialization";
}

export interface Duration {
  'seconds'?: (number | string | Long) | undefined;
  'nanos'?: (number) | undefined;
}

export interface Duration__Output {
  'seconds': (number);
  'nanos': (number);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * What a workflow has recorded, by function id, about 1 MiB at a time.
 */
export interface CheckpointPage {
  /**
   * The workflow.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token of the assignment.
   */
  'ownerToken'?: (string) | undefined;
  /**
   * The checkpoints, by rising function id, after those of the pages before.
   */
  'checkpoints'?: (Checkpoint)[] | undefined;
  /**
   * There are no more.
   */
  'last'?: (boolean) | undefined;
}

/**
 * What a workflow has recorded, by function id, about 1 MiB at a time.
 */
export interface CheckpointPage__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token of the assignment.
   */
  'ownerToken': (string);
  /**
   * The checkpoints, by rising function id, after those of the pages before.
   */
  'checkpoints': (Checkpoint__Output)[];
  /**
   * There are no more.
   */
  'last': (boolean);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A recorded operation.
 */
export interface Checkpoint {
  /**
   * Its place in the workflow, from 0.
   */
  'functionId'?: (number) | undefined;
  /**
   * Its name.
   */
  'functionName'?: (string) | undefined;
  /**
   * What it returned. Absent: nothing is recorded.
   */
  'output'?: (Payload | null) | undefined;
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error'?: (Payload | null) | undefined;
  /**
   * The workflow that it started or awaited. Absent: none.
   */
  'childWorkflowId'?: (string) | undefined;
  /**
   * When it began. Absent: not recorded.
   */
  'startedAt'?: (Timestamp | null) | undefined;
  /**
   * When it was recorded, or will be over (`DBOS.sleep`). Absent: not recorded.
   */
  'completedAt'?: (Timestamp | null) | undefined;
  /**
   * Of `DBOS.sleep`: what was left of it when this page was read, by the database's clock; zero: it is over.
   */
  'remaining'?: (Duration | null) | undefined;
  '_childWorkflowId'?: "childWorkflowId" | undefined;
}

/**
 * A recorded operation.
 */
export interface Checkpoint__Output {
  /**
   * Its place in the workflow, from 0.
   */
  'functionId': (number);
  /**
   * Its name.
   */
  'functionName': (string);
  /**
   * What it returned. Absent: nothing is recorded.
   */
  'output': (Payload__Output | null);
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error': (Payload__Output | null);
  /**
   * The workflow that it started or awaited. Absent: none.
   */
  'childWorkflowId'?: (string);
  /**
   * When it began. Absent: not recorded.
   */
  'startedAt': (Timestamp__Output | null);
  /**
   * When it was recorded, or will be over (`DBOS.sleep`). Absent: not recorded.
   */
  'completedAt': (Timestamp__Output | null);
  /**
   * Of `DBOS.sleep`: what was left of it when this page was read, by the database's clock; zero: it is over.
   */
  'remaining': (Duration__Output | null);
  '_childWorkflowId'?: "childWorkflowId";
}

export interface Timestamp {
  'seconds'?: (number | string | Long) | undefined;
  'nanos'?: (number) | undefined;
}

export interface Timestamp__Output {
  'seconds': (number);
  'nanos': (number);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * The answer to an assignment.
 */
export interface AssignmentAnswer {
  /**
   * The workflow.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token of the assignment.
   */
  'ownerToken'?: (string) | undefined;
  /**
   * The worker does not run it (it ends, or does not know the workflow after all): it is assigned again.
   */
  'refused'?: (boolean) | undefined;
}

/**
 * The answer to an assignment.
 */
export interface AssignmentAnswer__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token of the assignment.
   */
  'ownerToken': (string);
  /**
   * The worker does not run it (it ends, or does not know the workflow after all): it is assigned again.
   */
  'refused': (boolean);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * Credentials of the session's owner.
 */
export interface Authenticate {
  /**
   * A bearer token.
   */
  'token'?: (string) | undefined;
}

/**
 * Credentials of the session's owner.
 */
export interface Authenticate__Output {
  /**
   * A bearer token.
   */
  'token': (string);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of AwaitFirst.
 */
export interface AwaitFirstRequest {
  /**
   * The workflows, 1 to 1,000, none twice. Each 1 to 1,280 bytes.
   */
  'workflowIds'?: (string)[] | undefined;
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * Wait for workflows that do not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all the
   * same). Absent: WORKFLOW_NOT_FOUND if one is missing and none has ended.
   */
  'waitForStart'?: (boolean) | undefined;
  /**
   * How output and error are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
}

/**
 * Request of AwaitFirst.
 */
export interface AwaitFirstRequest__Output {
  /**
   * The workflows, 1 to 1,000, none twice. Each 1 to 1,280 bytes.
   */
  'workflowIds': (string)[];
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (Duration__Output | null);
  /**
   * Wait for workflows that do not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all the
   * same). Absent: WORKFLOW_NOT_FOUND if one is missing and none has ended.
   */
  'waitForStart': (boolean);
  /**
   * How output and error are returned.
   */
  'readOptions': (ReadOptions__Output | null);
}

// Original file: proto/dbosd/v1/values.proto

/**
 * How a read returns values.
 */
export interface ReadOptions {
  /**
   * The format of the values returned. Absent or unspecified: as stored.
   */
  'payloadFormat'?: (PayloadFormat) | undefined;
  /**
   * The largest value returned whole, in bytes of its stored text; a larger one comes as Oversized. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB). Above 3 MiB the caller must raise its gRPC receive limit too.
   */
  'maxValueBytes'?: (number | string | Long) | undefined;
  '_maxValueBytes'?: "maxValueBytes" | undefined;
}

/**
 * How a read returns values.
 */
export interface ReadOptions__Output {
  /**
   * The format of the values returned. Absent or unspecified: as stored.
   */
  'payloadFormat': (PayloadFormat__Output);
  /**
   * The largest value returned whole, in bytes of its stored text; a larger one comes as Oversized. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB). Above 3 MiB the caller must raise its gRPC receive limit too.
   */
  'maxValueBytes'?: (number);
  '_maxValueBytes'?: "maxValueBytes";
}

// Original file: proto/dbosd/v1/values.proto

/**
 * In which format a read returns values.
 */
export const PayloadFormat = {
  /**
   * The same as PAYLOAD_FORMAT_AS_STORED.
   */
  PAYLOAD_FORMAT_UNSPECIFIED: 'PAYLOAD_FORMAT_UNSPECIFIED',
  /**
   * Each value exactly as it is stored, under the name of its own format.
   */
  PAYLOAD_FORMAT_AS_STORED: 'PAYLOAD_FORMAT_AS_STORED',
  /**
   * The daemon rewrites what it can decode without running foreign code (`js_superjson`, `DBOS_JSON`) as
   * `portable_json`, and leaves the rest as stored, under its own name.
   */
  PAYLOAD_FORMAT_PORTABLE_JSON: 'PAYLOAD_FORMAT_PORTABLE_JSON',
} as const;

/**
 * In which format a read returns values.
 */
export type PayloadFormat =
  /**
   * The same as PAYLOAD_FORMAT_AS_STORED.
   */
  | 'PAYLOAD_FORMAT_UNSPECIFIED'
  | 0
  /**
   * Each value exactly as it is stored, under the name of its own format.
   */
  | 'PAYLOAD_FORMAT_AS_STORED'
  | 1
  /**
   * The daemon rewrites what it can decode without running foreign code (`js_superjson`, `DBOS_JSON`) as
   * `portable_json`, and leaves the rest as stored, under its own name.
   */
  | 'PAYLOAD_FORMAT_PORTABLE_JSON'
  | 2

/**
 * In which format a read returns values.
 */
export type PayloadFormat__Output = typeof PayloadFormat[keyof typeof PayloadFormat]

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of AwaitFirst.
 */
export interface AwaitFirstResponse {
  /**
   * A workflow has ended; of several, the one that ended first.
   */
  'completed'?: (FirstOutcome | null) | undefined;
  /**
   * The timeout is over, and none has ended.
   */
  'timedOut'?: (TimedOut | null) | undefined;
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "completed"|"timedOut"|"notYet" | undefined;
}

/**
 * Response of AwaitFirst.
 */
export interface AwaitFirstResponse__Output {
  /**
   * A workflow has ended; of several, the one that ended first.
   */
  'completed'?: (FirstOutcome__Output | null);
  /**
   * The timeout is over, and none has ended.
   */
  'timedOut'?: (TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "completed"|"timedOut"|"notYet";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * The workflow that ended first, and how.
 */
export interface FirstOutcome {
  /**
   * The workflow.
   */
  'workflowId'?: (string) | undefined;
  /**
   * How it ended.
   */
  'outcome'?: (WorkflowOutcome | null) | undefined;
}

/**
 * The workflow that ended first, and how.
 */
export interface FirstOutcome__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * How it ended.
   */
  'outcome': (WorkflowOutcome__Output | null);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * How a workflow ended.
 */
export interface WorkflowOutcome {
  /**
   * The terminal status.
   */
  'status'?: (WorkflowStatus) | undefined;
  /**
   * The result. Absent: it has none (ended with an error, cancelled, or its result is SQL NULL).
   */
  'output'?: (Value | null) | undefined;
  /**
   * The error. Absent: it has none.
   */
  'error'?: (Value | null) | undefined;
}

/**
 * How a workflow ended.
 */
export interface WorkflowOutcome__Output {
  /**
   * The terminal status.
   */
  'status': (WorkflowStatus__Output);
  /**
   * The result. Absent: it has none (ended with an error, cancelled, or its result is SQL NULL).
   */
  'output': (Value__Output | null);
  /**
   * The error. Absent: it has none.
   */
  'error': (Value__Output | null);
}

// Original file: proto/dbosd/v1/values.proto

/**
 * The state of a workflow, as DBOS names it.
 */
export const WorkflowStatus = {
  /**
   * Unknown to this version of the contract.
   */
  WORKFLOW_STATUS_UNSPECIFIED: 'WORKFLOW_STATUS_UNSPECIFIED',
  /**
   * Running, or waiting for a worker to recover it.
   */
  WORKFLOW_STATUS_PENDING: 'WORKFLOW_STATUS_PENDING',
  /**
   * On a queue, not begun.
   */
  WORKFLOW_STATUS_ENQUEUED: 'WORKFLOW_STATUS_ENQUEUED',
  /**
   * On a queue, not to begin before its delay is over.
   */
  WORKFLOW_STATUS_DELAYED: 'WORKFLOW_STATUS_DELAYED',
  /**
   * Ended with a result. Terminal.
   */
  WORKFLOW_STATUS_SUCCESS: 'WORKFLOW_STATUS_SUCCESS',
  /**
   * Ended with an error. Terminal.
   */
  WORKFLOW_STATUS_ERROR: 'WORKFLOW_STATUS_ERROR',
  /**
   * Cancelled. Terminal, unless it is resumed.
   */
  WORKFLOW_STATUS_CANCELLED: 'WORKFLOW_STATUS_CANCELLED',
  /**
   * Given up after too many attempts. Terminal, unless it is resumed.
   */
  WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED: 'WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED',
} as const;

/**
 * The state of a workflow, as DBOS names it.
 */
export type WorkflowStatus =
  /**
   * Unknown to this version of the contract.
   */
  | 'WORKFLOW_STATUS_UNSPECIFIED'
  | 0
  /**
   * Running, or waiting for a worker to recover it.
   */
  | 'WORKFLOW_STATUS_PENDING'
  | 1
  /**
   * On a queue, not begun.
   */
  | 'WORKFLOW_STATUS_ENQUEUED'
  | 2
  /**
   * On a queue, not to begin before its delay is over.
   */
  | 'WORKFLOW_STATUS_DELAYED'
  | 3
  /**
   * Ended with a result. Terminal.
   */
  | 'WORKFLOW_STATUS_SUCCESS'
  | 4
  /**
   * Ended with an error. Terminal.
   */
  | 'WORKFLOW_STATUS_ERROR'
  | 5
  /**
   * Cancelled. Terminal, unless it is resumed.
   */
  | 'WORKFLOW_STATUS_CANCELLED'
  | 6
  /**
   * Given up after too many attempts. Terminal, unless it is resumed.
   */
  | 'WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED'
  | 7

/**
 * The state of a workflow, as DBOS names it.
 */
export type WorkflowStatus__Output = typeof WorkflowStatus[keyof typeof WorkflowStatus]

// Original file: proto/dbosd/v1/values.proto

/**
 * What reads return: a value, or the fact that it is too large for this reader.
 */
export interface Value {
  /**
   * The value.
   */
  'payload'?: (Payload | null) | undefined;
  /**
   * The value is larger than the request's `max_value_bytes`; ask again with a higher limit to get it.
   */
  'oversized'?: (Oversized | null) | undefined;
  /**
   * Exactly one is set.
   */
  'kind'?: "payload"|"oversized" | undefined;
}

/**
 * What reads return: a value, or the fact that it is too large for this reader.
 */
export interface Value__Output {
  /**
   * The value.
   */
  'payload'?: (Payload__Output | null);
  /**
   * The value is larger than the request's `max_value_bytes`; ask again with a higher limit to get it.
   */
  'oversized'?: (Oversized__Output | null);
  /**
   * Exactly one is set.
   */
  'kind'?: "payload"|"oversized";
}

// Original file: proto/dbosd/v1/values.proto

/**
 * In place of a stored value that is larger than the reader asked for.
 */
export interface Oversized {
  /**
   * The size of the stored value, in bytes of UTF-8.
   */
  'size'?: (number | string | Long) | undefined;
  /**
   * The format of the stored value. Absent: none is recorded.
   */
  'serialization'?: (string) | undefined;
  '_serialization'?: "serialization" | undefined;
}

/**
 * In place of a stored value that is larger than the reader asked for.
 */
export interface Oversized__Output {
  /**
   * The size of the stored value, in bytes of UTF-8.
   */
  'size': (number);
  /**
   * The format of the stored value. Absent: none is recorded.
   */
  'serialization'?: (string);
  '_serialization'?: "serialization";
}

// Original file: proto/dbosd/v1/values.proto

/**
 * The caller's timeout is over, and what it waited for is not there.
 */
export interface TimedOut {
}

/**
 * The caller's timeout is over, and what it waited for is not there.
 */
export interface TimedOut__Output {
}

// Original file: proto/dbosd/v1/values.proto

/**
 * The daemon ends this hold early (a unary call after 55 s, a session's wait after 10 min, any wait when the
 * daemon drains). There is nothing yet: ask again for the rest.
 */
export interface NotYet {
  /**
   * What is left of the caller's timeout.
   */
  'remaining'?: (Duration | null) | undefined;
  /**
   * Of AwaitWorkflow and AwaitFirst: all that is waited for exists now. Ask again without `wait_for_start`, so that what
   * is deleted in between is not waited for.
   */
  'exists'?: (boolean) | undefined;
}

/**
 * The daemon ends this hold early (a unary call after 55 s, a session's wait after 10 min, any wait when the
 * daemon drains). There is nothing yet: ask again for the rest.
 */
export interface NotYet__Output {
  /**
   * What is left of the caller's timeout.
   */
  'remaining': (Duration__Output | null);
  /**
   * Of AwaitWorkflow and AwaitFirst: all that is waited for exists now. Ask again without `wait_for_start`, so that what
   * is deleted in between is not waited for.
   */
  'exists': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of AwaitWorkflow.
 */
export interface AwaitWorkflowRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * Wait for a workflow that does not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all
   * the same). Absent: WORKFLOW_NOT_FOUND.
   */
  'waitForStart'?: (boolean) | undefined;
  /**
   * How output and error are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
}

/**
 * Request of AwaitWorkflow.
 */
export interface AwaitWorkflowRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (Duration__Output | null);
  /**
   * Wait for a workflow that does not exist yet, too (one that existed and is deleted meanwhile is WORKFLOW_NOT_FOUND all
   * the same). Absent: WORKFLOW_NOT_FOUND.
   */
  'waitForStart': (boolean);
  /**
   * How output and error are returned.
   */
  'readOptions': (ReadOptions__Output | null);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of AwaitWorkflow.
 */
export interface AwaitWorkflowResponse {
  /**
   * The workflow has ended.
   */
  'completed'?: (WorkflowOutcome | null) | undefined;
  /**
   * The timeout is over, and the workflow has not ended.
   */
  'timedOut'?: (TimedOut | null) | undefined;
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "completed"|"timedOut"|"notYet" | undefined;
}

/**
 * Response of AwaitWorkflow.
 */
export interface AwaitWorkflowResponse__Output {
  /**
   * The workflow has ended.
   */
  'completed'?: (WorkflowOutcome__Output | null);
  /**
   * The timeout is over, and the workflow has not ended.
   */
  'timedOut'?: (TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "completed"|"timedOut"|"notYet";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of CancelWorkflows.
 */
export interface CancelWorkflowsRequest {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes. Those that do not exist are skipped.
   */
  'workflowIds'?: (string)[] | undefined;
  /**
   * Cancel the workflows that they started, too, and what those started.
   */
  'cancelChildren'?: (boolean) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of CancelWorkflows.
 */
export interface CancelWorkflowsRequest__Output {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes. Those that do not exist are skipped.
   */
  'workflowIds': (string)[];
  /**
   * Cancel the workflows that they started, too, and what those started.
   */
  'cancelChildren': (boolean);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of CancelWorkflows.
 */
export interface CancelWorkflowsResponse {
  /**
   * How many were cancelled: given ones and descendants, without those that had ended with a result or an error.
   */
  'cancelled'?: (number) | undefined;
}

/**
 * Response of CancelWorkflows.
 */
export interface CancelWorkflowsResponse__Output {
  /**
   * How many were cancelled: given ones and descendants, without those that had ended with a result or an error.
   */
  'cancelled': (number);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Closes a stream of the workflow. Closing it twice is fine.
 */
export interface CloseStream {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key'?: (string) | undefined;
}

/**
 * Closes a stream of the workflow. Closing it twice is fine.
 */
export interface CloseStream__Output {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key': (string);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Asks whether the workflow still runs under the token: it fails as every operation does where it does not. A worker asks
 * before a step begins when its last proof is older than 1 s; an operation that has been carried out proves it for the time
 * when it was sent, and an assignment for the time when it came. Takes no `function_id` and no `started_at`.
 */
export interface ConfirmRun {
}

/**
 * Asks whether the workflow still runs under the token: it fails as every operation does where it does not. A worker asks
 * before a step begins when its last proof is older than 1 s; an operation that has been carried out proves it for the time
 * when it was sent, and an assignment for the time when it came. Takes no `function_id` and no `started_at`.
 */
export interface ConfirmRun__Output {
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A frame from the worker. Several operations share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface ConnectRequest {
  /**
   * Only in the first frame, and always there.
   */
  'hello'?: (WorkerHello | null) | undefined;
  /**
   * Operations, carried out in this order for each workflow.
   */
  'operations'?: (DurableOperation)[] | undefined;
  /**
   * Numbers of Receive operations that the worker no longer waits for. Nothing is recorded for them unless that has
   * happened already.
   */
  'cancels'?: (number | string | Long)[] | undefined;
  /**
   * Answers to assignments. One that is not answered within 5 s is assigned again, under a new token.
   */
  'assignmentAnswers'?: (AssignmentAnswer)[] | undefined;
  /**
   * What the worker offers from now on; replaces the last offer.
   */
  'offer'?: (WorkerOffer | null) | undefined;
  /**
   * The worker ends: it takes nothing more, and hands over what it still runs.
   */
  'goodbye'?: (WorkerGoodbye | null) | undefined;
  /**
   * Runs that the daemon asked to stop, and of which no further step begins. Sent for each of `stops`, also for one that the
   * worker did not hold. A cancel, resume or delete waits for it, for 1 s at most.
   */
  'stopped'?: (StoppedRun)[] | undefined;
}

/**
 * A frame from the worker. Several operations share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface ConnectRequest__Output {
  /**
   * Only in the first frame, and always there.
   */
  'hello': (WorkerHello__Output | null);
  /**
   * Operations, carried out in this order for each workflow.
   */
  'operations': (DurableOperation__Output)[];
  /**
   * Numbers of Receive operations that the worker no longer waits for. Nothing is recorded for them unless that has
   * happened already.
   */
  'cancels': (number)[];
  /**
   * Answers to assignments. One that is not answered within 5 s is assigned again, under a new token.
   */
  'assignmentAnswers': (AssignmentAnswer__Output)[];
  /**
   * What the worker offers from now on; replaces the last offer.
   */
  'offer': (WorkerOffer__Output | null);
  /**
   * The worker ends: it takes nothing more, and hands over what it still runs.
   */
  'goodbye': (WorkerGoodbye__Output | null);
  /**
   * Runs that the daemon asked to stop, and of which no further step begins. Sent for each of `stops`, also for one that the
   * worker did not hold. A cancel, resume or delete waits for it, for 1 s at most.
   */
  'stopped': (StoppedRun__Output)[];
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * What a worker is, and what it runs.
 */
export interface WorkerHello {
  /**
   * The application whose workflows it runs. 1 to 255 bytes.
   */
  'applicationName'?: (string) | undefined;
  /**
   * The version of the application. 1 to 255 bytes. Workflows begun under another version are not assigned to it.
   */
  'applicationVersion'?: (string) | undefined;
  /**
   * The executor, 1 to 200 bytes: rows that it runs carry `dbosd:` and this id. A worker that connects with the id of an executor
   * that has ended gets its workflows back at once.
   */
  'executorId'?: (string) | undefined;
  /**
   * This process, a UUID made at its start: it distinguishes a second process under the same executor id
   * (EXECUTOR_ID_IN_USE while the first one lives).
   */
  'instance'?: (string) | undefined;
  /**
   * The workflows that it can run, at most 10,000. Others are not assigned to it.
   */
  'workflows'?: (RegisteredWorkflow)[] | undefined;
  /**
   * Which workflows it accepts.
   */
  'offer'?: (WorkerOffer | null) | undefined;
  /**
   * What it is running: after a broken stream, those workflows that it holds; at its start none; at most 100,000. The answer says
   * which of them it must stop. What it runs by the store's records, and is not listed, is assigned again.
   */
  'running'?: (RunningWorkflow)[] | undefined;
  /**
   * Take workflows that no application owns, too. (A DBOS application always does.)
   */
  'claimUnclaimed'?: (boolean) | undefined;
  /**
   * Which of this process's streams it is: each has a higher number than those opened before it. A stream that a slow
   * daemon accepts late never takes the place of a newer one (INVALID_FIELD). Absent: 0.
   */
  'streamNumber'?: (number | string | Long) | undefined;
}

/**
 * What a worker is, and what it runs.
 */
export interface WorkerHello__Output {
  /**
   * The application whose workflows it runs. 1 to 255 bytes.
   */
  'applicationName': (string);
  /**
   * The version of the application. 1 to 255 bytes. Workflows begun under another version are not assigned to it.
   */
  'applicationVersion': (string);
  /**
   * The executor, 1 to 200 bytes: rows that it runs carry `dbosd:` and this id. A worker that connects with the id of an executor
   * that has ended gets its workflows back at once.
   */
  'executorId': (string);
  /**
   * This process, a UUID made at its start: it distinguishes a second process under the same executor id
   * (EXECUTOR_ID_IN_USE while the first one lives).
   */
  'instance': (string);
  /**
   * The workflows that it can run, at most 10,000. Others are not assigned to it.
   */
  'workflows': (RegisteredWorkflow__Output)[];
  /**
   * Which workflows it accepts.
   */
  'offer': (WorkerOffer__Output | null);
  /**
   * What it is running: after a broken stream, those workflows that it holds; at its start none; at most 100,000. The answer says
   * which of them it must stop. What it runs by the store's records, and is not listed, is assigned again.
   */
  'running': (RunningWorkflow__Output)[];
  /**
   * Take workflows that no application owns, too. (A DBOS application always does.)
   */
  'claimUnclaimed': (boolean);
  /**
   * Which of this process's streams it is: each has a higher number than those opened before it. A stream that a slow
   * daemon accepts late never takes the place of a newer one (INVALID_FIELD). Absent: 0.
   */
  'streamNumber': (number);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A workflow that a worker can run.
 */
export interface RegisteredWorkflow {
  /**
   * The name it is registered under. 1 to 255 bytes.
   */
  'workflowName'?: (string) | undefined;
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string) | undefined;
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string) | undefined;
  /**
   * How often it may be recovered without recording a step before it is given up
   * (MAX_RECOVERY_ATTEMPTS_EXCEEDED), 1 to 1000000. Absent: 100.
   */
  'maxRecoveryAttempts'?: (number) | undefined;
  '_className'?: "className" | undefined;
  '_configName'?: "configName" | undefined;
  '_maxRecoveryAttempts'?: "maxRecoveryAttempts" | undefined;
}

/**
 * A workflow that a worker can run.
 */
export interface RegisteredWorkflow__Output {
  /**
   * The name it is registered under. 1 to 255 bytes.
   */
  'workflowName': (string);
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string);
  /**
   * How often it may be recovered without recording a step before it is given up
   * (MAX_RECOVERY_ATTEMPTS_EXCEEDED), 1 to 1000000. Absent: 100.
   */
  'maxRecoveryAttempts'?: (number);
  '_className'?: "className";
  '_configName'?: "configName";
  '_maxRecoveryAttempts'?: "maxRecoveryAttempts";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Which workflows a worker accepts.
 */
export interface WorkerOffer {
  /**
   * How many workflows of queues it runs at once, 0 (none) to 1000000. Absent: as many as the queues allow.
   */
  'slots'?: (number) | undefined;
  /**
   * Take from these queues only, each 1 to 255 bytes. Empty: from every registered queue of its application and of none.
   * DBOS's own queue, on which resumed, forked and handed-over workflows wait, is always taken from.
   */
  'queueNames'?: (string)[] | undefined;
  '_slots'?: "slots" | undefined;
}

/**
 * Which workflows a worker accepts.
 */
export interface WorkerOffer__Output {
  /**
   * How many workflows of queues it runs at once, 0 (none) to 1000000. Absent: as many as the queues allow.
   */
  'slots'?: (number);
  /**
   * Take from these queues only, each 1 to 255 bytes. Empty: from every registered queue of its application and of none.
   * DBOS's own queue, on which resumed, forked and handed-over workflows wait, is always taken from.
   */
  'queueNames': (string)[];
  '_slots'?: "slots";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A workflow that a worker holds.
 */
export interface RunningWorkflow {
  /**
   * Its id.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token under which the worker runs it.
   */
  'ownerToken'?: (string) | undefined;
  /**
   * The queue it was taken from. Absent: none.
   */
  'queueName'?: (string) | undefined;
  /**
   * The partition of that queue. Absent: none.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * The last function id of the checkpoints that have arrived, if more were to follow when the stream broke: the
   * daemon sends those after it. Absent: all have arrived.
   */
  'checkpointsUntil'?: (number) | undefined;
  '_queueName'?: "queueName" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_checkpointsUntil'?: "checkpointsUntil" | undefined;
}

/**
 * A workflow that a worker holds.
 */
export interface RunningWorkflow__Output {
  /**
   * Its id.
   */
  'workflowId': (string);
  /**
   * The token under which the worker runs it.
   */
  'ownerToken': (string);
  /**
   * The queue it was taken from. Absent: none.
   */
  'queueName'?: (string);
  /**
   * The partition of that queue. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * The last function id of the checkpoints that have arrived, if more were to follow when the stream broke: the
   * daemon sends those after it. Absent: all have arrived.
   */
  'checkpointsUntil'?: (number);
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_checkpointsUntil'?: "checkpointsUntil";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A durable operation of a workflow: its effect and its checkpoint are one transaction, fenced by the owner token.
 * Errors of all: WORKFLOW_NOT_FOUND, WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, OWNERSHIP_LOST, UNEXPECTED_STEP,
 * STEP_NONDETERMINISM, INVALID_FIELD, PAYLOAD_TOO_LARGE; nothing is written then.
 */
export interface DurableOperation {
  /**
   * Its number, made by the worker, unique among those in flight on the stream, from 1 to 2^53 - 1.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token under which the worker runs it.
   */
  'ownerToken'?: (string) | undefined;
  /**
   * Its place in the workflow, from 0; inside a step, the step's. A repeat has the same name and `started_at`, and gets
   * the recorded outcome.
   */
  'functionId'?: (number) | undefined;
  /**
   * When it began, by the worker's clock, to the millisecond.
   */
  'startedAt'?: (Timestamp | null) | undefined;
  /**
   * Inside a step: which try of the step it belongs to, from 1; it records no checkpoint, and of a try that is over
   * (a later one has been seen) it is refused with STEP_SUPERSEDED. Absent: it is the workflow's own.
   */
  'stepAttempt'?: (number) | undefined;
  /**
   * Of writes to one stream, and of messages to one workflow: an earlier one of this workflow is not answered yet. When
   * that one fails for a transient reason, this one is refused (STORE_UNAVAILABLE, not applied), and so is all that follows, until
   * one comes that follows none: the worker sends them again from there, in order.
   */
  'follows'?: (boolean) | undefined;
  /**
   * Records a finished step, or anything else that only has an outcome.
   */
  'recordStep'?: (RecordStep | null) | undefined;
  /**
   * Records when a sleep or a wait will be over.
   */
  'recordDeadline'?: (RecordDeadline | null) | undefined;
  /**
   * Sends a message: exactly once from a workflow, once per idempotency key from a step.
   */
  'sendMessage'?: (SendMessage | null) | undefined;
  /**
   * Waits for a message, and consumes it.
   */
  'receive'?: (Receive | null) | undefined;
  /**
   * Sets an event.
   */
  'setEvent'?: (SetEvent | null) | undefined;
  /**
   * Appends to a stream.
   */
  'writeStream'?: (WriteStream | null) | undefined;
  /**
   * Closes a stream.
   */
  'closeStream'?: (CloseStream | null) | undefined;
  /**
   * Starts a workflow.
   */
  'startWorkflow'?: (StartWorkflow | null) | undefined;
  /**
   * Ends the workflow.
   */
  'finishWorkflow'?: (FinishWorkflow | null) | undefined;
  /**
   * Asks whether the worker still runs the workflow, before a step begins. Changes nothing, and records nothing.
   */
  'confirmRun'?: (ConfirmRun | null) | undefined;
  '_stepAttempt'?: "stepAttempt" | undefined;
  /**
   * Exactly one is set.
   */
  'kind'?: "recordStep"|"recordDeadline"|"sendMessage"|"receive"|"setEvent"|"writeStream"|"closeStream"|"startWorkflow"|"finishWorkflow"|"confirmRun" | undefined;
}

/**
 * A durable operation of a workflow: its effect and its checkpoint are one transaction, fenced by the owner token.
 * Errors of all: WORKFLOW_NOT_FOUND, WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, OWNERSHIP_LOST, UNEXPECTED_STEP,
 * STEP_NONDETERMINISM, INVALID_FIELD, PAYLOAD_TOO_LARGE; nothing is written then.
 */
export interface DurableOperation__Output {
  /**
   * Its number, made by the worker, unique among those in flight on the stream, from 1 to 2^53 - 1.
   */
  'id': (number);
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The token under which the worker runs it.
   */
  'ownerToken': (string);
  /**
   * Its place in the workflow, from 0; inside a step, the step's. A repeat has the same name and `started_at`, and gets
   * the recorded outcome.
   */
  'functionId': (number);
  /**
   * When it began, by the worker's clock, to the millisecond.
   */
  'startedAt': (Timestamp__Output | null);
  /**
   * Inside a step: which try of the step it belongs to, from 1; it records no checkpoint, and of a try that is over
   * (a later one has been seen) it is refused with STEP_SUPERSEDED. Absent: it is the workflow's own.
   */
  'stepAttempt'?: (number);
  /**
   * Of writes to one stream, and of messages to one workflow: an earlier one of this workflow is not answered yet. When
   * that one fails for a transient reason, this one is refused (STORE_UNAVAILABLE, not applied), and so is all that follows, until
   * one comes that follows none: the worker sends them again from there, in order.
   */
  'follows': (boolean);
  /**
   * Records a finished step, or anything else that only has an outcome.
   */
  'recordStep'?: (RecordStep__Output | null);
  /**
   * Records when a sleep or a wait will be over.
   */
  'recordDeadline'?: (RecordDeadline__Output | null);
  /**
   * Sends a message: exactly once from a workflow, once per idempotency key from a step.
   */
  'sendMessage'?: (SendMessage__Output | null);
  /**
   * Waits for a message, and consumes it.
   */
  'receive'?: (Receive__Output | null);
  /**
   * Sets an event.
   */
  'setEvent'?: (SetEvent__Output | null);
  /**
   * Appends to a stream.
   */
  'writeStream'?: (WriteStream__Output | null);
  /**
   * Closes a stream.
   */
  'closeStream'?: (CloseStream__Output | null);
  /**
   * Starts a workflow.
   */
  'startWorkflow'?: (StartWorkflow__Output | null);
  /**
   * Ends the workflow.
   */
  'finishWorkflow'?: (FinishWorkflow__Output | null);
  /**
   * Asks whether the worker still runs the workflow, before a step begins. Changes nothing, and records nothing.
   */
  'confirmRun'?: (ConfirmRun__Output | null);
  '_stepAttempt'?: "stepAttempt";
  /**
   * Exactly one is set.
   */
  'kind'?: "recordStep"|"recordDeadline"|"sendMessage"|"receive"|"setEvent"|"writeStream"|"closeStream"|"startWorkflow"|"finishWorkflow"|"confirmRun";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Records an outcome.
 */
export interface RecordStep {
  /**
   * The step's name, 1 to 1,024 bytes.
   */
  'functionName'?: (string) | undefined;
  /**
   * What it returned. Absent: nothing.
   */
  'output'?: (Payload | null) | undefined;
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error'?: (Payload | null) | undefined;
  /**
   * The workflow that it awaited, 1 to 1,280 bytes. Absent: none.
   */
  'childWorkflowId'?: (string) | undefined;
  /**
   * Leave the format NULL, as DBOS does for some of its own steps: the value is in the worker's own default format.
   */
  'withoutSerialization'?: (boolean) | undefined;
  '_childWorkflowId'?: "childWorkflowId" | undefined;
}

/**
 * Records an outcome.
 */
export interface RecordStep__Output {
  /**
   * The step's name, 1 to 1,024 bytes.
   */
  'functionName': (string);
  /**
   * What it returned. Absent: nothing.
   */
  'output': (Payload__Output | null);
  /**
   * What it failed with. Absent: it did not fail.
   */
  'error': (Payload__Output | null);
  /**
   * The workflow that it awaited, 1 to 1,280 bytes. Absent: none.
   */
  'childWorkflowId'?: (string);
  /**
   * Leave the format NULL, as DBOS does for some of its own steps: the value is in the worker's own default format.
   */
  'withoutSerialization': (boolean);
  '_childWorkflowId'?: "childWorkflowId";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Records a `DBOS.sleep`: a time by the database's clock. A repeat answers what is left of the first one.
 */
export interface RecordDeadline {
  /**
   * How long from now, up to 10 years; negative: already over.
   */
  'duration'?: (Duration | null) | undefined;
  /**
   * It is the limit of a wait (recorded as completed when it began, as DBOS does), not a sleep.
   */
  'isTimeout'?: (boolean) | undefined;
}

/**
 * Records a `DBOS.sleep`: a time by the database's clock. A repeat answers what is left of the first one.
 */
export interface RecordDeadline__Output {
  /**
   * How long from now, up to 10 years; negative: already over.
   */
  'duration': (Duration__Output | null);
  /**
   * It is the limit of a wait (recorded as completed when it began, as DBOS does), not a sleep.
   */
  'isTimeout': (boolean);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Sends a message from a workflow.
 */
export interface SendMessage {
  /**
   * The workflow that receives it. 1 to 1,280 bytes. WORKFLOW_NOT_FOUND with metadata `destination_id` when it is
   * missing; nothing is recorded then.
   */
  'destinationId'?: (string) | undefined;
  /**
   * The message.
   */
  'payload'?: (Payload | null) | undefined;
  /**
   * The topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string) | undefined;
  /**
   * As in OutgoingMessage. Absent: none.
   */
  'idempotencyKey'?: (string) | undefined;
  /**
   * Inside a step, without a key: the message's own id, a UUID made by the worker, so that a repeat after a broken
   * stream is the same message. Absent: the daemon makes one.
   */
  'messageId'?: (string) | undefined;
  '_topic'?: "topic" | undefined;
  '_idempotencyKey'?: "idempotencyKey" | undefined;
  '_messageId'?: "messageId" | undefined;
}

/**
 * Sends a message from a workflow.
 */
export interface SendMessage__Output {
  /**
   * The workflow that receives it. 1 to 1,280 bytes. WORKFLOW_NOT_FOUND with metadata `destination_id` when it is
   * missing; nothing is recorded then.
   */
  'destinationId': (string);
  /**
   * The message.
   */
  'payload': (Payload__Output | null);
  /**
   * The topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string);
  /**
   * As in OutgoingMessage. Absent: none.
   */
  'idempotencyKey'?: (string);
  /**
   * Inside a step, without a key: the message's own id, a UUID made by the worker, so that a repeat after a broken
   * stream is the same message. Absent: the daemon makes one.
   */
  'messageId'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
  '_messageId'?: "messageId";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Waits for the next message of a topic and consumes it: message and checkpoint commit together. TOO_MANY_WAITS beyond
 * 100,000 that wait on one stream: try again.
 */
export interface Receive {
  /**
   * The topic, 1 to 1,024 bytes. Absent: messages without one.
   */
  'topic'?: (string) | undefined;
  /**
   * How long to wait, from when it was first asked for. Zero or negative: one read.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * Where its deadline is recorded (a `DBOS.sleep`): the function id after its own. Absent: it has none (timeout zero).
   */
  'deadlineFunctionId'?: (number) | undefined;
  /**
   * The largest message received, in bytes; a larger one fails with VALUE_TOO_LARGE and is not consumed. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB).
   */
  'maxValueBytes'?: (number | string | Long) | undefined;
  '_topic'?: "topic" | undefined;
  '_deadlineFunctionId'?: "deadlineFunctionId" | undefined;
  '_maxValueBytes'?: "maxValueBytes" | undefined;
}

/**
 * Waits for the next message of a topic and consumes it: message and checkpoint commit together. TOO_MANY_WAITS beyond
 * 100,000 that wait on one stream: try again.
 */
export interface Receive__Output {
  /**
   * The topic, 1 to 1,024 bytes. Absent: messages without one.
   */
  'topic'?: (string);
  /**
   * How long to wait, from when it was first asked for. Zero or negative: one read.
   */
  'timeout': (Duration__Output | null);
  /**
   * Where its deadline is recorded (a `DBOS.sleep`): the function id after its own. Absent: it has none (timeout zero).
   */
  'deadlineFunctionId'?: (number);
  /**
   * The largest message received, in bytes; a larger one fails with VALUE_TOO_LARGE and is not consumed. From 1 to
   * 67108864 (64 MiB). Absent: 3145728 (3 MiB).
   */
  'maxValueBytes'?: (number);
  '_topic'?: "topic";
  '_deadlineFunctionId'?: "deadlineFunctionId";
  '_maxValueBytes'?: "maxValueBytes";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Sets an event of the workflow.
 */
export interface SetEvent {
  /**
   * The key. 1 to 1,024 bytes.
   */
  'key'?: (string) | undefined;
  /**
   * The value.
   */
  'value'?: (Payload | null) | undefined;
}

/**
 * Sets an event of the workflow.
 */
export interface SetEvent__Output {
  /**
   * The key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * The value.
   */
  'value': (Payload__Output | null);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Appends a value to a stream of the workflow. From the workflow itself STREAM_CLOSED after a close marker.
 */
export interface WriteStream {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key'?: (string) | undefined;
  /**
   * The value.
   */
  'value'?: (Payload | null) | undefined;
  /**
   * Inside a step: which write of this try to this key it is, from 1; it is stored only if the step's tries have stored
   * fewer. Absent: it is stored in any case.
   */
  'dedupeOrdinal'?: (number) | undefined;
  '_dedupeOrdinal'?: "dedupeOrdinal" | undefined;
}

/**
 * Appends a value to a stream of the workflow. From the workflow itself STREAM_CLOSED after a close marker.
 */
export interface WriteStream__Output {
  /**
   * The stream. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * The value.
   */
  'value': (Payload__Output | null);
  /**
   * Inside a step: which write of this try to this key it is, from 1; it is stored only if the step's tries have stored
   * fewer. Absent: it is stored in any case.
   */
  'dedupeOrdinal'?: (number);
  '_dedupeOrdinal'?: "dedupeOrdinal";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Starts a workflow: the worker's own at once, or on a queue.
 */
export interface StartWorkflow {
  /**
   * The id of the new workflow, 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The name it is registered under. 1 to 255 bytes.
   */
  'workflowName'?: (string) | undefined;
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string) | undefined;
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string) | undefined;
  /**
   * Its arguments.
   */
  'input'?: (Payload | null) | undefined;
  /**
   * Made by the worker, a UUID: who created the row, and, started at once, the token under which this worker runs it. A
   * repeat that finds its own token is the first call.
   */
  'token'?: (string) | undefined;
  /**
   * How long it may run, 1 ms to 10 years. Absent: no limit of its own.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * Its deadline is that of the workflow that starts it, where that has one. Not together with `timeout`.
   */
  'inheritDeadline'?: (boolean) | undefined;
  /**
   * The user recorded on it, 1 to 255 bytes. Absent: none.
   */
  'authenticatedUser'?: (string) | undefined;
  /**
   * The role it is started under, 1 to 255 bytes. Absent: none.
   */
  'assumedRole'?: (string) | undefined;
  /**
   * The user's roles, up to 100, each 1 to 255 bytes.
   */
  'authenticatedRoles'?: (string)[] | undefined;
  /**
   * Attributes of the workflow: a JSON object. Absent: none.
   */
  'attributesJson'?: (string) | undefined;
  /**
   * The queue to put it on. Absent: this worker runs it at once.
   */
  'queue'?: (QueuePlacement | null) | undefined;
  /**
   * It is started by no workflow: `workflow_id`, `owner_token` and `function_id` of the operation are left out, and no
   * checkpoint is recorded.
   */
  'withoutParent'?: (boolean) | undefined;
  /**
   * What to do when that id is in use.
   */
  'workflowIdReusePolicy'?: (WorkflowIdReusePolicy) | undefined;
  /**
   * Without a queue: the application version recorded on it, 1 to 255 bytes. This worker runs it at once all the same; a
   * worker of that version takes it over. Absent: the worker's own. With a queue the placement has it.
   */
  'applicationVersion'?: (string) | undefined;
  '_className'?: "className" | undefined;
  '_configName'?: "configName" | undefined;
  '_authenticatedUser'?: "authenticatedUser" | undefined;
  '_assumedRole'?: "assumedRole" | undefined;
  '_attributesJson'?: "attributesJson" | undefined;
  '_applicationVersion'?: "applicationVersion" | undefined;
}

/**
 * Starts a workflow: the worker's own at once, or on a queue.
 */
export interface StartWorkflow__Output {
  /**
   * The id of the new workflow, 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The name it is registered under. 1 to 255 bytes.
   */
  'workflowName': (string);
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string);
  /**
   * Its arguments.
   */
  'input': (Payload__Output | null);
  /**
   * Made by the worker, a UUID: who created the row, and, started at once, the token under which this worker runs it. A
   * repeat that finds its own token is the first call.
   */
  'token': (string);
  /**
   * How long it may run, 1 ms to 10 years. Absent: no limit of its own.
   */
  'timeout': (Duration__Output | null);
  /**
   * Its deadline is that of the workflow that starts it, where that has one. Not together with `timeout`.
   */
  'inheritDeadline': (boolean);
  /**
   * The user recorded on it, 1 to 255 bytes. Absent: none.
   */
  'authenticatedUser'?: (string);
  /**
   * The role it is started under, 1 to 255 bytes. Absent: none.
   */
  'assumedRole'?: (string);
  /**
   * The user's roles, up to 100, each 1 to 255 bytes.
   */
  'authenticatedRoles': (string)[];
  /**
   * Attributes of the workflow: a JSON object. Absent: none.
   */
  'attributesJson'?: (string);
  /**
   * The queue to put it on. Absent: this worker runs it at once.
   */
  'queue': (QueuePlacement__Output | null);
  /**
   * It is started by no workflow: `workflow_id`, `owner_token` and `function_id` of the operation are left out, and no
   * checkpoint is recorded.
   */
  'withoutParent': (boolean);
  /**
   * What to do when that id is in use.
   */
  'workflowIdReusePolicy': (WorkflowIdReusePolicy__Output);
  /**
   * Without a queue: the application version recorded on it, 1 to 255 bytes. This worker runs it at once all the same; a
   * worker of that version takes it over. Absent: the worker's own. With a queue the placement has it.
   */
  'applicationVersion'?: (string);
  '_className'?: "className";
  '_configName'?: "configName";
  '_authenticatedUser'?: "authenticatedUser";
  '_assumedRole'?: "assumedRole";
  '_attributesJson'?: "attributesJson";
  '_applicationVersion'?: "applicationVersion";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Where a started workflow waits.
 */
export interface QueuePlacement {
  /**
   * The queue. 1 to 255 bytes.
   */
  'queueName'?: (string) | undefined;
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string) | undefined;
  /**
   * Answer with the workflow that has the deduplication id, instead of DEDUPLICATION_CONFLICT.
   */
  'returnDeduplicated'?: (boolean) | undefined;
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority'?: (number) | undefined;
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay'?: (Duration | null) | undefined;
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the worker's own, or, enqueued by its name, the
   * latest one.
   */
  'applicationVersion'?: (string) | undefined;
  /**
   * It is enqueued by its name, as a client does, and not by a worker that has its function.
   */
  'byName'?: (boolean) | undefined;
  /**
   * Enqueued by its name: the application that is to run it, 1 to 255 bytes. Absent: the worker's own.
   */
  'applicationName'?: (string) | undefined;
  '_deduplicationId'?: "deduplicationId" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_applicationVersion'?: "applicationVersion" | undefined;
  '_applicationName'?: "applicationName" | undefined;
}

/**
 * Where a started workflow waits.
 */
export interface QueuePlacement__Output {
  /**
   * The queue. 1 to 255 bytes.
   */
  'queueName': (string);
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string);
  /**
   * Answer with the workflow that has the deduplication id, instead of DEDUPLICATION_CONFLICT.
   */
  'returnDeduplicated': (boolean);
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority': (number);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay': (Duration__Output | null);
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the worker's own, or, enqueued by its name, the
   * latest one.
   */
  'applicationVersion'?: (string);
  /**
   * It is enqueued by its name, as a client does, and not by a worker that has its function.
   */
  'byName': (boolean);
  /**
   * Enqueued by its name: the application that is to run it, 1 to 255 bytes. Absent: the worker's own.
   */
  'applicationName'?: (string);
  '_deduplicationId'?: "deduplicationId";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_applicationVersion'?: "applicationVersion";
  '_applicationName'?: "applicationName";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * What to do when the workflow id is in use.
 */
export const WorkflowIdReusePolicy = {
  /**
   * The same as WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING.
   */
  WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED: 'WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED',
  /**
   * Answer with the existing workflow, whatever its status; its name, class and configuration must be the same
   * (WORKFLOW_ID_CONFLICT).
   */
  WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING: 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING',
  /**
   * Refuse (WORKFLOW_ID_IN_USE), unless the existing one was made by this same request, sent again.
   */
  WORKFLOW_ID_REUSE_POLICY_REJECT: 'WORKFLOW_ID_REUSE_POLICY_REJECT',
} as const;

/**
 * What to do when the workflow id is in use.
 */
export type WorkflowIdReusePolicy =
  /**
   * The same as WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING.
   */
  | 'WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED'
  | 0
  /**
   * Answer with the existing workflow, whatever its status; its name, class and configuration must be the same
   * (WORKFLOW_ID_CONFLICT).
   */
  | 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING'
  | 1
  /**
   * Refuse (WORKFLOW_ID_IN_USE), unless the existing one was made by this same request, sent again.
   */
  | 'WORKFLOW_ID_REUSE_POLICY_REJECT'
  | 2

/**
 * What to do when the workflow id is in use.
 */
export type WorkflowIdReusePolicy__Output = typeof WorkflowIdReusePolicy[keyof typeof WorkflowIdReusePolicy]

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * Ends the workflow. Its streams end with it.
 */
export interface FinishWorkflow {
  /**
   * It returned.
   */
  'output'?: (Payload | null) | undefined;
  /**
   * It threw.
   */
  'error'?: (Payload | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "output"|"error" | undefined;
}

/**
 * Ends the workflow. Its streams end with it.
 */
export interface FinishWorkflow__Output {
  /**
   * It returned.
   */
  'output'?: (Payload__Output | null);
  /**
   * It threw.
   */
  'error'?: (Payload__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "output"|"error";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * The worker ends.
 */
export interface WorkerGoodbye {
}

/**
 * The worker ends.
 */
export interface WorkerGoodbye__Output {
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A run that a worker has stopped.
 */
export interface StoppedRun {
  /**
   * The workflow.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token under which the worker ran it.
   */
  'ownerToken'?: (string) | undefined;
}

/**
 * A run that a worker has stopped.
 */
export interface StoppedRun__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token under which the worker ran it.
   */
  'ownerToken': (string);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A frame from the daemon. Parts share one frame only up to 256 KiB; a larger one travels alone. An empty frame is a
 * heartbeat.
 */
export interface ConnectResponse {
  /**
   * Only in the first frame, and always there.
   */
  'accepted'?: (WorkerAccepted | null) | undefined;
  /**
   * Workflows to run.
   */
  'assignments'?: (Assignment)[] | undefined;
  /**
   * More checkpoints of assigned workflows.
   */
  'checkpointPages'?: (CheckpointPage)[] | undefined;
  /**
   * Workflows to stop: their operations would fail from now on.
   */
  'stops'?: (WorkflowStop)[] | undefined;
  /**
   * Answers to operations.
   */
  'answers'?: (DurableAnswer)[] | undefined;
  /**
   * The daemon drains, or renews its streams. The worker connects again, sends what is unanswered there, and half-closes
   * this stream when nothing is in flight on it.
   */
  'goingAway'?: (GoingAway | null) | undefined;
}

/**
 * A frame from the daemon. Parts share one frame only up to 256 KiB; a larger one travels alone. An empty frame is a
 * heartbeat.
 */
export interface ConnectResponse__Output {
  /**
   * Only in the first frame, and always there.
   */
  'accepted': (WorkerAccepted__Output | null);
  /**
   * Workflows to run.
   */
  'assignments': (Assignment__Output)[];
  /**
   * More checkpoints of assigned workflows.
   */
  'checkpointPages': (CheckpointPage__Output)[];
  /**
   * Workflows to stop: their operations would fail from now on.
   */
  'stops': (WorkflowStop__Output)[];
  /**
   * Answers to operations.
   */
  'answers': (DurableAnswer__Output)[];
  /**
   * The daemon drains, or renews its streams. The worker connects again, sends what is unanswered there, and half-closes
   * this stream when nothing is in flight on it.
   */
  'goingAway': (GoingAway__Output | null);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * What the daemon announces about itself and this stream.
 */
export interface WorkerAccepted {
  /**
   * The largest payload that an operation may carry, in bytes.
   */
  'maxPayloadBytes'?: (number | string | Long) | undefined;
  /**
   * The largest operation, whole, in bytes; the worker must refuse a larger one itself.
   */
  'maxOperationBytes'?: (number | string | Long) | undefined;
  /**
   * How many operations may be in flight, waits (Receive) not counted; beyond it the daemon stops reading the stream
   * until some are answered.
   */
  'maxOperations'?: (number) | undefined;
  /**
   * How many bytes of such operations may be in flight, with the same consequence.
   */
  'maxBytes'?: (number | string | Long) | undefined;
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion'?: (string) | undefined;
  /**
   * Workflows of `hello.running` that this worker no longer owns.
   */
  'stops'?: (WorkflowStop)[] | undefined;
}

/**
 * What the daemon announces about itself and this stream.
 */
export interface WorkerAccepted__Output {
  /**
   * The largest payload that an operation may carry, in bytes.
   */
  'maxPayloadBytes': (number);
  /**
   * The largest operation, whole, in bytes; the worker must refuse a larger one itself.
   */
  'maxOperationBytes': (number);
  /**
   * How many operations may be in flight, waits (Receive) not counted; beyond it the daemon stops reading the stream
   * until some are answered.
   */
  'maxOperations': (number);
  /**
   * How many bytes of such operations may be in flight, with the same consequence.
   */
  'maxBytes': (number);
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion': (string);
  /**
   * Workflows of `hello.running` that this worker no longer owns.
   */
  'stops': (WorkflowStop__Output)[];
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A workflow that a worker must stop.
 */
export interface WorkflowStop {
  /**
   * The workflow.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The token under which the worker runs it. Under another one it may go on.
   */
  'ownerToken'?: (string) | undefined;
  /**
   * Why, as an operation of the workflow would fail: WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, WORKFLOW_NOT_FOUND or
   * OWNERSHIP_LOST.
   */
  'cause'?: (Status | null) | undefined;
}

/**
 * A workflow that a worker must stop.
 */
export interface WorkflowStop__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token under which the worker runs it. Under another one it may go on.
   */
  'ownerToken': (string);
  /**
   * Why, as an operation of the workflow would fail: WORKFLOW_CANCELLED, WORKFLOW_NOT_ACTIVE, WORKFLOW_NOT_FOUND or
   * OWNERSHIP_LOST.
   */
  'cause': (Status__Output | null);
}

// Original file: proto/third_party/google/rpc/status.proto

/**
 * The outcome of a call.
 */
export interface Status {
  /**
   * A gRPC status code.
   */
  'code'?: (number) | undefined;
  /**
   * What happened and how to fix it, in English.
   */
  'message'?: (string) | undefined;
  /**
   * Machine-readable details, see error_details.proto.
   */
  'details'?: (Any)[] | undefined;
}

/**
 * The outcome of a call.
 */
export interface Status__Output {
  /**
   * A gRPC status code.
   */
  'code': (number);
  /**
   * What happened and how to fix it, in English.
   */
  'message': (string);
  /**
   * Machine-readable details, see error_details.proto.
   */
  'details': (Any__Output)[];
}

export type Any = AnyExtension | {
  type_url: string;
  value: Buffer | Uint8Array | string;
}

export interface Any__Output {
  'type_url': (string);
  'value': (Buffer);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * The answer to an operation.
 */
export interface DurableAnswer {
  /**
   * The operation's number.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * It failed, and nothing was written, unless the details say that the outcome is unknown.
   */
  'error'?: (Status | null) | undefined;
  /**
   * RecordStep, SetEvent, CloseStream, FinishWorkflow: done, now or before.
   */
  'recorded'?: (Recorded | null) | undefined;
  /**
   * RecordDeadline
   */
  'deadlineRecorded'?: (DeadlineRecorded | null) | undefined;
  /**
   * SendMessage
   */
  'messageSent'?: (MessageSent | null) | undefined;
  /**
   * Receive
   */
  'received'?: (Received | null) | undefined;
  /**
   * WriteStream
   */
  'streamWritten'?: (StreamWritten | null) | undefined;
  /**
   * StartWorkflow
   */
  'workflowStarted'?: (WorkflowStarted | null) | undefined;
  /**
   * ConfirmRun
   */
  'runConfirmed'?: (RunConfirmed | null) | undefined;
  /**
   * Exactly one is set: the error, or what the operation answers.
   */
  'outcome'?: "error"|"recorded"|"deadlineRecorded"|"messageSent"|"received"|"streamWritten"|"workflowStarted"|"runConfirmed" | undefined;
}

/**
 * The answer to an operation.
 */
export interface DurableAnswer__Output {
  /**
   * The operation's number.
   */
  'id': (number);
  /**
   * It failed, and nothing was written, unless the details say that the outcome is unknown.
   */
  'error'?: (Status__Output | null);
  /**
   * RecordStep, SetEvent, CloseStream, FinishWorkflow: done, now or before.
   */
  'recorded'?: (Recorded__Output | null);
  /**
   * RecordDeadline
   */
  'deadlineRecorded'?: (DeadlineRecorded__Output | null);
  /**
   * SendMessage
   */
  'messageSent'?: (MessageSent__Output | null);
  /**
   * Receive
   */
  'received'?: (Received__Output | null);
  /**
   * WriteStream
   */
  'streamWritten'?: (StreamWritten__Output | null);
  /**
   * StartWorkflow
   */
  'workflowStarted'?: (WorkflowStarted__Output | null);
  /**
   * ConfirmRun
   */
  'runConfirmed'?: (RunConfirmed__Output | null);
  /**
   * Exactly one is set: the error, or what the operation answers.
   */
  'outcome'?: "error"|"recorded"|"deadlineRecorded"|"messageSent"|"received"|"streamWritten"|"workflowStarted"|"runConfirmed";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * It is done, now or before.
 */
export interface Recorded {
}

/**
 * It is done, now or before.
 */
export interface Recorded__Output {
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A deadline is recorded.
 */
export interface DeadlineRecorded {
  /**
   * What is left of it by the database's clock; zero: it is over.
   */
  'remaining'?: (Duration | null) | undefined;
}

/**
 * A deadline is recorded.
 */
export interface DeadlineRecorded__Output {
  /**
   * What is left of it by the database's clock; zero: it is over.
   */
  'remaining': (Duration__Output | null);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A message is stored.
 */
export interface MessageSent {
  /**
   * The id of the stored message.
   */
  'messageId'?: (string) | undefined;
  /**
   * Another one had been sent under its idempotency key; that one is kept.
   */
  'duplicate'?: (boolean) | undefined;
}

/**
 * A message is stored.
 */
export interface MessageSent__Output {
  /**
   * The id of the stored message.
   */
  'messageId': (string);
  /**
   * Another one had been sent under its idempotency key; that one is kept.
   */
  'duplicate': (boolean);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * What a Receive ended with.
 */
export interface Received {
  /**
   * The message, consumed and recorded.
   */
  'message'?: (Payload | null) | undefined;
  /**
   * The time is over, and that is recorded.
   */
  'timedOut'?: (TimedOut | null) | undefined;
  /**
   * The daemon drains, or the worker takes too little of what it is sent. Nothing is lost, also what may be recorded
   * already: ask again, of a daemon that drains elsewhere.
   */
  'notYet'?: (NotYet | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "message"|"timedOut"|"notYet" | undefined;
}

/**
 * What a Receive ended with.
 */
export interface Received__Output {
  /**
   * The message, consumed and recorded.
   */
  'message'?: (Payload__Output | null);
  /**
   * The time is over, and that is recorded.
   */
  'timedOut'?: (TimedOut__Output | null);
  /**
   * The daemon drains, or the worker takes too little of what it is sent. Nothing is lost, also what may be recorded
   * already: ask again, of a daemon that drains elsewhere.
   */
  'notYet'?: (NotYet__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "message"|"timedOut"|"notYet";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A value is in the stream.
 */
export interface StreamWritten {
  /**
   * Its offset. Absent: a repeat that was stored before (a checkpoint or a dedupe says so).
   */
  'offset'?: (number | string | Long) | undefined;
  '_offset'?: "offset" | undefined;
}

/**
 * A value is in the stream.
 */
export interface StreamWritten__Output {
  /**
   * Its offset. Absent: a repeat that was stored before (a checkpoint or a dedupe says so).
   */
  'offset'?: (number);
  '_offset'?: "offset";
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * A workflow is started.
 */
export interface WorkflowStarted {
  /**
   * Its id: the given one, or that of the workflow with the same deduplication id.
   */
  'workflowId'?: (string) | undefined;
  /**
   * It was there before, made by another: nothing was written but the checkpoint.
   */
  'existing'?: (boolean) | undefined;
  /**
   * This worker runs it: it holds it under the token of the operation.
   */
  'run'?: (boolean) | undefined;
  /**
   * What is left until it is cancelled. Absent: it has no deadline.
   */
  'deadlineIn'?: (Duration | null) | undefined;
  /**
   * Its status.
   */
  'status'?: (WorkflowStatus) | undefined;
}

/**
 * A workflow is started.
 */
export interface WorkflowStarted__Output {
  /**
   * Its id: the given one, or that of the workflow with the same deduplication id.
   */
  'workflowId': (string);
  /**
   * It was there before, made by another: nothing was written but the checkpoint.
   */
  'existing': (boolean);
  /**
   * This worker runs it: it holds it under the token of the operation.
   */
  'run': (boolean);
  /**
   * What is left until it is cancelled. Absent: it has no deadline.
   */
  'deadlineIn': (Duration__Output | null);
  /**
   * Its status.
   */
  'status': (WorkflowStatus__Output);
}

// Original file: proto/dbosd/v1/worker_service.proto

/**
 * The workflow runs under the token.
 */
export interface RunConfirmed {
  /**
   * How long ago that was read from its row, at most.
   */
  'age'?: (Duration | null) | undefined;
}

/**
 * The workflow runs under the token.
 */
export interface RunConfirmed__Output {
  /**
   * How long ago that was read from its row, at most.
   */
  'age': (Duration__Output | null);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * The daemon drains, or renews its sessions. The client opens the next session, moves its waits and subscriptions
 * there, and half-closes this one; requests that the daemon reads here until then are still answered.
 */
export interface GoingAway {
  /**
   * The daemon drains: another daemon should be preferred.
   */
  'draining'?: (boolean) | undefined;
}

/**
 * The daemon drains, or renews its sessions. The client opens the next session, moves its waits and subscriptions
 * there, and half-closes this one; requests that the daemon reads here until then are still answered.
 */
export interface GoingAway__Output {
  /**
   * The daemon drains: another daemon should be preferred.
   */
  'draining': (boolean);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * More credit for a subscription.
 */
export interface Credit {
  /**
   * The subscription's number.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * How many more bytes the daemon may send: those that the client has consumed, as `SubscriptionResponse.bytes`
   * counted them.
   */
  'bytes'?: (number | string | Long) | undefined;
}

/**
 * More credit for a subscription.
 */
export interface Credit__Output {
  /**
   * The subscription's number.
   */
  'id': (number);
  /**
   * How many more bytes the daemon may send: those that the client has consumed, as `SubscriptionResponse.bytes`
   * counted them.
   */
  'bytes': (number);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * What to do when an active workflow on the queue has the same deduplication id.
 */
export const DeduplicationPolicy = {
  /**
   * The same as DEDUPLICATION_POLICY_REJECT.
   */
  DEDUPLICATION_POLICY_UNSPECIFIED: 'DEDUPLICATION_POLICY_UNSPECIFIED',
  /**
   * Refuse (DEDUPLICATION_CONFLICT).
   */
  DEDUPLICATION_POLICY_REJECT: 'DEDUPLICATION_POLICY_REJECT',
  /**
   * Answer with that workflow.
   */
  DEDUPLICATION_POLICY_RETURN_EXISTING: 'DEDUPLICATION_POLICY_RETURN_EXISTING',
} as const;

/**
 * What to do when an active workflow on the queue has the same deduplication id.
 */
export type DeduplicationPolicy =
  /**
   * The same as DEDUPLICATION_POLICY_REJECT.
   */
  | 'DEDUPLICATION_POLICY_UNSPECIFIED'
  | 0
  /**
   * Refuse (DEDUPLICATION_CONFLICT).
   */
  | 'DEDUPLICATION_POLICY_REJECT'
  | 1
  /**
   * Answer with that workflow.
   */
  | 'DEDUPLICATION_POLICY_RETURN_EXISTING'
  | 2

/**
 * What to do when an active workflow on the queue has the same deduplication id.
 */
export type DeduplicationPolicy__Output = typeof DeduplicationPolicy[keyof typeof DeduplicationPolicy]

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Request of DeleteQueue.
 */
export interface DeleteQueueRequest {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name'?: (string) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of DeleteQueue.
 */
export interface DeleteQueueRequest__Output {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name': (string);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Response of DeleteQueue.
 */
export interface DeleteQueueResponse {
  /**
   * It was there.
   */
  'deleted'?: (boolean) | undefined;
}

/**
 * Response of DeleteQueue.
 */
export interface DeleteQueueResponse__Output {
  /**
   * It was there.
   */
  'deleted': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of DeleteWorkflows.
 */
export interface DeleteWorkflowsRequest {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes, whatever their status. Those that do not exist are skipped.
   */
  'workflowIds'?: (string)[] | undefined;
  /**
   * Delete the workflows that they started, too, and what those started.
   */
  'deleteChildren'?: (boolean) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of DeleteWorkflows.
 */
export interface DeleteWorkflowsRequest__Output {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes, whatever their status. Those that do not exist are skipped.
   */
  'workflowIds': (string)[];
  /**
   * Delete the workflows that they started, too, and what those started.
   */
  'deleteChildren': (boolean);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of DeleteWorkflows.
 */
export interface DeleteWorkflowsResponse {
  /**
   * How many were deleted: given ones and descendants.
   */
  'deleted'?: (number) | undefined;
}

/**
 * Response of DeleteWorkflows.
 */
export interface DeleteWorkflowsResponse__Output {
  /**
   * How many were deleted: given ones and descendants.
   */
  'deleted': (number);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of EnqueueAndSend.
 */
export interface EnqueueAndSendRequest {
  /**
   * The workflow, as EnqueueWorkflow takes it.
   */
  'workflow'?: (EnqueueWorkflowRequest | null) | undefined;
  /**
   * Its first messages, 1 to 1,000, in this order.
   */
  'messages'?: (FirstMessage)[] | undefined;
  /**
   * Refuse a message when another one was sent under its key (IDEMPOTENCY_KEY_REUSED). Otherwise the first one is kept.
   */
  'rejectDifferent'?: (boolean) | undefined;
}

/**
 * Request of EnqueueAndSend.
 */
export interface EnqueueAndSendRequest__Output {
  /**
   * The workflow, as EnqueueWorkflow takes it.
   */
  'workflow': (EnqueueWorkflowRequest__Output | null);
  /**
   * Its first messages, 1 to 1,000, in this order.
   */
  'messages': (FirstMessage__Output)[];
  /**
   * Refuse a message when another one was sent under its key (IDEMPOTENCY_KEY_REUSED). Otherwise the first one is kept.
   */
  'rejectDifferent': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of EnqueueWorkflow.
 */
export interface EnqueueWorkflowRequest {
  /**
   * The queue. 1 to 255 bytes. It need not be registered yet; the response says whether it is.
   */
  'queueName'?: (string) | undefined;
  /**
   * The name under which the application registered the workflow. 1 to 255 bytes.
   */
  'workflowName'?: (string) | undefined;
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string) | undefined;
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string) | undefined;
  /**
   * The id of the new workflow, 1 to 1,024 bytes, not blank. Absent: the daemon makes a UUID.
   */
  'workflowId'?: (string) | undefined;
  /**
   * What to do when that id is in use.
   */
  'workflowIdReusePolicy'?: (WorkflowIdReusePolicy) | undefined;
  /**
   * Makes sending this request again safe: a token that the caller makes, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string) | undefined;
  /**
   * The input. Absent: no arguments.
   */
  'input'?: (WorkflowInput | null) | undefined;
  /**
   * The application that is to run it, 1 to 255 bytes. Absent: the queue's owner; where it has none, any application.
   */
  'applicationName'?: (string) | undefined;
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the latest registered one.
   */
  'applicationVersion'?: (string) | undefined;
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string) | undefined;
  /**
   * What to do when another workflow has that deduplication id.
   */
  'deduplicationPolicy'?: (DeduplicationPolicy) | undefined;
  /**
   * Lower goes first, 0 to 2147483647. Absent: 0.
   */
  'priority'?: (number) | undefined;
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay'?: (Duration | null) | undefined;
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years; then it is cancelled. Absent: no limit.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * Attributes of the workflow: a JSON object. Absent: none.
   */
  'attributesJson'?: (string) | undefined;
  /**
   * The user recorded on the workflow, 1 to 255 bytes. Absent: none.
   */
  'authenticatedUser'?: (string) | undefined;
  /**
   * The user's roles recorded on the workflow, up to 100, each 1 to 255 bytes.
   */
  'authenticatedRoles'?: (string)[] | undefined;
  '_className'?: "className" | undefined;
  '_configName'?: "configName" | undefined;
  '_workflowId'?: "workflowId" | undefined;
  '_requestId'?: "requestId" | undefined;
  '_applicationName'?: "applicationName" | undefined;
  '_applicationVersion'?: "applicationVersion" | undefined;
  '_deduplicationId'?: "deduplicationId" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_attributesJson'?: "attributesJson" | undefined;
  '_authenticatedUser'?: "authenticatedUser" | undefined;
}

/**
 * Request of EnqueueWorkflow.
 */
export interface EnqueueWorkflowRequest__Output {
  /**
   * The queue. 1 to 255 bytes. It need not be registered yet; the response says whether it is.
   */
  'queueName': (string);
  /**
   * The name under which the application registered the workflow. 1 to 255 bytes.
   */
  'workflowName': (string);
  /**
   * The class it belongs to, 1 to 255 bytes. Absent: none.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to, 1 to 255 bytes. Absent: none.
   */
  'configName'?: (string);
  /**
   * The id of the new workflow, 1 to 1,024 bytes, not blank. Absent: the daemon makes a UUID.
   */
  'workflowId'?: (string);
  /**
   * What to do when that id is in use.
   */
  'workflowIdReusePolicy': (WorkflowIdReusePolicy__Output);
  /**
   * Makes sending this request again safe: a token that the caller makes, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string);
  /**
   * The input. Absent: no arguments.
   */
  'input': (WorkflowInput__Output | null);
  /**
   * The application that is to run it, 1 to 255 bytes. Absent: the queue's owner; where it has none, any application.
   */
  'applicationName'?: (string);
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the latest registered one.
   */
  'applicationVersion'?: (string);
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string);
  /**
   * What to do when another workflow has that deduplication id.
   */
  'deduplicationPolicy': (DeduplicationPolicy__Output);
  /**
   * Lower goes first, 0 to 2147483647. Absent: 0.
   */
  'priority': (number);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay': (Duration__Output | null);
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years; then it is cancelled. Absent: no limit.
   */
  'timeout': (Duration__Output | null);
  /**
   * Attributes of the workflow: a JSON object. Absent: none.
   */
  'attributesJson'?: (string);
  /**
   * The user recorded on the workflow, 1 to 255 bytes. Absent: none.
   */
  'authenticatedUser'?: (string);
  /**
   * The user's roles recorded on the workflow, up to 100, each 1 to 255 bytes.
   */
  'authenticatedRoles': (string)[];
  '_className'?: "className";
  '_configName'?: "configName";
  '_workflowId'?: "workflowId";
  '_requestId'?: "requestId";
  '_applicationName'?: "applicationName";
  '_applicationVersion'?: "applicationVersion";
  '_deduplicationId'?: "deduplicationId";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_attributesJson'?: "attributesJson";
  '_authenticatedUser'?: "authenticatedUser";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * The input of a workflow.
 */
export interface WorkflowInput {
  /**
   * Arguments that applications in every language read.
   */
  'portable'?: (PortableArguments | null) | undefined;
  /**
   * Arguments serialized by the caller. In `portable_json` they must be an object of `positionalArgs` (an array)
   * and `namedArgs` (an object), both optional.
   */
  'raw'?: (Payload | null) | undefined;
  /**
   * Exactly one is set.
   */
  'kind'?: "portable"|"raw" | undefined;
}

/**
 * The input of a workflow.
 */
export interface WorkflowInput__Output {
  /**
   * Arguments that applications in every language read.
   */
  'portable'?: (PortableArguments__Output | null);
  /**
   * Arguments serialized by the caller. In `portable_json` they must be an object of `positionalArgs` (an array)
   * and `namedArgs` (an object), both optional.
   */
  'raw'?: (Payload__Output | null);
  /**
   * Exactly one is set.
   */
  'kind'?: "portable"|"raw";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Arguments, each as JSON.
 */
export interface PortableArguments {
  /**
   * The positional arguments in order, each a JSON text.
   */
  'positionalJson'?: (string)[] | undefined;
  /**
   * The named arguments, each a JSON text. Python passes them as keywords; TypeScript ignores them.
   */
  'namedJson'?: ({[key: string]: string}) | undefined;
}

/**
 * Arguments, each as JSON.
 */
export interface PortableArguments__Output {
  /**
   * The positional arguments in order, each a JSON text.
   */
  'positionalJson': (string)[];
  /**
   * The named arguments, each a JSON text. Python passes them as keywords; TypeScript ignores them.
   */
  'namedJson': ({[key: string]: string});
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * A message to a workflow that is enqueued with it.
 */
export interface FirstMessage {
  /**
   * The value.
   */
  'payload'?: (Payload | null) | undefined;
  /**
   * Its topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string) | undefined;
  /**
   * Makes sending it again safe, 1 to 1,024 bytes. Needed where the workflow has a `request_id`. Absent: a repeat is a
   * message of its own.
   */
  'idempotencyKey'?: (string) | undefined;
  '_topic'?: "topic" | undefined;
  '_idempotencyKey'?: "idempotencyKey" | undefined;
}

/**
 * A message to a workflow that is enqueued with it.
 */
export interface FirstMessage__Output {
  /**
   * The value.
   */
  'payload': (Payload__Output | null);
  /**
   * Its topic, 1 to 1,024 bytes. Absent: none.
   */
  'topic'?: (string);
  /**
   * Makes sending it again safe, 1 to 1,024 bytes. Needed where the workflow has a `request_id`. Absent: a repeat is a
   * message of its own.
   */
  'idempotencyKey'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of EnqueueAndSend.
 */
export interface EnqueueAndSendResponse {
  /**
   * The workflow, as EnqueueWorkflow answers.
   */
  'workflow'?: (EnqueueWorkflowResponse | null) | undefined;
  /**
   * One response a message, in order.
   */
  'messages'?: (SendResponse)[] | undefined;
}

/**
 * Response of EnqueueAndSend.
 */
export interface EnqueueAndSendResponse__Output {
  /**
   * The workflow, as EnqueueWorkflow answers.
   */
  'workflow': (EnqueueWorkflowResponse__Output | null);
  /**
   * One response a message, in order.
   */
  'messages': (SendResponse__Output)[];
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of EnqueueWorkflow.
 */
export interface EnqueueWorkflowResponse {
  /**
   * The id of the workflow: new, or the existing one.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The workflow was there before; nothing was written.
   */
  'existing'?: (boolean) | undefined;
  /**
   * The application that owns it. Absent: none, any application may run it.
   */
  'applicationName'?: (string) | undefined;
  /**
   * The queue is registered. If not, the workflow waits until it is.
   */
  'queueRegistered'?: (boolean) | undefined;
  /**
   * Its status when the request was carried out.
   */
  'status'?: (WorkflowStatus) | undefined;
  '_applicationName'?: "applicationName" | undefined;
}

/**
 * Response of EnqueueWorkflow.
 */
export interface EnqueueWorkflowResponse__Output {
  /**
   * The id of the workflow: new, or the existing one.
   */
  'workflowId': (string);
  /**
   * The workflow was there before; nothing was written.
   */
  'existing': (boolean);
  /**
   * The application that owns it. Absent: none, any application may run it.
   */
  'applicationName'?: (string);
  /**
   * The queue is registered. If not, the workflow waits until it is.
   */
  'queueRegistered': (boolean);
  /**
   * Its status when the request was carried out.
   */
  'status': (WorkflowStatus__Output);
  '_applicationName'?: "applicationName";
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * The outcome of a send.
 */
export interface SendResponse {
  /**
   * The id of the stored message.
   */
  'messageId'?: (string) | undefined;
  /**
   * A message under this idempotency key had been sent before; that one is kept, and nothing was written.
   */
  'duplicate'?: (boolean) | undefined;
  /**
   * The message sent before is another one: its topic, format or text is not byte for byte the same.
   */
  'differs'?: (boolean) | undefined;
  /**
   * The destination's status when the message was written.
   */
  'destinationStatus'?: (WorkflowStatus) | undefined;
}

/**
 * The outcome of a send.
 */
export interface SendResponse__Output {
  /**
   * The id of the stored message.
   */
  'messageId': (string);
  /**
   * A message under this idempotency key had been sent before; that one is kept, and nothing was written.
   */
  'duplicate': (boolean);
  /**
   * The message sent before is another one: its topic, format or text is not byte for byte the same.
   */
  'differs': (boolean);
  /**
   * The destination's status when the message was written.
   */
  'destinationStatus': (WorkflowStatus__Output);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * An event: a key and its current value.
 */
export interface Event {
  /**
   * The key.
   */
  'key'?: (string) | undefined;
  /**
   * The value.
   */
  'value'?: (EventValue | null) | undefined;
}

/**
 * An event: a key and its current value.
 */
export interface Event__Output {
  /**
   * The key.
   */
  'key': (string);
  /**
   * The value.
   */
  'value': (EventValue__Output | null);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * The value of an event.
 */
export interface EventValue {
  /**
   * The value.
   */
  'value'?: (Value | null) | undefined;
  /**
   * A digest of value and format, 16 bytes. To be compared for equality only: there is no order in it.
   */
  'revision'?: (Buffer | Uint8Array | string) | undefined;
}

/**
 * The value of an event.
 */
export interface EventValue__Output {
  /**
   * The value.
   */
  'value': (Value__Output | null);
  /**
   * A digest of value and format, 16 bytes. To be compared for equality only: there is no order in it.
   */
  'revision': (Buffer);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * A change of one event.
 */
export interface EventChange {
  /**
   * The key.
   */
  'key'?: (string) | undefined;
  /**
   * The key has this value now.
   */
  'set'?: (EventValue | null) | undefined;
  /**
   * The key is no longer set: the workflow was rewound.
   */
  'unset'?: (Unset | null) | undefined;
  /**
   * Exactly one is set.
   */
  'change'?: "set"|"unset" | undefined;
}

/**
 * A change of one event.
 */
export interface EventChange__Output {
  /**
   * The key.
   */
  'key': (string);
  /**
   * The key has this value now.
   */
  'set'?: (EventValue__Output | null);
  /**
   * The key is no longer set: the workflow was rewound.
   */
  'unset'?: (Unset__Output | null);
  /**
   * Exactly one is set.
   */
  'change'?: "set"|"unset";
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * An event that is no longer set.
 */
export interface Unset {
}

/**
 * An event that is no longer set.
 */
export interface Unset__Output {
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of ForkWorkflow.
 */
export interface ForkWorkflowRequest {
  /**
   * The workflow to begin with. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The first step that is run again, by its function id, at least 0. What earlier steps recorded, and the events and
   * stream values that they wrote, are copied. Zero: nothing is.
   */
  'startStep'?: (number) | undefined;
  /**
   * The id of the new workflow, 1 to 1,024 bytes, not blank. Absent: the daemon makes a UUID.
   */
  'newWorkflowId'?: (string) | undefined;
  /**
   * Makes sending this request again safe: a token that the caller makes, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `new_workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string) | undefined;
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the first workflow's.
   */
  'applicationVersion'?: (string) | undefined;
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years. Absent: no limit.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * The queue to put it on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string) | undefined;
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * Children of copied steps, by id, and the workflows that stand for them in the fork; up to 10,000, ids of 1 to 1,280
   * bytes.
   */
  'replacementChildren'?: ({[key: string]: string}) | undefined;
  /**
   * The application that owns the fork where the first workflow has none, 1 to 255 bytes. Absent: none.
   */
  'applicationName'?: (string) | undefined;
  '_newWorkflowId'?: "newWorkflowId" | undefined;
  '_requestId'?: "requestId" | undefined;
  '_applicationVersion'?: "applicationVersion" | undefined;
  '_queueName'?: "queueName" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_applicationName'?: "applicationName" | undefined;
}

/**
 * Request of ForkWorkflow.
 */
export interface ForkWorkflowRequest__Output {
  /**
   * The workflow to begin with. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The first step that is run again, by its function id, at least 0. What earlier steps recorded, and the events and
   * stream values that they wrote, are copied. Zero: nothing is.
   */
  'startStep': (number);
  /**
   * The id of the new workflow, 1 to 1,024 bytes, not blank. Absent: the daemon makes a UUID.
   */
  'newWorkflowId'?: (string);
  /**
   * Makes sending this request again safe: a token that the caller makes, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `new_workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string);
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the first workflow's.
   */
  'applicationVersion'?: (string);
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years. Absent: no limit.
   */
  'timeout': (Duration__Output | null);
  /**
   * The queue to put it on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Children of copied steps, by id, and the workflows that stand for them in the fork; up to 10,000, ids of 1 to 1,280
   * bytes.
   */
  'replacementChildren': ({[key: string]: string});
  /**
   * The application that owns the fork where the first workflow has none, 1 to 255 bytes. Absent: none.
   */
  'applicationName'?: (string);
  '_newWorkflowId'?: "newWorkflowId";
  '_requestId'?: "requestId";
  '_applicationVersion'?: "applicationVersion";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_applicationName'?: "applicationName";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of ForkWorkflow.
 */
export interface ForkWorkflowResponse {
  /**
   * The id of the new workflow.
   */
  'workflowId'?: (string) | undefined;
}

/**
 * Response of ForkWorkflow.
 */
export interface ForkWorkflowResponse__Output {
  /**
   * The id of the new workflow.
   */
  'workflowId': (string);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * Request of GetEvent.
 */
export interface GetEventRequest {
  /**
   * The workflow that sets the event. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The event's key. 1 to 1,024 bytes.
   */
  'key'?: (string) | undefined;
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * How the value is returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
}

/**
 * Request of GetEvent.
 */
export interface GetEventRequest__Output {
  /**
   * The workflow that sets the event. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The event's key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (Duration__Output | null);
  /**
   * How the value is returned.
   */
  'readOptions': (ReadOptions__Output | null);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * Response of GetEvent.
 */
export interface GetEventResponse {
  /**
   * The event is set; this is its value.
   */
  'value'?: (EventValue | null) | undefined;
  /**
   * The timeout is over, and the event is not set.
   */
  'timedOut'?: (TimedOut | null) | undefined;
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet | null) | undefined;
  /**
   * The workflow has ended and has not set the event.
   */
  'workflowEnded'?: (WorkflowEnded | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"workflowEnded" | undefined;
}

/**
 * Response of GetEvent.
 */
export interface GetEventResponse__Output {
  /**
   * The event is set; this is its value.
   */
  'value'?: (EventValue__Output | null);
  /**
   * The timeout is over, and the event is not set.
   */
  'timedOut'?: (TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet__Output | null);
  /**
   * The workflow has ended and has not set the event.
   */
  'workflowEnded'?: (WorkflowEnded__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"workflowEnded";
}

// Original file: proto/dbosd/v1/values.proto

/**
 * The workflow has ended, so what is waited for will not come. This is true at that moment: after a resume, ask
 * again.
 */
export interface WorkflowEnded {
  /**
   * The terminal status.
   */
  'status'?: (WorkflowStatus) | undefined;
}

/**
 * The workflow has ended, so what is waited for will not come. This is true at that moment: after a resume, ask
 * again.
 */
export interface WorkflowEnded__Output {
  /**
   * The terminal status.
   */
  'status': (WorkflowStatus__Output);
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Request of GetQueue.
 */
export interface GetQueueRequest {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name'?: (string) | undefined;
}

/**
 * Request of GetQueue.
 */
export interface GetQueueRequest__Output {
  /**
   * The queue's name, 1 to 255 bytes.
   */
  'name': (string);
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Response of GetQueue.
 */
export interface GetQueueResponse {
  /**
   * The queue.
   */
  'queue'?: (Queue | null) | undefined;
}

/**
 * Response of GetQueue.
 */
export interface GetQueueResponse__Output {
  /**
   * The queue.
   */
  'queue': (Queue__Output | null);
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * A queue and its settings. Absent settings: no limit.
 */
export interface Queue {
  /**
   * Its name, 1 to 255 bytes. Names that begin with `_dbos_` are DBOS's own.
   */
  'name'?: (string) | undefined;
  /**
   * The application that owns it, 1 to 255 bytes. Absent: none.
   */
  'applicationName'?: (string) | undefined;
  /**
   * How many of its workflows run at once, in all. At least 0.
   */
  'concurrency'?: (number) | undefined;
  /**
   * How many of its workflows run at once in one process. At least 0.
   */
  'workerConcurrency'?: (number) | undefined;
  /**
   * How many of its workflows are started in a period.
   */
  'rateLimit'?: (QueueRateLimit | null) | undefined;
  /**
   * How many run at once in each partition. At least 1. Any limit of partitions makes the queue a partitioned one:
   * each workflow then needs a partition key.
   */
  'partitionConcurrency'?: (number) | undefined;
  /**
   * How many run at once in each partition in one process. At least 1.
   */
  'partitionWorkerConcurrency'?: (number) | undefined;
  /**
   * How many are started in a period in each partition.
   */
  'partitionRateLimit'?: (QueueRateLimit | null) | undefined;
  /**
   * How often workers look for work, at least 1 ms. Absent on a write: 1 s.
   */
  'pollingInterval'?: (Duration | null) | undefined;
  '_applicationName'?: "applicationName" | undefined;
  '_concurrency'?: "concurrency" | undefined;
  '_workerConcurrency'?: "workerConcurrency" | undefined;
  '_partitionConcurrency'?: "partitionConcurrency" | undefined;
  '_partitionWorkerConcurrency'?: "partitionWorkerConcurrency" | undefined;
}

/**
 * A queue and its settings. Absent settings: no limit.
 */
export interface Queue__Output {
  /**
   * Its name, 1 to 255 bytes. Names that begin with `_dbos_` are DBOS's own.
   */
  'name': (string);
  /**
   * The application that owns it, 1 to 255 bytes. Absent: none.
   */
  'applicationName'?: (string);
  /**
   * How many of its workflows run at once, in all. At least 0.
   */
  'concurrency'?: (number);
  /**
   * How many of its workflows run at once in one process. At least 0.
   */
  'workerConcurrency'?: (number);
  /**
   * How many of its workflows are started in a period.
   */
  'rateLimit': (QueueRateLimit__Output | null);
  /**
   * How many run at once in each partition. At least 1. Any limit of partitions makes the queue a partitioned one:
   * each workflow then needs a partition key.
   */
  'partitionConcurrency'?: (number);
  /**
   * How many run at once in each partition in one process. At least 1.
   */
  'partitionWorkerConcurrency'?: (number);
  /**
   * How many are started in a period in each partition.
   */
  'partitionRateLimit': (QueueRateLimit__Output | null);
  /**
   * How often workers look for work, at least 1 ms. Absent on a write: 1 s.
   */
  'pollingInterval': (Duration__Output | null);
  '_applicationName'?: "applicationName";
  '_concurrency'?: "concurrency";
  '_workerConcurrency'?: "workerConcurrency";
  '_partitionConcurrency'?: "partitionConcurrency";
  '_partitionWorkerConcurrency'?: "partitionWorkerConcurrency";
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * A limit of starts in a period.
 */
export interface QueueRateLimit {
  /**
   * The most that are started in a period. At least 0.
   */
  'limit'?: (number) | undefined;
  /**
   * The period. More than 0.
   */
  'period'?: (Duration | null) | undefined;
}

/**
 * A limit of starts in a period.
 */
export interface QueueRateLimit__Output {
  /**
   * The most that are started in a period. At least 0.
   */
  'limit': (number);
  /**
   * The period. More than 0.
   */
  'period': (Duration__Output | null);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of GetWorkflow.
 */
export interface GetWorkflowRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
  /**
   * Leave `input` out.
   */
  'withoutInput'?: (boolean) | undefined;
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput'?: (boolean) | undefined;
}

/**
 * Request of GetWorkflow.
 */
export interface GetWorkflowRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
  /**
   * Leave `input` out.
   */
  'withoutInput': (boolean);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of GetWorkflow.
 */
export interface GetWorkflowResponse {
  /**
   * The workflow.
   */
  'workflow'?: (Workflow | null) | undefined;
}

/**
 * Response of GetWorkflow.
 */
export interface GetWorkflowResponse__Output {
  /**
   * The workflow.
   */
  'workflow': (Workflow__Output | null);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * A workflow as its row shows it. Absent fields are not set in the row, except where said otherwise.
 */
export interface Workflow {
  /**
   * Its id.
   */
  'workflowId'?: (string) | undefined;
  /**
   * Its status.
   */
  'status'?: (WorkflowStatus) | undefined;
  /**
   * The name it is registered under.
   */
  'workflowName'?: (string) | undefined;
  /**
   * The class it belongs to.
   */
  'className'?: (string) | undefined;
  /**
   * The configured instance it belongs to.
   */
  'configName'?: (string) | undefined;
  /**
   * The queue it is on, or was on.
   */
  'queueName'?: (string) | undefined;
  /**
   * The user recorded on it.
   */
  'authenticatedUser'?: (string) | undefined;
  /**
   * The role it was started under.
   */
  'assumedRole'?: (string) | undefined;
  /**
   * The user's roles.
   */
  'authenticatedRoles'?: (string)[] | undefined;
  /**
   * Its arguments. Absent: not asked for, or none recorded.
   */
  'input'?: (Value | null) | undefined;
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output'?: (Value | null) | undefined;
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error'?: (Value | null) | undefined;
  /**
   * The executor that runs it, or ran it last, by the id that it gave itself. (Rows of dbosd's own workers carry `dbosd:`
   * and that id; it is left out here.)
   */
  'executorId'?: (string) | undefined;
  /**
   * The application version that runs it.
   */
  'applicationVersion'?: (string) | undefined;
  /**
   * The application that owns it.
   */
  'applicationName'?: (string) | undefined;
  /**
   * When it was created.
   */
  'createdAt'?: (Timestamp | null) | undefined;
  /**
   * When its row was last changed.
   */
  'updatedAt'?: (Timestamp | null) | undefined;
  /**
   * How long it may run once dequeued.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * When it is cancelled, if it has not ended by then.
   */
  'deadline'?: (Timestamp | null) | undefined;
  /**
   * Its deduplication id, while it is active.
   */
  'deduplicationId'?: (string) | undefined;
  /**
   * Its priority: lower goes first.
   */
  'priority'?: (number) | undefined;
  /**
   * Its partition of the queue.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * When it was taken from the queue.
   */
  'dequeuedAt'?: (Timestamp | null) | undefined;
  /**
   * When its delay is over.
   */
  'delayUntil'?: (Timestamp | null) | undefined;
  /**
   * When it ended.
   */
  'completedAt'?: (Timestamp | null) | undefined;
  /**
   * The workflow it was forked from.
   */
  'forkedFrom'?: (string) | undefined;
  /**
   * Others were forked from it.
   */
  'wasForkedFrom'?: (boolean) | undefined;
  /**
   * The workflow that started it.
   */
  'parentWorkflowId'?: (string) | undefined;
  /**
   * Its attributes: a JSON object.
   */
  'attributesJson'?: (string) | undefined;
  /**
   * The schedule that started it.
   */
  'scheduleName'?: (string) | undefined;
  /**
   * How often it has been taken up.
   */
  'recoveryAttempts'?: (number) | undefined;
  '_className'?: "className" | undefined;
  '_configName'?: "configName" | undefined;
  '_queueName'?: "queueName" | undefined;
  '_authenticatedUser'?: "authenticatedUser" | undefined;
  '_assumedRole'?: "assumedRole" | undefined;
  '_executorId'?: "executorId" | undefined;
  '_applicationVersion'?: "applicationVersion" | undefined;
  '_applicationName'?: "applicationName" | undefined;
  '_deduplicationId'?: "deduplicationId" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_forkedFrom'?: "forkedFrom" | undefined;
  '_parentWorkflowId'?: "parentWorkflowId" | undefined;
  '_attributesJson'?: "attributesJson" | undefined;
  '_scheduleName'?: "scheduleName" | undefined;
}

/**
 * A workflow as its row shows it. Absent fields are not set in the row, except where said otherwise.
 */
export interface Workflow__Output {
  /**
   * Its id.
   */
  'workflowId': (string);
  /**
   * Its status.
   */
  'status': (WorkflowStatus__Output);
  /**
   * The name it is registered under.
   */
  'workflowName': (string);
  /**
   * The class it belongs to.
   */
  'className'?: (string);
  /**
   * The configured instance it belongs to.
   */
  'configName'?: (string);
  /**
   * The queue it is on, or was on.
   */
  'queueName'?: (string);
  /**
   * The user recorded on it.
   */
  'authenticatedUser'?: (string);
  /**
   * The role it was started under.
   */
  'assumedRole'?: (string);
  /**
   * The user's roles.
   */
  'authenticatedRoles': (string)[];
  /**
   * Its arguments. Absent: not asked for, or none recorded.
   */
  'input': (Value__Output | null);
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output': (Value__Output | null);
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error': (Value__Output | null);
  /**
   * The executor that runs it, or ran it last, by the id that it gave itself. (Rows of dbosd's own workers carry `dbosd:`
   * and that id; it is left out here.)
   */
  'executorId'?: (string);
  /**
   * The application version that runs it.
   */
  'applicationVersion'?: (string);
  /**
   * The application that owns it.
   */
  'applicationName'?: (string);
  /**
   * When it was created.
   */
  'createdAt': (Timestamp__Output | null);
  /**
   * When its row was last changed.
   */
  'updatedAt': (Timestamp__Output | null);
  /**
   * How long it may run once dequeued.
   */
  'timeout': (Duration__Output | null);
  /**
   * When it is cancelled, if it has not ended by then.
   */
  'deadline': (Timestamp__Output | null);
  /**
   * Its deduplication id, while it is active.
   */
  'deduplicationId'?: (string);
  /**
   * Its priority: lower goes first.
   */
  'priority': (number);
  /**
   * Its partition of the queue.
   */
  'queuePartitionKey'?: (string);
  /**
   * When it was taken from the queue.
   */
  'dequeuedAt': (Timestamp__Output | null);
  /**
   * When its delay is over.
   */
  'delayUntil': (Timestamp__Output | null);
  /**
   * When it ended.
   */
  'completedAt': (Timestamp__Output | null);
  /**
   * The workflow it was forked from.
   */
  'forkedFrom'?: (string);
  /**
   * Others were forked from it.
   */
  'wasForkedFrom': (boolean);
  /**
   * The workflow that started it.
   */
  'parentWorkflowId'?: (string);
  /**
   * Its attributes: a JSON object.
   */
  'attributesJson'?: (string);
  /**
   * The schedule that started it.
   */
  'scheduleName'?: (string);
  /**
   * How often it has been taken up.
   */
  'recoveryAttempts': (number);
  '_className'?: "className";
  '_configName'?: "configName";
  '_queueName'?: "queueName";
  '_authenticatedUser'?: "authenticatedUser";
  '_assumedRole'?: "assumedRole";
  '_executorId'?: "executorId";
  '_applicationVersion'?: "applicationVersion";
  '_applicationName'?: "applicationName";
  '_deduplicationId'?: "deduplicationId";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_forkedFrom'?: "forkedFrom";
  '_parentWorkflowId'?: "parentWorkflowId";
  '_attributesJson'?: "attributesJson";
  '_scheduleName'?: "scheduleName";
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * Request of ListEvents.
 */
export interface ListEventsRequest {
  /**
   * The workflow whose events are listed. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
  /**
   * How many events a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize'?: (number) | undefined;
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string) | undefined;
}

/**
 * Request of ListEvents.
 */
export interface ListEventsRequest__Output {
  /**
   * The workflow whose events are listed. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
  /**
   * How many events a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * Response of ListEvents.
 */
export interface ListEventsResponse {
  /**
   * The events, in the byte order of their keys.
   */
  'events'?: (Event)[] | undefined;
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string) | undefined;
}

/**
 * Response of ListEvents.
 */
export interface ListEventsResponse__Output {
  /**
   * The events, in the byte order of their keys.
   */
  'events': (Event__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * Request of ListMessages.
 */
export interface ListMessagesRequest {
  /**
   * The workflow whose messages are listed. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * Only messages in this state. Absent: all.
   */
  'state'?: (MessageState) | undefined;
  /**
   * Only messages of this topic, 1 to 1,024 bytes. Absent: messages of every topic, and those without one.
   */
  'topic'?: (string) | undefined;
  /**
   * Only messages sent before this time. Absent: no bound.
   */
  'sentBefore'?: (Timestamp | null) | undefined;
  /**
   * Only messages sent at this time or later. Absent: no bound.
   */
  'sentSince'?: (Timestamp | null) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
  /**
   * How many messages a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize'?: (number) | undefined;
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string) | undefined;
  '_topic'?: "topic" | undefined;
}

/**
 * Request of ListMessages.
 */
export interface ListMessagesRequest__Output {
  /**
   * The workflow whose messages are listed. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * Only messages in this state. Absent: all.
   */
  'state': (MessageState__Output);
  /**
   * Only messages of this topic, 1 to 1,024 bytes. Absent: messages of every topic, and those without one.
   */
  'topic'?: (string);
  /**
   * Only messages sent before this time. Absent: no bound.
   */
  'sentBefore': (Timestamp__Output | null);
  /**
   * Only messages sent at this time or later. Absent: no bound.
   */
  'sentSince': (Timestamp__Output | null);
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
  /**
   * How many messages a page has at most, up to 1,000; a page is cut at 1 MiB too. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
  '_topic'?: "topic";
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * Which messages a list shows.
 */
export const MessageState = {
  /**
   * All.
   */
  MESSAGE_STATE_UNSPECIFIED: 'MESSAGE_STATE_UNSPECIFIED',
  /**
   * Those that no recv has consumed yet.
   */
  MESSAGE_STATE_WAITING: 'MESSAGE_STATE_WAITING',
  /**
   * Those that a recv has consumed.
   */
  MESSAGE_STATE_CONSUMED: 'MESSAGE_STATE_CONSUMED',
} as const;

/**
 * Which messages a list shows.
 */
export type MessageState =
  /**
   * All.
   */
  | 'MESSAGE_STATE_UNSPECIFIED'
  | 0
  /**
   * Those that no recv has consumed yet.
   */
  | 'MESSAGE_STATE_WAITING'
  | 1
  /**
   * Those that a recv has consumed.
   */
  | 'MESSAGE_STATE_CONSUMED'
  | 2

/**
 * Which messages a list shows.
 */
export type MessageState__Output = typeof MessageState[keyof typeof MessageState]

// Original file: proto/dbosd/v1/message_service.proto

/**
 * Response of ListMessages.
 */
export interface ListMessagesResponse {
  /**
   * The messages, oldest first.
   * A page ends, full or not, even empty, where it has skipped 10,000 messages that the filter does not match.
   */
  'messages'?: (Message)[] | undefined;
  /**
   * Gets the next page, also of a page without messages. Empty: this was the last one.
   */
  'nextPageToken'?: (string) | undefined;
}

/**
 * Response of ListMessages.
 */
export interface ListMessagesResponse__Output {
  /**
   * The messages, oldest first.
   * A page ends, full or not, even empty, where it has skipped 10,000 messages that the filter does not match.
   */
  'messages': (Message__Output)[];
  /**
   * Gets the next page, also of a page without messages. Empty: this was the last one.
   */
  'nextPageToken': (string);
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * A stored message.
 */
export interface Message {
  /**
   * Its id: `<idempotency key>::<destination>`, or one that the sender's side generated.
   */
  'messageId'?: (string) | undefined;
  /**
   * Its topic. Absent: none.
   */
  'topic'?: (string) | undefined;
  /**
   * The message itself.
   */
  'value'?: (Value | null) | undefined;
  /**
   * When it was sent, by the database's clock; recv goes by this order.
   */
  'sentAt'?: (Timestamp | null) | undefined;
  /**
   * A recv has consumed it.
   */
  'consumed'?: (boolean) | undefined;
  /**
   * The function id of the recv that consumed it. Absent: not consumed, or by a DBOS that does not record it.
   */
  'consumedByFunctionId'?: (number) | undefined;
  '_topic'?: "topic" | undefined;
  '_consumedByFunctionId'?: "consumedByFunctionId" | undefined;
}

/**
 * A stored message.
 */
export interface Message__Output {
  /**
   * Its id: `<idempotency key>::<destination>`, or one that the sender's side generated.
   */
  'messageId': (string);
  /**
   * Its topic. Absent: none.
   */
  'topic'?: (string);
  /**
   * The message itself.
   */
  'value': (Value__Output | null);
  /**
   * When it was sent, by the database's clock; recv goes by this order.
   */
  'sentAt': (Timestamp__Output | null);
  /**
   * A recv has consumed it.
   */
  'consumed': (boolean);
  /**
   * The function id of the recv that consumed it. Absent: not consumed, or by a DBOS that does not record it.
   */
  'consumedByFunctionId'?: (number);
  '_topic'?: "topic";
  '_consumedByFunctionId'?: "consumedByFunctionId";
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Request of ListQueues.
 */
export interface ListQueuesRequest {
  /**
   * Only queues that these applications own, and those that none does. Up to 100, each 1 to 255 bytes. Empty: all.
   */
  'applicationNames'?: (string)[] | undefined;
  /**
   * How many queues a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number) | undefined;
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string) | undefined;
}

/**
 * Request of ListQueues.
 */
export interface ListQueuesRequest__Output {
  /**
   * Only queues that these applications own, and those that none does. Up to 100, each 1 to 255 bytes. Empty: all.
   */
  'applicationNames': (string)[];
  /**
   * How many queues a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Response of ListQueues.
 */
export interface ListQueuesResponse {
  /**
   * The queues, in the order that the database gives their names.
   */
  'queues'?: (Queue)[] | undefined;
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string) | undefined;
}

/**
 * Response of ListQueues.
 */
export interface ListQueuesResponse__Output {
  /**
   * The queues, in the order that the database gives their names.
   */
  'queues': (Queue__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Request of ListStreams.
 */
export interface ListStreamsRequest {
  /**
   * The workflow whose streams are listed. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * How many streams a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number) | undefined;
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string) | undefined;
}

/**
 * Request of ListStreams.
 */
export interface ListStreamsRequest__Output {
  /**
   * The workflow whose streams are listed. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * How many streams a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Response of ListStreams.
 */
export interface ListStreamsResponse {
  /**
   * The streams, in the order that the database gives their keys.
   */
  'streams'?: (Stream)[] | undefined;
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string) | undefined;
}

/**
 * Response of ListStreams.
 */
export interface ListStreamsResponse__Output {
  /**
   * The streams, in the order that the database gives their keys.
   */
  'streams': (Stream__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * A stream, as its last row shows it.
 */
export interface Stream {
  /**
   * The key.
   */
  'key'?: (string) | undefined;
  /**
   * The offset after the last value: how many values the stream has, where no gap was left.
   */
  'nextOffset'?: (number | string | Long) | undefined;
  /**
   * Its last row is a close marker.
   */
  'closed'?: (boolean) | undefined;
}

/**
 * A stream, as its last row shows it.
 */
export interface Stream__Output {
  /**
   * The key.
   */
  'key': (string);
  /**
   * The offset after the last value: how many values the stream has, where no gap was left.
   */
  'nextOffset': (number);
  /**
   * Its last row is a close marker.
   */
  'closed': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of ListWorkflowSteps.
 */
export interface ListWorkflowStepsRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput'?: (boolean) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
  /**
   * How many steps a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number) | undefined;
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string) | undefined;
}

/**
 * Request of ListWorkflowSteps.
 */
export interface ListWorkflowStepsRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput': (boolean);
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
  /**
   * How many steps a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of ListWorkflowSteps.
 */
export interface ListWorkflowStepsResponse {
  /**
   * The steps by their number. A page ends before its values pass 1 MiB, but holds one step at least.
   */
  'steps'?: (WorkflowStep)[] | undefined;
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string) | undefined;
}

/**
 * Response of ListWorkflowSteps.
 */
export interface ListWorkflowStepsResponse__Output {
  /**
   * The steps by their number. A page ends before its values pass 1 MiB, but holds one step at least.
   */
  'steps': (WorkflowStep__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * A step that a workflow has recorded.
 */
export interface WorkflowStep {
  /**
   * Its number in the workflow, from 0.
   */
  'functionId'?: (number) | undefined;
  /**
   * The name of the function, or of DBOS's own operation.
   */
  'name'?: (string) | undefined;
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output'?: (Value | null) | undefined;
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error'?: (Value | null) | undefined;
  /**
   * The workflow that it started.
   */
  'childWorkflowId'?: (string) | undefined;
  /**
   * When it began.
   */
  'startedAt'?: (Timestamp | null) | undefined;
  /**
   * When it ended.
   */
  'completedAt'?: (Timestamp | null) | undefined;
  '_childWorkflowId'?: "childWorkflowId" | undefined;
}

/**
 * A step that a workflow has recorded.
 */
export interface WorkflowStep__Output {
  /**
   * Its number in the workflow, from 0.
   */
  'functionId': (number);
  /**
   * The name of the function, or of DBOS's own operation.
   */
  'name': (string);
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output': (Value__Output | null);
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error': (Value__Output | null);
  /**
   * The workflow that it started.
   */
  'childWorkflowId'?: (string);
  /**
   * When it began.
   */
  'startedAt': (Timestamp__Output | null);
  /**
   * When it ended.
   */
  'completedAt': (Timestamp__Output | null);
  '_childWorkflowId'?: "childWorkflowId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of ListWorkflows. A workflow is listed if every filter that is given takes it; a list of values takes those
 * that equal one of them, and an empty one takes all. Lists hold up to 100 values, `workflow_ids` up to 1,000.
 * 
 * By `created_…`, `statuses`, `queue_names`, `forked_from`, `parent_workflow_ids` or `schedule_names` a page costs what
 * its workflows cost, where the daemon could make its indexes. What other filters do not match is skipped, up to
 * 10,000 workflows a page; attributes that 10,000 workflows have at most are read and sorted.
 */
export interface ListWorkflowsRequest {
  /**
   * These ids. Each 1 to 1,280 bytes.
   */
  'workflowIds'?: (string)[] | undefined;
  /**
   * Ids that begin with one of these texts, taken literally. Each 1 to 1,280 bytes.
   */
  'workflowIdPrefixes'?: (string)[] | undefined;
  /**
   * These names. Each 1 to 255 bytes.
   */
  'workflowNames'?: (string)[] | undefined;
  /**
   * These statuses.
   */
  'statuses'?: (WorkflowStatus)[] | undefined;
  /**
   * Created at this time or later.
   */
  'createdSince'?: (Timestamp | null) | undefined;
  /**
   * Created before this time.
   */
  'createdBefore'?: (Timestamp | null) | undefined;
  /**
   * Ended at this time or later.
   */
  'completedSince'?: (Timestamp | null) | undefined;
  /**
   * Ended before this time.
   */
  'completedBefore'?: (Timestamp | null) | undefined;
  /**
   * Taken from the queue at this time or later.
   */
  'dequeuedSince'?: (Timestamp | null) | undefined;
  /**
   * Taken from the queue before this time.
   */
  'dequeuedBefore'?: (Timestamp | null) | undefined;
  /**
   * Of these users. Each 1 to 255 bytes.
   */
  'authenticatedUsers'?: (string)[] | undefined;
  /**
   * Of these application versions. Each 1 to 255 bytes.
   */
  'applicationVersions'?: (string)[] | undefined;
  /**
   * Run by these executors, now or last: workers of dbosd and DBOS applications, by the ids that they gave themselves.
   * Each 1 to 255 bytes.
   */
  'executorIds'?: (string)[] | undefined;
  /**
   * On these queues, now or before. Each 1 to 255 bytes.
   */
  'queueNames'?: (string)[] | undefined;
  /**
   * On a queue and not ended: ENQUEUED, DELAYED or PENDING.
   */
  'queuesOnly'?: (boolean) | undefined;
  /**
   * Forked from these workflows. Each 1 to 1,280 bytes.
   */
  'forkedFrom'?: (string)[] | undefined;
  /**
   * Others were forked from it, or none was. Absent: both.
   */
  'wasForkedFrom'?: (boolean) | undefined;
  /**
   * It was forked from another, or it was not. Absent: both.
   */
  'isFork'?: (boolean) | undefined;
  /**
   * Started by these workflows. Each 1 to 1,280 bytes.
   */
  'parentWorkflowIds'?: (string)[] | undefined;
  /**
   * A workflow started it, or none did. Absent: both.
   */
  'hasParent'?: (boolean) | undefined;
  /**
   * Its attributes contain this JSON object, as jsonb's `@>` says. Absent, or an empty object: any attributes or none.
   */
  'attributesJson'?: (string) | undefined;
  /**
   * Started by these schedules. Each 1 to 255 bytes.
   */
  'scheduleNames'?: (string)[] | undefined;
  /**
   * Owned by these applications, or by none. Each 1 to 255 bytes.
   */
  'applicationNames'?: (string)[] | undefined;
  /**
   * The newest first. Otherwise the oldest.
   */
  'descending'?: (boolean) | undefined;
  /**
   * Leave `input` out.
   */
  'withoutInput'?: (boolean) | undefined;
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput'?: (boolean) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
  /**
   * How many workflows a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize'?: (number) | undefined;
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken'?: (string) | undefined;
  '_wasForkedFrom'?: "wasForkedFrom" | undefined;
  '_isFork'?: "isFork" | undefined;
  '_hasParent'?: "hasParent" | undefined;
  '_attributesJson'?: "attributesJson" | undefined;
}

/**
 * Request of ListWorkflows. A workflow is listed if every filter that is given takes it; a list of values takes those
 * that equal one of them, and an empty one takes all. Lists hold up to 100 values, `workflow_ids` up to 1,000.
 * 
 * By `created_…`, `statuses`, `queue_names`, `forked_from`, `parent_workflow_ids` or `schedule_names` a page costs what
 * its workflows cost, where the daemon could make its indexes. What other filters do not match is skipped, up to
 * 10,000 workflows a page; attributes that 10,000 workflows have at most are read and sorted.
 */
export interface ListWorkflowsRequest__Output {
  /**
   * These ids. Each 1 to 1,280 bytes.
   */
  'workflowIds': (string)[];
  /**
   * Ids that begin with one of these texts, taken literally. Each 1 to 1,280 bytes.
   */
  'workflowIdPrefixes': (string)[];
  /**
   * These names. Each 1 to 255 bytes.
   */
  'workflowNames': (string)[];
  /**
   * These statuses.
   */
  'statuses': (WorkflowStatus__Output)[];
  /**
   * Created at this time or later.
   */
  'createdSince': (Timestamp__Output | null);
  /**
   * Created before this time.
   */
  'createdBefore': (Timestamp__Output | null);
  /**
   * Ended at this time or later.
   */
  'completedSince': (Timestamp__Output | null);
  /**
   * Ended before this time.
   */
  'completedBefore': (Timestamp__Output | null);
  /**
   * Taken from the queue at this time or later.
   */
  'dequeuedSince': (Timestamp__Output | null);
  /**
   * Taken from the queue before this time.
   */
  'dequeuedBefore': (Timestamp__Output | null);
  /**
   * Of these users. Each 1 to 255 bytes.
   */
  'authenticatedUsers': (string)[];
  /**
   * Of these application versions. Each 1 to 255 bytes.
   */
  'applicationVersions': (string)[];
  /**
   * Run by these executors, now or last: workers of dbosd and DBOS applications, by the ids that they gave themselves.
   * Each 1 to 255 bytes.
   */
  'executorIds': (string)[];
  /**
   * On these queues, now or before. Each 1 to 255 bytes.
   */
  'queueNames': (string)[];
  /**
   * On a queue and not ended: ENQUEUED, DELAYED or PENDING.
   */
  'queuesOnly': (boolean);
  /**
   * Forked from these workflows. Each 1 to 1,280 bytes.
   */
  'forkedFrom': (string)[];
  /**
   * Others were forked from it, or none was. Absent: both.
   */
  'wasForkedFrom'?: (boolean);
  /**
   * It was forked from another, or it was not. Absent: both.
   */
  'isFork'?: (boolean);
  /**
   * Started by these workflows. Each 1 to 1,280 bytes.
   */
  'parentWorkflowIds': (string)[];
  /**
   * A workflow started it, or none did. Absent: both.
   */
  'hasParent'?: (boolean);
  /**
   * Its attributes contain this JSON object, as jsonb's `@>` says. Absent, or an empty object: any attributes or none.
   */
  'attributesJson'?: (string);
  /**
   * Started by these schedules. Each 1 to 255 bytes.
   */
  'scheduleNames': (string)[];
  /**
   * Owned by these applications, or by none. Each 1 to 255 bytes.
   */
  'applicationNames': (string)[];
  /**
   * The newest first. Otherwise the oldest.
   */
  'descending': (boolean);
  /**
   * Leave `input` out.
   */
  'withoutInput': (boolean);
  /**
   * Leave `output` and `error` out.
   */
  'withoutOutput': (boolean);
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
  /**
   * How many workflows a page has at most, up to 1,000. Absent or 0: 100.
   */
  'pageSize': (number);
  /**
   * Where to go on: `next_page_token` of a response to the same request. Absent or empty: from the start.
   */
  'pageToken': (string);
  '_wasForkedFrom'?: "wasForkedFrom";
  '_isFork'?: "isFork";
  '_hasParent'?: "hasParent";
  '_attributesJson'?: "attributesJson";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of ListWorkflows.
 */
export interface ListWorkflowsResponse {
  /**
   * The workflows by their time of creation, those of one millisecond by their id. A page ends before its values pass
   * 1 MiB, but holds one workflow at least; and it ends, full or not, even empty, where it has skipped 10,000 that
   * the filter does not match.
   */
  'workflows'?: (Workflow)[] | undefined;
  /**
   * Gets the next page, also of a page without workflows. Empty: this was the last one.
   */
  'nextPageToken'?: (string) | undefined;
}

/**
 * Response of ListWorkflows.
 */
export interface ListWorkflowsResponse__Output {
  /**
   * The workflows by their time of creation, those of one millisecond by their id. A page ends before its values pass
   * 1 MiB, but holds one workflow at least; and it ends, full or not, even empty, where it has skipped 10,000 that
   * the filter does not match.
   */
  'workflows': (Workflow__Output)[];
  /**
   * Gets the next page, also of a page without workflows. Empty: this was the last one.
   */
  'nextPageToken': (string);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * A frame from the client. Several requests share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface OpenRequest {
  /**
   * Requests, carried out in this order.
   */
  'requests'?: (SessionRequest)[] | undefined;
  /**
   * New subscriptions.
   */
  'subscribes'?: (Subscribe)[] | undefined;
  /**
   * More credit for subscriptions.
   */
  'credits'?: (Credit)[] | undefined;
  /**
   * Numbers of requests that the client no longer waits for. They are still answered if the answer is on its
   * way; a write that has begun is carried out.
   */
  'cancels'?: (number | string | Long)[] | undefined;
  /**
   * Numbers of subscriptions that the client no longer wants.
   */
  'unsubscribes'?: (number | string | Long)[] | undefined;
  /**
   * Credentials, at any time; they hold until the next ones.
   */
  'authenticate'?: (Authenticate | null) | undefined;
}

/**
 * A frame from the client. Several requests share one frame only up to 256 KiB; a larger one travels alone.
 */
export interface OpenRequest__Output {
  /**
   * Requests, carried out in this order.
   */
  'requests': (SessionRequest__Output)[];
  /**
   * New subscriptions.
   */
  'subscribes': (Subscribe__Output)[];
  /**
   * More credit for subscriptions.
   */
  'credits': (Credit__Output)[];
  /**
   * Numbers of requests that the client no longer waits for. They are still answered if the answer is on its
   * way; a write that has begun is carried out.
   */
  'cancels': (number)[];
  /**
   * Numbers of subscriptions that the client no longer wants.
   */
  'unsubscribes': (number)[];
  /**
   * Credentials, at any time; they hold until the next ones.
   */
  'authenticate': (Authenticate__Output | null);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * A numbered request.
 */
export interface SessionRequest {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * MessageService.Send
   */
  'send'?: (SendRequest | null) | undefined;
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (SendBatchRequest | null) | undefined;
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (ListMessagesRequest | null) | undefined;
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (GetEventRequest | null) | undefined;
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (ListEventsRequest | null) | undefined;
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (ReadStreamOffsetRequest | null) | undefined;
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (ListStreamsRequest | null) | undefined;
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (EnqueueWorkflowRequest | null) | undefined;
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (GetWorkflowRequest | null) | undefined;
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (AwaitWorkflowRequest | null) | undefined;
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (UpsertQueueRequest | null) | undefined;
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (GetQueueRequest | null) | undefined;
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (ListWorkflowsRequest | null) | undefined;
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (ListWorkflowStepsRequest | null) | undefined;
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (ListQueuesRequest | null) | undefined;
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (AwaitFirstRequest | null) | undefined;
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (CancelWorkflowsRequest | null) | undefined;
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (ResumeWorkflowsRequest | null) | undefined;
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (DeleteWorkflowsRequest | null) | undefined;
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (SetWorkflowDelayRequest | null) | undefined;
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (SetWorkflowPriorityRequest | null) | undefined;
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (SetWorkflowAttributesRequest | null) | undefined;
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (DeleteQueueRequest | null) | undefined;
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (ForkWorkflowRequest | null) | undefined;
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (RewindWorkflowRequest | null) | undefined;
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (EnqueueAndSendRequest | null) | undefined;
  /**
   * Exactly one is set. Cases and meanings are those of the methods with the same names.
   */
  'call'?: "send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend" | undefined;
}

/**
 * A numbered request.
 */
export interface SessionRequest__Output {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id': (number);
  /**
   * MessageService.Send
   */
  'send'?: (SendRequest__Output | null);
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (SendBatchRequest__Output | null);
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (ListMessagesRequest__Output | null);
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (GetEventRequest__Output | null);
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (ListEventsRequest__Output | null);
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (ReadStreamOffsetRequest__Output | null);
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (ListStreamsRequest__Output | null);
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (EnqueueWorkflowRequest__Output | null);
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (GetWorkflowRequest__Output | null);
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (AwaitWorkflowRequest__Output | null);
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (UpsertQueueRequest__Output | null);
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (GetQueueRequest__Output | null);
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (ListWorkflowsRequest__Output | null);
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (ListWorkflowStepsRequest__Output | null);
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (ListQueuesRequest__Output | null);
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (AwaitFirstRequest__Output | null);
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (CancelWorkflowsRequest__Output | null);
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (ResumeWorkflowsRequest__Output | null);
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (DeleteWorkflowsRequest__Output | null);
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (SetWorkflowDelayRequest__Output | null);
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (SetWorkflowPriorityRequest__Output | null);
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (SetWorkflowAttributesRequest__Output | null);
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (DeleteQueueRequest__Output | null);
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (ForkWorkflowRequest__Output | null);
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (RewindWorkflowRequest__Output | null);
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (EnqueueAndSendRequest__Output | null);
  /**
   * Exactly one is set. Cases and meanings are those of the methods with the same names.
   */
  'call'?: "send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend";
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * Request of Send.
 */
export interface SendRequest {
  /**
   * The message. Required.
   */
  'message'?: (OutgoingMessage | null) | undefined;
  /**
   * Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Absent: accept it, as DBOS does.
   */
  'requireActive'?: (boolean) | undefined;
  /**
   * Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Absent: answer ok with `differs`.
   */
  'rejectDifferent'?: (boolean) | undefined;
}

/**
 * Request of Send.
 */
export interface SendRequest__Output {
  /**
   * The message. Required.
   */
  'message': (OutgoingMessage__Output | null);
  /**
   * Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Absent: accept it, as DBOS does.
   */
  'requireActive': (boolean);
  /**
   * Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Absent: answer ok with `differs`.
   */
  'rejectDifferent': (boolean);
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * A message to one workflow.
 */
export interface OutgoingMessage {
  /**
   * The workflow that receives it. 1 to 1,280 bytes.
   */
  'destinationId'?: (string) | undefined;
  /**
   * The message.
   */
  'payload'?: (Payload | null) | undefined;
  /**
   * The topic, 1 to 1,024 bytes. Absent: no topic; only a recv without a topic sees it.
   */
  'topic'?: (string) | undefined;
  /**
   * Makes sending again safe, 1 to 1,024 bytes, scoped to the destination: the first message under a key is kept,
   * and a second one answers with its id. It lives as long as the message's row: until 7 days after
   * consumption at least. Absent: each request is a separate message.
   */
  'idempotencyKey'?: (string) | undefined;
  '_topic'?: "topic" | undefined;
  '_idempotencyKey'?: "idempotencyKey" | undefined;
}

/**
 * A message to one workflow.
 */
export interface OutgoingMessage__Output {
  /**
   * The workflow that receives it. 1 to 1,280 bytes.
   */
  'destinationId': (string);
  /**
   * The message.
   */
  'payload': (Payload__Output | null);
  /**
   * The topic, 1 to 1,024 bytes. Absent: no topic; only a recv without a topic sees it.
   */
  'topic'?: (string);
  /**
   * Makes sending again safe, 1 to 1,024 bytes, scoped to the destination: the first message under a key is kept,
   * and a second one answers with its id. It lives as long as the message's row: until 7 days after
   * consumption at least. Absent: each request is a separate message.
   */
  'idempotencyKey'?: (string);
  '_topic'?: "topic";
  '_idempotencyKey'?: "idempotencyKey";
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * Request of SendBatch. The whole request may not be larger than the payload limit + 512 KiB.
 */
export interface SendBatchRequest {
  /**
   * 1 to 1,000 messages, to any destinations.
   */
  'messages'?: (OutgoingMessage)[] | undefined;
  /**
   * Store all of them or none: the first that is refused fails the call, and nothing is written.
   */
  'allOrNothing'?: (boolean) | undefined;
  /**
   * As in SendRequest, for each of them.
   */
  'requireActive'?: (boolean) | undefined;
  /**
   * As in SendRequest, for each of them.
   */
  'rejectDifferent'?: (boolean) | undefined;
}

/**
 * Request of SendBatch. The whole request may not be larger than the payload limit + 512 KiB.
 */
export interface SendBatchRequest__Output {
  /**
   * 1 to 1,000 messages, to any destinations.
   */
  'messages': (OutgoingMessage__Output)[];
  /**
   * Store all of them or none: the first that is refused fails the call, and nothing is written.
   */
  'allOrNothing': (boolean);
  /**
   * As in SendRequest, for each of them.
   */
  'requireActive': (boolean);
  /**
   * As in SendRequest, for each of them.
   */
  'rejectDifferent': (boolean);
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Request of ReadStreamOffset.
 */
export interface ReadStreamOffsetRequest {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key'?: (string) | undefined;
  /**
   * The offset, 0 to 2147483647.
   */
  'offset'?: (number | string | Long) | undefined;
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout'?: (Duration | null) | undefined;
  /**
   * How the value is returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
}

/**
 * Request of ReadStreamOffset.
 */
export interface ReadStreamOffsetRequest__Output {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * The offset, 0 to 2147483647.
   */
  'offset': (number);
  /**
   * How long to wait. Zero: one read. Absent: 60 s. Set the call's own deadline a few seconds later than this.
   */
  'timeout': (Duration__Output | null);
  /**
   * How the value is returned.
   */
  'readOptions': (ReadOptions__Output | null);
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Request of UpsertQueue.
 */
export interface UpsertQueueRequest {
  /**
   * The queue. A queue that another application owns is refused (INVALID_FIELD).
   */
  'queue'?: (Queue | null) | undefined;
  /**
   * What to do when it is registered already.
   */
  'conflictPolicy'?: (QueueConflictPolicy) | undefined;
  /**
   * Change only these settings of a registered queue: names of Queue's fields, without `name` and `application_name`.
   * Absent: all of them, and the queue is registered if it is not.
   */
  'updateMask'?: (FieldMask | null) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of UpsertQueue.
 */
export interface UpsertQueueRequest__Output {
  /**
   * The queue. A queue that another application owns is refused (INVALID_FIELD).
   */
  'queue': (Queue__Output | null);
  /**
   * What to do when it is registered already.
   */
  'conflictPolicy': (QueueConflictPolicy__Output);
  /**
   * Change only these settings of a registered queue: names of Queue's fields, without `name` and `application_name`.
   * Absent: all of them, and the queue is registered if it is not.
   */
  'updateMask': (FieldMask__Output | null);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * What to do when the queue is registered already.
 */
export const QueueConflictPolicy = {
  /**
   * The same as QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE.
   */
  QUEUE_CONFLICT_POLICY_UNSPECIFIED: 'QUEUE_CONFLICT_POLICY_UNSPECIFIED',
  /**
   * Overwrite its settings.
   */
  QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE: 'QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE',
  /**
   * Leave it as it is.
   */
  QUEUE_CONFLICT_POLICY_NEVER_UPDATE: 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE',
} as const;

/**
 * What to do when the queue is registered already.
 */
export type QueueConflictPolicy =
  /**
   * The same as QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE.
   */
  | 'QUEUE_CONFLICT_POLICY_UNSPECIFIED'
  | 0
  /**
   * Overwrite its settings.
   */
  | 'QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE'
  | 1
  /**
   * Leave it as it is.
   */
  | 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE'
  | 2

/**
 * What to do when the queue is registered already.
 */
export type QueueConflictPolicy__Output = typeof QueueConflictPolicy[keyof typeof QueueConflictPolicy]

export interface FieldMask {
  'paths'?: (string)[] | undefined;
}

export interface FieldMask__Output {
  'paths': (string)[];
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of ResumeWorkflows.
 */
export interface ResumeWorkflowsRequest {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes.
   */
  'workflowIds'?: (string)[] | undefined;
  /**
   * The queue to put them on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_queueName'?: "queueName" | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of ResumeWorkflows.
 */
export interface ResumeWorkflowsRequest__Output {
  /**
   * The workflows, 1 to 1,000, each 1 to 1,280 bytes.
   */
  'workflowIds': (string)[];
  /**
   * The queue to put them on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_queueName'?: "queueName";
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of SetWorkflowDelay.
 */
export interface SetWorkflowDelayRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * This long from now, 1 ms to 10 years.
   */
  'delay'?: (Duration | null) | undefined;
  /**
   * At this time, after 1970.
   */
  'delayUntil'?: (Timestamp | null) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  /**
   * When it may begin. Exactly one is set.
   */
  'start'?: "delay"|"delayUntil" | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of SetWorkflowDelay.
 */
export interface SetWorkflowDelayRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * This long from now, 1 ms to 10 years.
   */
  'delay'?: (Duration__Output | null);
  /**
   * At this time, after 1970.
   */
  'delayUntil'?: (Timestamp__Output | null);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  /**
   * When it may begin. Exactly one is set.
   */
  'start'?: "delay"|"delayUntil";
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority'?: (number) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * Lower goes first, 0 to 2147483647.
   */
  'priority': (number);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of SetWorkflowAttributes.
 */
export interface SetWorkflowAttributesRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The attributes in place of all that it has: a JSON object. Absent: none.
   */
  'attributesJson'?: (string) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_attributesJson'?: "attributesJson" | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of SetWorkflowAttributes.
 */
export interface SetWorkflowAttributesRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The attributes in place of all that it has: a JSON object. Absent: none.
   */
  'attributesJson'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_attributesJson'?: "attributesJson";
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Request of RewindWorkflow.
 */
export interface RewindWorkflowRequest {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The first step that is run again, by its function id, at least 0. Zero: all of them.
   */
  'startStep'?: (number) | undefined;
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the one that it has.
   */
  'applicationVersion'?: (string) | undefined;
  /**
   * The queue to put it on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string) | undefined;
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string) | undefined;
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string) | undefined;
  '_applicationVersion'?: "applicationVersion" | undefined;
  '_queueName'?: "queueName" | undefined;
  '_queuePartitionKey'?: "queuePartitionKey" | undefined;
  '_requestId'?: "requestId" | undefined;
}

/**
 * Request of RewindWorkflow.
 */
export interface RewindWorkflowRequest__Output {
  /**
   * The workflow. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The first step that is run again, by its function id, at least 0. Zero: all of them.
   */
  'startStep': (number);
  /**
   * The application version that is to run it, 1 to 255 bytes. Absent: the one that it has.
   */
  'applicationVersion'?: (string);
  /**
   * The queue to put it on, 1 to 255 bytes. Absent: DBOS's own, from which every application takes its workflows.
   */
  'queueName'?: (string);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Makes sending this request again safe for 24 h: a token that the caller makes, 1 to 255 bytes, best a UUID. A
   * repeat has no effect and gets the first answer; another request under the token is refused
   * (IDEMPOTENCY_KEY_REUSED). Absent: a repeat is a separate request.
   */
  'requestId'?: (string);
  '_applicationVersion'?: "applicationVersion";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_requestId'?: "requestId";
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * A numbered subscription: a server stream inside the session.
 */
export interface Subscribe {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * How many bytes of responses the daemon may send before more credit comes. It sends while any is left, so one
   * response may overdraw it. At least 1.
   */
  'creditBytes'?: (number | string | Long) | undefined;
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (ReadStreamRequest | null) | undefined;
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (WatchEventsRequest | null) | undefined;
  /**
   * Exactly one is set.
   */
  'call'?: "readStream"|"watchEvents" | undefined;
}

/**
 * A numbered subscription: a server stream inside the session.
 */
export interface Subscribe__Output {
  /**
   * Its number, made by the client, unique among the session's requests and subscriptions in flight, from 1
   * to 2^53 - 1.
   */
  'id': (number);
  /**
   * How many bytes of responses the daemon may send before more credit comes. It sends while any is left, so one
   * response may overdraw it. At least 1.
   */
  'creditBytes': (number);
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (ReadStreamRequest__Output | null);
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (WatchEventsRequest__Output | null);
  /**
   * Exactly one is set.
   */
  'call'?: "readStream"|"watchEvents";
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Request of ReadStream.
 */
export interface ReadStreamRequest {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key'?: (string) | undefined;
  /**
   * At this offset, 0 to 2147483647: `next_offset` of an earlier read goes on where that one stopped.
   */
  'offset'?: (number | string | Long) | undefined;
  /**
   * At the last n values that are stored now, 0 to 2147483647.
   */
  'fromEnd'?: (number | string | Long) | undefined;
  /**
   * After the last value that is stored now: only later values.
   */
  'tail'?: (Tail | null) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
  /**
   * Where to begin. Absent: at offset 0.
   */
  'position'?: "offset"|"fromEnd"|"tail" | undefined;
}

/**
 * Request of ReadStream.
 */
export interface ReadStreamRequest__Output {
  /**
   * The workflow that writes the stream. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The stream's key. 1 to 1,024 bytes.
   */
  'key': (string);
  /**
   * At this offset, 0 to 2147483647: `next_offset` of an earlier read goes on where that one stopped.
   */
  'offset'?: (number);
  /**
   * At the last n values that are stored now, 0 to 2147483647.
   */
  'fromEnd'?: (number);
  /**
   * After the last value that is stored now: only later values.
   */
  'tail'?: (Tail__Output | null);
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
  /**
   * Where to begin. Absent: at offset 0.
   */
  'position'?: "offset"|"fromEnd"|"tail";
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Only later values.
 */
export interface Tail {
}

/**
 * Only later values.
 */
export interface Tail__Output {
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * Request of WatchEvents.
 */
export interface WatchEventsRequest {
  /**
   * The workflow whose events are watched. 1 to 1,280 bytes.
   */
  'workflowId'?: (string) | undefined;
  /**
   * The keys watched, up to 1,000, each 1 to 1,024 bytes. Empty: all keys.
   */
  'keys'?: (string)[] | undefined;
  /**
   * What the caller knows: key to `revision`, up to 10,000. Values that it knows are not sent again, and a known
   * key that is no longer set is sent as `unset`.
   */
  'known'?: ({[key: string]: Buffer | Uint8Array | string}) | undefined;
  /**
   * How values are returned.
   */
  'readOptions'?: (ReadOptions | null) | undefined;
}

/**
 * Request of WatchEvents.
 */
export interface WatchEventsRequest__Output {
  /**
   * The workflow whose events are watched. 1 to 1,280 bytes.
   */
  'workflowId': (string);
  /**
   * The keys watched, up to 1,000, each 1 to 1,024 bytes. Empty: all keys.
   */
  'keys': (string)[];
  /**
   * What the caller knows: key to `revision`, up to 10,000. Values that it knows are not sent again, and a known
   * key that is no longer set is sent as `unset`.
   */
  'known': ({[key: string]: Buffer});
  /**
   * How values are returned.
   */
  'readOptions': (ReadOptions__Output | null);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * A frame from the daemon. Several answers share one frame only up to 256 KiB; a larger one travels alone. An empty
 * frame is a heartbeat.
 */
export interface OpenResponse {
  /**
   * Only in the first frame, and always there.
   */
  'opened'?: (SessionOpened | null) | undefined;
  /**
   * Answers to requests.
   */
  'answers'?: (SessionAnswer)[] | undefined;
  /**
   * Responses of subscriptions.
   */
  'responses'?: (SubscriptionResponse)[] | undefined;
  /**
   * The daemon asks the client to leave this session.
   */
  'goingAway'?: (GoingAway | null) | undefined;
}

/**
 * A frame from the daemon. Several answers share one frame only up to 256 KiB; a larger one travels alone. An empty
 * frame is a heartbeat.
 */
export interface OpenResponse__Output {
  /**
   * Only in the first frame, and always there.
   */
  'opened': (SessionOpened__Output | null);
  /**
   * Answers to requests.
   */
  'answers': (SessionAnswer__Output)[];
  /**
   * Responses of subscriptions.
   */
  'responses': (SubscriptionResponse__Output)[];
  /**
   * The daemon asks the client to leave this session.
   */
  'goingAway': (GoingAway__Output | null);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * What the daemon announces about itself and this session.
 */
export interface SessionOpened {
  /**
   * The largest payload that a write may carry, in bytes.
   */
  'maxPayloadBytes'?: (number | string | Long) | undefined;
  /**
   * The largest request, whole, in bytes, without the 64 bytes at most that the frame around it takes; the client must
   * refuse a larger one itself.
   */
  'maxRequestBytes'?: (number | string | Long) | undefined;
  /**
   * How many waits (GetEvent, ReadStreamOffset, AwaitWorkflow, AwaitFirst) and subscriptions may be in flight; more go
   * on a further session. A wait beyond it is answered TOO_MANY_WAITS.
   */
  'maxWaits'?: (number) | undefined;
  /**
   * How many other calls may be in flight; more queue in the client. Beyond it the daemon stops reading the session
   * until some are answered.
   */
  'maxCalls'?: (number) | undefined;
  /**
   * How many bytes of such calls may be in flight, with the same consequence.
   */
  'maxBytes'?: (number | string | Long) | undefined;
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion'?: (string) | undefined;
}

/**
 * What the daemon announces about itself and this session.
 */
export interface SessionOpened__Output {
  /**
   * The largest payload that a write may carry, in bytes.
   */
  'maxPayloadBytes': (number);
  /**
   * The largest request, whole, in bytes, without the 64 bytes at most that the frame around it takes; the client must
   * refuse a larger one itself.
   */
  'maxRequestBytes': (number);
  /**
   * How many waits (GetEvent, ReadStreamOffset, AwaitWorkflow, AwaitFirst) and subscriptions may be in flight; more go
   * on a further session. A wait beyond it is answered TOO_MANY_WAITS.
   */
  'maxWaits': (number);
  /**
   * How many other calls may be in flight; more queue in the client. Beyond it the daemon stops reading the session
   * until some are answered.
   */
  'maxCalls': (number);
  /**
   * How many bytes of such calls may be in flight, with the same consequence.
   */
  'maxBytes': (number);
  /**
   * The daemon's version, for logs.
   */
  'daemonVersion': (string);
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * The answer to a request.
 */
export interface SessionAnswer {
  /**
   * The request's number.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * The call failed: the status and details that the method answers with.
   */
  'error'?: (Status | null) | undefined;
  /**
   * MessageService.Send
   */
  'send'?: (SendResponse | null) | undefined;
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (SendBatchResponse | null) | undefined;
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (ListMessagesResponse | null) | undefined;
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (GetEventResponse | null) | undefined;
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (ListEventsResponse | null) | undefined;
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (ReadStreamOffsetResponse | null) | undefined;
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (ListStreamsResponse | null) | undefined;
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (EnqueueWorkflowResponse | null) | undefined;
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (GetWorkflowResponse | null) | undefined;
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (AwaitWorkflowResponse | null) | undefined;
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (UpsertQueueResponse | null) | undefined;
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (GetQueueResponse | null) | undefined;
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (ListWorkflowsResponse | null) | undefined;
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (ListWorkflowStepsResponse | null) | undefined;
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (ListQueuesResponse | null) | undefined;
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (AwaitFirstResponse | null) | undefined;
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (CancelWorkflowsResponse | null) | undefined;
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (ResumeWorkflowsResponse | null) | undefined;
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (DeleteWorkflowsResponse | null) | undefined;
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (SetWorkflowDelayResponse | null) | undefined;
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (SetWorkflowPriorityResponse | null) | undefined;
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (SetWorkflowAttributesResponse | null) | undefined;
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (DeleteQueueResponse | null) | undefined;
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (ForkWorkflowResponse | null) | undefined;
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (RewindWorkflowResponse | null) | undefined;
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (EnqueueAndSendResponse | null) | undefined;
  /**
   * Exactly one is set: the error, or the response of the method called.
   */
  'outcome'?: "error"|"send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend" | undefined;
}

/**
 * The answer to a request.
 */
export interface SessionAnswer__Output {
  /**
   * The request's number.
   */
  'id': (number);
  /**
   * The call failed: the status and details that the method answers with.
   */
  'error'?: (Status__Output | null);
  /**
   * MessageService.Send
   */
  'send'?: (SendResponse__Output | null);
  /**
   * MessageService.SendBatch
   */
  'sendBatch'?: (SendBatchResponse__Output | null);
  /**
   * MessageService.ListMessages
   */
  'listMessages'?: (ListMessagesResponse__Output | null);
  /**
   * EventService.GetEvent
   */
  'getEvent'?: (GetEventResponse__Output | null);
  /**
   * EventService.ListEvents
   */
  'listEvents'?: (ListEventsResponse__Output | null);
  /**
   * StreamService.ReadStreamOffset
   */
  'readStreamOffset'?: (ReadStreamOffsetResponse__Output | null);
  /**
   * StreamService.ListStreams
   */
  'listStreams'?: (ListStreamsResponse__Output | null);
  /**
   * WorkflowService.EnqueueWorkflow
   */
  'enqueueWorkflow'?: (EnqueueWorkflowResponse__Output | null);
  /**
   * WorkflowService.GetWorkflow
   */
  'getWorkflow'?: (GetWorkflowResponse__Output | null);
  /**
   * WorkflowService.AwaitWorkflow
   */
  'awaitWorkflow'?: (AwaitWorkflowResponse__Output | null);
  /**
   * QueueService.UpsertQueue
   */
  'upsertQueue'?: (UpsertQueueResponse__Output | null);
  /**
   * QueueService.GetQueue
   */
  'getQueue'?: (GetQueueResponse__Output | null);
  /**
   * WorkflowService.ListWorkflows
   */
  'listWorkflows'?: (ListWorkflowsResponse__Output | null);
  /**
   * WorkflowService.ListWorkflowSteps
   */
  'listWorkflowSteps'?: (ListWorkflowStepsResponse__Output | null);
  /**
   * QueueService.ListQueues
   */
  'listQueues'?: (ListQueuesResponse__Output | null);
  /**
   * WorkflowService.AwaitFirst
   */
  'awaitFirst'?: (AwaitFirstResponse__Output | null);
  /**
   * WorkflowService.CancelWorkflows
   */
  'cancelWorkflows'?: (CancelWorkflowsResponse__Output | null);
  /**
   * WorkflowService.ResumeWorkflows
   */
  'resumeWorkflows'?: (ResumeWorkflowsResponse__Output | null);
  /**
   * WorkflowService.DeleteWorkflows
   */
  'deleteWorkflows'?: (DeleteWorkflowsResponse__Output | null);
  /**
   * WorkflowService.SetWorkflowDelay
   */
  'setWorkflowDelay'?: (SetWorkflowDelayResponse__Output | null);
  /**
   * WorkflowService.SetWorkflowPriority
   */
  'setWorkflowPriority'?: (SetWorkflowPriorityResponse__Output | null);
  /**
   * WorkflowService.SetWorkflowAttributes
   */
  'setWorkflowAttributes'?: (SetWorkflowAttributesResponse__Output | null);
  /**
   * QueueService.DeleteQueue
   */
  'deleteQueue'?: (DeleteQueueResponse__Output | null);
  /**
   * WorkflowService.ForkWorkflow
   */
  'forkWorkflow'?: (ForkWorkflowResponse__Output | null);
  /**
   * WorkflowService.RewindWorkflow
   */
  'rewindWorkflow'?: (RewindWorkflowResponse__Output | null);
  /**
   * WorkflowService.EnqueueAndSend
   */
  'enqueueAndSend'?: (EnqueueAndSendResponse__Output | null);
  /**
   * Exactly one is set: the error, or the response of the method called.
   */
  'outcome'?: "error"|"send"|"sendBatch"|"listMessages"|"getEvent"|"listEvents"|"readStreamOffset"|"listStreams"|"enqueueWorkflow"|"getWorkflow"|"awaitWorkflow"|"upsertQueue"|"getQueue"|"listWorkflows"|"listWorkflowSteps"|"listQueues"|"awaitFirst"|"cancelWorkflows"|"resumeWorkflows"|"deleteWorkflows"|"setWorkflowDelay"|"setWorkflowPriority"|"setWorkflowAttributes"|"deleteQueue"|"forkWorkflow"|"rewindWorkflow"|"enqueueAndSend";
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * The outcomes of a batch.
 */
export interface SendBatchResponse {
  /**
   * One outcome per message, in the order of the request.
   */
  'outcomes'?: (SendOutcome)[] | undefined;
}

/**
 * The outcomes of a batch.
 */
export interface SendBatchResponse__Output {
  /**
   * One outcome per message, in the order of the request.
   */
  'outcomes': (SendOutcome__Output)[];
}

// Original file: proto/dbosd/v1/message_service.proto

/**
 * The outcome of one message of a batch.
 */
export interface SendOutcome {
  /**
   * Stored, now or before.
   */
  'sent'?: (SendResponse | null) | undefined;
  /**
   * Not stored, and why: the same status and details that Send answers with.
   */
  'error'?: (Status | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "sent"|"error" | undefined;
}

/**
 * The outcome of one message of a batch.
 */
export interface SendOutcome__Output {
  /**
   * Stored, now or before.
   */
  'sent'?: (SendResponse__Output | null);
  /**
   * Not stored, and why: the same status and details that Send answers with.
   */
  'error'?: (Status__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "sent"|"error";
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Response of ReadStreamOffset.
 */
export interface ReadStreamOffsetResponse {
  /**
   * The value.
   */
  'value'?: (StreamValue | null) | undefined;
  /**
   * The timeout is over, and there is no value yet.
   */
  'timedOut'?: (TimedOut | null) | undefined;
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet | null) | undefined;
  /**
   * The stream ended before that offset.
   */
  'end'?: (StreamEnd | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"end" | undefined;
}

/**
 * Response of ReadStreamOffset.
 */
export interface ReadStreamOffsetResponse__Output {
  /**
   * The value.
   */
  'value'?: (StreamValue__Output | null);
  /**
   * The timeout is over, and there is no value yet.
   */
  'timedOut'?: (TimedOut__Output | null);
  /**
   * The hold is over before the timeout: ask again.
   */
  'notYet'?: (NotYet__Output | null);
  /**
   * The stream ended before that offset.
   */
  'end'?: (StreamEnd__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "value"|"timedOut"|"notYet"|"end";
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * A value and its place in the stream.
 */
export interface StreamValue {
  /**
   * The value.
   */
  'value'?: (Value | null) | undefined;
  /**
   * Its offset: the one asked for, or a later one where a gap was left.
   */
  'offset'?: (number | string | Long) | undefined;
}

/**
 * A value and its place in the stream.
 */
export interface StreamValue__Output {
  /**
   * The value.
   */
  'value': (Value__Output | null);
  /**
   * Its offset: the one asked for, or a later one where a gap was left.
   */
  'offset': (number);
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * The end of a stream.
 */
export interface StreamEnd {
  /**
   * The workflow closed it.
   */
  'closed'?: (StreamClosed | null) | undefined;
  /**
   * The workflow ended without closing it.
   */
  'workflowEnded'?: (WorkflowEnded | null) | undefined;
  /**
   * Exactly one is set.
   */
  'reason'?: "closed"|"workflowEnded" | undefined;
}

/**
 * The end of a stream.
 */
export interface StreamEnd__Output {
  /**
   * The workflow closed it.
   */
  'closed'?: (StreamClosed__Output | null);
  /**
   * The workflow ended without closing it.
   */
  'workflowEnded'?: (WorkflowEnded__Output | null);
  /**
   * Exactly one is set.
   */
  'reason'?: "closed"|"workflowEnded";
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * The stream was closed by its workflow.
 */
export interface StreamClosed {
}

/**
 * The stream was closed by its workflow.
 */
export interface StreamClosed__Output {
}

// Original file: proto/dbosd/v1/queue_service.proto

/**
 * Response of UpsertQueue.
 */
export interface UpsertQueueResponse {
  /**
   * The queue as it is stored now.
   */
  'queue'?: (Queue | null) | undefined;
  /**
   * It was registered by this request.
   */
  'created'?: (boolean) | undefined;
}

/**
 * Response of UpsertQueue.
 */
export interface UpsertQueueResponse__Output {
  /**
   * The queue as it is stored now.
   */
  'queue': (Queue__Output | null);
  /**
   * It was registered by this request.
   */
  'created': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of ResumeWorkflows.
 */
export interface ResumeWorkflowsResponse {
  /**
   * How many were enqueued: those that had not ended with a result or an error.
   */
  'resumed'?: (number) | undefined;
}

/**
 * Response of ResumeWorkflows.
 */
export interface ResumeWorkflowsResponse__Output {
  /**
   * How many were enqueued: those that had not ended with a result or an error.
   */
  'resumed': (number);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of SetWorkflowDelay.
 */
export interface SetWorkflowDelayResponse {
  /**
   * It was changed. False: there is no such workflow, or it is not delayed (any more).
   */
  'changed'?: (boolean) | undefined;
}

/**
 * Response of SetWorkflowDelay.
 */
export interface SetWorkflowDelayResponse__Output {
  /**
   * It was changed. False: there is no such workflow, or it is not delayed (any more).
   */
  'changed': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityResponse {
  /**
   * It was changed. False: there is no such workflow, or it has begun.
   */
  'changed'?: (boolean) | undefined;
}

/**
 * Response of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityResponse__Output {
  /**
   * It was changed. False: there is no such workflow, or it has begun.
   */
  'changed': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of SetWorkflowAttributes.
 */
export interface SetWorkflowAttributesResponse {
  /**
   * They were changed. False: there is no such workflow.
   */
  'changed'?: (boolean) | undefined;
}

/**
 * Response of SetWorkflowAttributes.
 */
export interface SetWorkflowAttributesResponse__Output {
  /**
   * They were changed. False: there is no such workflow.
   */
  'changed': (boolean);
}

// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * Response of RewindWorkflow.
 */
export interface RewindWorkflowResponse {
}

/**
 * Response of RewindWorkflow.
 */
export interface RewindWorkflowResponse__Output {
}

// Original file: proto/dbosd/v1/session_service.proto

/**
 * A response of a subscription. Idle subscriptions send no heartbeats: the session's frames serve for
 * all of them, and the last response has the position of each.
 */
export interface SubscriptionResponse {
  /**
   * The subscription's number.
   */
  'id'?: (number | string | Long) | undefined;
  /**
   * What this response takes from the subscription's credit.
   */
  'bytes'?: (number | string | Long) | undefined;
  /**
   * The subscription has ended: code OK after its last response, an error otherwise.
   */
  'ended'?: (Status | null) | undefined;
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (ReadStreamResponse | null) | undefined;
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (WatchEventsResponse | null) | undefined;
  /**
   * Exactly one is set.
   */
  'outcome'?: "ended"|"readStream"|"watchEvents" | undefined;
}

/**
 * A response of a subscription. Idle subscriptions send no heartbeats: the session's frames serve for
 * all of them, and the last response has the position of each.
 */
export interface SubscriptionResponse__Output {
  /**
   * The subscription's number.
   */
  'id': (number);
  /**
   * What this response takes from the subscription's credit.
   */
  'bytes': (number);
  /**
   * The subscription has ended: code OK after its last response, an error otherwise.
   */
  'ended'?: (Status__Output | null);
  /**
   * StreamService.ReadStream
   */
  'readStream'?: (ReadStreamResponse__Output | null);
  /**
   * EventService.WatchEvents
   */
  'watchEvents'?: (WatchEventsResponse__Output | null);
  /**
   * Exactly one is set.
   */
  'outcome'?: "ended"|"readStream"|"watchEvents";
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Response of ReadStream: the values of offsets `next_offset` - count(`values`) up to `next_offset` - 1. One without
 * values, gap and end is a heartbeat, sent every 20 s when idle.
 */
export interface ReadStreamResponse {
  /**
   * Consecutive values.
   */
  'values'?: (Value)[] | undefined;
  /**
   * Where to resume. Always set.
   */
  'nextOffset'?: (number | string | Long) | undefined;
  /**
   * Offsets just before the first of `values` that hold no value and never will. Absent: none are missing.
   */
  'gap'?: (StreamGap | null) | undefined;
  /**
   * The stream has ended: the last response. A resume at `next_offset` says so again.
   */
  'end'?: (StreamEnd | null) | undefined;
}

/**
 * Response of ReadStream: the values of offsets `next_offset` - count(`values`) up to `next_offset` - 1. One without
 * values, gap and end is a heartbeat, sent every 20 s when idle.
 */
export interface ReadStreamResponse__Output {
  /**
   * Consecutive values.
   */
  'values': (Value__Output)[];
  /**
   * Where to resume. Always set.
   */
  'nextOffset': (number);
  /**
   * Offsets just before the first of `values` that hold no value and never will. Absent: none are missing.
   */
  'gap': (StreamGap__Output | null);
  /**
   * The stream has ended: the last response. A resume at `next_offset` says so again.
   */
  'end': (StreamEnd__Output | null);
}

// Original file: proto/dbosd/v1/stream_service.proto

/**
 * Offsets without a value, left by a fork, a rewind or a deletion.
 */
export interface StreamGap {
  /**
   * The first missing offset.
   */
  'from'?: (number | string | Long) | undefined;
  /**
   * The first offset after the gap that has a value.
   */
  'to'?: (number | string | Long) | undefined;
}

/**
 * Offsets without a value, left by a fork, a rewind or a deletion.
 */
export interface StreamGap__Output {
  /**
   * The first missing offset.
   */
  'from': (number);
  /**
   * The first offset after the gap that has a value.
   */
  'to': (number);
}

// Original file: proto/dbosd/v1/event_service.proto

/**
 * Response of WatchEvents. One without changes and without an end is a heartbeat, sent every 20 s when idle.
 */
export interface WatchEventsResponse {
  /**
   * What has changed since the last response.
   */
  'changes'?: (EventChange)[] | undefined;
  /**
   * The workflow has ended: the last response.
   */
  'workflowEnded'?: (WorkflowEnded | null) | undefined;
}

/**
 * Response of WatchEvents. One without changes and without an end is a heartbeat, sent every 20 s when idle.
 */
export interface WatchEventsResponse__Output {
  /**
   * What has changed since the last response.
   */
  'changes': (EventChange__Output)[];
  /**
   * The workflow has ended: the last response.
   */
  'workflowEnded': (WorkflowEnded__Output | null);
}
