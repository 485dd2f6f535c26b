import { UNWRITTEN_BEATS_MS, WORKER_LEASE_MS } from '@dbosd/shared';

/** The times of dispatch. The defaults are those of the contract (docs/protocol.md, 7); tests choose shorter ones. */
export interface DispatchTiming {
  /** How often beats are written and read. */
  readonly beatMs: number;
  /** How often a daemon without workers checks whether there are any elsewhere. */
  readonly idleBeatMs: number;
  /** Two reads of the beats that are further apart leave a gap, and watching starts again. */
  readonly longestGapMs: number;
  /** How long a beat must be unchanged before the worker's workflows are taken away. */
  readonly leaseMs: number;
  /** The same, for the daemon that saw the worker's stream close. */
  readonly lostLeaseMs: number;
  /**
   * For how long beats may remain unwritten before the workers are asked to go elsewhere, so that they are there before
   * their lease is over.
   */
  readonly unwrittenMs: number;
  /** How often queues are polled for work that was not announced. */
  readonly pollMs: number;
  /** How long a worker may take to answer an assignment. */
  readonly answerMs: number;
  /** How often the store is asked for delayed and overdue workflows. */
  readonly dueMs: number;
  /** How often the store is asked for workflows that run under an executor without a row. It must be missing twice. */
  readonly orphanMs: number;
}

export const DEFAULT_DISPATCH_TIMING: DispatchTiming = {
  beatMs: 1000,
  idleBeatMs: 5000,
  longestGapMs: 3000,
  leaseMs: WORKER_LEASE_MS,
  lostLeaseMs: 5000,
  unwrittenMs: UNWRITTEN_BEATS_MS,
  pollMs: 1000,
  answerMs: 5000,
  dueMs: 1000,
  orphanMs: 30_000,
};
