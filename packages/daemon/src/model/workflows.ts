import type { StoredValue } from '@dbosd/shared';
import type { ReadValue } from './values.js';

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
