import { status } from '@grpc/grpc-js';

/** How a call that failed for this reason may be retried. */
export type RetryRule = 'never' | 'after-delay' | 'elsewhere' | 'with-key';

interface ReasonRule {
  readonly code: status;
  readonly retry: RetryRule;
}

/**
 * Every reason for which a call may fail, with its gRPC code and whether a retry can help (docs/protocol.md, 8).
 * The list is closed: add a new reason to the protocol page first.
 */
export const reasonRules = {
  WORKFLOW_NOT_FOUND: { code: status.NOT_FOUND, retry: 'never' },
  QUEUE_NOT_FOUND: { code: status.NOT_FOUND, retry: 'never' },
  WORKFLOW_ID_CONFLICT: { code: status.ALREADY_EXISTS, retry: 'never' },
  WORKFLOW_ID_IN_USE: { code: status.ALREADY_EXISTS, retry: 'never' },
  DEDUPLICATION_CONFLICT: { code: status.ALREADY_EXISTS, retry: 'never' },
  IDEMPOTENCY_KEY_REUSED: { code: status.ALREADY_EXISTS, retry: 'never' },
  EXECUTOR_ID_IN_USE: { code: status.ALREADY_EXISTS, retry: 'never' },
  INVALID_FIELD: { code: status.INVALID_ARGUMENT, retry: 'never' },
  INVALID_PAGE_TOKEN: { code: status.INVALID_ARGUMENT, retry: 'never' },
  PAYLOAD_TOO_LARGE: { code: status.RESOURCE_EXHAUSTED, retry: 'never' },
  VALUE_TOO_LARGE: { code: status.RESOURCE_EXHAUSTED, retry: 'never' },
  OVERLOADED: { code: status.RESOURCE_EXHAUSTED, retry: 'after-delay' },
  TOO_MANY_WAITS: { code: status.RESOURCE_EXHAUSTED, retry: 'after-delay' },
  SLOW_READER: { code: status.RESOURCE_EXHAUSTED, retry: 'after-delay' },
  OWNERSHIP_LOST: { code: status.FAILED_PRECONDITION, retry: 'never' },
  UNEXPECTED_STEP: { code: status.FAILED_PRECONDITION, retry: 'never' },
  STEP_NONDETERMINISM: { code: status.FAILED_PRECONDITION, retry: 'never' },
  STEP_SUPERSEDED: { code: status.FAILED_PRECONDITION, retry: 'never' },
  WORKFLOW_NOT_ACTIVE: { code: status.FAILED_PRECONDITION, retry: 'never' },
  MAX_RECOVERY_ATTEMPTS_EXCEEDED: { code: status.FAILED_PRECONDITION, retry: 'never' },
  STREAM_CLOSED: { code: status.FAILED_PRECONDITION, retry: 'never' },
  WORKFLOW_CANCELLED: { code: status.ABORTED, retry: 'never' },
  STORE_UNAVAILABLE: { code: status.UNAVAILABLE, retry: 'elsewhere' },
  DRAINING: { code: status.UNAVAILABLE, retry: 'elsewhere' },
  STORAGE_FULL: { code: status.UNAVAILABLE, retry: 'elsewhere' },
  READ_ONLY: { code: status.UNAVAILABLE, retry: 'elsewhere' },
  OUTCOME_UNKNOWN: { code: status.UNAVAILABLE, retry: 'with-key' },
  SCHEMA_UNSUPPORTED: { code: status.FAILED_PRECONDITION, retry: 'never' },
  UNAUTHENTICATED: { code: status.UNAUTHENTICATED, retry: 'never' },
  PERMISSION_DENIED: { code: status.PERMISSION_DENIED, retry: 'never' },
  INTERNAL: { code: status.INTERNAL, retry: 'never' },
} as const satisfies Record<string, ReasonRule>;

/** A reason that travels over the wire. */
export type WireReason = keyof typeof reasonRules;

/**
 * The reason why a call failed. Three exist in the client only: TRANSPORT (a bare status from the connection, or from a
 * peer that is not dbosd), UNDECODABLE (a value in a format that this client cannot decode; the error carries the
 * payload) and REQUEST_ABORTED (by the caller's AbortSignal, whose reason is the `cause`).
 */
export type Reason = WireReason | 'TRANSPORT' | 'UNDECODABLE' | 'REQUEST_ABORTED';

export function isWireReason(text: string): text is WireReason {
  return Object.hasOwn(reasonRules, text);
}
