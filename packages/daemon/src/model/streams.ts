import { eachOf, type ReadValue, type ReadValues, type ValueRun, type WorkflowEnded } from './values.js';
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
  readonly gap?: { readonly from: number; readonly to: number } | undefined;
  readonly end?: StreamEnd | undefined;
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
  readonly after?: string | undefined;
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

/** Rows of a stream and the status of its workflow, all of one snapshot. */
export interface StreamPage {
  readonly rows: StreamRows;
  /** More rows follow in that snapshot. */
  readonly more: boolean;
  /** Absent: there is no such workflow. */
  readonly workflowStatus?: string | undefined;
}

export interface StreamRow {
  readonly offset: number;
  readonly value: ReadValue;
}

/** Rows at consecutive offsets, none of which is a close marker. */
export interface RowRun {
  readonly from: number;
  readonly values: ValueRun;
}

export type StreamRows = readonly StreamRow[] | RowRun;

export function isRowRun(rows: StreamRows): rows is RowRun {
  return 'from' in rows;
}

/** The rows one by one. */
export function eachRow(rows: StreamRows): readonly StreamRow[] {
  if (!isRowRun(rows)) return rows;
  return eachOf(rows.values).map((value, at) => ({ offset: rows.from + at, value }));
}

/** Consecutive rows that come whole as one run, where they have one format: all readers then share what is sent. */
export function asRun(rows: readonly StreamRow[]): StreamRows {
  const [first] = rows;
  if (first === undefined) return rows;
  const texts: Buffer[] = [];
  for (const { value } of rows) {
    if (value.kind === 'oversized' || value.serialization !== first.value.serialization) return rows;
    texts.push(Buffer.from(value.data));
  }
  const { serialization } = first.value;
  const sizes = Uint32Array.from(texts, ({ length }) => length);
  const values = { length: rows.length, bytes: Buffer.concat(texts), sizes, maxSize: Math.max(...sizes) };
  return { from: first.offset, values: serialization === undefined ? values : { ...values, serialization } };
}

/** The offset after the last row; `undefined`: there is none. */
export function offsetBehind(rows: StreamRows): number | undefined {
  if (isRowRun(rows)) return rows.from + rows.values.length;
  const last = rows.at(-1);
  return last && last.offset + 1;
}

/** Bytes of all values that come whole. */
export function bytesOf(rows: StreamRows): number {
  if (isRowRun(rows)) return rows.values.bytes.length;
  return rows.reduce(
    (sum, { value }) => sum + (value.kind === 'payload' ? Buffer.byteLength(value.data) : 0),
    0,
  );
}
