/** What all commands that change something have: a token that makes a repeat safe (operations/write-once.ts). */
interface Repeatable {
  readonly requestId?: string | undefined;
}
export interface CancelCommand extends Repeatable {
  readonly workflowIds: readonly string[];
  /** What they started, too, and what that started. */
  readonly cancelChildren: boolean;
}
export interface ResumeCommand extends Repeatable {
  readonly workflowIds: readonly string[];
  /** Absent: DBOS's own queue. */
  readonly queueName?: string | undefined;
}
export interface DeleteCommand extends Repeatable {
  readonly workflowIds: readonly string[];
  readonly deleteChildren: boolean;
}
export interface ForkCommand {
  readonly workflowId: string;
  readonly startStep: number;
  /** Made by rpc/ when the caller gave none. */
  readonly newWorkflowId: string;
  /** Becomes `creator_xid`: a repeat that finds its own token is the first call. */
  readonly requestId?: string | undefined;
  /** Absent: the first workflow's. */
  readonly applicationVersion?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** Absent: DBOS's own queue. */
  readonly queueName?: string | undefined;
  readonly queuePartitionKey?: string | undefined;
  /** Ids of children, and those that take their place. */
  readonly replacementChildren: readonly (readonly [string, string])[];
  /** Owns the fork of a workflow that no one owns. */
  readonly applicationName?: string | undefined;
}
export interface RewindCommand extends Repeatable {
  readonly workflowId: string;
  readonly startStep: number;
  /** Absent: the one that it has. */
  readonly applicationVersion?: string | undefined;
  /** Absent: DBOS's own queue. */
  readonly queueName?: string | undefined;
  readonly queuePartitionKey?: string | undefined;
}
export interface SetDelayCommand extends Repeatable {
  readonly workflowId: string;
  /** From now, or since the epoch. */
  readonly start: { readonly delayMs: number } | { readonly atMs: number };
}
export interface SetPriorityCommand extends Repeatable {
  readonly workflowId: string;
  readonly priority: number;
}
export interface SetAttributesCommand extends Repeatable {
  readonly workflowId: string;
  /** A JSON object as text. Absent: none. */
  readonly attributesJson?: string;
}
export interface DeleteQueueCommand extends Repeatable {
  readonly name: string;
}
