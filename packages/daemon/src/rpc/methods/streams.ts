import { checkKey, checkWorkflowId, type contract } from '@dbosd/shared';
import { eachOf, isRun, type ValueRun } from '../../model/values.js';
import type {
  Operations,
  Sink,
  StreamBatch,
  StreamEnd,
  StreamOffsetAnswer,
  StreamPosition,
} from '../../operations/operations.js';
import { ENCODED_FIELDS } from '../codec/message-codec.js';
import { decodePageToken, encodePageToken, isTextCursor } from '../fields/page-token.js';
import { checkOffset, checkPageSize } from '../fields/scalars.js';
import { decodeTimeout } from '../fields/times.js';
import { decodeReadOptions, encodeValue, type ReadFormat } from '../fields/values.js';
import {
  type CallContext,
  encodeEnded,
  encodeUnanswered,
  encodingSink,
  type MethodEnvironment,
  type MethodTable,
  read,
  stream,
  wait,
  waitOf,
} from './method.js';
import type { CancelSignal } from '../../model/waits.js';

/** StreamService. */
export function streamMethods({ operations }: MethodEnvironment): MethodTable {
  return {
    readStream: stream({
      run: (request: contract.ReadStreamRequest__Output, sink: Sink<contract.ReadStreamResponse>, signal) =>
        readStream(operations, request, { sink, signal }),
      heartbeat: streamHeartbeat,
    }),
    readStreamOffset: wait((request: contract.ReadStreamOffsetRequest__Output, context) =>
      readStreamOffset(operations, request, context),
    ),
    listStreams: read((request: contract.ListStreamsRequest__Output) => listStreams(operations, request)),
  };
}

async function readStream(
  operations: Operations,
  request: contract.ReadStreamRequest__Output,
  { sink, signal }: { sink: Sink<contract.ReadStreamResponse>; signal: CancelSignal },
): Promise<void> {
  const format = decodeReadOptions(request.readOptions);
  const query = {
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    key: checkKey('key', request.key),
    position: decodePosition(request),
    maxValueBytes: format.maxValueBytes,
  };
  const encode = (batch: StreamBatch): contract.ReadStreamResponse => encodeBatch(batch, format);
  await operations.readStream(query, encodingSink(sink, encode), signal);
}

function decodePosition(request: contract.ReadStreamRequest__Output): StreamPosition {
  if (request.position === undefined) return { kind: 'offset', offset: 0 };
  switch (request.position) {
    case 'offset':
      return { kind: 'offset', offset: checkOffset('offset', request.offset ?? 0) };
    case 'fromEnd':
      return { kind: 'fromEnd', count: checkOffset('from_end', request.fromEnd ?? 0) };
    case 'tail':
      return { kind: 'tail' };
  }
}

// Where to resume is known from the last response, or from the request; "the end" is not known before the first read.
function streamHeartbeat(
  request: contract.ReadStreamRequest__Output,
  last: contract.ReadStreamResponse | undefined,
): contract.ReadStreamResponse | undefined {
  if (last !== undefined) return { nextOffset: last.nextOffset ?? 0 };
  const position = decodePosition(request);
  return position.kind === 'offset' ? { nextOffset: position.offset } : undefined;
}

function encodeBatch({ values, ...batch }: StreamBatch, format: ReadFormat): contract.ReadStreamResponse {
  return {
    ...(isRun(values) && !format.portable
      ? { [ENCODED_FIELDS]: encodeRun(values) }
      : { values: eachOf(values).map((value) => encodeValue(value, format)) }),
    nextOffset: batch.nextOffset,
    gap: batch.gap,
    end: batch.end === undefined ? undefined : encodeEnd(batch.end),
  };
}

function encodeEnd(end: StreamEnd): contract.StreamEnd {
  return end.kind === 'closed' ? { closed: {} } : { workflowEnded: encodeEnded(end) };
}

async function readStreamOffset(
  operations: Operations,
  request: contract.ReadStreamOffsetRequest__Output,
  context: CallContext,
): Promise<contract.ReadStreamOffsetResponse> {
  const format = decodeReadOptions(request.readOptions);
  const query = {
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    key: checkKey('key', request.key),
    offset: checkOffset('offset', request.offset),
    maxValueBytes: format.maxValueBytes,
  };
  const waiting = operations.readStreamOffset(query, waitOf(decodeTimeout(request.timeout), context));
  // Not awaited, so that the request is not kept for as long as it waits.
  return waiting.then((answer) => encodeAnswer(answer, format));
}

function encodeAnswer(answer: StreamOffsetAnswer, format: ReadFormat): contract.ReadStreamOffsetResponse {
  switch (answer.kind) {
    case 'value':
      return { value: { value: encodeValue(answer.value, format), offset: answer.offset } };
    case 'end':
      return { end: encodeEnd(answer.end) };
    case 'timedOut':
    case 'notYet':
      return encodeUnanswered(answer);
  }
}

async function listStreams(
  operations: Operations,
  request: contract.ListStreamsRequest__Output,
): Promise<contract.ListStreamsResponse> {
  const workflowId = checkWorkflowId('workflow_id', request.workflowId);
  const pageSize = checkPageSize(request.pageSize);
  const binding = { method: 'ListStreams', filters: [workflowId] };
  const after = decodePageToken(binding, request.pageToken, isTextCursor);
  const page = await operations.listStreams({
    workflowId,
    pageSize,
    after,
  });
  return {
    streams: page.items.map(({ key, nextOffset, closed }) => ({ key, nextOffset, closed })),
    nextPageToken: encodePageToken(binding, page.next),
  };
}

// Each is a Value whose field 1 is a Payload, whose fields are `data` (1) and `serialization` (2): all length-delimited.
const FIELD_1 = (1 << 3) | 2;
const FIELD_2 = (2 << 3) | 2;
/** What the tags and lengths of `values`, `payload` and `data` take at most. */
const OVERHEAD_BYTES = 3 * (1 + 5);

// All readers of a page that is handed to many get the same bytes.
const encodedRuns = new WeakMap<ValueRun, Buffer>();

/** The values as the field `repeated Value values = 1`. Their texts go out as they came: no one reads them. */
export function encodeRun(run: ValueRun): Buffer {
  const known = encodedRuns.get(run);
  if (known !== undefined) return known;
  const encoded = encode(run);
  encodedRuns.set(run, encoded);
  return encoded;
}

function encode({ bytes, sizes, serialization }: ValueRun): Buffer {
  const tail = encodeSerialization(serialization);
  const out = Buffer.allocUnsafe(bytes.length + sizes.length * (OVERHEAD_BYTES + tail.length));
  let [at, from] = [0, 0];
  for (const size of sizes) {
    const payloadBytes = 1 + varintBytes(size) + size + tail.length;
    at = writeHead(out, at, 1 + varintBytes(payloadBytes) + payloadBytes);
    at = writeHead(out, at, payloadBytes);
    at = writeHead(out, at, size);
    bytes.copy(out, at, from, from + size);
    from += size;
    at += size;
    // Too short for a copy to be worth its call.
    for (let n = 0; n < tail.length; n += 1) out[at + n] = tail[n] ?? 0;
    at += tail.length;
  }
  return out.subarray(0, at);
}

function encodeSerialization(serialization: string | undefined): Buffer {
  if (serialization === undefined) return Buffer.alloc(0);
  const text = Buffer.from(serialization);
  const head = Buffer.alloc(OVERHEAD_BYTES);
  const headBytes = writeVarint(head, writeVarint(head, 0, FIELD_2), text.length);
  return Buffer.concat([head.subarray(0, headBytes), text]);
}

function writeHead(out: Buffer, at: number, length: number): number {
  out[at] = FIELD_1;
  return writeVarint(out, at + 1, length);
}

function writeVarint(out: Buffer, begin: number, value: number): number {
  let at = begin;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) {
    out[at] = (rest & 0x7f) | 0x80;
    at += 1;
  }
  out[at] = rest;
  return at + 1;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}
