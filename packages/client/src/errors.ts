import type { Reason } from '@dbosd/shared';

/**
 * The base of DBOS's own errors. Programs distinguish them by their number, which also survives a replay, where they
 * are restored as plain errors with that field. `reason` is the matching reason of the protocol's list, if there is
 * one.
 */
export class DBOSError extends Error {
  readonly dbosErrorCode: number;

  constructor(message: string, dbosErrorCode = 1) {
    super(message);
    this.dbosErrorCode = dbosErrorCode;
  }

  // On the prototype, so that it does not become part of stored errors, which must match what DBOS stores.
  get reason(): Reason | undefined {
    return REASONS[this.dbosErrorCode];
  }
}

const REASONS: Readonly<Record<number, Reason>> = {
  5: 'OWNERSHIP_LOST',
  16: 'WORKFLOW_NOT_FOUND',
  18: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
  22: 'WORKFLOW_ID_CONFLICT',
  24: 'WORKFLOW_CANCELLED',
  26: 'UNEXPECTED_STEP',
  27: 'WORKFLOW_CANCELLED',
  28: 'DEDUPLICATION_CONFLICT',
  30: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
  36: 'WORKFLOW_ID_IN_USE',
  37: 'STEP_NONDETERMINISM',
};

// DBOS's number for a stream timeout, which its `isStreamTimeoutError` checks.
const DBOS_STREAM_TIMEOUT = 33;

/**
 * A wait has timed out. Thrown by `getResult` and the two stream readers. (`getEvent` returns null instead, as in
 * DBOS.) It is not a DbosdError, because nothing has failed.
 */
export class WaitTimeoutError extends DBOSError {
  override readonly name: string = 'WaitTimeoutError';
  readonly workflowID: string;
  /** The timeout. Undefined if the stream has ended, so that the value will never come. */
  readonly timeoutMS?: number;

  constructor(message: string, workflowID: string, timeoutMS: number | undefined, dbosErrorCode?: number) {
    super(message, dbosErrorCode);
    this.workflowID = workflowID;
    if (timeoutMS !== undefined) this.timeoutMS = timeoutMS;
  }
}

/** A stream's value did not come in time, or the stream ended before it. Named as DBOS names it. */
export class DBOSStreamTimeoutError extends WaitTimeoutError {
  override readonly name: string = 'DBOSStreamTimeoutError';
  readonly key: string;

  constructor(workflowID: string, key: string, timeoutMS?: number) {
    const why =
      timeoutMS === undefined ? 'the stream has ended before it' : `none came in ${String(timeoutMS)} ms`;
    super(
      `no value on stream ${key} of workflow ${workflowID}: ${why}`,
      workflowID,
      timeoutMS,
      DBOS_STREAM_TIMEOUT,
    );
    this.key = key;
  }
}
