import {
  checkKey,
  checkWorkflowId,
  invalidField,
  MAX_KNOWN_KEYS,
  MAX_WATCHED_KEYS,
  type contract,
} from '@dbosd/shared';
import type {
  EventAnswer,
  EventChange,
  EventValue,
  Operations,
  Sink,
  WatchBatch,
} from '../../operations/operations.js';
import { mapEntryPath } from '../codec/message-codec.js';
import { checkPageSize } from '../fields/scalars.js';
import { decodePageToken, encodePageToken, isTextCursor } from '../fields/page-token.js';
import { decodeReadOptions, type ReadFormat, encodeValue } from '../fields/values.js';
import { decodeTimeout } from '../fields/times.js';
import {
  read,
  encodingSink,
  stream,
  wait,
  waitOf,
  type CallContext,
  type MethodEnvironment,
  type MethodTable,
  encodeEnded,
  encodeUnanswered,
} from './method.js';
import type { CancelSignal } from '../../model/waits.js';

const REVISION_BYTES = 16;

/** EventService. */
export function eventMethods({ operations }: MethodEnvironment): MethodTable {
  return {
    getEvent: wait((request: contract.GetEventRequest__Output, context) =>
      getEvent(operations, request, context),
    ),
    listEvents: read((request: contract.ListEventsRequest__Output) => listEvents(operations, request)),
    watchEvents: stream({
      run: (request: contract.WatchEventsRequest__Output, sink: Sink<contract.WatchEventsResponse>, signal) =>
        watchEvents(operations, request, { sink, signal }),
      heartbeat: () => ({ changes: [] }),
    }),
  };
}

async function getEvent(
  operations: Operations,
  request: contract.GetEventRequest__Output,
  context: CallContext,
): Promise<contract.GetEventResponse> {
  const format = decodeReadOptions(request.readOptions);
  const query = {
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    key: checkKey('key', request.key),
    maxValueBytes: format.maxValueBytes,
  };
  const waiting = operations.getEvent(query, waitOf(decodeTimeout(request.timeout), context));
  // Not awaited, so that the request is not kept for as long as it waits.
  return waiting.then((answer) => encodeAnswer(answer, format));
}

function encodeAnswer(answer: EventAnswer, format: ReadFormat): contract.GetEventResponse {
  switch (answer.kind) {
    case 'value':
      return { value: encodeEventValue(answer, format) };
    case 'workflowEnded':
      return { workflowEnded: encodeEnded(answer) };
    case 'timedOut':
    case 'notYet':
      return encodeUnanswered(answer);
  }
}

async function listEvents(
  operations: Operations,
  request: contract.ListEventsRequest__Output,
): Promise<contract.ListEventsResponse> {
  const workflowId = checkWorkflowId('workflow_id', request.workflowId);
  const format = decodeReadOptions(request.readOptions);
  const pageSize = checkPageSize(request.pageSize);
  const binding = { method: 'ListEvents', filters: [workflowId] };
  const after = decodePageToken(binding, request.pageToken, isTextCursor);
  const page = await operations.listEvents({
    workflowId,
    maxValueBytes: format.maxValueBytes,
    pageSize,
    after,
  });
  return {
    events: page.items.map((event) => ({ key: event.key, value: encodeEventValue(event, format) })),
    nextPageToken: encodePageToken(binding, page.next),
  };
}

async function watchEvents(
  operations: Operations,
  request: contract.WatchEventsRequest__Output,
  { sink, signal }: { sink: Sink<contract.WatchEventsResponse>; signal: CancelSignal },
): Promise<void> {
  const format = decodeReadOptions(request.readOptions);
  const query = {
    workflowId: checkWorkflowId('workflow_id', request.workflowId),
    keys: decodeKeys(request.keys),
    known: decodeKnown(request.known),
    maxValueBytes: format.maxValueBytes,
  };
  const sent = { end: false };
  const encode = (batch: WatchBatch): contract.WatchEventsResponse => {
    if (batch.ended !== undefined) sent.end = true;
    return encodeBatch(batch, format);
  };
  const ended = await operations.watchEvents(query, encodingSink(sink, encode), signal);
  // The last response says so, whether it came with the last changes or alone.
  if (!sent.end) sink.offer(encode({ changes: [], ended }));
}

function decodeKeys(keys: readonly string[]): readonly string[] {
  if (keys.length > MAX_WATCHED_KEYS) {
    throw invalidField(
      'keys',
      `names ${String(keys.length)} keys: name ${String(MAX_WATCHED_KEYS)} at most, or none to watch all`,
    );
  }
  return keys.map((key, index) => checkKey(`keys[${String(index)}]`, key));
}

function decodeKnown(known: Readonly<Record<string, Buffer>>): ReadonlyMap<string, Buffer> {
  const entries = Object.entries(known);
  if (entries.length > MAX_KNOWN_KEYS) {
    throw invalidField(
      'known',
      `holds ${String(entries.length)} keys: give ${String(MAX_KNOWN_KEYS)} at most, or leave them out`,
    );
  }
  return new Map(entries.map(([key, revision]) => [checkKey('known', key), decodeRevision(key, revision)]));
}

function decodeRevision(key: string, revision: Buffer): Buffer {
  if (revision.length !== REVISION_BYTES) {
    throw invalidField(
      mapEntryPath('known', key),
      `is ${String(revision.length)} bytes long: pass a revision (${String(REVISION_BYTES)} bytes) unchanged`,
    );
  }
  // A copy: the bytes are a view of the whole request, which a long watch would keep alive.
  return Buffer.from(revision);
}

function encodeBatch(batch: WatchBatch, format: ReadFormat): contract.WatchEventsResponse {
  return {
    changes: batch.changes.map((change) => encodeChange(change, format)),
    workflowEnded: batch.ended === undefined ? undefined : encodeEnded(batch.ended),
  };
}

function encodeChange(change: EventChange, format: ReadFormat): contract.EventChange {
  return change.kind === 'set'
    ? { key: change.key, set: encodeEventValue(change, format) }
    : { key: change.key, unset: {} };
}

function encodeEventValue({ value, revision }: EventValue, format: ReadFormat): contract.EventValue {
  return { value: encodeValue(value, format), revision };
}
