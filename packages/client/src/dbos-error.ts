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
