// Original file: proto/dbosd/v1/workflow_service.proto

import type { Workflow as _dbosd_v1_Workflow, Workflow__Output as _dbosd_v1_Workflow__Output } from '../../dbosd/v1/Workflow.js';

/**
 * Response of GetWorkflow.
 */
export interface GetWorkflowResponse {
  /**
   * The workflow.
   */
  'workflow'?: (_dbosd_v1_Workflow | null);
}

/**
 * Response of GetWorkflow.
 */
export interface GetWorkflowResponse__Output {
  /**
   * The workflow.
   */
  'workflow': (_dbosd_v1_Workflow__Output | null);
}
