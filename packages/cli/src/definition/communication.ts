import { EVENTS, MESSAGES, STREAMS } from '../views/communication.js';
import { clientCommand, type Command, maybe, one, several } from './command.js';
import { choice, count, duration, flag, moment, RAW, text, WATCH } from './option.js';

const SEND = clientCommand({
  name: 'send',
  summary: 'send a message to a workflow',
  details:
    'Prints the id of the message once it is stored; a stored message survives any crash. Without a message argument, reads standard input.',
  arguments: {
    workflowId: one('the workflow to send to'),
    message: maybe('JSON, or plain text with --text; missing or "-": standard input'),
  },
  options: {
    topic: text('name', 'the topic; a message without one is received only by a recv without a topic', {
      short: 't',
    }),
    key: text('key', 'an idempotency key: messages with the same key are sent once', {
      short: 'k',
    }),
    text: flag('the message is plain text, not JSON'),
    native: flag('store it in the format of DBOS for TypeScript instead of the portable one'),
    requireActive: flag('fail if the workflow has ended'),
    rejectDifferent: flag('fail if the key was used for a different message'),
  },
  examples: [
    { line: `dbosd send order-17 '{"paid":true}' --topic payment`, about: 'JSON as an argument' },
    { line: `echo '{"a":1}' | dbosd send wf-1 --topic t`, about: 'JSON from a pipe' },
    { line: `dbosd send order-17 --text 'call me' --key call-1`, about: 'plain text, and safe to repeat' },
  ],
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/messages.js')).send,
});

const LIST = clientCommand({
  name: 'messages',
  summary: 'list the messages of a workflow, oldest first; consumes none',
  arguments: { workflowId: one('the workflow') },
  options: {
    state: choice(['waiting', 'consumed'], 'only messages that are waiting, or only consumed ones'),
    topic: text('name', 'only messages with this topic', { short: 't' }),
    since: moment('only messages sent since then: 2h, or a time in ISO 8601'),
    until: moment('only messages sent before then'),
    limit: count('count', 'the maximum number; 0: all', { fallback: '100' }),
    ...WATCH,
  },
  examples: [
    { line: 'dbosd messages order-17 --state waiting', about: 'what it has not received yet' },
    { line: `dbosd messages order-17 -o jsonl | jq .value`, about: 'only the values' },
    { line: 'dbosd messages order-17 --since 15m --watch', about: 'updated as they come and go' },
  ],
  columns: MESSAGES.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/messages.js')).messages,
});

export const MESSAGE_COMMANDS: readonly Command[] = [SEND, LIST];

const EVENT_GET = clientCommand({
  name: 'event get',
  summary: 'print the value of an event, as JSON',
  arguments: { workflowId: one('the workflow that sets it'), key: one('the event') },
  options: {
    timeout: duration('wait this long for it, even if the workflow does not exist yet', {
      fallback: 'no wait',
    }),
    ...RAW,
  },
  examples: [
    { line: 'dbosd event get order-17 status', about: 'its current value' },
    {
      line: 'dbosd event get order-17 payment_url --timeout 60s -r',
      about: 'wait for it, and print it without quotes',
    },
  ],
  exits: {
    3: 'it is not set, and the workflow has ended, does not exist, or no --timeout was given',
    4: 'it was not set in time',
  },
  load: async () => (await import('../client/event.js')).getEvent,
});

const EVENT_LIST = clientCommand({
  name: 'event list',
  summary: 'list the events of a workflow, each with its latest value',
  arguments: { workflowId: one('the workflow') },
  options: WATCH,
  examples: [
    { line: 'dbosd event list order-17', about: 'all of them' },
    { line: 'dbosd event list order-17 -o json', about: 'for programs' },
  ],
  columns: EVENTS.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/event.js')).listEvents,
});

const EVENT_WATCH = clientCommand({
  name: 'event watch',
  summary: 'print the events of a workflow, then every change until it ends',
  details:
    'Waits for the workflow if it does not exist yet. The latest value is never missed; values that are overwritten quickly may be.',
  arguments: { workflowId: one('the workflow'), keys: several('the events to watch; default: all') },
  options: {},
  examples: [
    { line: 'dbosd event watch order-17', about: 'all of its events' },
    { line: 'dbosd event watch order-17 status -o jsonl', about: 'one of them, one object per line' },
  ],
  exits: { 0: 'the workflow has ended', 130: 'Ctrl-C' },
  load: async () => (await import('../client/event.js')).watchEvents,
});

const STREAM_READ = clientCommand({
  name: 'stream read',
  summary: 'print the values of a stream as JSON, one per line',
  details:
    'Prints the values written so far. With --follow, continues until the stream is closed or its workflow ends. Gaps, the end of the stream and the next offset are reported on standard error; -o jsonl prints each value with its offset.',
  arguments: { workflowId: one('the workflow that writes it'), stream: one('the key of the stream') },
  options: {
    follow: flag('wait for more values until the stream ends', { short: 'f' }),
    offset: count('n', 'start at this offset', { fallback: '0' }),
    last: count('n', 'start with the last n values', { short: 'n' }),
    timeout: duration('with --follow: how long to wait for each value', { fallback: 'no limit' }),
    ...RAW,
  },
  examples: [
    { line: 'dbosd stream read order-17 progress', about: 'the values so far' },
    { line: 'dbosd stream read job-9 log --follow --last 10 -r', about: 'like tail -f' },
    { line: 'dbosd stream read job-9 log --offset 42 -o jsonl', about: 'resume at an offset' },
  ],
  exits: { 3: 'there is no such workflow or stream', 4: 'no value came in time', 130: 'Ctrl-C' },
  load: async () => (await import('../client/stream.js')).readStream,
});

const STREAM_LIST = clientCommand({
  name: 'stream list',
  summary: 'list the streams of a workflow',
  arguments: { workflowId: one('the workflow') },
  options: WATCH,
  examples: [{ line: 'dbosd stream list order-17', about: 'with the length of each' }],
  columns: STREAMS.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/stream.js')).listStreams,
});

export const EVENT_COMMANDS: readonly Command[] = [EVENT_GET, EVENT_LIST, EVENT_WATCH];
export const STREAM_COMMANDS: readonly Command[] = [STREAM_READ, STREAM_LIST];
