// Original file: proto/dbosd/v1/workflow_service.proto


/**
 * Response of SetWorkflowAttributes.
 */
export interface SetWorkflowAttributesResponse {
  /**
   * They were changed. False: there is no such workflow.
   */
  'changed'?: (boolean);
}

/**
 * Response of SetWorkflowAttributes.
 */
export interface SetWorkflowAttributesResponse__Output {
  /**
   * They were changed. False: there is no such workflow.
   */
  'changed': (boolean);
}
