import type { LiveStreams } from '../hub/live-streams.js';
import { committedValue } from '../model/committed.js';
import { readPage, StreamReader } from '../hub/stream-reader.js';
import { workflowNotFound } from '../model/failures.js';
import type {
  StreamPage,
  ListStreamsQuery,
  StreamBatch,
  StreamInfo,
  StreamOffsetAnswer,
  StreamOffsetQuery,
  StreamPosition,
  StreamQuery,
} from '../model/streams.js';
import { eachOf, type Page } from '../model/values.js';
import { listStreams as readList, readStreamHead } from '../store/queries/streams/stream-heads.js';
import type { Store } from '../store/store.js';
import type { CancelSignal, Sink, Unanswered, Wait } from '../model/waits.js';
import { waitUntil, type WaitOptions } from './wait-until.js';

export interface StreamOptions extends WaitOptions {
  readonly store: Store;
  readonly live: LiveStreams;
  readonly slowReaderMs: number;
}

/**
 * Reads a stream from a position until it ends. Where the position depends on what is stored, an empty batch says at
 * once where the read begins: a reader whose connection breaks before the first value can resume there.
 */
export async function readStream(
  deps: StreamOptions,
  query: StreamQuery,
  sink: Sink<StreamBatch>,
  signal: CancelSignal,
): Promise<void> {
  const from = await offsetOf(deps.store, query, query.position);
  if (query.position.kind !== 'offset') sink.offer({ values: [], nextOffset: from });
  const reader = new StreamReader({
    hub: deps.hub,
    reads: deps.reads,
    live: deps.live,
    workflowId: query.workflowId,
    key: query.key,
    from,
    maxValueBytes: query.maxValueBytes,
    sink,
    signal,
    slowReaderMs: deps.slowReaderMs,
  });
  await reader.run();
}

async function offsetOf(store: Store, query: StreamQuery, position: StreamPosition): Promise<number> {
  if (position.kind === 'offset') return position.offset;
  const count = position.kind === 'tail' ? 0 : position.count;
  const head = await readStreamHead(store.read, query.workflowId, query.key, count);
  if (head === undefined) throw workflowNotFound(query.workflowId);
  return head.fromEnd;
}

type Found = Exclude<StreamOffsetAnswer, Unanswered>;

/** Waits for the first value at or after an offset. Fails with WORKFLOW_NOT_FOUND. */
export function readStreamOffset(
  deps: WaitOptions,
  query: StreamOffsetQuery,
  wait: Wait,
): Promise<StreamOffsetAnswer> {
  const { workflowId, key, offset, maxValueBytes } = query;
  return waitUntil<StreamPage, Found>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => deps.hub.onStream(workflowId, key, () => offset, wake),
    read: () => deps.reads.streamPage({ workflowId, key, from: offset, limit: 1, maxValueBytes }),
    take: (committed) => {
      const value = committedValue(committed, query);
      return value && { kind: 'value', value, offset };
    },
    decide: (page) => {
      if (page.workflowStatus === undefined) throw workflowNotFound(workflowId);
      return firstOf(page, query);
    },
  });
}

function firstOf(page: StreamPage, query: StreamOffsetQuery): Found | undefined {
  const [batch] = readPage(page, query.offset, query.maxValueBytes).batches;
  const value = batch && eachOf(batch.values)[0];
  if (batch && value) return { kind: 'value', value, offset: batch.nextOffset - batch.values.length };
  return batch?.end && { kind: 'end', end: batch.end };
}

/** A page of a workflow's streams. Fails with WORKFLOW_NOT_FOUND. */
export async function listStreams(
  { store }: Pick<StreamOptions, 'store'>,
  query: ListStreamsQuery,
): Promise<Page<StreamInfo, string>> {
  const page = await readList(store.read, query);
  if (page === undefined) throw workflowNotFound(query.workflowId);
  return page;
}
