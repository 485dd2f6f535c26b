import { FRAME_BYTES, startTimer } from '@dbosd/shared';
import { draining, workflowNotFound } from '../model/failures.js';
import type { StreamBatch } from '../model/streams.js';
import { bytesOf, offsetBehind, type StreamPage } from '../model/stream-page.js';
import { Bell } from './bell.js';
import type { Hub } from './hub.js';
import type { LiveReader, LiveStreams } from './live-streams.js';
import type { Readings } from './readings.js';
import { readPage } from './stream-batches.js';
import { untilReady } from './until-ready.js';

/** Where a reader's batches go (rpc/ has the transport): takes every batch, and says false when it is full. */
export interface BatchSink {
  offer(batch: StreamBatch): boolean;
  ready(): Promise<void>;
}

export interface StreamReaderOptions {
  readonly hub: Hub;
  readonly readings: Readings;
  readonly live: LiveStreams;
  readonly workflowId: string;
  readonly key: string;
  readonly from: number;
  readonly maxValueBytes: number;
  readonly sink: BatchSink;
  readonly signal: AbortSignal;
  /** A reader that takes nothing for this long although data waits is given up. */
  readonly slowReaderMs: number;
}

/** Rows of a page at most; it is cut at 256 KiB too. */
const PAGE_ROWS = 2000;
/** How long a reader that is full keeps the page that was read ahead: who takes longer has it read again. */
const KEEP_AHEAD_MS = 1000;

/**
 * One reader of a stream.
 *
 * lagging: it pulls its own pages, one at a time; while one is delivered the next is read. It goes on when its transport has
 *   room → (a page is the last there is, and the live readers stand where it stands) live
 * live: it is handed the pages that are read for all → (its transport is full, or it stands elsewhere) lagging
 * ended: closed, or its workflow has ended and all is read.
 *
 * A slow reader thus holds a page of its own at most, for a second, and not one whose value is larger than a batch; no other
 * reader waits for it.
 */
export class StreamReader implements LiveReader {
  readonly maxValueBytes: number;
  readonly #options: StreamReaderOptions;
  /** Rung when it is live no more. */
  readonly #bell = new Bell();
  #next: number;
  /** Where the live readers stood when it last found itself behind them. */
  #headSeen: number | undefined;
  #full = false;
  #ended = false;
  /** Hints that come while it lags: what was read last may not be all any more. */
  readonly #hinted = new Bell();
  /** The page behind the one that is being delivered. */
  #ahead: { readonly from: number; readonly page: Promise<StreamPage> } | undefined;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
    this.#next = options.from;
    this.maxValueBytes = options.maxValueBytes;
  }

  /** Resolves when the stream has ended and all of it is offered. */
  async run(): Promise<void> {
    const { workflowId, key, hub, signal } = this.#options;
    const leave = hub.onStream(workflowId, key, () => undefined, this.#hinted.ring);
    try {
      while (!this.#ended) {
        signal.throwIfAborted();
        if (hub.draining) throw draining({ next_offset: String(this.#next) });
        if (this.#full) await this.#untilRoom();
        const page = await this.#nextPage();
        if (page.more) this.#readAhead(page);
        const room = this.#deliver(page);
        if (room && !page.more && !this.#hinted.rung) await this.#goLive();
      }
    } finally {
      leave();
    }
  }

  take(page: StreamPage, from: number): boolean {
    const stays = from <= this.#next && this.#deliver(page);
    if (!stays) this.#bell.ring();
    return stays;
  }

  drop(): void {
    this.#bell.ring();
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
      // Whoever takes it now hears of its failure; later on it is read again.
      () => {
        if (this.#full && this.#ahead === ahead) this.#ahead = undefined;
      },
    );
  }

  #readPage(from: number, urgency?: 'ahead'): Promise<StreamPage> {
    const { workflowId, key, readings } = this.#options;
    this.#hinted.clear();
    const query = { workflowId, key, from, limit: PAGE_ROWS, maxValueBytes: this.maxValueBytes };
    return readings.streamPage(query, urgency);
  }

  /** Says whether it can take more: it has not ended, and its transport is not full. */
  #deliver(page: StreamPage): boolean {
    for (const batch of readPage(page, this.#next, this.maxValueBytes).batches) {
      this.#next = batch.nextOffset;
      this.#ended = batch.end !== undefined;
      this.#full = !this.#options.sink.offer(batch);
      // What is left of the page is read again when there is room.
      if (this.#full) break;
    }
    return !this.#ended && !this.#full;
  }

  /** Live from where it stands, unless the live readers are ahead. Resolves when it is live no more. */
  async #goLive(): Promise<void> {
    const { live, workflowId, key, signal } = this.#options;
    const head = live.headOf(workflowId, key);
    // What they have seen and it has not is there to be read, unless somebody deleted it: one more look tells.
    if (head !== undefined && head > this.#next && head !== this.#headSeen) {
      this.#headSeen = head;
      return;
    }
    this.#bell.clear();
    const leave = live.join(workflowId, key, this.#next, this);
    try {
      await this.#bell.wait(Infinity, signal);
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
