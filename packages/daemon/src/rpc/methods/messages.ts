import {
  checkKey,
  checkTopic,
  checkWorkflowId,
  DbosdError,
  invalidField,
  MAX_BATCH_MESSAGES,
  msToTimestamp,
  statusToWire,
  toStatus,
  type contract,
} from '@dbosd/shared';
import type {
  FirstMessage,
  ListMessagesQuery,
  MessageCursor,
  OutgoingMessage,
  Refused,
  Sent,
  StoredMessage,
} from '../../operations/operations.js';
import { checkEnum, checkPageSize } from '../fields/scalars.js';
import {
  decodePageToken,
  encodePageToken,
  isCursorOf,
  isMark,
  isTextCursor,
  isTimeCursor,
  type TokenBinding,
} from '../fields/page-token.js';
import { decodePayload, decodeReadOptions, type ReadFormat, encodeValue } from '../fields/values.js';
import { decodeTime } from '../fields/times.js';
import { read, queuedCall, type MethodEnvironment, type MethodTable } from './method.js';

/** MessageService. */
export function messageMethods(environment: MethodEnvironment): MethodTable {
  const { operations, maxPayloadBytes } = environment;
  return {
    send: queuedCall(async (request: contract.SendRequest__Output) => {
      const message = decodeMessage('message', request.message, maxPayloadBytes);
      return encodeSent(await operations.send(message, request));
    }),
    sendBatch: queuedCall((request: contract.SendBatchRequest__Output) => sendBatch(request, environment)),
    listMessages: read((request: contract.ListMessagesRequest__Output) => listMessages(request, environment)),
  };
}

async function sendBatch(
  request: contract.SendBatchRequest__Output,
  { operations, maxPayloadBytes, failures }: MethodEnvironment,
): Promise<contract.SendBatchResponse> {
  const { messages, allOrNothing } = request;
  if (messages.length === 0 || messages.length > MAX_BATCH_MESSAGES) {
    throw invalidField(
      'messages',
      `holds ${String(messages.length)} messages: give 1 to ${String(MAX_BATCH_MESSAGES)}`,
    );
  }
  const valid: OutgoingMessage[] = [];
  const refused = new Map<number, Refused>();
  for (const [index, message] of messages.entries()) {
    try {
      valid.push(decodeMessage(`messages[${String(index)}]`, message, maxPayloadBytes));
    } catch (error) {
      if (allOrNothing || !(error instanceof DbosdError)) throw error;
      refused.set(index, { kind: 'refused', error });
    }
  }
  const outcomes = valid.length === 0 ? [] : await operations.sendBatch(valid, request);
  const next = outcomes.values();
  return {
    outcomes: messages.map((_message, index) => {
      const outcome = refused.get(index) ?? next.next().value;
      if (outcome === undefined)
        throw new Error('the operation left a message of the batch without an outcome');
      return outcome.kind === 'sent'
        ? { sent: encodeSent(outcome) }
        : { error: toStatus(failures.of(outcome.error, 'sendBatch')) };
    }),
  };
}

/** The messages of an EnqueueAndSend. */
export function decodeFirstMessages(
  messages: readonly contract.FirstMessage__Output[],
  { maxPayloadBytes, keysNeeded }: { readonly maxPayloadBytes: number; readonly keysNeeded: boolean },
): FirstMessage[] {
  if (messages.length === 0 || messages.length > MAX_BATCH_MESSAGES) {
    throw invalidField(
      'messages',
      `holds ${String(messages.length)} messages: give 1 to ${String(MAX_BATCH_MESSAGES)}`,
    );
  }
  return messages.map((message, index) => {
    const field = `messages[${String(index)}]`;
    if (keysNeeded && message.idempotencyKey === undefined) {
      throw invalidField(
        `${field}.idempotency_key`,
        'is missing: a request_id needs it, a repeat must find the same messages',
      );
    }
    return decodeBody(field, message, maxPayloadBytes);
  });
}

function decodeMessage(
  field: string,
  message: contract.OutgoingMessage__Output | null,
  maxPayloadBytes: number,
): OutgoingMessage {
  if (message === null) throw invalidField(field, 'is missing: give the message to send');
  return {
    destinationId: checkWorkflowId(`${field}.destination_id`, message.destinationId),
    ...decodeBody(field, message, maxPayloadBytes),
  };
}

function decodeBody(
  field: string,
  message: contract.FirstMessage__Output | contract.OutgoingMessage__Output,
  maxPayloadBytes: number,
): FirstMessage {
  const { topic, idempotencyKey } = message;
  return {
    payload: decodePayload(`${field}.payload`, message.payload, maxPayloadBytes),
    topic: topic === undefined ? undefined : checkTopic(`${field}.topic`, topic),
    idempotencyKey:
      idempotencyKey === undefined ? undefined : checkKey(`${field}.idempotency_key`, idempotencyKey),
  };
}

export function encodeSent({
  messageId,
  duplicate,
  differs,
  destinationStatus,
}: Sent): contract.SendResponse {
  return { messageId, duplicate, differs, destinationStatus: statusToWire(destinationStatus) };
}

async function listMessages(
  request: contract.ListMessagesRequest__Output,
  { operations }: MethodEnvironment,
): Promise<contract.ListMessagesResponse> {
  const { query, format, binding } = decodeList(request);
  const page = await operations.listMessages(query);
  return {
    messages: page.items.map((message) => encodeMessage(message, format)),
    nextPageToken: encodePageToken(binding, page.next),
  };
}

function decodeList(request: contract.ListMessagesRequest__Output): {
  query: ListMessagesQuery;
  format: ReadFormat;
  binding: TokenBinding;
} {
  const workflowId = checkWorkflowId('workflow_id', request.workflowId);
  const consumed = decodeState(request.state);
  const topic = request.topic === undefined ? undefined : checkTopic('topic', request.topic);
  const sentBeforeMs = decodeTime('sent_before', request.sentBefore);
  const sentSinceMs = decodeTime('sent_since', request.sentSince);
  const format = decodeReadOptions(request.readOptions);
  const pageSize = checkPageSize(request.pageSize);
  const binding = {
    method: 'ListMessages',
    filters: [workflowId, consumed, topic, sentBeforeMs, sentSinceMs],
  };
  const after = decodePageToken(binding, request.pageToken, isCursor);
  const query = {
    workflowId,
    maxValueBytes: format.maxValueBytes,
    pageSize,
    consumed,
    topic,
    sentBeforeMs,
    sentSinceMs,
    after,
  };
  return { query, format, binding };
}

function decodeState(state: contract.MessageState__Output): boolean | undefined {
  switch (checkEnum('state', state)) {
    case 'MESSAGE_STATE_UNSPECIFIED':
      return undefined;
    case 'MESSAGE_STATE_WAITING':
      return false;
    case 'MESSAGE_STATE_CONSUMED':
      return true;
  }
}

const isCursor = isCursorOf<MessageCursor>({
  sentAtMs: isTimeCursor,
  messageId: isTextCursor,
  byTime: isMark,
});

function encodeMessage(message: StoredMessage, format: ReadFormat): contract.Message {
  const { messageId, topic, value, sentAtMs, consumed, consumedByFunctionId } = message;
  return {
    messageId,
    value: encodeValue(value, format),
    sentAt: msToTimestamp(sentAtMs),
    consumed,
    topic,
    consumedByFunctionId,
  };
}
