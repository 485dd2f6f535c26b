// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowIdReusePolicy as _dbosd_v1_WorkflowIdReusePolicy, WorkflowIdReusePolicy__Output as _dbosd_v1_WorkflowIdReusePolicy__Output } from '../../dbosd/v1/WorkflowIdReusePolicy.js';
import type { WorkflowInput as _dbosd_v1_WorkflowInput, WorkflowInput__Output as _dbosd_v1_WorkflowInput__Output } from '../../dbosd/v1/WorkflowInput.js';
import type { DeduplicationPolicy as _dbosd_v1_DeduplicationPolicy, DeduplicationPolicy__Output as _dbosd_v1_DeduplicationPolicy__Output } from '../../dbosd/v1/DeduplicationPolicy.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * Request of EnqueueWorkflow.
 */
export interface EnqueueWorkflowRequest {
  /**
   * The queue. 1 to 255 bytes. It need not be registered yet; the response says whether it is.
   */
  'queueName'?: (string);
  /**
   * The name under which the application registered the workflow. 1 to 255 bytes.
   */
  'workflowName'?: (string);
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
  'workflowIdReusePolicy'?: (_dbosd_v1_WorkflowIdReusePolicy);
  /**
   * Makes sending this request again safe: a token of the caller's own making, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string);
  /**
   * The input. Absent: no arguments.
   */
  'input'?: (_dbosd_v1_WorkflowInput | null);
  /**
   * The application that shall run it, 1 to 255 bytes. Absent: the queue's owner; where it has none, any application.
   */
  'applicationName'?: (string);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the latest registered one.
   */
  'applicationVersion'?: (string);
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string);
  /**
   * What to do when another workflow has that deduplication id.
   */
  'deduplicationPolicy'?: (_dbosd_v1_DeduplicationPolicy);
  /**
   * Lower goes first, 0 to 2147483647. Absent: 0.
   */
  'priority'?: (number);
  /**
   * The partition of a partitioned queue, 1 to 512 bytes. Absent: none.
   */
  'queuePartitionKey'?: (string);
  /**
   * Not to begin before this long from now, up to 10 years. Absent or zero: at once.
   */
  'delay'?: (_google_protobuf_Duration | null);
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years; then it is cancelled. Absent: no limit.
   */
  'timeout'?: (_google_protobuf_Duration | null);
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
  'authenticatedRoles'?: (string)[];
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
  'workflowIdReusePolicy': (_dbosd_v1_WorkflowIdReusePolicy__Output);
  /**
   * Makes sending this request again safe: a token of the caller's own making, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string);
  /**
   * The input. Absent: no arguments.
   */
  'input': (_dbosd_v1_WorkflowInput__Output | null);
  /**
   * The application that shall run it, 1 to 255 bytes. Absent: the queue's owner; where it has none, any application.
   */
  'applicationName'?: (string);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the latest registered one.
   */
  'applicationVersion'?: (string);
  /**
   * No two active workflows of a queue share one. 1 to 255 bytes. Absent: no deduplication.
   */
  'deduplicationId'?: (string);
  /**
   * What to do when another workflow has that deduplication id.
   */
  'deduplicationPolicy': (_dbosd_v1_DeduplicationPolicy__Output);
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
  'delay': (_google_protobuf_Duration__Output | null);
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years; then it is cancelled. Absent: no limit.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
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
