// Original file: proto/dbosd/v1/workflow_service.proto

import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * A step that a workflow has recorded.
 */
export interface WorkflowStep {
  /**
   * Its number in the workflow, from 0.
   */
  'functionId'?: (number);
  /**
   * The name of the function, or of DBOS's own operation.
   */
  'name'?: (string);
  /**
   * Its result. Absent: not asked for, or it has none.
   */
  'output'?: (_dbosd_v1_Value | null);
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error'?: (_dbosd_v1_Value | null);
  /**
   * The workflow that it started.
   */
  'childWorkflowId'?: (string);
  /**
   * When it began.
   */
  'startedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When it ended.
   */
  'completedAt'?: (_google_protobuf_Timestamp | null);
  '_childWorkflowId'?: "childWorkflowId";
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
  'output': (_dbosd_v1_Value__Output | null);
  /**
   * Its error. Absent: not asked for, or it has none.
   */
  'error': (_dbosd_v1_Value__Output | null);
  /**
   * The workflow that it started.
   */
  'childWorkflowId'?: (string);
  /**
   * When it began.
   */
  'startedAt': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it ended.
   */
  'completedAt': (_google_protobuf_Timestamp__Output | null);
  '_childWorkflowId'?: "childWorkflowId";
}
