import { status } from '@grpc/grpc-js';
import { isWireReason, reasonRules, type Reason } from './reasons.js';

/** Whether a failed call may have had an effect: `not_applied` means certainly not. */
export type Outcome = 'not_applied' | 'unknown';

/** One wrong field of a request: its path, as in the contract, and what is wrong with it. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

export interface DbosdErrorInit {
  readonly reason: Reason;
  /** Names the subject and the fix. */
  readonly message: string;
  /** Default: `not_applied`. */
  readonly outcome?: Outcome | undefined;
  /** With INVALID_FIELD: the wrong fields. */
  readonly violations?: readonly FieldViolation[];
  /** Machine-readable details: numbers and names as strings. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The delay after which a retry can help, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The gRPC code, if the reason does not determine it (TRANSPORT). */
  readonly code?: status;
  readonly cause?: unknown;
}

/**
 * The one error class of dbosd, in the daemon, in clients and workers. `reason` is from a closed list
 * (docs/protocol.md, 8), `outcome` says whether a repeat could have an effect twice, and the message names the fix.
 */
export class DbosdError extends Error {
  override readonly name = 'DbosdError';
  readonly reason: Reason;
  readonly code: status;
  readonly outcome: Outcome;
  readonly violations: readonly FieldViolation[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly retryAfterMs: number | undefined;

  constructor(init: DbosdErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.reason = init.reason;
    this.code = init.code ?? codeOf(init.reason);
    this.outcome = init.outcome ?? 'not_applied';
    this.violations = init.violations ?? [];
    this.metadata = init.metadata ?? {};
    this.retryAfterMs = init.retryAfterMs;
  }

  /** The path of the first wrong field, with INVALID_FIELD. */
  get field(): string | undefined {
    return this.violations[0]?.field;
  }
}

/** An INVALID_FIELD error about one field. `description` completes the sentence "<field> …". */
export function invalidField(field: string, description: string): DbosdError {
  return new DbosdError({
    reason: 'INVALID_FIELD',
    message: `${field} ${description}`,
    violations: [{ field, description }],
  });
}

function codeOf(reason: Reason): status {
  if (isWireReason(reason)) return reasonRules[reason].code;
  return reason === 'REQUEST_ABORTED' ? status.CANCELLED : status.UNKNOWN;
}
