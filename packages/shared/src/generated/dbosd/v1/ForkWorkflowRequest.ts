// Original file: proto/dbosd/v1/workflow_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * Request of ForkWorkflow.
 */
export interface ForkWorkflowRequest {
  /**
   * The workflow to begin with. 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The first step that is run again, by its function id, at least 0. What earlier steps recorded, and the events and
   * stream values that they wrote, are copied. Zero: nothing is.
   */
  'startStep'?: (number);
  /**
   * The id of the new workflow, 1 to 1,024 bytes, not blank. Absent: the daemon makes a UUID.
   */
  'newWorkflowId'?: (string);
  /**
   * Makes sending this request again safe: a token of the caller's own making, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `new_workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the first workflow's.
   */
  'applicationVersion'?: (string);
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years. Absent: no limit.
   */
  'timeout'?: (_google_protobuf_Duration | null);
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
  'replacementChildren'?: ({[key: string]: string});
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
   * Makes sending this request again safe: a token of the caller's own making, 1 to 255 bytes, best a UUID. A repeat
   * that finds the workflow made under the same token is the first call. Needs `new_workflow_id`. Absent: a repeat is a
   * call of its own.
   */
  'requestId'?: (string);
  /**
   * The application version that shall run it, 1 to 255 bytes. Absent: the first workflow's.
   */
  'applicationVersion'?: (string);
  /**
   * How long it may run, from when it is dequeued, 1 ms to 10 years. Absent: no limit.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
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
