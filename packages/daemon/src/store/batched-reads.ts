import type { EventQuery } from '../model/events.js';
import type { StreamPage } from '../model/stream-page.js';
import { BatchedRead } from './batched-read.js';
import type { Queryable } from './database.js';
import {
  readEventChanges,
  type WatcherChanges,
  type WatcherState,
} from './queries/events/read-event-changes.js';
import { readEvents, type EventState } from './queries/events/read-events.js';
import { readStreamPages, type StreamPageQuery } from './queries/streams/read-stream-pages.js';
import type { AwaitFirstQuery, FirstOutcome } from '../model/workflows.js';
import { findFirstEnded, type FirstFound } from './queries/workflows/find-first-ended.js';
import { readOutcomes, type OutcomeQuery, type WorkflowState } from './queries/workflows/read-outcomes.js';

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
