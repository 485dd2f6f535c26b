// Original file: proto/dbosd/v1/worker_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.js';
import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';

/**
 * A workflow is started.
 */
export interface WorkflowStarted {
  /**
   * Its id: the given one, or that of the workflow with the same deduplication id.
   */
  'workflowId'?: (string);
  /**
   * It was there before, made by another: nothing was written but the checkpoint.
   */
  'existing'?: (boolean);
  /**
   * This worker runs it: it holds it under the token of the operation.
   */
  'run'?: (boolean);
  /**
   * What is left until it is cancelled. Absent: it has no deadline.
   */
  'deadlineIn'?: (_google_protobuf_Duration | null);
  /**
   * Its status.
   */
  'status'?: (_dbosd_v1_WorkflowStatus);
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
  'deadlineIn': (_google_protobuf_Duration__Output | null);
  /**
   * Its status.
   */
  'status': (_dbosd_v1_WorkflowStatus__Output);
}
