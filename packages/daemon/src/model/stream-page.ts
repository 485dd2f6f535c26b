import { eachOf, type ValueRun } from './value-run.js';
import type { ReadValue } from './values.js';

/** Rows of a stream and the status of its workflow, all of one snapshot. */
export interface StreamPage {
  readonly rows: StreamRows;
  /** More rows follow in that snapshot. */
  readonly more: boolean;
  /** Absent: there is no such workflow. */
  readonly workflowStatus?: string;
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
