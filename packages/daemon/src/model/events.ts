import type { ReadValue, WorkflowEnded } from './values.js';
import type { Unanswered } from './waits.js';

export interface EventQuery {
  readonly workflowId: string;
  readonly key: string;
  readonly maxValueBytes: number;
}
export interface EventValue {
  readonly value: ReadValue;
  /** 16 bytes. */
  readonly revision: Buffer;
}
export interface ListEventsQuery {
  readonly workflowId: string;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  /** The last key of the page before. */
  readonly after?: string | undefined;
}
export interface StoredEvent extends EventValue {
  readonly key: string;
}
export interface WatchQuery {
  readonly workflowId: string;
  /** Empty: all keys. */
  readonly keys: readonly string[];
  /** Key to revision. */
  readonly known: ReadonlyMap<string, Buffer>;
  readonly maxValueBytes: number;
}
export interface WatchBatch {
  /** Empty together with no end: a heartbeat. */
  readonly changes: readonly EventChange[];
  readonly ended?: WorkflowEnded;
}
export type EventChange =
  ({ readonly kind: 'set' } & StoredEvent) | { readonly kind: 'unset'; readonly key: string };

/** The answer to a wait for an event. */
export type EventAnswer = ({ readonly kind: 'value' } & EventValue) | WorkflowEnded | Unanswered;
