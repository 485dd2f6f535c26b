import { EVENTS } from '../views/events.js';
import { STREAMS } from '../views/streams.js';
import { clientCommand, one, several, type Command } from './command.js';
import { count, duration, flag } from './option.js';
import { RAW, WATCH } from './shared-options.js';

const EVENT_GET = clientCommand({
  name: 'event get',
  summary: 'print the value of an event, as JSON',
  arguments: { workflowId: one('the workflow that sets it'), key: one('the event') },
  options: {
    timeout: duration('wait for it so long, also for a workflow that does not exist yet', {
      fallback: 'one look',
    }),
    ...RAW,
  },
  examples: [
    { line: 'dbosd event get order-17 status', about: 'what it is now' },
    {
      line: 'dbosd event get order-17 payment_url --timeout 60s -r',
      about: 'wait for it, and print the bare text',
    },
  ],
  exits: {
    3: 'it is not set, and the workflow has ended, or there is none, or nobody wanted to wait',
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
    { line: 'dbosd event list order-17 -o json', about: 'for a program' },
  ],
  columns: EVENTS.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/event.js')).listEvents,
});

const EVENT_WATCH = clientCommand({
  name: 'event watch',
  summary: 'print the events of a workflow, then each change, until it ends',
  details:
    'Waits for a workflow that does not exist yet. The latest value is never missed; those overwritten in between may be.',
  arguments: { workflowId: one('the workflow'), keys: several('the events that are watched; absent: all') },
  options: {},
  examples: [
    { line: 'dbosd event watch order-17', about: 'all of its events' },
    { line: 'dbosd event watch order-17 status -o jsonl', about: 'one of them, an object a line' },
  ],
  exits: { 0: 'the workflow has ended', 130: 'Ctrl-C' },
  load: async () => (await import('../client/event.js')).watchEvents,
});

const STREAM_READ = clientCommand({
  name: 'stream read',
  summary: 'print the values of a stream, one a line, as JSON',
  details:
    'Reads what is there and ends, or goes on with --follow until the stream is closed or its workflow ends. Gaps, the end and the next offset are said on standard error; -o jsonl prints each value with its offset.',
  arguments: { workflowId: one('the workflow that writes it'), stream: one('its key') },
  options: {
    follow: flag('go on with what comes, until it ends', { short: 'f' }),
    offset: count('n', 'begin at this offset', { fallback: '0' }),
    last: count('n', 'begin at the last n values that are there', { short: 'n' }),
    timeout: duration('with --follow: how long to wait for each value', { fallback: 'without end' }),
    ...RAW,
  },
  examples: [
    { line: 'dbosd stream read order-17 progress', about: 'what is there' },
    { line: 'dbosd stream read job-9 log --follow --last 10 -r', about: 'like tail -f' },
    { line: 'dbosd stream read job-9 log --offset 42 -o jsonl', about: 'go on where another reading ended' },
  ],
  exits: { 3: 'there is no such workflow or stream', 4: 'no value came in time', 130: 'Ctrl-C' },
  load: async () => (await import('../client/stream.js')).readStream,
});

const STREAM_LIST = clientCommand({
  name: 'stream list',
  summary: 'list the streams of a workflow',
  arguments: { workflowId: one('the workflow') },
  options: WATCH,
  examples: [{ line: 'dbosd stream list order-17', about: 'with how far each has come' }],
  columns: STREAMS.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/stream.js')).listStreams,
});

export const EVENT_COMMANDS: readonly Command[] = [EVENT_GET, EVENT_LIST, EVENT_WATCH];
export const STREAM_COMMANDS: readonly Command[] = [STREAM_READ, STREAM_LIST];
