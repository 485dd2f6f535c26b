import { checkKey, checkWorkflowId, type contract } from '@dbosd/shared';
import { eachOf, isRun } from '../../model/value-run.js';
import type {
  Operations,
  Sink,
  StreamBatch,
  StreamEnd,
  StreamOffsetAnswer,
  StreamPosition,
} from '../../operations/operations.js';
import { encodeRun } from '../codec/encode-run.js';
import { ENCODED_FIELDS } from '../codec/message-codec.js';
import { checkOffset, checkPageSize } from '../fields/numbers.js';
import { decodePageToken, encodePageToken, isTextCursor } from '../fields/page-token.js';
import { decodeReadOptions, type ReadFormat } from '../fields/read-options.js';
import { decodeTimeout } from '../fields/times.js';
import { encodeValue } from '../fields/value.js';
import {
  read,
  encodingSink,
  stream,
  wait,
  waitOf,
  type CallContext,
  type MethodEnvironment,
  type MethodTable,
} from './method.js';
import { encodeEnded, encodeUnanswered } from './outcomes.js';

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
  { sink, signal }: { sink: Sink<contract.ReadStreamResponse>; signal: AbortSignal },
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
    ...(batch.gap === undefined ? {} : { gap: batch.gap }),
    ...(batch.end === undefined ? {} : { end: encodeEnd(batch.end) }),
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
    ...(after === undefined ? {} : { after }),
  });
  return {
    streams: page.items.map(({ key, nextOffset, closed }) => ({ key, nextOffset, closed })),
    nextPageToken: encodePageToken(binding, page.next),
  };
}
