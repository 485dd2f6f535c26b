import { MESSAGES } from '../views/messages.js';
import { clientCommand, maybe, one, type Command } from './command.js';
import { choice, count, flag, moment, text } from './option.js';
import { WATCH } from './shared-options.js';

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
  load: async () => (await import('../client/send.js')).send,
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
