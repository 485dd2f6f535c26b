// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityResponse {
  /**
   * It was changed. False: there is no such workflow, or it has begun.
   */
  'changed'?: (boolean);
}

/**
 * Response of SetWorkflowPriority.
 */
export interface SetWorkflowPriorityResponse__Output {
  /**
   * It was changed. False: there is no such workflow, or it has begun.
   */
  'changed': (boolean);
}
