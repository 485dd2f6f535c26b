// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of ResumeWorkflows.
 */
export interface ResumeWorkflowsResponse {
  /**
   * How many were enqueued: those that had not ended with a result or an error.
   */
  'resumed'?: (number);
}

/**
 * Response of ResumeWorkflows.
 */
export interface ResumeWorkflowsResponse__Output {
  /**
   * How many were enqueued: those that had not ended with a result or an error.
   */
  'resumed': (number);
}
