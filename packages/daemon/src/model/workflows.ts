import type { StoredValue, WorkflowStatusName } from '@dbosd/shared';
import type { FirstMessage } from './messages.js';
import type { ReadValue } from './values.js';
import type { Unanswered } from './waits.js';

export interface EnqueueCommand {
  readonly queueName: string;
  readonly workflowName: string;
  readonly className?: string;
  readonly configName?: string;
  /** Made by rpc/ when the caller gave none. */
  readonly workflowId: string;
  readonly rejectIdInUse: boolean;
  /** Becomes `creator_xid`: a repeat that finds its own token is the first call. */
  readonly requestId?: string;
  readonly input: Required<StoredValue>;
  readonly applicationName?: string;
  readonly applicationVersion?: string;
  readonly deduplicationId?: string;
  readonly returnDeduplicated: boolean;
  readonly priority: number;
  readonly queuePartitionKey?: string;
  readonly delayMs: number;
  readonly timeoutMs?: number;
  /** A JSON object as text. */
  readonly attributesJson?: string;
  readonly authenticatedUser?: string;
  readonly authenticatedRoles: readonly string[];
}
export interface Enqueued {
  readonly workflowId: string;
  readonly existing: boolean;
  readonly applicationName?: string;
  readonly queueRegistered: boolean;
  readonly status: string;
}
export interface WorkflowQuery {
  readonly workflowId: string;
  readonly withInput: boolean;
  readonly withOutput: boolean;
  readonly maxValueBytes: number;
}
export interface WorkflowRecord {
  readonly workflowId: string;
  readonly status: string;
  readonly workflowName: string;
  readonly className?: string;
  readonly configName?: string;
  readonly queueName?: string;
  readonly authenticatedUser?: string;
  readonly assumedRole?: string;
  readonly authenticatedRoles: readonly string[];
  readonly input?: ReadValue;
  readonly output?: ReadValue;
  readonly error?: ReadValue;
  readonly executorId?: string;
  readonly applicationVersion?: string;
  readonly applicationName?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly timeoutMs?: number;
  readonly deadlineMs?: number;
  readonly deduplicationId?: string;
  readonly priority: number;
  readonly queuePartitionKey?: string;
  readonly dequeuedAtMs?: number;
  readonly delayUntilMs?: number;
  readonly completedAtMs?: number;
  readonly forkedFrom?: string;
  readonly wasForkedFrom: boolean;
  readonly parentWorkflowId?: string;
  readonly attributesJson?: string;
  readonly scheduleName?: string;
  readonly recoveryAttempts: number;
}
export interface AwaitQuery {
  readonly workflowId: string;
  /** Wait for a workflow that does not exist yet, too. */
  readonly waitForStart: boolean;
  readonly maxValueBytes: number;
}
export interface WorkflowOutcome {
  readonly kind: 'completed';
  readonly status: string;
  readonly output?: ReadValue;
  readonly error?: ReadValue;
}

/** Which workflows are listed: those that every filter takes. Absent: it takes all. No list is empty. */
export interface WorkflowFilter {
  readonly workflowIds?: readonly string[];
  readonly workflowIdPrefixes?: readonly string[];
  readonly workflowNames?: readonly string[];
  readonly statuses?: readonly WorkflowStatusName[];
  /** "Since" is at that time or later, "before" is not at that time any more. */
  readonly createdSinceMs?: number;
  readonly createdBeforeMs?: number;
  readonly completedSinceMs?: number;
  readonly completedBeforeMs?: number;
  readonly dequeuedSinceMs?: number;
  readonly dequeuedBeforeMs?: number;
  readonly authenticatedUsers?: readonly string[];
  readonly applicationVersions?: readonly string[];
  readonly executorIds?: readonly string[];
  readonly queueNames?: readonly string[];
  /** On a queue and not ended. */
  readonly queuesOnly: boolean;
  readonly forkedFrom?: readonly string[];
  readonly wasForkedFrom?: boolean;
  readonly isFork?: boolean;
  readonly parentWorkflowIds?: readonly string[];
  readonly hasParent?: boolean;
  /** A JSON object as text, with at least one member. */
  readonly attributesJson?: string;
  readonly scheduleNames?: readonly string[];
  /** Takes those that no application owns, too. */
  readonly applicationNames?: readonly string[];
}
export interface WorkflowCursor {
  readonly createdAtMs: number;
  readonly workflowId: string;
  /** The filter's own index finds too much to sort: the list goes by time. */
  readonly byTime?: true;
}
export interface ListWorkflowsQuery {
  readonly filter: WorkflowFilter;
  readonly descending: boolean;
  readonly withInput: boolean;
  readonly withOutput: boolean;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  /** Where the page before ended: its last workflow, or the last one that it passed over. */
  readonly after?: WorkflowCursor;
}
export interface ListStepsQuery {
  readonly workflowId: string;
  readonly withOutput: boolean;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  /** The last function id of the page before. */
  readonly after?: number;
}
export interface WorkflowStep {
  readonly functionId: number;
  readonly name: string;
  readonly output?: ReadValue;
  readonly error?: ReadValue;
  readonly childWorkflowId?: string;
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
}
export interface AwaitFirstQuery {
  readonly workflowIds: readonly string[];
  /** Wait for workflows that do not exist yet, too. */
  readonly waitForStart: boolean;
  readonly maxValueBytes: number;
}
export interface FirstOutcome {
  readonly kind: 'completed';
  readonly workflowId: string;
  readonly outcome: WorkflowOutcome;
}

/** The answer to a wait for the end of a workflow. */
export type AwaitAnswer = WorkflowOutcome | Unanswered;
/** The answer to a wait for the first end of several workflows. */
export type AwaitFirstAnswer = FirstOutcome | Unanswered;

/** A workflow, and messages that are sent to it in the transaction that makes it. */
export interface EnqueueAndSendCommand {
  readonly workflow: EnqueueCommand;
  readonly messages: readonly FirstMessage[];
  readonly rejectDifferent: boolean;
}
