// Original file: proto/dbosd/v1/worker_service.proto


/**
 * The answer to an assignment.
 */
export interface AssignmentAnswer {
  /**
   * The workflow.
   */
  'workflowId'?: (string);
  /**
   * The token of the assignment.
   */
  'ownerToken'?: (string);
  /**
   * The worker does not run it (it ends, or does not know the workflow after all): it is assigned anew.
   */
  'refused'?: (boolean);
}

/**
 * The answer to an assignment.
 */
export interface AssignmentAnswer__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token of the assignment.
   */
  'ownerToken': (string);
  /**
   * The worker does not run it (it ends, or does not know the workflow after all): it is assigned anew.
   */
  'refused': (boolean);
}
