import type { Clock, DbosdError } from '@dbosd/shared';
import type { Database } from '../store/database.js';
import type { Released } from '../store/queries/workers/release-workflows.js';
import type { DispatchTiming } from './timing.js';

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
