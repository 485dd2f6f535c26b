// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';
import type { Value as _dbosd_v1_Value, Value__Output as _dbosd_v1_Value__Output } from '../../dbosd/v1/Value.js';

/**
 * How a workflow ended.
 */
export interface WorkflowOutcome {
  /**
   * The terminal status.
   */
  'status'?: (_dbosd_v1_WorkflowStatus);
  /**
   * The result. Absent: it has none (ended with an error, cancelled, or its result is SQL NULL).
   */
  'output'?: (_dbosd_v1_Value | null);
  /**
   * The error. Absent: it has none.
   */
  'error'?: (_dbosd_v1_Value | null);
}

/**
 * How a workflow ended.
 */
export interface WorkflowOutcome__Output {
  /**
   * The terminal status.
   */
  'status': (_dbosd_v1_WorkflowStatus__Output);
  /**
   * The result. Absent: it has none (ended with an error, cancelled, or its result is SQL NULL).
   */
  'output': (_dbosd_v1_Value__Output | null);
  /**
   * The error. Absent: it has none.
   */
  'error': (_dbosd_v1_Value__Output | null);
}
