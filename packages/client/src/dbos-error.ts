import type { Reason } from '@dbosd/shared';

/**
 * What DBOS's own errors have in common: the number by which programs tell them apart, also after a replay, which
 * revives them as plain errors with that field. `reason` is the reason of the protocol's list that it belongs to, where
 * there is one.
 */
export class DBOSError extends Error {
  readonly dbosErrorCode: number;

  constructor(message: string, dbosErrorCode = 1) {
    super(message);
    this.dbosErrorCode = dbosErrorCode;
  }

  // On the prototype: it must not become part of stored errors, which are as DBOS stores them.
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
