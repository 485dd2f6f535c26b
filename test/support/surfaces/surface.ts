import type { StoredValue } from '@dbosd/shared';

export interface OutgoingMessage {
  readonly to: string;
  readonly message: unknown;
  readonly topic?: string;
  readonly idempotencyKey?: string;
}

export interface SendRules {
  readonly requireActive?: boolean;
  readonly rejectDifferent?: boolean;
  readonly allOrNothing?: boolean;
}

/** What became of one message of a batch. */
export type Outcome =
  | { readonly messageId: string; readonly duplicate: boolean; readonly differs: boolean }
  | { readonly refused: string };

export interface ListedMessage {
  readonly messageId: string;
  readonly topic: string | undefined;
  readonly message: unknown;
  readonly sentAtMs: number;
  readonly consumed: boolean;
  readonly consumedBy: number | undefined;
}

export interface ListRules {
  readonly state?: 'waiting' | 'consumed';
  readonly topic?: string;
  readonly sentBeforeMs?: number;
  readonly sentSinceMs?: number;
  readonly pageSize?: number;
}

export type Change =
  { readonly set: string; readonly value: unknown } | { readonly unset: string } | { readonly ended: string };

/** Where a read of a stream begins. */
export type Position = { readonly offset?: number; readonly fromEnd?: number; readonly tail?: true };

/** What a reader meets: a value, or a gap before the next. */
export type StreamItem = { readonly value: unknown } | { readonly gap: readonly [from: number, to: number] };

export interface ListedStream {
  readonly key: string;
  readonly nextOffset: number;
  readonly closed: boolean;
}

export interface Enqueue {
  readonly queue: string;
  readonly workflow: string;
  readonly id?: string;
  readonly reuse?: 'reject' | 'return-existing';
  readonly args?: readonly unknown[];
  readonly named?: Readonly<Record<string, unknown>>;
  readonly className?: string;
  readonly configName?: string;
  readonly applicationName?: string;
  readonly version?: string;
  readonly deduplicationId?: string;
  readonly deduplication?: 'reject' | 'return-existing';
  readonly priority?: number;
  readonly partitionKey?: string;
  readonly delayMs?: number;
  readonly timeoutMs?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly user?: string;
  readonly roles?: readonly string[];
}

export interface WorkflowFacts {
  readonly id: string;
  readonly status: string;
  readonly name: string;
  readonly queue: string | undefined;
  readonly args: readonly unknown[] | undefined;
  readonly output: unknown;
  readonly priority: number;
}

/** How a wait for a workflow ended. */
export type Result = { readonly output: unknown } | { readonly failed: string } | 'timed out';

export interface QueueLimits {
  readonly concurrency?: number;
  readonly workerConcurrency?: number;
  readonly rate?: { readonly limit: number; readonly periodMs: number };
  readonly pollingIntervalMs?: number;
}

/** The settings of a queue that is registered. */
export interface QueueFacts extends QueueLimits {
  readonly name: string;
  readonly applicationName?: string;
}

/**
 * What every surface of the daemon offers, in words that all of them share: values are decoded, a wait is asked again
 * until its own timeout is over, and failures are DbosdErrors.
 */
export interface Surface {
  readonly name: string;
  send(message: OutgoingMessage, rules?: SendRules): Promise<void>;
  sendBatch(messages: readonly OutgoingMessage[], rules?: SendRules): Promise<Outcome[]>;
  /** All of them, through the pages. */
  listMessages(workflowId: string, rules?: ListRules): Promise<ListedMessage[]>;
  /** The value; undefined: the time is over, or the workflow has ended without it. */
  getEvent(workflowId: string, key: string, timeoutMs: number, signal?: AbortSignal): Promise<unknown>;
  listEvents(workflowId: string): Promise<Record<string, unknown>>;
  watchEvents(workflowId: string, keys?: readonly string[]): AsyncGenerator<Change, void, unknown>;
  readStream(workflowId: string, key: string, position?: Position): AsyncGenerator<StreamItem, void, unknown>;
  /** The value; 'timed out', or 'ended' before that offset. */
  readStreamOffset(
    workflowId: string,
    key: string,
    offset: number,
    timeoutMs: number,
  ): Promise<{ readonly value: unknown } | 'timed out' | 'ended'>;
  listStreams(workflowId: string, pageSize?: number): Promise<ListedStream[]>;
  /** Returns the id. */
  enqueue(workflow: Enqueue): Promise<string>;
  /** Undefined: there is none. */
  getWorkflow(workflowId: string): Promise<WorkflowFacts | undefined>;
  /** Waits for a workflow that need not exist yet. */
  awaitWorkflow(workflowId: string, timeoutMs: number): Promise<Result>;
  registerQueue(
    name: string,
    limits: QueueLimits,
    rules?: { readonly neverUpdate?: boolean; readonly applicationName?: string },
  ): Promise<QueueFacts>;
  setConcurrency(queue: string, concurrency: number | undefined): Promise<void>;
  close(): Promise<void>;
}

export type { StoredValue };
