import { DbosdError, type Outcome, type WireReason } from '@dbosd/shared';

/** SQLSTATEs that say: the statement was undone, and the same one may pass now (deadlock, serialization, a row gone). */
const UNDONE_AND_REPEATABLE = new Set(['40P01', '40001', '23503']);

/** How long a caller should leave a store alone that has just failed. */
const RETRY_AFTER_MS = 500;
/** Disks are not freed, and standbys not promoted, in half a second. */
const LONG_RETRY_AFTER_MS = 5000;

interface PostgresFailure {
  readonly code?: string;
  readonly message: string;
}

/** The SQLSTATE (or Node error code) of a failure, if it has one. */
export function sqlState(cause: unknown): string | undefined {
  const code = (cause as PostgresFailure | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Whether the statement certainly had no effect and is worth repeating at once. */
export function isRepeatable(cause: unknown): boolean {
  const state = sqlState(cause);
  return state !== undefined && UNDONE_AND_REPEATABLE.has(state);
}

/** JSON that jsonb does not take: escaped NUL, escaped lone surrogates, numbers too large, too deep. */
const NO_JSONB = new Set(['22P05', '22P02', '22003', '54001']);

/** Whether a statement was undone because a text of its parameters has no jsonb. */
export function isNoJsonb(cause: unknown): boolean {
  const state = sqlState(cause);
  return state !== undefined && NO_JSONB.has(state);
}

/** Whether a statement was undone because another writer took a unique value first. */
export function isUniqueViolation(cause: unknown): boolean {
  return sqlState(cause) === '23505';
}

/** Whether a statement was refused because the role lacks a privilege. */
export function isForbidden(cause: unknown): boolean {
  return sqlState(cause) === '42501';
}

/** Whether a statement was undone because it waited too long for somebody's lock. */
export function isLockTimeout(cause: unknown): boolean {
  return sqlState(cause) === '55P03';
}

/** Whether a statement was refused because the server takes no writes: it is a standby, or was made read-only. */
export function isReadOnly(cause: unknown): boolean {
  return sqlState(cause) === '25006' || (cause instanceof DbosdError && cause.reason === 'READ_ONLY');
}

/** Whether a transaction could not begin as `read write`: Postgres has no such feature during recovery. */
export function isNoReadWrite(cause: unknown): boolean {
  return sqlState(cause) === '0A000';
}

/**
 * Whether the connection was lost, so that nobody knows if the statement was carried out. Postgres says 57P01 to 57P03
 * when it goes down; what has no SQLSTATE came from the socket.
 */
export function isConnectionLoss(cause: unknown): boolean {
  // A verdict of our own, whatever its words and the names in it say.
  if (cause instanceof DbosdError) return false;
  const state = sqlState(cause);
  if (state === undefined) {
    return cause instanceof Error && /connection|timeout|terminated|socket/i.test(cause.message);
  }
  return (
    state.startsWith('08') ||
    /^57P0[123]$/.test(state) ||
    /^(E[A-Z]+|ERR_(SOCKET|STREAM|SSL|TLS)_\w+)$/.test(state)
  );
}

/** A failure of the store as callers see it; `undefined` when it is none of the store's (a bug of ours). */
export function storeError(cause: unknown, outcome: Outcome): DbosdError | undefined {
  if (cause instanceof DbosdError) return cause;
  const state = sqlState(cause);
  if (isConnectionLoss(cause)) {
    return outcome === 'not_applied'
      ? failure('STORE_UNAVAILABLE', 'the database cannot be reached; try again', outcome, cause)
      : failure('OUTCOME_UNKNOWN', 'the connection to the database broke while it wrote', outcome, cause);
  }
  switch (state) {
    case '53100':
    case '53200':
      return failure(
        'STORAGE_FULL',
        'the database is out of space; free some',
        'not_applied',
        cause,
        LONG_RETRY_AFTER_MS,
      );
    case '25006':
      return failure(
        'READ_ONLY',
        'the database takes no writes; connect to the primary',
        'not_applied',
        cause,
        LONG_RETRY_AFTER_MS,
      );
    case '53300':
    case '55P03':
    case '57014':
    case '40P01':
    case '40001':
    case '25P03':
      return failure('STORE_UNAVAILABLE', 'the database is busy; try again', 'not_applied', cause);
    case '42P01':
    case '42703':
    case '3F000':
      return new DbosdError({
        reason: 'SCHEMA_UNSUPPORTED',
        message: 'the DBOS schema has changed under the daemon; run "dbosd migrate status"',
        cause,
      });
    case undefined:
    default:
      return undefined;
  }
}

function failure(
  reason: WireReason,
  message: string,
  outcome: Outcome,
  cause: unknown,
  retryAfterMs = RETRY_AFTER_MS,
): DbosdError {
  return new DbosdError({ reason, message, outcome, retryAfterMs, cause });
}
