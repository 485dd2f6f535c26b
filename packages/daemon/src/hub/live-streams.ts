import { FRAME_BYTES, type Clock } from '@dbosd/shared';
import { committedValue, type Committed } from '../model/committed.js';
import { isPassing } from '../model/failures.js';
import { asRun, offsetBehind, type StreamPage, type StreamRow } from '../model/streams.js';
import type { BatchedReads } from '../store/batched-reads.js';
import type { Hub, Leave } from './hub.js';
import { unambiguous } from './subjects.js';

/** A reader that has reached the head of its stream and is given the pages that follow. */
export interface LiveReader {
  readonly maxValueBytes: number;
  /**
   * Takes a page that begins at or before `from`. Returns whether it stays live: not when it is full, has ended, or is at
   * another offset.
   */
  take(page: StreamPage, from: number): boolean;
  /** The stream's workflow is gone, the daemon drains, or a page was not read for it: it must read for itself. */
  drop(): void;
}

interface LiveStreamsOptions {
  readonly hub: Hub;
  readonly reads: BatchedReads;
  readonly clock: Clock;
  /** Runs `again` after a pause: a read failed for a transient reason. */
  readonly retry: (again: () => void) => void;
}

/** Rows that one live read takes at most; more come with the next. */
const LIVE_ROWS = 1000;

/** The streams with live readers: one read serves all readers of a stream. */
export class LiveStreams {
  readonly #options: LiveStreamsOptions;
  readonly #streams = new Map<string, LiveStream>();

  constructor(options: LiveStreamsOptions) {
    this.#options = options;
  }

  /**
   * The next offset of a stream's live readers; `undefined`: there are none. A reader at another offset has to read on by
   * itself.
   */
  headOf(workflowId: string, key: string): number | undefined {
    return this.#streams.get(unambiguous(workflowId, key))?.nextOffset;
  }

  /** Joins the live readers of a stream, at `nextOffset`, which must be theirs too. */
  join(workflowId: string, key: string, nextOffset: number, reader: LiveReader): Leave {
    const name = unambiguous(workflowId, key);
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new LiveStream({
        ...this.#options,
        workflowId,
        key,
        nextOffset,
        onEmpty: () => this.#streams.delete(name),
      });
      this.#streams.set(name, stream);
    }
    return stream.join(reader);
  }
}

interface LiveStreamOptions extends LiveStreamsOptions {
  readonly workflowId: string;
  readonly key: string;
  readonly nextOffset: number;
  readonly onEmpty: () => void;
}

/**
 * One stream's live readers.
 *
 * waiting → (a hint that carries the next row) giving it to all readers → waiting
 * waiting → (any other hint) reading → giving the page to all readers → reading again while there is more, or another hint came
 * meanwhile → waiting. It ends with its last reader.
 */
class LiveStream {
  readonly #options: LiveStreamOptions;
  readonly #readers = new Set<LiveReader>();
  readonly #leaveHub: Leave;
  #nextOffset: number;
  #reading = false;
  #again = false;
  /** When the stream was last read, by the monotonic clock: for its live readers, or by one that has joined since. */
  #seenAtMs = -Infinity;
  /** Rows that this daemon has committed, to be handed over at the end of the turn. */
  #committed: StreamRow[] = [];
  #committedBytes = 0;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    this.#nextOffset = options.nextOffset;
    this.#leaveHub = options.hub.onStream(
      options.workflowId,
      options.key,
      () => this.#nextOffset,
      (committed) => {
        this.#wake(committed);
      },
    );
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  join(reader: LiveReader): Leave {
    this.#readers.add(reader);
    // It has just read: what began before that may have been seen by it, and may be gone.
    this.#seenAtMs = this.#options.clock.monotonicMs();
    return () => {
      this.#leave(reader);
    };
  }

  #leave(reader: LiveReader): void {
    if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
    this.#leaveHub();
    this.#options.onEmpty();
  }

  #wake(committed?: Committed): void {
    if (this.#options.hub.draining) {
      this.#dropAll();
      return;
    }
    if (committed !== undefined && this.#takesOver(committed)) return;
    this.#again = true;
    if (!this.#reading) void this.#read();
  }

  /**
   * Whether the readers are given this row without a read: it comes next, it is no close marker, and no one has seen the
   * stream since its statement began. Rows of one turn make one page, cut as a page that is read.
   */
  #takesOver(committed: Committed): boolean {
    if (this.#reading || committed.begunAtMs <= this.#seenAtMs) return false;
    const offset = this.#nextOffset + this.#committed.length;
    const { workflowId, key } = this.#options;
    const value = committedValue(committed, { workflowId, key, offset, maxValueBytes: Infinity });
    if (value === undefined) return false;
    const bytes = Buffer.byteLength(committed.value.data);
    // A larger value travels alone.
    if (this.#committedBytes + bytes > FRAME_BYTES) this.#handOver();
    if (this.#committed.length === 0)
      queueMicrotask(() => {
        this.#handOver();
      });
    this.#committed.push({ offset, value });
    this.#committedBytes += bytes;
    return true;
  }

  #handOver(): void {
    const rows = this.#committed;
    if (rows.length === 0) return;
    this.#committed = [];
    this.#committedBytes = 0;
    // A workflow that writes has not ended. Its end is another hint, and is read.
    this.#handOut({ rows: asRun(rows), more: false, workflowStatus: 'PENDING' }, this.#nextOffset, Infinity);
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      while (this.#again && this.#readers.size > 0) {
        this.#again = false;
        const from = this.#nextOffset;
        const maxValueBytes = Math.max(...[...this.#readers].map((reader) => reader.maxValueBytes));
        const page = await this.#options.reads.streamPage({
          workflowId: this.#options.workflowId,
          key: this.#options.key,
          from,
          limit: LIVE_ROWS,
          maxValueBytes,
        });
        this.#seenAtMs = this.#options.clock.monotonicMs();
        this.#handOut(page, from, maxValueBytes);
      }
    } catch (cause) {
      this.#readFailed(cause);
    } finally {
      this.#reading = false;
    }
  }

  #readFailed(cause: unknown): void {
    if (!isPassing(cause)) {
      // Each then reads for itself, and fails with the same cause.
      this.#dropAll();
      return;
    }
    // The store does not answer. No rows are lost: read again after a pause.
    this.#options.retry(() => {
      this.#wake();
    });
  }

  #handOut(page: StreamPage, from: number, maxValueBytes: number): void {
    if (page.workflowStatus === undefined) {
      this.#dropAll();
      return;
    }
    this.#nextOffset = offsetBehind(page.rows) ?? this.#nextOffset;
    if (page.more) this.#again = true;
    for (const reader of [...this.#readers]) {
      // It joined during a read for readers with a smaller limit: a value that is too large for them may fit it.
      if (reader.maxValueBytes > maxValueBytes) this.#drop(reader);
      else if (!reader.take(page, from)) this.#leave(reader);
    }
  }

  #dropAll(): void {
    for (const reader of [...this.#readers]) this.#drop(reader);
  }

  #drop(reader: LiveReader): void {
    this.#leave(reader);
    reader.drop();
  }
}
