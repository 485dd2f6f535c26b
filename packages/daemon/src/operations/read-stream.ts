import { workflowNotFound } from '../model/failures.js';
import type { StreamBatch, StreamPosition, StreamQuery } from '../model/streams.js';
import type { LiveStreams } from '../hub/live-streams.js';
import { StreamReader } from '../hub/stream-reader.js';
import { readStreamHead } from '../store/queries/streams/read-stream-head.js';
import type { Store } from '../store/store.js';
import type { WaitDeps } from './get-event.js';
import type { Sink } from './operations.js';

export interface StreamDeps extends WaitDeps {
  readonly store: Store;
  readonly live: LiveStreams;
  readonly slowReaderMs: number;
}

/**
 * Reads a stream from a position until it ends. Where the position depends on what is stored, an empty batch says at
 * once where the read begins: a reader whose connection breaks before the first value can resume there.
 */
export async function readStream(
  deps: StreamDeps,
  query: StreamQuery,
  sink: Sink<StreamBatch>,
  signal: AbortSignal,
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
