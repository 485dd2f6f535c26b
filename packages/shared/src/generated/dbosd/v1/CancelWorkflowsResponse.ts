// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of CancelWorkflows.
 */
export interface CancelWorkflowsResponse {
  /**
   * How many were cancelled: given ones and descendants, without those that had ended with a result or an error.
   */
  'cancelled'?: (number);
}

/**
 * Response of CancelWorkflows.
 */
export interface CancelWorkflowsResponse__Output {
  /**
   * How many were cancelled: given ones and descendants, without those that had ended with a result or an error.
   */
  'cancelled': (number);
}
