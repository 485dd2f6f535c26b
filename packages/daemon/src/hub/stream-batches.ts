import { isCloseMarker, isTerminal } from '@dbosd/shared';
import { eachRow, isRowRun, type RowRun, type StreamPage } from '../model/stream-page.js';
import type { StreamBatch, StreamEnd } from '../model/streams.js';
import { runFrom } from '../model/value-run.js';
import type { ReadValue } from '../model/values.js';

/** What a page means for a reader at offset `from`: batches to deliver in order, and its offset after them. */
export interface PageMeaning {
  readonly batches: readonly StreamBatch[];
  readonly nextOffset: number;
  /** The stream has ended; the last batch says so. */
  readonly ended: boolean;
}

/**
 * Cuts a page into batches of consecutive values. Writers take the highest offset + 1, so an offset that is missing
 * where a later one is seen in the same snapshot will never come: the batch after it has a `gap`. The first close
 * marker ends the stream, and so does the end of the workflow, once a page of that snapshot holds all there is.
 */
export function readPage(page: StreamPage, from: number, maxValueBytes: number): PageMeaning {
  const { rows } = page;
  if (isRowRun(rows) && rows.values.maxSize <= maxValueBytes) return readRun(page, rows, from);
  const batches: StreamBatch[] = [];
  let values: ReadValue[] = [];
  let gap: StreamBatch['gap'];
  let next = from;
  const flush = (end?: StreamEnd): void => {
    if (values.length === 0 && gap === undefined && end === undefined) return;
    batches.push({ values, nextOffset: next, ...(gap ? { gap } : {}), ...(end ? { end } : {}) });
    values = [];
    gap = undefined;
  };
  for (const { offset, value } of eachRow(rows)) {
    if (offset < from) continue;
    if (offset > next) {
      flush();
      gap = { from: next, to: offset };
      next = offset;
    }
    if (value.kind === 'payload' && isCloseMarker(value)) {
      flush({ kind: 'closed' });
      return { batches, nextOffset: next, ended: true };
    }
    values.push(clip(value, maxValueBytes));
    next = offset + 1;
  }
  const end = endOf(page);
  flush(end);
  return { batches, nextOffset: next, ended: end !== undefined };
}

// The same for a page that is a single batch as it is.
function readRun(page: StreamPage, rows: RowRun, from: number): PageMeaning {
  const after = rows.from + rows.values.length;
  const nextOffset = Math.max(from, after);
  const end = endOf(page);
  if (after <= from && end === undefined) return { batches: [], nextOffset, ended: false };
  const batch: StreamBatch = {
    values: after <= from ? [] : runFrom(rows.values, Math.max(0, from - rows.from)),
    nextOffset,
    ...(rows.from > from ? { gap: { from, to: rows.from } } : {}),
    ...(end ? { end } : {}),
  };
  return { batches: [batch], nextOffset, ended: end !== undefined };
}

function endOf({ more, workflowStatus }: StreamPage): StreamEnd | undefined {
  return !more && workflowStatus !== undefined && isTerminal(workflowStatus)
    ? { kind: 'workflowEnded', status: workflowStatus }
    : undefined;
}

// A page is read for the most generous of its readers.
function clip(value: ReadValue, maxValueBytes: number): ReadValue {
  if (value.kind === 'oversized' || value.data.length * 3 <= maxValueBytes) return value;
  const size = Buffer.byteLength(value.data);
  if (size <= maxValueBytes) return value;
  return {
    kind: 'oversized',
    size,
    ...(value.serialization === undefined ? {} : { serialization: value.serialization }),
  };
}
