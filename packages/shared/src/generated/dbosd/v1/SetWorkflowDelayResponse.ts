// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of SetWorkflowDelay.
 */
export interface SetWorkflowDelayResponse {
  /**
   * It was changed. False: there is no such workflow, or it is not delayed (any more).
   */
  'changed'?: (boolean);
}

/**
 * Response of SetWorkflowDelay.
 */
export interface SetWorkflowDelayResponse__Output {
  /**
   * It was changed. False: there is no such workflow, or it is not delayed (any more).
   */
  'changed': (boolean);
}
