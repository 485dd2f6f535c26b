// Original file: proto/dbosd/v1/queue_service.proto

/**
 * What to do when the queue is registered already.
 */
export const QueueConflictPolicy = {
  /**
   * The same as QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE.
   */
  QUEUE_CONFLICT_POLICY_UNSPECIFIED: 'QUEUE_CONFLICT_POLICY_UNSPECIFIED',
  /**
   * Overwrite its settings.
   */
  QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE: 'QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE',
  /**
   * Leave it as it is.
   */
  QUEUE_CONFLICT_POLICY_NEVER_UPDATE: 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE',
} as const;

/**
 * What to do when the queue is registered already.
 */
export type QueueConflictPolicy =
  /**
   * The same as QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE.
   */
  | 'QUEUE_CONFLICT_POLICY_UNSPECIFIED'
  | 0
  /**
   * Overwrite its settings.
   */
  | 'QUEUE_CONFLICT_POLICY_ALWAYS_UPDATE'
  | 1
  /**
   * Leave it as it is.
   */
  | 'QUEUE_CONFLICT_POLICY_NEVER_UPDATE'
  | 2

/**
 * What to do when the queue is registered already.
 */
export type QueueConflictPolicy__Output = typeof QueueConflictPolicy[keyof typeof QueueConflictPolicy]
