import { type Clock, type DbosdError, UNWRITTEN_BEATS_MS, WORKER_LEASE_MS } from '@dbosd/shared';
import type { Database } from '../store/database.js';
import type { Released } from '../store/queries/workers/release-workflows.js';

/** Notifies waiters, here and elsewhere, of what was committed. */
interface Announcements {
  /** A workflow's status has changed. */
  workflowChanged(workflowId: string): void;
  /** A worker has stopped a run. */
  runStopped(workflowId: string, ownerToken: string): void;
  /** A workflow waits on a queue. */
  workWaits(queueName: string): void;
}

/** What the parts of dispatch need. */
export interface DispatchOptions {
  readonly read: Database;
  readonly write: Database;
  /** For beats and periodic checks, which no call of a client may delay. */
  readonly maintenance: Database;
  readonly clock: Clock;
  readonly announcer: Announcements;
  /** Calls `wake` when a workflow may have stopped running under that token. Returns a function that ends the watch. */
  readonly watchRun: (workflowId: string, ownerToken: string, wake: () => void) => () => void;
  /** When the workflow was last seen to run under that token, by the monotonic clock. `undefined`: not yet. */
  readonly runSeenAtMs: (workflowId: string, ownerToken: string) => number | undefined;
  /** No worker here runs the workflow under that token any more. */
  readonly forgetRun: (workflowId: string, ownerToken: string) => void;
  readonly timing: DispatchTiming;
  /** Why no writes are possible now. `undefined`: they are. */
  readonly refusal: () => DbosdError | undefined;
  /** A random number from 0 (inclusive) to 1. */
  readonly random: () => number;
  /** Something failed that will be tried again. */
  readonly onError: (event: string, cause: unknown) => void;
}

/** The same as its caller gives it: what has a default may be absent. */
export type DispatchInput = Omit<DispatchOptions, 'clock' | 'timing' | 'random'> &
  Partial<Pick<DispatchOptions, 'clock' | 'random'>> & { readonly timing?: Partial<DispatchTiming> };

/** Announces workflows that are back on their queues: to those who wait for them, and to daemons that look for work. */
export function announceReleased(announcer: Announcements, released: readonly Released[]): void {
  for (const { workflowId } of released) announcer.workflowChanged(workflowId);
  for (const queueName of new Set(released.map((one) => one.queueName))) announcer.workWaits(queueName);
}

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
