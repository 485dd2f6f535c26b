// Original file: proto/dbosd/v1/workflow_service.proto

import type { WorkflowStatus as _dbosd_v1_WorkflowStatus, WorkflowStatus__Output as _dbosd_v1_WorkflowStatus__Output } from '../../dbosd/v1/WorkflowStatus.js';

/**
 * Response of EnqueueWorkflow.
 */
export interface EnqueueWorkflowResponse {
  /**
   * The id of the workflow: new, or the existing one.
   */
  'workflowId'?: (string);
  /**
   * The workflow was there before; nothing was written.
   */
  'existing'?: (boolean);
  /**
   * The application that owns it. Absent: none, any application may run it.
   */
  'applicationName'?: (string);
  /**
   * The queue is registered. If not, the workflow waits until it is.
   */
  'queueRegistered'?: (boolean);
  /**
   * Its status when the request was carried out.
   */
  'status'?: (_dbosd_v1_WorkflowStatus);
  '_applicationName'?: "applicationName";
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
  'status': (_dbosd_v1_WorkflowStatus__Output);
  '_applicationName'?: "applicationName";
}
