import { status } from '@grpc/grpc-js';
import { backoffMs, DbosdError, isWireReason, reasonRules, type Outcome, type Reason } from '@dbosd/shared';

/** Failures that pass by themselves, or on another daemon: what is safe to repeat is sent again. */
const PASSING: readonly Reason[] = [
  'STORE_UNAVAILABLE',
  'STORAGE_FULL',
  'READ_ONLY',
  'DRAINING',
  'OVERLOADED',
  'TOO_MANY_WAITS',
  'SLOW_READER',
];
/** Between retries that the daemon asked for. */
const RETRY = { firstMs: 100, maxMs: 5000 };

/**
 * Whether a call that failed so may be sent again: the failure passes, and either a repeat has the effect of once or
 * the daemon says that it had none.
 */
export function mayRetry(error: DbosdError, isRepeatable: boolean): boolean {
  if (error.reason === 'OUTCOME_UNKNOWN') return isRepeatable;
  return PASSING.includes(error.reason) && (isRepeatable || error.outcome === 'not_applied');
}

/** After which delay, in ms: what the daemon asked for, but more with every failure, with jitter. */
export function retryDelayMs(error: DbosdError, retries: number): number {
  return Math.max(error.retryAfterMs ?? 0, 0) + backoffMs(retries, RETRY);
}

/** Whether no attempt to open a session can help before somebody acts: the daemon refused, or a proxy is in the way. */
export function isHopeless(error: DbosdError): boolean {
  if (error.metadata.proxy !== undefined) return true;
  return isWireReason(error.reason) && reasonRules[error.reason].retry === 'never';
}

/** The caller's own signal, found as `cause`. */
export function aborted(cause: unknown, outcome: Outcome): DbosdError {
  return new DbosdError({
    reason: 'REQUEST_ABORTED',
    message: "the caller's signal ended the call; its reason is in error.cause",
    outcome,
    cause,
  });
}

export function destroyed(outcome: Outcome): DbosdError {
  return new DbosdError({
    reason: 'REQUEST_ABORTED',
    message: 'the client was destroyed: make a new one with DBOSClient.create',
    outcome,
  });
}

/** The session broke while a call that must not be repeated was in flight. */
export function outcomeUnknown(method: string, cause: DbosdError | undefined): DbosdError {
  return new DbosdError({
    reason: 'OUTCOME_UNKNOWN',
    message: `the connection broke while ${method} was in flight, and it is not sent twice: look whether it took effect`,
    outcome: 'unknown',
    cause,
  });
}

/** No daemon could be reached for as long as the call tolerates that. */
export function unreachable(lastFailure: DbosdError | undefined, outcome: Outcome): DbosdError {
  return new DbosdError({
    reason: 'TRANSPORT',
    message:
      lastFailure?.message ?? 'no session could be opened in time: start the daemon, or correct the address',
    code: status.UNAVAILABLE,
    outcome,
    metadata: lastFailure?.metadata ?? {},
    cause: lastFailure,
  });
}

export function requestTooLarge(bytes: number, limit: number): DbosdError {
  return new DbosdError({
    reason: 'PAYLOAD_TOO_LARGE',
    message: `the request is ${String(bytes)} bytes long: the daemon takes ${String(limit)} at most. Send less, or a reference to it`,
    metadata: { size: String(bytes), limit: String(limit) },
  });
}

export function queueFull(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message: 'too many calls wait in this client: await some before issuing more',
    retryAfterMs: RETRY.maxMs,
  });
}
