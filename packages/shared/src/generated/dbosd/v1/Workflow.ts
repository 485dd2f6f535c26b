// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';

/**
 * A workflow as its row shows it. Absent fields are not set in the row, except where said otherwise.
 */
export interface Workflow {
  /**
   * Its id.
   */
  'workflowId'?: (string);
  /**
   * Its status.
   */
  'status'?: (_dbosd_v1_WorkflowStatus);
  /**
   * The name it is registered under.
   */
  'workflowName'?: (string);
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
  'authenticatedRoles'?: (string)[];
  /**
   * Its arguments. Absent: not asked for, or none recorded.
   */
  'input'?: (_dbosd_v1_Value | null);
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output'?: (_dbosd_v1_Value | null);
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error'?: (_dbosd_v1_Value | null);
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
  'createdAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When its row was last changed.
   */
  'updatedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * How long it may run once dequeued.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * When it is cancelled, if it has not ended by then.
   */
  'deadline'?: (_google_protobuf_Timestamp | null);
  /**
   * Its deduplication id, while it is active.
   */
  'deduplicationId'?: (string);
  /**
   * Its priority: lower goes first.
   */
  'priority'?: (number);
  /**
   * Its partition of the queue.
   */
  'queuePartitionKey'?: (string);
  /**
   * When it was taken from the queue.
   */
  'dequeuedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When its delay is over.
   */
  'delayUntil'?: (_google_protobuf_Timestamp | null);
  /**
   * When it ended.
   */
  'completedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * The workflow it was forked from.
   */
  'forkedFrom'?: (string);
  /**
   * Others were forked from it.
   */
  'wasForkedFrom'?: (boolean);
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
  'recoveryAttempts'?: (number);
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
  'status': (_dbosd_v1_WorkflowStatus__Output);
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
  'input': (_dbosd_v1_Value__Output | null);
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output': (_dbosd_v1_Value__Output | null);
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error': (_dbosd_v1_Value__Output | null);
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
  'createdAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * When its row was last changed.
   */
  'updatedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * How long it may run once dequeued.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * When it is cancelled, if it has not ended by then.
   */
  'deadline': (_google_protobuf_Timestamp__Output | null);
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
  'dequeuedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * When its delay is over.
   */
  'delayUntil': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it ended.
   */
  'completedAt': (_google_protobuf_Timestamp__Output | null);
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
