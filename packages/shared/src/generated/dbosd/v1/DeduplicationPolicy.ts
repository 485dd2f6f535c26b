// Original file: proto/dbosd/v1/workflow_service.proto

/**
 * What to do when an active workflow on the queue has the same deduplication id.
 */
export const DeduplicationPolicy = {
  /**
   * The same as DEDUPLICATION_POLICY_REJECT.
   */
  DEDUPLICATION_POLICY_UNSPECIFIED: 'DEDUPLICATION_POLICY_UNSPECIFIED',
  /**
   * Refuse (DEDUPLICATION_CONFLICT).
   */
  DEDUPLICATION_POLICY_REJECT: 'DEDUPLICATION_POLICY_REJECT',
  /**
   * Answer with that workflow.
   */
  DEDUPLICATION_POLICY_RETURN_EXISTING: 'DEDUPLICATION_POLICY_RETURN_EXISTING',
} as const;

/**
 * What to do when an active workflow on the queue has the same deduplication id.
 */
export type DeduplicationPolicy =
  /**
   * The same as DEDUPLICATION_POLICY_REJECT.
   */
  | 'DEDUPLICATION_POLICY_UNSPECIFIED'
  | 0
  /**
   * Refuse (DEDUPLICATION_CONFLICT).
   */
  | 'DEDUPLICATION_POLICY_REJECT'
  | 1
  /**
   * Answer with that workflow.
   */
  | 'DEDUPLICATION_POLICY_RETURN_EXISTING'
  | 2

/**
 * What to do when an active workflow on the queue has the same deduplication id.
 */
export type DeduplicationPolicy__Output = typeof DeduplicationPolicy[keyof typeof DeduplicationPolicy]
