import type { Clock, DbosdError } from '@dbosd/shared';
import type { Database } from '../store/database.js';
import type { Released } from '../store/queries/dispatch/release-workflows.js';
import type { DispatchTiming } from './timing.js';

/** Tells whoever waits, here and elsewhere, of what was committed. */
export interface Announcements {
  /** A workflow's status has changed. */
  workflowChanged(workflowId: string): void;
  /** Something waits on a queue. */
  workWaits(queueName: string): void;
}

/** What all parts of dispatch stand on. */
export interface DispatchEnvironment {
  readonly read: Database;
  readonly write: Database;
  /** For beats and looks, which no call of a client may hold up. */
  readonly maintenance: Database;
  readonly clock: Clock;
  readonly announcer: Announcements;
  /** Calls `wake` when a workflow may run no more under that token. Returns what ends that. */
  readonly watchRun: (workflowId: string, ownerToken: string, wake: () => void) => () => void;
  /** No worker here runs the workflow under that token any more. */
  readonly forgetRun: (workflowId: string, ownerToken: string) => void;
  readonly timing: DispatchTiming;
  /** Why nothing may be written now. */
  readonly refusal: () => DbosdError | undefined;
  /** Chance from 0 (inclusive) to 1. */
  readonly random: () => number;
  /** Something failed that is tried again by itself. */
  readonly onError: (event: string, cause: unknown) => void;
}

/** Tells of workflows that wait on their queues again: those who ran them, and those who look for work. */
export function announceReleased(announcer: Announcements, released: readonly Released[]): void {
  for (const { workflowId } of released) announcer.workflowChanged(workflowId);
  for (const queueName of new Set(released.map((one) => one.queueName))) announcer.workWaits(queueName);
}
