import { status } from '@grpc/grpc-js';
import { DbosdError, RETRY_BACKOFF, type Outcome } from '@dbosd/shared';

/** The caller's signal ended the call. Its reason is the `cause`. */
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
    message: `the connection broke while ${method} was in flight, and it is not sent twice: check whether it took effect`,
    outcome: 'unknown',
    cause,
  });
}

/** No daemon could be reached within the time that the call may wait for one. */
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
    retryAfterMs: RETRY_BACKOFF.maxMs,
  });
}
