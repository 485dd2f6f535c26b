import { randomUUID } from 'node:crypto';
import {
  checkKey,
  checkTopic,
  checkWorkflowId,
  type contract,
  DEFAULT_PAGE_SIZE,
  invalidField,
  MAX_PAGE_SIZE,
  msToTimestamp,
  type StoredValue,
  timestampToMs,
  type ValueReaders,
} from '@dbosd/shared';
import type { Connection } from './connection/connection.js';
import { checkChoice, checkFlag, checkWhole, type OptionNames, spellNumber, takeOptions } from './options.js';
import { throughPages } from './pages.js';
import type { AbortOptions } from './timeouts.js';
import {
  decodeWire,
  encodeValue,
  READ_OPTIONS,
  storedOf,
  type WorkflowSerializationFormat,
} from './values.js';

/** A message to send. */
export interface MessageToSend {
  /** The workflow that receives it. */
  destinationID: string;
  message: unknown;
  /** Absent: no topic; only a recv without a topic sees it. */
  topic?: string | undefined;
  /** Makes it safe to send the message again, even from another process. Absent: a new key is generated. */
  idempotencyKey?: string | undefined;
  serializationType?: WorkflowSerializationFormat;
}

export interface SendOptions extends AbortOptions {
  serializationType?: WorkflowSerializationFormat;
  /** Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Off: accept it, as DBOS does. */
  requireActive?: boolean;
  /** Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Off: the first one is kept. */
  rejectDifferent?: boolean;
}

const OPTIONS: OptionNames<SendOptions> = {
  serializationType: true,
  requireActive: true,
  rejectDifferent: true,
  signal: true,
};

export async function send(
  connection: Connection,
  given: MessageToSend,
  options: SendOptions,
): Promise<void> {
  const taken = takeOptions('options', options, OPTIONS);
  const { serializationType, requireActive = false, rejectDifferent = false, signal } = taken;
  checkFlag('options.requireActive', requireActive);
  checkFlag('options.rejectDifferent', rejectDifferent);
  const { destinationID, topic, idempotencyKey } = given;
  const message = outgoingMessage({
    destinationID,
    message: given.message,
    topic,
    idempotencyKey,
    serializationType,
  });
  await connection.call(
    'send',
    { message, requireActive, rejectDifferent },
    { isRepeatable: true, order: message.destinationId, signal },
  );
}

const MESSAGE_OPTIONS: OptionNames<MessageToSend> = {
  destinationID: true,
  message: true,
  topic: true,
  idempotencyKey: true,
  serializationType: true,
};

/** A message whose destination and key are always set. */
export type OutgoingMessage = contract.OutgoingMessage & { destinationId: string; idempotencyKey: string };

/** The message in wire form. It always has a key, so that it can be sent again after a break. */
export function outgoingMessage(given: MessageToSend): OutgoingMessage {
  const options = takeOptions('message', given, MESSAGE_OPTIONS);
  const { destinationID, topic, idempotencyKey = randomUUID(), serializationType } = options;
  return {
    destinationId: checkWorkflowId('destinationID', destinationID),
    payload: encodeValue('message', given.message, serializationType),
    topic: topic === undefined ? undefined : checkTopic('topic', topic),
    idempotencyKey: checkKey('idempotencyKey', idempotencyKey),
  };
}

export interface ListMessagesOptions extends AbortOptions {
  /** Only messages that no recv has consumed yet, or only consumed ones. Absent: all. */
  state?: 'waiting' | 'consumed' | undefined;
  /** Only messages of this topic. Absent: all messages, with and without a topic. */
  topic?: string | undefined;
  /** Only messages sent before this time. */
  sentBefore?: Date | undefined;
  /** Only messages sent at this time or later. */
  sentSince?: Date | undefined;
  /** How many to request at once, up to 1,000. Absent: 100. */
  pageSize?: number;
}

const LIST_MESSAGES_OPTIONS: OptionNames<ListMessagesOptions> = {
  state: true,
  topic: true,
  sentBefore: true,
  sentSince: true,
  pageSize: true,
  signal: true,
};

/** A stored message. */
export class ListedMessage {
  readonly messageID: string;
  /** Undefined if the message has no topic. */
  readonly topic: string | undefined;
  readonly sentAt: Date;
  /** A recv has consumed it. */
  readonly consumed: boolean;
  /** The function id of that recv, if DBOS recorded it. */
  readonly consumedByFunctionID: number | undefined;
  readonly #value: contract.Value__Output;
  readonly #readers: ValueReaders;

  constructor(message: contract.Message__Output, readers: ValueReaders) {
    this.#readers = readers;
    this.messageID = message.messageId;
    this.topic = message.topic;
    this.sentAt = new Date(timestampToMs(message.sentAt ?? { seconds: 0, nanos: 0 }));
    this.consumed = message.consumed;
    this.consumedByFunctionID = message.consumedByFunctionId;
    this.#value = message.value ?? {};
  }

  /**
   * The decoded message. Throws UndecodableError or VALUE_TOO_LARGE, so that one such message does not hide the others.
   */
  get message(): unknown {
    return decodeWire(this.#value, { message_id: this.messageID }, this.#readers);
  }

  /** The message as it is stored. Undefined if it is larger than the client accepts. */
  get payload(): StoredValue | undefined {
    return this.#value.payload ? storedOf(this.#value) : undefined;
  }
}

/** Lists the messages of a workflow, waiting and consumed, oldest first, without consuming them. */
export function listMessages(
  connection: Connection,
  workflowID: string,
  given: ListMessagesOptions,
): AsyncGenerator<ListedMessage, void, unknown> {
  const options = takeOptions('options', given, LIST_MESSAGES_OPTIONS);
  checkChoice('options.state', options.state, ['waiting', 'consumed']);
  const request = {
    workflowId: checkWorkflowId('workflowID', workflowID),
    state: STATES[options.state ?? 'all'],
    readOptions: READ_OPTIONS,
    pageSize: checkWhole('pageSize', options.pageSize ?? DEFAULT_PAGE_SIZE, [1, MAX_PAGE_SIZE]),
    topic: options.topic === undefined ? undefined : checkTopic('topic', options.topic),
    sentBefore: options.sentBefore === undefined ? undefined : timeOf('sentBefore', options.sentBefore),
    sentSince: options.sentSince === undefined ? undefined : timeOf('sentSince', options.sentSince),
  };
  return throughPages(async (pageToken) => {
    const { messages, nextPageToken } = await connection.call(
      'listMessages',
      { ...request, pageToken },
      { isRepeatable: true, signal: options.signal },
    );
    return {
      items: messages.map((message) => new ListedMessage(message, connection.readers)),
      nextPageToken,
    };
  });
}

function timeOf(field: string, time: Date): ReturnType<typeof msToTimestamp> {
  const ms = (time as unknown) instanceof Date ? time.getTime() : NaN;
  if (!Number.isNaN(ms)) return msToTimestamp(ms);
  throw invalidField(field, `is ${spellNumber(time)}: give a Date`);
}

const STATES = {
  all: 'MESSAGE_STATE_UNSPECIFIED',
  waiting: 'MESSAGE_STATE_WAITING',
  consumed: 'MESSAGE_STATE_CONSUMED',
} as const;
