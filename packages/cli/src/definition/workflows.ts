import type { WorkflowStatusString } from '@dbosd/client';
import { STEPS, WORKFLOWS } from '../views/workflows.js';
import { clientCommand, one, several, type Command } from './command.js';
import {
  choice,
  choicesOf,
  count,
  duration,
  flag,
  moment,
  pairs,
  text,
  texts,
  RAW,
  WATCH,
} from './option.js';

/** The statuses of @dbosd/shared, repeated so that help does not load it; the compiler compares them. */
const WORKFLOW_STATUSES = [
  'PENDING',
  'ENQUEUED',
  'DELAYED',
  'SUCCESS',
  'ERROR',
  'CANCELLED',
  'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
] as const satisfies readonly WorkflowStatusString[];

const POLICIES = ['return-existing', 'reject'] as const;

const ENQUEUE = clientCommand({
  name: 'workflow enqueue',
  summary: 'enqueue a workflow by its name, and print its id',
  arguments: {
    name: one('the name that its application registered it under'),
    arguments: several('each is JSON, or plain text with --text; "-": from standard input'),
  },
  options: {
    queue: text('name', 'the queue; required', { short: 'q' }),
    id: text('id', 'its id', { fallback: 'a new UUID' }),
    named: text('json', 'named arguments, for Python: a JSON object'),
    text: flag('the arguments are plain text, not JSON'),
    app: text('name', 'the application to run it', { fallback: 'the owner of the queue' }),
    version: text('version', 'of that application', { fallback: 'the latest' }),
    class: text('name', 'the class of the workflow'),
    configName: text('name', 'the instance of that class'),
    onExisting: choice(POLICIES, 'what to do if the id is in use', { fallback: 'return-existing' }),
    deduplicationId: text('id', 'unique among the unfinished workflows of a queue'),
    onDuplicate: choice(POLICIES, 'what to do if another workflow has it', { fallback: 'reject' }),
    priority: count('n', 'lower goes first', { fallback: '0' }),
    partitionKey: text('key', 'the partition of the queue'),
    delay: duration('wait this long before it can run'),
    timeout: duration('cancel it if it runs longer than this after it is dequeued'),
    attribute: pairs('key=value', 'an attribute; can be repeated'),
    user: text('name', 'the authenticated user'),
    role: texts('name', 'a role of that user; can be repeated'),
    native: flag('store the arguments in the format of DBOS for TypeScript instead of the portable one'),
    wait: flag('wait until it ends, and print its result'),
    ...RAW,
  },
  examples: [
    { line: `dbosd workflow enqueue checkout '"cart-3"' 2 --queue orders`, about: 'a text and a number' },
    {
      line: 'dbosd workflow enqueue greet Ada --text --queue mail --id greet-ada',
      about: 'plain text, with an id',
    },
    {
      line: `dbosd workflow enqueue send_mail --named '{"to":"a@b.c"}' --queue mail --wait`,
      about: 'named arguments; prints the result',
    },
  ],
  load: async () => (await import('../client/enqueue.js')).enqueueWorkflow,
});

const GET = clientCommand({
  name: 'workflow get',
  summary: 'print the details of a workflow',
  arguments: { workflowId: one('the workflow') },
  options: WATCH,
  examples: [
    { line: 'dbosd workflow get order-17', about: 'one field per line' },
    { line: 'dbosd workflow get order-17 -o json | jq .output', about: 'only its result' },
    { line: 'dbosd workflow get order-17 --watch', about: 'updated until it ends' },
  ],
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/workflow.js')).getWorkflow,
});

const LIST = clientCommand({
  name: 'workflow list',
  summary: 'list workflows, newest first',
  details:
    'A filter that takes a name can be repeated: a workflow matches if it has one of the values. With several filters, a workflow must match all of them. Times are spans (2h: two hours ago) or ISO 8601.',
  arguments: {},
  options: {
    status: choicesOf('status', WORKFLOW_STATUSES, `only those that are ${WORKFLOW_STATUSES.join(', ')}`),
    name: texts('name', 'only workflows with this name'),
    queue: texts('name', 'only workflows on this queue'),
    queued: flag('only unfinished workflows on a queue'),
    since: moment('created since'),
    until: moment('created until'),
    endedSince: moment('ended since'),
    endedUntil: moment('ended until'),
    dequeuedSince: moment('dequeued since'),
    dequeuedUntil: moment('dequeued until'),
    id: texts('id', 'only this workflow'),
    prefix: texts('text', 'only ids that start with this'),
    parent: texts('id', 'only children of this workflow'),
    children: flag('only child workflows'),
    roots: flag('only workflows without a parent'),
    forkedFrom: texts('id', 'only forks of this workflow'),
    forks: flag('only forks'),
    forked: flag('only workflows that were forked'),
    attribute: pairs('key=value', 'only workflows with this attribute'),
    schedule: texts('name', 'only workflows started by this schedule'),
    user: texts('name', 'only workflows of this user'),
    app: texts('name', 'only workflows of this application or of none'),
    version: texts('version', 'only workflows of this application version'),
    executor: texts('id', 'only workflows last run by this executor'),
    limit: count('count', 'the maximum number; 0: all', { fallback: '100', short: 'n' }),
    offset: count('count', 'how many to skip', { fallback: '0' }),
    oldestFirst: flag('oldest first'),
    values: flag('include inputs and outputs, as JSON'),
    ...WATCH,
  },
  examples: [
    { line: 'dbosd workflow list --status ERROR --since 2h', about: 'what failed in the last two hours' },
    { line: 'dbosd workflow list --queue orders --queued --oldest-first', about: 'what has waited longest' },
    {
      line: 'dbosd workflow list --name checkout --attribute tenant=acme --watch',
      about: 'updated as it changes',
    },
    {
      line: 'dbosd workflow list --status PENDING -o jsonl | jq -r .workflowID | xargs dbosd workflow cancel',
      about: 'input for another command',
    },
  ],
  columns: WORKFLOWS.columns,
  load: async () => (await import('../client/list-workflows.js')).listWorkflows,
});

const STEPS_OF = clientCommand({
  name: 'workflow steps',
  summary: 'list the steps that a workflow has recorded',
  arguments: { workflowId: one('the workflow') },
  options: WATCH,
  examples: [
    { line: 'dbosd workflow steps order-17', about: 'with the output of each' },
    { line: 'dbosd workflow steps order-17 --watch', about: 'updated as they are recorded' },
  ],
  columns: STEPS.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/workflow.js')).listSteps,
});

const WAIT = clientCommand({
  name: 'workflow wait',
  summary: 'wait until a workflow ends, and print its result as JSON',
  details: 'Also waits for a workflow that does not exist yet.',
  arguments: { workflowId: one('the workflow') },
  options: { timeout: duration('the longest wait', { fallback: 'no limit' }), ...RAW },
  examples: [
    { line: 'dbosd workflow wait order-17 --timeout 5m', about: 'its result, or exit code 4' },
    { line: 'dbosd workflow wait order-17 > result.json || echo failed', about: 'in a script' },
  ],
  exits: { 1: 'it ended with an error, or was cancelled', 4: 'it did not end in time', 130: 'Ctrl-C' },
  load: async () => (await import('../client/workflow.js')).waitForWorkflow,
});

const WATCH_ONE = clientCommand({
  name: 'workflow watch',
  summary: 'print the changes of a workflow until it ends: status, steps and events',
  arguments: { workflowId: one('the workflow') },
  options: { every: duration('how often to check status and steps', { fallback: '1s' }) },
  examples: [
    { line: 'dbosd workflow watch order-17', about: 'one line per change' },
    { line: 'dbosd workflow watch order-17 -o jsonl', about: 'for programs' },
  ],
  exits: { 0: 'it ended, with or without an error', 3: 'there is no such workflow', 130: 'Ctrl-C' },
  load: async () => (await import('../client/workflow.js')).watchWorkflow,
});

export const WORKFLOW_COMMANDS: readonly Command[] = [ENQUEUE, GET, LIST, STEPS_OF, WAIT, WATCH_ONE];
