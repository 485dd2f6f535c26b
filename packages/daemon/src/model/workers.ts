import type { DbosdError, StoredValue } from '@dbosd/shared';

/** What a worker is, as it says when it connects. Names, lists and limits are valid. */
export interface WorkerHello {
  readonly applicationName: string;
  readonly applicationVersion: string;
  /** As it is in rows: with its `dbosd:`. */
  readonly executorId: string;
  /** The process: a second one under the same executor id has another. */
  readonly instance: string;
  readonly workflows: readonly RegisteredWorkflow[];
  readonly offer: WorkerOffer;
  readonly running: readonly RunningWorkflow[];
  readonly claimUnclaimed: boolean;
  /** Which of the process's streams it is: newer ones have higher numbers. */
  readonly streamNumber: number;
}
export interface RegisteredWorkflow {
  readonly workflowName: string;
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
  readonly maxRecoveryAttempts: number;
}
export interface WorkerOffer {
  /** Workflows of queues at once. Absent: as many as the queues allow. */
  readonly slots?: number | undefined;
  /** Empty: every queue of its application and of none. */
  readonly queueNames: readonly string[];
}
export interface RunningWorkflow {
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly queueName?: string | undefined;
  readonly queuePartitionKey?: string | undefined;
  /** The last function id of the checkpoints that the worker has. Absent: it has all. */
  readonly checkpointsUntil?: number | undefined;
}

export interface Assignment {
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly workflowName: string;
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
  readonly input?: StoredValue | undefined;
  /** Without a step recorded between, from 1. */
  readonly attempt: number;
  readonly queueName?: string | undefined;
  readonly queuePartitionKey?: string | undefined;
  readonly deadlineInMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  readonly authenticatedUser?: string | undefined;
  readonly assumedRole?: string | undefined;
  readonly authenticatedRoles: readonly string[];
  readonly parentWorkflowId?: string | undefined;
  readonly checkpoints: CheckpointPage;
}
export interface CheckpointPage {
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly checkpoints: readonly Checkpoint[];
  readonly last: boolean;
}
export interface Checkpoint {
  readonly functionId: number;
  readonly functionName: string;
  readonly output?: StoredValue | undefined;
  readonly error?: StoredValue | undefined;
  readonly childWorkflowId?: string | undefined;
  readonly startedAtMs?: number | undefined;
  readonly completedAtMs?: number | undefined;
  /** Of `DBOS.sleep`: what was left of it when the page was read, at least 0. */
  readonly remainingMs?: number | undefined;
}
export interface WorkflowStop {
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly cause: DbosdError;
}

/** Where a worker's pushes go: the stream that it holds open. Never blocks; what is offered is written in order. */
export interface WorkerSink {
  assign(assignment: Assignment): void;
  checkpoints(page: CheckpointPage): void;
  stop(stop: WorkflowStop): void;
  /** Asks the worker to move to another daemon; it stays while there is none. */
  sendAway(): void;
  /** Ends the stream for an error. */
  end(cause: DbosdError): void;
  /** Frames of the worker are read. While they are not, its silence says nothing. */
  readonly hears: boolean;
  /** The stream takes no more for now: offer no assignment. */
  readonly full: boolean;
  /** Resolves when it takes more again, or is over. */
  room(): Promise<void>;
}

/** A connected worker, as dispatch holds it. */
export interface ConnectedWorker {
  /** What of `hello.running` is not the worker's any more. */
  readonly stops: readonly WorkflowStop[];
  /** A frame came from it. */
  beat(): void;
  offer(offer: WorkerOffer): void;
  /** The worker has (or has not) taken an assignment. */
  answer(workflowId: string, ownerToken: string, refused: boolean): void;
  /** It runs a workflow, as the store has just confirmed: one that it started itself, or began on another stream. */
  runs(running: RunningWorkflow): void;
  /** How long ago it was seen, in ms, that it runs a workflow. Rejects with why it does not. */
  confirm(workflowId: string, ownerToken: string): Promise<number>;
  /** A workflow of it has ended, as it said. */
  ended(workflowId: string, ownerToken: string): void;
  /** An operation has found that it does not run a workflow any more. */
  lost(stop: WorkflowStop): void;
  /** It has stopped a run, as it was told. */
  stopped(workflowId: string, ownerToken: string): void;
  /** It ends: resolves when all that it held is handed over. */
  goodbye(): Promise<void>;
  /** Its stream is over, without a goodbye. */
  gone(): void;
}

/** Which workers there are, and which workflow each runs (docs/protocol.md, 7). */
export interface WorkerDispatch {
  /** Rejects with EXECUTOR_ID_IN_USE while another instance under its executor id lives. */
  connect(hello: WorkerHello, sink: WorkerSink): Promise<ConnectedWorker>;
}

/**
 * In rows, executors of dbosd carry this prefix, so that no recovery of a DBOS application matches them. It is shown to no
 * caller: ids cross the wire without it.
 */
const PREFIX = 'dbosd:';

/** How a worker's executor id is stored. */
export function toStoredExecutorId(executorId: string): string {
  return `${PREFIX}${executorId}`;
}

/** The id that callers know: a worker's own, and that of a DBOS application as it is stored. */
export function fromStoredExecutorId(stored: string): string {
  return stored.startsWith(PREFIX) ? stored.slice(PREFIX.length) : stored;
}

/** The stored ids that a filter by these ids takes: those of workers, and of DBOS applications. */
export function storedExecutorIds(executorIds: readonly string[]): string[] {
  return executorIds.flatMap((executorId) => [executorId, toStoredExecutorId(executorId)]);
}
