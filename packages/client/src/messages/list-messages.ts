import {
  checkTopic,
  checkWorkflowId,
  DEFAULT_PAGE_SIZE,
  invalidField,
  MAX_PAGE_SIZE,
  msToTimestamp,
  timestampToMs,
  type contract,
  type ValueReaders,
  type StoredValue,
} from '@dbosd/shared';
import { throughPages } from '../pages.js';
import type { AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { decodeWire, READ_OPTIONS, storedOf } from '../values.js';
import { checkChoice, checkWhole, spellNumber, takeOptions, type OptionNames } from '../options.js';

export interface ListMessagesOptions extends AbortOptions {
  /** Only messages that no recv has consumed yet, or only consumed ones. Absent: all. */
  state?: 'waiting' | 'consumed';
  /** Only messages of this topic. Absent: all messages, with and without a topic. */
  topic?: string;
  /** Only messages sent before this time. */
  sentBefore?: Date;
  /** Only messages sent at this time or later. */
  sentSince?: Date;
  /** How many to request at once, up to 1,000. Absent: 100. */
  pageSize?: number;
}

const OPTIONS: OptionNames<ListMessagesOptions> = {
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
  const options = takeOptions('options', given, OPTIONS);
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
