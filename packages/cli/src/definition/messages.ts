import { MESSAGES } from '../views/messages.js';
import { clientCommand, maybe, one, type Command } from './command.js';
import { choice, count, flag, moment, text } from './option.js';
import { WATCH } from './shared-options.js';

const SEND = clientCommand({
  name: 'send',
  summary: 'send a message to a workflow',
  details:
    'Prints its id when it is stored: what is acknowledged is received, whatever crashes next. Without a message it reads standard input.',
  arguments: {
    workflowId: one('the workflow that shall receive it'),
    message: maybe('JSON, or any text with --text; absent or "-": standard input'),
  },
  options: {
    topic: text('name', 'the topic that its recv names; absent: only a recv without a topic takes it', {
      short: 't',
    }),
    key: text('key', 'an idempotency key: under one key a message is sent once, whoever repeats it', {
      short: 'k',
    }),
    text: flag('the message is a text as it stands, and no JSON'),
    native: flag('write it as DBOS for TypeScript does, and not for every language'),
    requireActive: flag('refuse a workflow that has ended'),
    rejectDifferent: flag('refuse another message under a key that was used'),
  },
  examples: [
    { line: `dbosd send order-17 '{"paid":true}' --topic payment`, about: 'JSON as an argument' },
    { line: `echo '{"a":1}' | dbosd send wf-1 --topic t`, about: 'JSON from a pipe' },
    { line: `dbosd send order-17 --text 'call me' --key call-1`, about: 'a text, and safe to repeat' },
  ],
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/send.js')).send,
});

const LIST = clientCommand({
  name: 'messages',
  summary: 'list the messages of a workflow, oldest first; consumes none',
  arguments: { workflowId: one('the workflow that they were sent to') },
  options: {
    state: choice(['waiting', 'consumed'], 'only those that no recv has taken yet, or that one has'),
    topic: text('name', 'only those of this topic', { short: 't' }),
    since: moment('only those sent since: 2h, or a time in ISO 8601'),
    until: moment('only those sent before'),
    limit: count('count', 'how many at most; 0: all', { fallback: '100' }),
    ...WATCH,
  },
  examples: [
    { line: 'dbosd messages order-17 --state waiting', about: 'what it has not taken yet' },
    { line: `dbosd messages order-17 -o jsonl | jq .value`, about: 'the values alone' },
    { line: 'dbosd messages order-17 --since 15m --watch', about: 'as they come and go' },
  ],
  columns: MESSAGES.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/messages.js')).messages,
});

export const MESSAGE_COMMANDS: readonly Command[] = [SEND, LIST];
