// Original file: proto/dbosd/v1/worker_service.proto


/**
 * A run that a worker has stopped.
 */
export interface StoppedRun {
  /**
   * The workflow.
   */
  'workflowId'?: (string);
  /**
   * The token under which the worker ran it.
   */
  'ownerToken'?: (string);
}

/**
 * A run that a worker has stopped.
 */
export interface StoppedRun__Output {
  /**
   * The workflow.
   */
  'workflowId': (string);
  /**
   * The token under which the worker ran it.
   */
  'ownerToken': (string);
}
