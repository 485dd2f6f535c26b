// Original file: proto/dbosd/v1/values.proto

/**
 * The state of a workflow, as DBOS names it.
 */
export const WorkflowStatus = {
  /**
   * Unknown to this version of the contract.
   */
  WORKFLOW_STATUS_UNSPECIFIED: 'WORKFLOW_STATUS_UNSPECIFIED',
  /**
   * Running, or waiting for a worker to take it up again.
   */
  WORKFLOW_STATUS_PENDING: 'WORKFLOW_STATUS_PENDING',
  /**
   * On a queue, not begun.
   */
  WORKFLOW_STATUS_ENQUEUED: 'WORKFLOW_STATUS_ENQUEUED',
  /**
   * On a queue, not to begin before its delay is over.
   */
  WORKFLOW_STATUS_DELAYED: 'WORKFLOW_STATUS_DELAYED',
  /**
   * Ended with a result. Terminal.
   */
  WORKFLOW_STATUS_SUCCESS: 'WORKFLOW_STATUS_SUCCESS',
  /**
   * Ended with an error. Terminal.
   */
  WORKFLOW_STATUS_ERROR: 'WORKFLOW_STATUS_ERROR',
  /**
   * Cancelled. Terminal, until somebody resumes it.
   */
  WORKFLOW_STATUS_CANCELLED: 'WORKFLOW_STATUS_CANCELLED',
  /**
   * Given up after too many attempts. Terminal, until somebody resumes it.
   */
  WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED: 'WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED',
} as const;

/**
 * The state of a workflow, as DBOS names it.
 */
export type WorkflowStatus =
  /**
   * Unknown to this version of the contract.
   */
  | 'WORKFLOW_STATUS_UNSPECIFIED'
  | 0
  /**
   * Running, or waiting for a worker to take it up again.
   */
  | 'WORKFLOW_STATUS_PENDING'
  | 1
  /**
   * On a queue, not begun.
   */
  | 'WORKFLOW_STATUS_ENQUEUED'
  | 2
  /**
   * On a queue, not to begin before its delay is over.
   */
  | 'WORKFLOW_STATUS_DELAYED'
  | 3
  /**
   * Ended with a result. Terminal.
   */
  | 'WORKFLOW_STATUS_SUCCESS'
  | 4
  /**
   * Ended with an error. Terminal.
   */
  | 'WORKFLOW_STATUS_ERROR'
  | 5
  /**
   * Cancelled. Terminal, until somebody resumes it.
   */
  | 'WORKFLOW_STATUS_CANCELLED'
  | 6
  /**
   * Given up after too many attempts. Terminal, until somebody resumes it.
   */
  | 'WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED'
  | 7

/**
 * The state of a workflow, as DBOS names it.
 */
export type WorkflowStatus__Output = typeof WorkflowStatus[keyof typeof WorkflowStatus]
