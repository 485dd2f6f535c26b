import { FRAME_BYTES, isCloseMarker, isTerminal, startTimer } from '@dbosd/shared';
import { draining, workflowNotFound } from '../model/failures.js';
import {
  bytesOf,
  eachRow,
  isRowRun,
  offsetBehind,
  type RowRun,
  type StreamBatch,
  type StreamEnd,
  type StreamPage,
} from '../model/streams.js';
import { type ReadValue, runFrom } from '../model/values.js';
import type { BatchedReads } from '../store/batched-reads.js';
import type { Hub } from './hub.js';
import type { LiveReader, LiveStreams } from './live-streams.js';
import { untilReady, Wakeup } from './wakeup.js';
import type { CancelSignal } from '../model/waits.js';

/** Where a reader's batches go (rpc/ has the transport). */
export interface BatchSink {
  /** Takes every batch. Returns false when it is full after this one. */
  offer(batch: StreamBatch): boolean;
  ready(): Promise<void>;
}

interface StreamReaderOptions {
  readonly hub: Hub;
  readonly reads: BatchedReads;
  readonly live: LiveStreams;
  readonly workflowId: string;
  readonly key: string;
  readonly from: number;
  readonly maxValueBytes: number;
  readonly sink: BatchSink;
  readonly signal: CancelSignal;
  /** A reader that takes nothing for this long although data waits is given up. */
  readonly slowReaderMs: number;
}

/** Rows of a page at most; it is cut at 256 KiB too. */
const PAGE_ROWS = 2000;
/** How long a full reader keeps the page that was read ahead; after that the page is read again. */
const KEEP_AHEAD_MS = 1000;

/**
 * One reader of a stream.
 *
 * lagging: it reads its own pages, one at a time; while one is delivered the next is read. It goes on when its transport has
 *   room → (the page was the last, and the live readers are at the same offset) live
 * live: it is given the pages that are read for all → (its transport is full, or it is at another offset) lagging
 * ended: the stream is closed, or its workflow has ended and all is read.
 *
 * A slow reader thus holds at most one page, for a second, and not one whose value is larger than a batch; no other reader
 * waits for it.
 */
export class StreamReader implements LiveReader {
  readonly maxValueBytes: number;
  readonly #options: StreamReaderOptions;
  /** Woken when it is no longer live. */
  readonly #lagging = new Wakeup();
  #next: number;
  /** The offset of the live readers when it last found itself behind them. */
  #headSeen: number | undefined;
  #full = false;
  #ended = false;
  /** Hints that come while it lags: there may be more than was read last. */
  readonly #hinted = new Wakeup();
  /** The page after the one that is being delivered. */
  #ahead: { readonly from: number; readonly page: Promise<StreamPage> } | undefined;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
    this.#next = options.from;
    this.maxValueBytes = options.maxValueBytes;
  }

  /** Resolves when the stream has ended and all of it is offered. */
  async run(): Promise<void> {
    const { workflowId, key, hub, signal } = this.#options;
    const leave = hub.onStream(workflowId, key, () => undefined, this.#hinted.wake);
    try {
      while (!this.#ended) {
        signal.throwIfAborted();
        if (hub.draining) throw draining({ next_offset: String(this.#next) });
        if (this.#full) await this.#untilRoom();
        const page = await this.#nextPage();
        if (page.more) this.#readAhead(page);
        const room = this.#deliver(page);
        if (room && !page.more && !this.#hinted.pending) await this.#goLive();
      }
    } finally {
      leave();
    }
  }

  take(page: StreamPage, from: number): boolean {
    const stays = from <= this.#next && this.#deliver(page);
    if (!stays) this.#lagging.wake();
    return stays;
  }

  drop(): void {
    this.#lagging.wake();
  }

  async #nextPage(): Promise<StreamPage> {
    const { workflowId, signal } = this.#options;
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const page = await (ahead?.from === this.#next ? ahead.page : this.#readPage(this.#next));
    signal.throwIfAborted();
    if (page.workflowStatus === undefined) throw workflowNotFound(workflowId);
    return page;
  }

  #readAhead({ rows }: StreamPage): void {
    const from = offsetBehind(rows) ?? this.#next;
    const ahead = { from, page: this.#readPage(from, 'ahead') };
    this.#ahead = ahead;
    ahead.page.then(
      (page) => {
        const isOfUse = from === this.#next && bytesOf(page.rows) <= FRAME_BYTES;
        if (this.#full && !isOfUse && this.#ahead === ahead) this.#ahead = undefined;
      },
      // A `#nextPage` that awaits it now fails with it; later on the page is read again.
      () => {
        if (this.#full && this.#ahead === ahead) this.#ahead = undefined;
      },
    );
  }

  #readPage(from: number, urgency?: 'ahead'): Promise<StreamPage> {
    const { workflowId, key, reads } = this.#options;
    this.#hinted.clear();
    const query = { workflowId, key, from, limit: PAGE_ROWS, maxValueBytes: this.maxValueBytes };
    return reads.streamPage(query, urgency);
  }

  /** Returns whether it can take more: it has not ended, and its transport is not full. */
  #deliver(page: StreamPage): boolean {
    for (const batch of readPage(page, this.#next, this.maxValueBytes).batches) {
      this.#next = batch.nextOffset;
      this.#ended = batch.end !== undefined;
      this.#full = !this.#options.sink.offer(batch);
      // The rest of the page is read again when there is room.
      if (this.#full) break;
    }
    return !this.#ended && !this.#full;
  }

  /** Joins the live readers, unless they are ahead. Resolves when it is no longer live. */
  async #goLive(): Promise<void> {
    const { live, workflowId, key, signal } = this.#options;
    const head = live.headOf(workflowId, key);
    // What they have seen and it has not can be read, unless it was deleted: one more read shows which.
    if (head !== undefined && head > this.#next && head !== this.#headSeen) {
      this.#headSeen = head;
      return;
    }
    this.#lagging.clear();
    const leave = live.join(workflowId, key, this.#next, this);
    try {
      await this.#lagging.wait(Infinity, signal);
    } finally {
      leave();
    }
  }

  async #untilRoom(): Promise<void> {
    const cancelTimer = startTimer(KEEP_AHEAD_MS, () => {
      this.#ahead = undefined;
    });
    try {
      await untilReady({ ...this.#options, resume: { next_offset: String(this.#next) } });
    } finally {
      cancelTimer();
    }
    this.#full = false;
  }
}

/** What a page means for a reader at offset `from`: batches to deliver in order, and its offset after them. */
interface PageMeaning {
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
  const { kind: _kind, data: _data, ...format } = value;
  return { kind: 'oversized', size, ...format };
}
