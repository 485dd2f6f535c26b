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
