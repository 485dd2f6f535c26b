import type { ListedMessage, ListedStream } from '@dbosd/client';
import { jsonOf } from '../output/json.js';
import { timePhrase } from '../output/time-phrase.js';
import type { View } from './view.js';

interface ShownEvent {
  readonly key: string;
  readonly value: unknown;
}

export const EVENTS: View<ShownEvent> = {
  columns: [
    { heading: 'KEY', about: 'the event', cell: ({ key }) => key },
    { heading: 'VALUE', about: 'the latest, as JSON', cell: ({ value }) => jsonOf(value) },
  ],
  record: ({ key, value }) => ({ key, value }),
  key: ({ key }) => key,
  none: 'no events',
};

export const STREAMS: View<ListedStream> = {
  columns: [
    { heading: 'STREAM', about: 'its key', cell: ({ key }) => key },
    {
      heading: 'NEXT',
      about: 'the offset after its last value',
      cell: ({ nextOffset }) => String(nextOffset),
    },
    {
      heading: 'STATE',
      about: 'open or closed',
      cell: ({ closed }) => (closed ? 'closed' : 'open'),
      tone: ({ closed }) => (closed ? 'quiet' : 'busy'),
    },
  ],
  record: ({ key, nextOffset, closed }) => ({ key, nextOffset, closed }),
  key: ({ key }) => key,
  none: 'no streams',
};

/** A message as it is shown: its value is read once, where it can be. */
export interface ShownMessage {
  readonly listed: ListedMessage;
  readonly value: unknown;
  /** Why the value cannot be decoded. */
  readonly unreadable: string | undefined;
}

export const MESSAGES: View<ShownMessage> = {
  columns: [
    { heading: 'MESSAGE', about: 'its id: key::workflow', cell: ({ listed }) => listed.messageID },
    { heading: 'TOPIC', about: 'empty: it has none', cell: ({ listed }) => listed.topic ?? '' },
    {
      heading: 'STATE',
      about: 'waiting, or consumed, and by which step',
      cell: ({ listed: { consumed, consumedByFunctionID: by } }) =>
        consumed ? `consumed${by === undefined ? '' : ` by step ${String(by)}`}` : 'waiting',
      tone: ({ listed }) => (listed.consumed ? 'quiet' : 'busy'),
      isLookedFor: true,
    },
    {
      heading: 'SENT',
      about: 'how long ago',
      cell: ({ listed }, nowMs) => timePhrase(listed.sentAt.getTime(), nowMs),
      isLookedFor: true,
    },
    { heading: 'VALUE', about: 'as JSON', cell: ({ value }) => jsonOf(value) },
  ],
  record: ({ listed, value, unreadable }) => ({
    messageID: listed.messageID,
    topic: listed.topic ?? null,
    consumed: listed.consumed,
    consumedByFunctionID: listed.consumedByFunctionID,
    sentAt: listed.sentAt,
    value,
    unreadable,
  }),
  key: ({ listed }) => listed.messageID,
  none: 'no messages',
};
