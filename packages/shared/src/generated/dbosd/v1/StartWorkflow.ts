// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { QueuePlacement as _dbosd_v1_QueuePlacement, QueuePlacement__Output as _dbosd_v1_QueuePlacement__Output } from '../../dbosd/v1/QueuePlacement.js';
import type { WorkflowIdReusePolicy as _dbosd_v1_WorkflowIdReusePolicy, WorkflowIdReusePolicy__Output as _dbosd_v1_WorkflowIdReusePolicy__Output } from '../../dbosd/v1/WorkflowIdReusePolicy.js';

/**
 * Starts a workflow: the worker's own at once, or on a queue.
 */
export interface StartWorkflow {
  /**
   * The id of the new workflow, 1 to 1,280 bytes.
   */
  'workflowId'?: (string);
  /**
   * The name it is registered under. 1 to 255 bytes.
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
   * Its arguments.
   */
  'input'?: (_dbosd_v1_Payload | null);
  /**
   * Made by the worker, a UUID: who created the row, and, started at once, the token under which this worker runs it. A
   * repeat that finds its own token is the first call.
   */
  'token'?: (string);
  /**
   * How long it may run, 1 ms to 10 years. Absent: no limit of its own.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Its deadline is that of the workflow that starts it, where that has one. Not together with `timeout`.
   */
  'inheritDeadline'?: (boolean);
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
  'authenticatedRoles'?: (string)[];
  /**
   * Attributes of the workflow: a JSON object. Absent: none.
   */
  'attributesJson'?: (string);
  /**
   * The queue to put it on. Absent: this worker runs it at once.
   */
  'queue'?: (_dbosd_v1_QueuePlacement | null);
  /**
   * It is started by no workflow: `workflow_id`, `owner_token` and `function_id` of the operation are left out, and no
   * checkpoint is recorded.
   */
  'withoutParent'?: (boolean);
  /**
   * What to do when that id is in use.
   */
  'workflowIdReusePolicy'?: (_dbosd_v1_WorkflowIdReusePolicy);
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
  'input': (_dbosd_v1_Payload__Output | null);
  /**
   * Made by the worker, a UUID: who created the row, and, started at once, the token under which this worker runs it. A
   * repeat that finds its own token is the first call.
   */
  'token': (string);
  /**
   * How long it may run, 1 ms to 10 years. Absent: no limit of its own.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
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
  'queue': (_dbosd_v1_QueuePlacement__Output | null);
  /**
   * It is started by no workflow: `workflow_id`, `owner_token` and `function_id` of the operation are left out, and no
   * checkpoint is recorded.
   */
  'withoutParent': (boolean);
  /**
   * What to do when that id is in use.
   */
  'workflowIdReusePolicy': (_dbosd_v1_WorkflowIdReusePolicy__Output);
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
