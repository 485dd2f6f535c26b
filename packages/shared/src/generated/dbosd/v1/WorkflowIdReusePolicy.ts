// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * What to do when the workflow id is in use.
 */
export const WorkflowIdReusePolicy = {
  /**
   * The same as WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING.
   */
  WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED: 'WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED',
  /**
   * Answer with the existing workflow, whatever its status; its name, class and configuration must be the same
   * (WORKFLOW_ID_CONFLICT).
   */
  WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING: 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING',
  /**
   * Refuse (WORKFLOW_ID_IN_USE), unless the existing one was made by this same request, sent again.
   */
  WORKFLOW_ID_REUSE_POLICY_REJECT: 'WORKFLOW_ID_REUSE_POLICY_REJECT',
} as const;

/**
 * What to do when the workflow id is in use.
 */
export type WorkflowIdReusePolicy =
  /**
   * The same as WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING.
   */
  | 'WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED'
  | 0
  /**
   * Answer with the existing workflow, whatever its status; its name, class and configuration must be the same
   * (WORKFLOW_ID_CONFLICT).
   */
  | 'WORKFLOW_ID_REUSE_POLICY_RETURN_EXISTING'
  | 1
  /**
   * Refuse (WORKFLOW_ID_IN_USE), unless the existing one was made by this same request, sent again.
   */
  | 'WORKFLOW_ID_REUSE_POLICY_REJECT'
  | 2

/**
 * What to do when the workflow id is in use.
 */
export type WorkflowIdReusePolicy__Output = typeof WorkflowIdReusePolicy[keyof typeof WorkflowIdReusePolicy]
