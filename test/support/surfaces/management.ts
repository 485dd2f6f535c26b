import type { CallRequest } from './wire.js';
import type { Enqueue, OutgoingMessage, QueueFacts } from './surface.js';

/** Which workflows are listed, in the contract's own words, without its pages. */
export type WorkflowFilter = Omit<CallRequest<'listWorkflows'>, 'pageSize' | 'pageToken' | 'readOptions'>;

/** A step that was recorded; its result and its error are decoded. */
export interface Step {
  readonly functionId: number;
  readonly name: string;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly child: string | undefined;
}

export interface ForkRules {
  readonly newId?: string;
  readonly queue?: string;
  readonly version?: string;
}

/** What a surface offers to whoever looks at workflows, and manages them and their queues. */
export interface Management {
  /** Returns the workflow's id. */
  enqueueAndSend(workflow: Enqueue, messages: readonly Omit<OutgoingMessage, 'to'>[]): Promise<string>;
  cancel(workflowIds: readonly string[], rules?: { readonly children?: boolean }): Promise<void>;
  resume(workflowIds: readonly string[], rules?: { readonly queue?: string }): Promise<void>;
  remove(workflowIds: readonly string[], rules?: { readonly children?: boolean }): Promise<void>;
  /** Returns the fork's id. */
  fork(workflowId: string, startStep: number, rules?: ForkRules): Promise<string>;
  rewind(workflowId: string, startStep?: number): Promise<void>;
  setDelay(
    workflowId: string,
    start: { readonly delayMs: number } | { readonly untilMs: number },
  ): Promise<void>;
  setPriority(workflowId: string, priority: number): Promise<void>;
  setAttributes(workflowId: string, attributes: Readonly<Record<string, unknown>> | undefined): Promise<void>;
  /** The ids, through all pages. */
  listWorkflows(filter: WorkflowFilter): Promise<string[]>;
  /** Undefined: there is no such workflow. */
  listSteps(workflowId: string): Promise<Step[] | undefined>;
  /** Waits for workflows that need not exist yet, and returns the id of the one that ended first. */
  awaitFirst(workflowIds: readonly string[]): Promise<string>;
  /** Undefined: there is none. */
  getQueue(name: string): Promise<QueueFacts | undefined>;
  /** Those of these applications and of none; no names: all. */
  listQueues(applicationNames: readonly string[]): Promise<QueueFacts[]>;
  deleteQueue(name: string): Promise<void>;
}
