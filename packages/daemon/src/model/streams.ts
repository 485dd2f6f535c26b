import type { ReadValues } from './value-run.js';
import type { ReadValue, WorkflowEnded } from './values.js';
import type { Unanswered } from './waits.js';

export type StreamPosition =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'fromEnd'; readonly count: number }
  | { readonly kind: 'tail' };
export interface StreamQuery {
  readonly workflowId: string;
  readonly key: string;
  readonly position: StreamPosition;
  readonly maxValueBytes: number;
}
export type StreamEnd = { readonly kind: 'closed' } | WorkflowEnded;
/** The values at `nextOffset - values.length` up to `nextOffset - 1`. */
export interface StreamBatch {
  readonly values: ReadValues;
  readonly nextOffset: number;
  /** Offsets before the first value that hold none: `to` is exclusive. */
  readonly gap?: { readonly from: number; readonly to: number };
  readonly end?: StreamEnd;
}
export interface StreamOffsetQuery {
  readonly workflowId: string;
  readonly key: string;
  readonly offset: number;
  readonly maxValueBytes: number;
}
export interface ListStreamsQuery {
  readonly workflowId: string;
  readonly pageSize: number;
  /** The last key of the page before. */
  readonly after?: string;
}
export interface StreamInfo {
  readonly key: string;
  readonly nextOffset: number;
  readonly closed: boolean;
}

/** The answer to a wait for the value at an offset. */
export type StreamOffsetAnswer =
  | { readonly kind: 'value'; readonly value: ReadValue; readonly offset: number }
  | { readonly kind: 'end'; readonly end: StreamEnd }
  | Unanswered;
