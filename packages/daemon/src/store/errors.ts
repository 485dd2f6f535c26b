import pg from 'pg';
import { DbosdError, type Outcome } from '@dbosd/shared';
import {
  endsSession,
  isFullOfNotifications,
  isOfData,
  isOfStalePlan,
  mayBeApplied,
  meaningOf,
} from './sql-states.js';

/** SQLSTATEs that say: the statement was undone, and the same one may pass now (deadlock, serialization, a row gone). */
const UNDONE_AND_REPEATABLE = new Set(['40P01', '40001', '23503']);

/** How long a caller should leave a store alone whose connection was lost. */
const RETRY_AFTER_MS = 500;

/** Why sockets fail, by Node's codes. Other codes (of files, of arguments) are not about the connection. */
const SOCKET_CODES =
  /^(EADDRNOTAVAIL|EAI_\w+|ECANCELED|ECONN(ABORTED|REFUSED|RESET)|EHOST(DOWN|UNREACH)|ENET(DOWN|RESET|UNREACH)|ENOTCONN|ENOTFOUND|EPIPE|EPROTO|ESHUTDOWN|ETIMEDOUT|ERR_(SOCKET|STREAM|SSL|TLS)_\w+)$/;

/**
 * The connection was lost under a statement: it broke, or nothing came back in time. Made where that is known
 * (database.ts): the driver's own errors have no code, and their words decide nothing.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** The SQLSTATE (or Node error code) of a failure of the store, if it has one. */
export function sqlState(cause: unknown): string | undefined {
  const code = (rootOf(cause) as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Whether the statement certainly had no effect and is worth repeating at once. */
export function isRepeatable(cause: unknown): boolean {
  const state = sqlState(cause);
  return state !== undefined && (UNDONE_AND_REPEATABLE.has(state) || isStalePlan(cause));
}

/** Whether a prepared statement was not executed because its columns have changed since: prepared again, it works. */
export function isStalePlan(cause: unknown): boolean {
  const failure = rootOf(cause);
  return isServerError(failure) && isOfStalePlan(failure.code, failure.file);
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

/** Whether a transaction was undone because others take from the same rows, and share a limit with it. */
export function isContention(cause: unknown): boolean {
  const state = sqlState(cause);
  return state === '55P03' || state === '40001';
}

/** Somebody else created the same schema, table, object, function or catalog row meanwhile. */
const ALREADY_CREATED = new Set(['42P06', '42P07', '42710', '42723', '23505']);

/** Whether a creation failed because another session created the same object at the same time. */
export function isAlreadyCreated(cause: unknown): boolean {
  return ALREADY_CREATED.has(sqlState(cause) ?? '');
}

/** Permission denied; a feature or a syntax that this engine does not have. */
const BUILD_REFUSED = new Set(['42501', '0A000', '42601']);

/** Whether the server refuses to build an index, and will until someone changes something. */
export function isBuildRefused(cause: unknown): boolean {
  return BUILD_REFUSED.has(sqlState(cause) ?? '');
}

/** Locks, deadlocks, cancelled, out of space, memory or connections, read-only. */
const BUILD_DEFERRED = new Set(['55P03', '40P01', '57014', '53100', '53200', '53300', '25006']);

/** Whether the build of an index failed for a transient reason: another attempt may pass. */
export function isBuildDeferred(cause: unknown): boolean {
  return BUILD_DEFERRED.has(sqlState(cause) ?? '');
}

/** Whether the session does not know the prepared statement: a pooler has put another one in its place. */
export function isStatementForgotten(cause: unknown): boolean {
  return sqlState(cause) === '26000';
}

/** Whether the peer refused a message of the protocol. */
export function isProtocolViolation(cause: unknown): boolean {
  return sqlState(cause) === '08P01';
}

/** Whether a statement was refused because the role lacks a privilege. */
export function isForbidden(cause: unknown): boolean {
  return sqlState(cause) === '42501';
}

/** Whether a statement was undone because it waited too long for a lock. */
export function isLockTimeout(cause: unknown): boolean {
  return sqlState(cause) === '55P03';
}

/** Whether Postgres refused the data of a statement: of a batch, the members have to be tried one by one. */
export function isDataError(cause: unknown): boolean {
  const failure = rootOf(cause);
  return isServerError(failure) && isOfData(failure.code, failure.file);
}

/** Whether Postgres's queue of notifications is full. */
export function isNotifyQueueFull(cause: unknown): boolean {
  return isServerError(cause) && isFullOfNotifications(cause.code, cause.file);
}

/** Whether a statement was refused because the server takes no writes: it is a standby, or was made read-only. */
export function isReadOnly(cause: unknown): boolean {
  return sqlState(cause) === '25006' || (cause instanceof DbosdError && cause.reason === 'READ_ONLY');
}

/** Whether a transaction could not begin as `read write`: Postgres has no such feature during recovery. */
export function isNoReadWrite(cause: unknown): boolean {
  return sqlState(cause) === '0A000';
}

/** Whether the connection was lost, so that it is unknown whether the statement was carried out. By class and code alone. */
export function isConnectionLoss(cause: unknown): boolean {
  if (cause instanceof ConnectionLost) return true;
  if (isServerError(cause)) return endsSession(cause.code, cause.severity);
  // A verdict of dbosd's own, whatever lies under it.
  if (cause instanceof DbosdError) return false;
  return SOCKET_CODES.test(sqlState(cause) ?? '');
}

/**
 * Whether a verdict (`storeError`, or a pool that has no connection) is about a connection that was lost or could not be had.
 * What Postgres has not reported itself is wrapped for that reason only.
 */
export function isLostVerdict(error: unknown): error is DbosdError {
  if (!(error instanceof DbosdError) || error.cause === undefined) return false;
  if (error.reason !== 'STORE_UNAVAILABLE' && error.reason !== 'OUTCOME_UNKNOWN') return false;
  return isServerError(error.cause) ? isConnectionLoss(error.cause) : !(error.cause instanceof DbosdError);
}

/** Whether the connection is of no more use: it is lost, or its session has lost what it needs. */
export function spoilsConnection(cause: unknown): boolean {
  const state = sqlState(cause) ?? '';
  return isConnectionLoss(cause) || state.startsWith('26') || state === '42P05' || state === '0A000';
}

/**
 * A failure of the store as callers see it. What Postgres reports as an ERROR was rolled back; where the connection is
 * lost, `outcome` says what that means. `undefined`: it is not the store's (a bug of the daemon).
 */
export function storeError(cause: unknown, outcome: Outcome): DbosdError | undefined {
  if (cause instanceof DbosdError) return cause;
  if (!isServerError(cause)) return isConnectionLoss(cause) ? connectionLost(cause, outcome) : undefined;
  const meaning = meaningOf(cause.code, cause.file);
  if (outcome === 'unknown' && mayBeApplied(cause.code, cause.severity))
    return connectionLost(cause, outcome);
  if (meaning.reason === 'INTERNAL' && isConnectionLoss(cause)) return connectionLost(cause, 'not_applied');
  return new DbosdError({ ...meaning, outcome: 'not_applied', cause });
}

/**
 * Whether the operator should know of a failure even where no call fails by it: not of refused data, and not of what passes by
 * a repeat (deadlocks, and locks that a claim leaves to others).
 */
export function isOperators(cause: unknown): cause is DbosdError {
  if (!(cause instanceof DbosdError) || cause.cause === undefined) return false;
  return cause.reason !== 'INTERNAL' && !isRepeatable(cause) && !isLockTimeout(cause);
}

/** No connection was free, or could be made, in time; nothing was sent. */
export function noConnection(why?: string, cause?: unknown): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: `no connection to the database was available${why === undefined ? '' : `: ${why}`}; try again`,
    outcome: 'not_applied',
    retryAfterMs: RETRY_AFTER_MS,
    cause,
  });
}

function connectionLost(cause: unknown, outcome: Outcome): DbosdError {
  const retryAfterMs = RETRY_AFTER_MS;
  return outcome === 'not_applied'
    ? new DbosdError({
        reason: 'STORE_UNAVAILABLE',
        message: 'the database cannot be reached; try again',
        outcome,
        retryAfterMs,
        cause,
      })
    : new DbosdError({
        reason: 'OUTCOME_UNKNOWN',
        message:
          'the connection to the database broke while it wrote; repeat it under its key, or check whether it took effect',
        outcome,
        retryAfterMs,
        cause,
      });
}

/** What a failure of the store was, below what it was wrapped in. */
export function rootOf(cause: unknown): unknown {
  return cause instanceof DbosdError ? cause.cause : cause;
}

interface ServerError {
  readonly code: string;
  readonly severity?: string;
  readonly file?: string;
}

/** What the server itself reports; the protocol gives each of these a SQLSTATE. */
function isServerError(cause: unknown): cause is ServerError {
  return cause instanceof pg.DatabaseError && cause.code !== undefined;
}
