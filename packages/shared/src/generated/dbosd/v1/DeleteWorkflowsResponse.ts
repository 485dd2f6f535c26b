// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of DeleteWorkflows.
 */
export interface DeleteWorkflowsResponse {
  /**
   * How many were deleted: given ones and descendants.
   */
  'deleted'?: (number);
}

/**
 * Response of DeleteWorkflows.
 */
export interface DeleteWorkflowsResponse__Output {
  /**
   * How many were deleted: given ones and descendants.
   */
  'deleted': (number);
}
