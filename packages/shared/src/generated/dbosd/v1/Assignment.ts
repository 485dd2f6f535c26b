// Original file: proto/dbosd/v1/worker_service.proto

import type { Payload as _dbosd_v1_Payload, Payload__Output as _dbosd_v1_Payload__Output } from '../../dbosd/v1/Payload.js';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { CheckpointPage as _dbosd_v1_CheckpointPage, CheckpointPage__Output as _dbosd_v1_CheckpointPage__Output } from '../../dbosd/v1/CheckpointPage.js';

/**
 * A workflow to run.
 */
export interface Assignment {
  /**
   * Its id.
   */
  'workflowId'?: (string);
  /**
   * The token that fences its operations: with another one they fail.
   */
  'ownerToken'?: (string);
  /**
   * The name it is registered under.
   */
  'workflowName'?: (string);
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
  'input'?: (_dbosd_v1_Payload | null);
  /**
   * Which attempt this is without a step recorded between, from 1.
   */
  'attempt'?: (number);
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
  'deadlineIn'?: (_google_protobuf_Duration | null);
  /**
   * The timeout it was given, which its children inherit where they have none. Absent: none.
   */
  'timeout'?: (_google_protobuf_Duration | null);
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
  'authenticatedRoles'?: (string)[];
  /**
   * The workflow that started it. Absent: none.
   */
  'parentWorkflowId'?: (string);
  /**
   * Its first checkpoints. It may begin with them, and waits where it runs past what has come.
   */
  'checkpoints'?: (_dbosd_v1_CheckpointPage | null);
  '_className'?: "className";
  '_configName'?: "configName";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_authenticatedUser'?: "authenticatedUser";
  '_assumedRole'?: "assumedRole";
  '_parentWorkflowId'?: "parentWorkflowId";
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
  'input': (_dbosd_v1_Payload__Output | null);
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
  'deadlineIn': (_google_protobuf_Duration__Output | null);
  /**
   * The timeout it was given, which its children inherit where they have none. Absent: none.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
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
   * Its first checkpoints. It may begin with them, and waits where it runs past what has come.
   */
  'checkpoints': (_dbosd_v1_CheckpointPage__Output | null);
  '_className'?: "className";
  '_configName'?: "configName";
  '_queueName'?: "queueName";
  '_queuePartitionKey'?: "queuePartitionKey";
  '_authenticatedUser'?: "authenticatedUser";
  '_assumedRole'?: "assumedRole";
  '_parentWorkflowId'?: "parentWorkflowId";
}
