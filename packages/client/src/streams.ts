import {
  checkKey,
  checkWorkflowId,
  type contract,
  invalidField,
  MAX_STREAM_OFFSET,
  statusFromWire,
} from '@dbosd/shared';
import type { Connection } from './connection/connection.js';
import { DBOSStreamTimeoutError } from './errors.js';
import { checkFlag, checkWhole, type OptionNames, takeOptions } from './options.js';
import { throughPages } from './pages.js';
import type { SubscriptionPlan } from './session/subscription.js';
import { type AbortOptions, checkPolling, type PollingOptions, streamTimeoutMsOf } from './timeouts.js';
import { decodeWire, READ_OPTIONS, type Whereabouts } from './values.js';

/** Offsets that hold no value and never will, left by a fork, a rewind or a deletion. */
export interface StreamGap {
  /** The first missing offset. */
  readonly from: number;
  /** The first offset after the gap that has a value. */
  readonly to: number;
}

/** Why a stream has ended. */
export interface StreamEnd {
  readonly reason: 'closed' | 'workflowEnded';
  /** How the workflow ended, with `workflowEnded`. */
  readonly status?: string;
  /** Where to continue reading if the workflow is rewound or resumed. */
  readonly nextOffset: number;
}

export interface ReadStreamOptions extends PollingOptions, AbortOptions {
  /** Where to begin. Absent: 0. At most one of `offset`, `fromEnd` and `tail`. */
  offset?: number;
  /** Begin this many values before the current end of the stream. */
  fromEnd?: number;
  /** Begin after the last value that is stored when the first value is requested: only new values. */
  tail?: boolean;
  /** How long to wait for each value before DBOSStreamTimeoutError is thrown. Absent: no limit. */
  timeoutSeconds?: number | undefined;
  /** Called with each gap, before the value after it. */
  onGap?: (gap: StreamGap) => void;
  /** Called with the offset of each value, before the value. */
  onOffset?: (offset: number) => void;
  /** Called with the end, after the last value. */
  onEnd?: (end: StreamEnd) => void;
}

const OPTIONS: OptionNames<ReadStreamOptions> = {
  offset: true,
  fromEnd: true,
  tail: true,
  timeoutSeconds: true,
  onGap: true,
  onOffset: true,
  onEnd: true,
  pollingIntervalMs: true,
  signal: true,
};

/**
 * The stream's values in order, each once, until it is closed or its workflow ends. Leaving the loop unsubscribes; a
 * slow loop buffers about 1 MiB. Throws DBOSStreamTimeoutError, WORKFLOW_NOT_FOUND, and for a value that cannot be
 * decoded UndecodableError or VALUE_TOO_LARGE with its `offset` in the metadata: to continue, read from the next
 * offset.
 */
export async function* readStream(
  connection: Connection,
  workflowID: string,
  key: string,
  given: ReadStreamOptions,
): AsyncGenerator<unknown, void, unknown> {
  const options = takeOptions('options', given, OPTIONS);
  checkPolling(given);
  checkFlag('options.tail', options.tail);
  const timeoutMs = streamTimeoutMsOf(given.timeoutSeconds);
  const plan = readPlan(checkWorkflowId('workflowID', workflowID), checkKey('key', key), positionOf(options));
  const subscription = connection.subscribe(plan, options.signal);
  try {
    for (;;) {
      const response = await nextWithNews(subscription, timeoutMs);
      if (response === 'timed-out') throw new DBOSStreamTimeoutError(workflowID, key, timeoutMs);
      if (response === 'ended') return;
      const { values, nextOffset, gap, end } = response;
      if (gap !== null) options.onGap?.({ from: gap.from, to: gap.to });
      let offset = nextOffset - values.length;
      const where = (): Whereabouts => ({ workflow_id: workflowID, key, offset: String(offset) });
      for (const value of values) {
        options.onOffset?.(offset);
        yield decodeWire(value, where, connection.readers);
        offset += 1;
      }
      if (end === null) continue;
      options.onEnd?.(endOf(end, nextOffset));
      return;
    }
  } finally {
    connection.unsubscribe(subscription);
  }
}

function endOf({ workflowEnded }: contract.StreamEnd__Output, nextOffset: number): StreamEnd {
  if (!workflowEnded) return { reason: 'closed', nextOffset };
  return { reason: 'workflowEnded', status: statusFromWire(workflowEnded.status), nextOffset };
}

// Heartbeats do not restart the timeout of a value.
async function nextWithNews(
  subscription: ReturnType<Connection['subscribe']>,
  timeoutMs: number | undefined,
): Promise<contract.ReadStreamResponse__Output | 'timed-out' | 'ended'> {
  const startedAtMs = performance.now();
  for (;;) {
    const leftMs = timeoutMs === undefined ? undefined : timeoutMs - (performance.now() - startedAtMs);
    const taken = await subscription.take(leftMs);
    if (taken.kind !== 'response') return taken.kind;
    const response = taken.response.readStream;
    if (response && (response.values.length > 0 || response.gap !== null || response.end !== null))
      return response;
  }
}

type Position = Pick<contract.ReadStreamRequest, 'offset' | 'fromEnd' | 'tail'>;

function readPlan(workflowId: string, key: string, start: Position): SubscriptionPlan {
  let position = start;
  return {
    encode: (codec, id, creditBytes) =>
      codec.subscribe(
        id,
        'readStream',
        { workflowId, key, ...position, readOptions: READ_OPTIONS },
        creditBytes,
      ),
    note: ({ readStream: response }) => {
      if (response) position = { offset: response.nextOffset };
    },
  };
}

function positionOf({ offset, fromEnd, tail }: ReadStreamOptions): Position {
  const given = [offset, fromEnd, tail === true ? tail : undefined].filter((one) => one !== undefined);
  if (given.length > 1) throw invalidField('offset', 'is given with fromEnd or tail: give one of them');
  if (tail === true) return { tail: {} };
  if (fromEnd !== undefined) return { fromEnd: checkOffset('fromEnd', fromEnd) };
  return { offset: checkOffset('offset', offset ?? 0) };
}

/** Checks an offset: a whole number from 0 to 2147483647. */
export function checkOffset(field: string, offset: number): number {
  return checkWhole(field, offset, [0, MAX_STREAM_OFFSET]);
}

export interface ReadStreamOffsetOptions extends PollingOptions, AbortOptions {
  /** How long to wait for the value before DBOSStreamTimeoutError is thrown. Absent: no limit. */
  timeoutSeconds?: number;
}

const READ_STREAM_OFFSET_OPTIONS: OptionNames<ReadStreamOffsetOptions> = {
  timeoutSeconds: true,
  pollingIntervalMs: true,
  signal: true,
};

/** The value at an offset or, if the offset is in a gap, the first value after the gap. */
export async function readStreamOffset(
  connection: Connection,
  workflowID: string,
  key: string,
  offset: number,
  options: ReadStreamOffsetOptions,
): Promise<unknown> {
  const { signal } = takeOptions('options', options, READ_STREAM_OFFSET_OPTIONS);
  checkPolling(options);
  const timeoutMs = streamTimeoutMsOf(options.timeoutSeconds);
  const { value, end } = await connection.wait(
    'readStreamOffset',
    {
      workflowId: checkWorkflowId('workflowID', workflowID),
      key: checkKey('key', key),
      offset: checkOffset('offset', offset),
      readOptions: READ_OPTIONS,
    },
    { timeoutMs, signal },
  );
  if (value?.value) {
    const where = { workflow_id: workflowID, key, offset: String(value.offset) };
    return decodeWire(value.value, where, connection.readers);
  }
  throw new DBOSStreamTimeoutError(workflowID, key, end ? undefined : timeoutMs);
}

export interface ListStreamsOptions extends AbortOptions {
  /** How many to request at once, up to 1,000. Absent: 100. */
  pageSize?: number;
}

const LIST_STREAMS_OPTIONS: OptionNames<ListStreamsOptions> = {
  pageSize: true,
  signal: true,
};

/** A stream of a workflow. */
export interface ListedStream {
  readonly key: string;
  /** The offset after its last value. */
  readonly nextOffset: number;
  /** Its last row is a close marker. */
  readonly closed: boolean;
}

/** The streams of a workflow, in the byte order of their keys. */
export function listStreams(
  connection: Connection,
  workflowID: string,
  options: ListStreamsOptions,
): AsyncGenerator<ListedStream, void, unknown> {
  const { pageSize = 0, signal } = takeOptions('options', options, LIST_STREAMS_OPTIONS);
  const workflowId = checkWorkflowId('workflowID', workflowID);
  return throughPages(async (pageToken) => {
    const { streams, nextPageToken } = await connection.call(
      'listStreams',
      { workflowId, pageSize, pageToken },
      { isRepeatable: true, signal },
    );
    const items = streams.map(({ key, nextOffset, closed }) => ({ key, nextOffset, closed }));
    return { items, nextPageToken };
  });
}
