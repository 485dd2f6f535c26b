import type { EventQuery } from '../model/events.js';
import type { StreamPage } from '../model/streams.js';
import type { AwaitFirstQuery, FirstOutcome } from '../model/workflows.js';
import type { Queryable } from './database.js';
import {
  readEventChanges,
  type WatcherChanges,
  type WatcherState,
} from './queries/events/read-event-changes.js';
import { type EventState, readEvents } from './queries/events/read-events.js';
import { readStreamPages, type StreamPageQuery } from './queries/streams/read-stream-pages.js';
import {
  findFirstEnded,
  type FirstFound,
  type OutcomeQuery,
  readOutcomes,
  type WorkflowState,
} from './queries/workflows/read-outcomes.js';

/** Statements of a kind in flight at most, so that no kind takes the whole read pool. */
const IN_FLIGHT = 2;
/** Look-ups by key: a few index rows each. */
const MAX_LOOK_UPS = 5000;
/** Pages may be a quarter of a MiB each. */
const MAX_PAGES = 64;
const MAX_WATCHERS = 200;

/** The state of several workflows together. */
export type FirstState =
  /** None has ended. `missing`: those that do not exist, in the order of the question. */
  { readonly kind: 'active'; readonly missing: readonly string[] } | FirstOutcome;

/** The reads of waiters and stream readers, each kind in batches: ten thousand waiters on one key are one row read. */
export class BatchedReads {
  readonly #firsts: BatchedRead<readonly string[], FirstFound>;
  readonly #events: BatchedRead<EventQuery, EventState>;
  readonly #outcomes: BatchedRead<OutcomeQuery, WorkflowState>;
  readonly #streams: BatchedRead<StreamPageQuery, StreamPage>;
  readonly #streamsAhead: BatchedRead<StreamPageQuery, StreamPage>;
  readonly #changes: BatchedRead<WatcherState & { readonly id: number }, WatcherChanges>;
  #watchers = 0;

  constructor(db: Queryable) {
    // One statement for each, and only some at a time.
    this.#firsts = new BatchedRead({
      run: async ([ids = []]) => [await findFirstEnded(db, ids)],
      keyOf: (ids) => keyOf(...ids),
      maxBatch: 1,
      maxInFlight: IN_FLIGHT,
    });
    this.#events = new BatchedRead({
      run: (queries) => readEvents(db, queries),
      keyOf: (q) => keyOf(q.workflowId, q.key, q.maxValueBytes),
      maxBatch: MAX_LOOK_UPS,
      maxInFlight: IN_FLIGHT,
    });
    this.#outcomes = new BatchedRead({
      run: (queries) => readOutcomes(db, queries),
      keyOf: (q) => keyOf(q.workflowId, q.maxValueBytes),
      maxBatch: MAX_LOOK_UPS,
      maxInFlight: IN_FLIGHT,
    });
    this.#streams = streamPages(db);
    this.#streamsAhead = streamPages(db);
    this.#changes = new BatchedRead({
      run: (watchers) => readEventChanges(db, watchers),
      // Each watcher knows a different state.
      keyOf: (watcher) => String(watcher.id),
      maxBatch: MAX_WATCHERS,
      maxInFlight: IN_FLIGHT,
    });
  }

  event(query: EventQuery): Promise<EventState> {
    return this.#events.read(query);
  }

  outcome(query: OutcomeQuery): Promise<WorkflowState> {
    return this.#outcomes.read(query);
  }

  /** One statement for all ids of a waiter, and one more for the outcome of the workflow that ended first. */
  async first({ workflowIds, maxValueBytes }: AwaitFirstQuery): Promise<FirstState> {
    const { ended: workflowId, missing } = await this.#firsts.read(workflowIds);
    if (workflowId === undefined) return { kind: 'active', missing };
    const outcome = await this.outcome({ workflowId, maxValueBytes });
    if (outcome.kind === 'completed') return { kind: 'completed', workflowId, outcome };
    // It was resumed or deleted between the two reads.
    return { kind: 'active', missing: outcome.kind === 'missing' ? [workflowId] : [] };
  }

  /** Pages that are read ahead do not delay those that a reader waits for. */
  streamPage(query: StreamPageQuery, urgency: 'now' | 'ahead' = 'now'): Promise<StreamPage> {
    return (urgency === 'now' ? this.#streams : this.#streamsAhead).read(query);
  }

  eventChanges(watcher: WatcherState): Promise<WatcherChanges> {
    this.#watchers += 1;
    return this.#changes.read({ ...watcher, id: this.#watchers });
  }
}

function streamPages(db: Queryable): BatchedRead<StreamPageQuery, StreamPage> {
  return new BatchedRead({
    run: (queries) => readStreamPages(db, queries),
    keyOf: (q) => keyOf(q.workflowId, q.key, q.from, q.limit, q.maxValueBytes),
    maxBatch: MAX_PAGES,
    maxInFlight: IN_FLIGHT,
  });
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

interface BatchedReadOptions<Q, R> {
  /**
   * Answers the first queries, at least one, in order. Queries beyond the answers, and those answered `undefined`, go into the
   * next batch.
   */
  readonly run: (queries: readonly Q[]) => Promise<readonly (R | undefined)[]>;
  /** Queries with the same key share one answer. */
  readonly keyOf: (query: Q) => string;
  /** Queries in one statement at most. */
  readonly maxBatch: number;
  /** Statements in flight at most: queries that come meanwhile share the next one. */
  readonly maxInFlight: number;
}

interface Pending<Q, R> {
  readonly query: Q;
  readonly callers: { resolve(answer: R): void; reject(cause: unknown): void }[];
}

/**
 * Many reads in one statement: queries that come in the same turn, or while others are in flight, go together, and equal
 * ones become one. An answer is never older than its question: a query joins only a batch that has not begun.
 *
 * Its queue holds one entry for each caller that waits, so the limits of sessions and unary calls bound it.
 */
export class BatchedRead<Q, R> {
  readonly #options: BatchedReadOptions<Q, R>;
  #pending = new Map<string, Pending<Q, R>>();
  #inFlight = 0;
  #scheduled = false;

  constructor(options: BatchedReadOptions<Q, R>) {
    this.#options = options;
  }

  read(query: Q): Promise<R> {
    return new Promise((resolve, reject) => {
      const key = this.#options.keyOf(query);
      const pending = this.#pending.get(key);
      if (pending) pending.callers.push({ resolve, reject });
      else this.#pending.set(key, { query, callers: [{ resolve, reject }] });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#pending.size === 0 || this.#inFlight >= this.#options.maxInFlight) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#runBatch();
    });
  }

  async #runBatch(): Promise<void> {
    const batch = firstOf(this.#pending, this.#options.maxBatch);
    if (batch.length === 0) return;
    for (const [key] of batch) this.#pending.delete(key);
    this.#inFlight += 1;
    this.#schedule();
    try {
      const answers = await this.#options.run(batch.map(([, { query }]) => query));
      batch.forEach(([key, pending], index) => {
        const answer = answers[index];
        if (answer === undefined) this.#askAgain(key, pending);
        else for (const caller of pending.callers) caller.resolve(answer);
      });
    } catch (cause) {
      for (const [, pending] of batch) for (const caller of pending.callers) caller.reject(cause);
    } finally {
      this.#inFlight -= 1;
      this.#schedule();
    }
  }

  #askAgain(key: string, pending: Pending<Q, R>): void {
    const newer = this.#pending.get(key);
    if (newer) newer.callers.push(...pending.callers);
    else this.#pending.set(key, pending);
  }
}

/** Does not copy the rest of the map, which may be large. */
function firstOf<K, V>(map: ReadonlyMap<K, V>, most: number): [K, V][] {
  const first: [K, V][] = [];
  for (const entry of map) {
    if (first.length === most) break;
    first.push(entry);
  }
  return first;
}
