import { DBOSError } from './dbos-error.js';

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
