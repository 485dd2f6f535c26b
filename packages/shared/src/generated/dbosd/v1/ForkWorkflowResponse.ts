// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of ForkWorkflow.
 */
export interface ForkWorkflowResponse {
  /**
   * The id of the new workflow.
   */
  'workflowId'?: (string);
}

/**
 * Response of ForkWorkflow.
 */
export interface ForkWorkflowResponse__Output {
  /**
   * The id of the new workflow.
   */
  'workflowId': (string);
}
