import { randomUUID } from 'node:crypto';
import { DbosdError, encodeStatus, isWireReason, STATUS_TRAILER } from '@dbosd/shared';
import { Metadata, type StatusObject } from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { Warnings } from '../ops/warnings.js';

/** Failures that the caller has not caused, and that the operator can fix, or has caused. */
const OPERATORS: ReadonlySet<string> = new Set([
  'STORE_UNAVAILABLE',
  'STORAGE_FULL',
  'READ_ONLY',
  'OUTCOME_UNKNOWN',
  'SCHEMA_UNSUPPORTED',
  'OVERLOADED',
  'TOO_MANY_WAITS',
  'SLOW_READER',
]);

/** Turns any failure into an error that may be sent. Causes go to the log, never over the wire. */
export class Failures {
  readonly #log: Logger;
  readonly #warnings: Warnings;

  constructor(log: Logger, warnings: Warnings) {
    this.#log = log;
    this.#warnings = warnings;
  }

  /**
   * The error to send for a failure of `method`. A DbosdError is sent as it is; anything else becomes INTERNAL with a
   * request id that leads to the log line. Failures that an operator can fix are logged as warnings, each reason once
   * an interval.
   */
  of(failure: unknown, method: string): DbosdError {
    if (!(failure instanceof DbosdError) || !isWireReason(failure.reason) || failure.reason === 'INTERNAL') {
      return this.#internal(failure, method);
    }
    const { reason } = failure;
    if (OPERATORS.has(reason)) {
      this.#warnings.note('call.failed', reason, { method, reason, err: failure });
    } else if (failure.cause !== undefined) {
      this.#log.debug({ method, reason, err: failure.cause }, 'call.failed');
    }
    return failure;
  }

  #internal(failure: unknown, method: string): DbosdError {
    const requestId = randomUUID();
    this.#log.error({ method, requestId, err: failure }, 'call.internal_error');
    return new DbosdError({
      reason: 'INTERNAL',
      message: `the daemon failed in ${method}: its log line with requestId ${requestId} says why`,
      outcome: failure instanceof DbosdError ? failure.outcome : 'unknown',
      metadata: { request_id: requestId },
    });
  }
}

/** The end of a call as grpc-js takes it: code, message, and the serialized google.rpc.Status as a trailer. */
export function statusOf(error: DbosdError): StatusObject {
  const metadata = new Metadata();
  metadata.set(STATUS_TRAILER, encodeStatus(error));
  // grpc-js percent-encodes the message and throws on lone surrogates.
  return { code: error.code, details: error.message.toWellFormed(), metadata };
}
