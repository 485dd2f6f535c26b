import type { StoredValue, WorkflowStatusName } from '@dbosd/shared';
import type { FirstMessage } from './messages.js';
import type { ReadValue } from './values.js';
import type { Unanswered } from './waits.js';

export interface EnqueueCommand {
  readonly queueName: string;
  readonly workflowName: string;
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
  /** Made by rpc/ when the caller gave none. */
  readonly workflowId: string;
  readonly rejectIdInUse: boolean;
  /** Becomes `creator_xid`: a repeat that finds its own token is the first call. */
  readonly requestId?: string | undefined;
  readonly input: Required<StoredValue>;
  readonly applicationName?: string | undefined;
  readonly applicationVersion?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly returnDeduplicated: boolean;
  readonly priority: number;
  readonly queuePartitionKey?: string | undefined;
  readonly delayMs: number;
  readonly timeoutMs?: number | undefined;
  /** A JSON object as text. */
  readonly attributesJson?: string;
  readonly authenticatedUser?: string | undefined;
  readonly authenticatedRoles: readonly string[];
}
export interface Enqueued {
  readonly workflowId: string;
  readonly existing: boolean;
  readonly applicationName?: string | undefined;
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
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
  readonly queueName?: string | undefined;
  readonly authenticatedUser?: string | undefined;
  readonly assumedRole?: string | undefined;
  readonly authenticatedRoles: readonly string[];
  readonly input?: ReadValue | undefined;
  readonly output?: ReadValue | undefined;
  readonly error?: ReadValue | undefined;
  readonly executorId?: string | undefined;
  readonly applicationVersion?: string | undefined;
  readonly applicationName?: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly timeoutMs?: number | undefined;
  readonly deadlineMs?: number | undefined;
  readonly deduplicationId?: string | undefined;
  readonly priority: number;
  readonly queuePartitionKey?: string | undefined;
  readonly dequeuedAtMs?: number | undefined;
  readonly delayUntilMs?: number | undefined;
  readonly completedAtMs?: number | undefined;
  readonly forkedFrom?: string | undefined;
  readonly wasForkedFrom: boolean;
  readonly parentWorkflowId?: string | undefined;
  readonly attributesJson?: string | undefined;
  readonly scheduleName?: string | undefined;
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
  readonly output?: ReadValue | undefined;
  readonly error?: ReadValue | undefined;
}

/** Which workflows are listed: those that every filter takes. Absent: it takes all. No list is empty. */
export interface WorkflowFilter {
  readonly workflowIds?: readonly string[] | undefined;
  readonly workflowIdPrefixes?: readonly string[] | undefined;
  readonly workflowNames?: readonly string[] | undefined;
  readonly statuses?: readonly WorkflowStatusName[] | undefined;
  /** "Since" is at that time or later, "before" is not at that time any more. */
  readonly createdSinceMs?: number | undefined;
  readonly createdBeforeMs?: number | undefined;
  readonly completedSinceMs?: number | undefined;
  readonly completedBeforeMs?: number | undefined;
  readonly dequeuedSinceMs?: number | undefined;
  readonly dequeuedBeforeMs?: number | undefined;
  readonly authenticatedUsers?: readonly string[] | undefined;
  readonly applicationVersions?: readonly string[] | undefined;
  readonly executorIds?: readonly string[] | undefined;
  readonly queueNames?: readonly string[] | undefined;
  /** On a queue and not ended. */
  readonly queuesOnly: boolean;
  readonly forkedFrom?: readonly string[] | undefined;
  readonly wasForkedFrom?: boolean | undefined;
  readonly isFork?: boolean | undefined;
  readonly parentWorkflowIds?: readonly string[] | undefined;
  readonly hasParent?: boolean | undefined;
  /** A JSON object as text, with at least one member. */
  readonly attributesJson?: string | undefined;
  readonly scheduleNames?: readonly string[] | undefined;
  /** Takes those that no application owns, too. */
  readonly applicationNames?: readonly string[] | undefined;
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
  readonly after?: WorkflowCursor | undefined;
}
export interface ListStepsQuery {
  readonly workflowId: string;
  readonly withOutput: boolean;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  /** The last function id of the page before. */
  readonly after?: number | undefined;
}
export interface WorkflowStep {
  readonly functionId: number;
  readonly name: string;
  readonly output?: ReadValue | undefined;
  readonly error?: ReadValue | undefined;
  readonly childWorkflowId?: string | undefined;
  readonly startedAtMs?: number | undefined;
  readonly completedAtMs?: number | undefined;
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
