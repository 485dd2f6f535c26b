import { WORKFLOW_STATUSES } from '../input/statuses.js';
import { STEPS } from '../views/steps.js';
import { WORKFLOWS } from '../views/workflows.js';
import { clientCommand, one, several, type Command } from './command.js';
import { choice, choicesOf, count, duration, flag, moment, pairs, text, texts } from './option.js';
import { RAW, WATCH } from './shared-options.js';

const POLICIES = ['return-existing', 'reject'] as const;

const ENQUEUE = clientCommand({
  name: 'workflow enqueue',
  summary: 'enqueue a workflow by its name, and print its id',
  arguments: {
    name: one('the name under which its application registered it'),
    arguments: several('JSON each, or texts with --text; "-": from standard input'),
  },
  options: {
    queue: text('name', 'the queue; needed', { short: 'q' }),
    id: text('id', 'its id', { fallback: 'a new UUID' }),
    named: text('json', 'named arguments, for Python: an object'),
    text: flag('the arguments are texts as they stand, and no JSON'),
    app: text('name', 'the application that shall run it', { fallback: 'the owner of the queue' }),
    version: text('version', 'of that application', { fallback: 'the latest' }),
    class: text('name', 'the class of the workflow'),
    configName: text('name', 'the instance of that class'),
    onExisting: choice(POLICIES, 'when the id is in use', { fallback: 'return-existing' }),
    deduplicationId: text('id', 'no two workflows of a queue that have not ended share one'),
    onDuplicate: choice(POLICIES, 'when another has it', { fallback: 'reject' }),
    priority: count('n', 'lower goes first', { fallback: '0' }),
    partitionKey: text('key', 'the partition of the queue'),
    delay: duration('put it on the queue only then'),
    timeout: duration('cancel it when it runs longer, from when it is dequeued'),
    attribute: pairs('key=value', 'a label; may be repeated'),
    user: text('name', 'the user that it runs for'),
    role: texts('name', 'a role of that user; may be repeated'),
    native: flag('write the arguments as DBOS for TypeScript does, and not for every language'),
    wait: flag('wait until it has ended, and print its result'),
    ...RAW,
  },
  examples: [
    { line: `dbosd workflow enqueue checkout '"cart-3"' 2 --queue orders`, about: 'a text and a number' },
    {
      line: 'dbosd workflow enqueue greet Ada --text --queue mail --id greet-ada',
      about: 'a bare text, under an id',
    },
    {
      line: `dbosd workflow enqueue send_mail --named '{"to":"a@b.c"}' --queue mail --wait`,
      about: 'named arguments, and its result',
    },
  ],
  load: async () => (await import('../client/enqueue.js')).enqueueWorkflow,
});

const GET = clientCommand({
  name: 'workflow get',
  summary: 'print all that is known of a workflow',
  arguments: { workflowId: one('the workflow') },
  options: WATCH,
  examples: [
    { line: 'dbosd workflow get order-17', about: 'a field a line' },
    { line: 'dbosd workflow get order-17 -o json | jq .output', about: 'its result alone' },
    { line: 'dbosd workflow get order-17 --watch', about: 'until it ends' },
  ],
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/workflow.js')).getWorkflow,
});

const LIST = clientCommand({
  name: 'workflow list',
  summary: 'list workflows, the newest first',
  details:
    'Filters that name values may be repeated: a workflow that equals one of them is listed. Those of several filters must fit all of them. Times are as people say them (2h: since two hours ago) or ISO 8601.',
  arguments: {},
  options: {
    status: choicesOf('status', WORKFLOW_STATUSES, `only those that are ${WORKFLOW_STATUSES.join(', ')}`),
    name: texts('name', 'only workflows of this name'),
    queue: texts('name', 'only those of this queue'),
    queued: flag('only those that are on a queue and have not ended'),
    since: moment('created since'),
    until: moment('created until'),
    endedSince: moment('ended since'),
    endedUntil: moment('ended until'),
    dequeuedSince: moment('dequeued since'),
    dequeuedUntil: moment('dequeued until'),
    id: texts('id', 'only this workflow'),
    prefix: texts('text', 'only those whose id begins so'),
    parent: texts('id', 'only those that this workflow started'),
    children: flag('only those that another workflow started'),
    roots: flag('only those that none started'),
    forkedFrom: texts('id', 'only forks of this workflow'),
    forks: flag('only forks'),
    forked: flag('only those that others were forked from'),
    attribute: pairs('key=value', 'only those with this label'),
    schedule: texts('name', 'only those that this schedule started'),
    user: texts('name', 'only those that run for this user'),
    app: texts('name', 'only those of this application, and of none'),
    version: texts('version', 'only those of this version of their application'),
    executor: texts('id', 'only those that this executor ran last'),
    limit: count('count', 'how many at most; 0: all', { fallback: '100', short: 'n' }),
    offset: count('count', 'how many are passed over first', { fallback: '0' }),
    oldestFirst: flag('the oldest first'),
    values: flag('with inputs and outputs, in JSON'),
    ...WATCH,
  },
  examples: [
    { line: 'dbosd workflow list --status ERROR --since 2h', about: 'what failed in the last two hours' },
    { line: 'dbosd workflow list --queue orders --queued --oldest-first', about: 'what waits the longest' },
    { line: 'dbosd workflow list --name checkout --attribute tenant=acme --watch', about: 'as it changes' },
    {
      line: 'dbosd workflow list --status PENDING -o jsonl | jq -r .workflowID | xargs dbosd workflow cancel',
      about: 'a list for another command',
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
    { line: 'dbosd workflow steps order-17', about: 'with what each returned' },
    { line: 'dbosd workflow steps order-17 --watch', about: 'as they are recorded' },
  ],
  columns: STEPS.columns,
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/workflow.js')).listSteps,
});

const WAIT = clientCommand({
  name: 'workflow wait',
  summary: 'wait until a workflow has ended, and print its result, as JSON',
  details: 'Waits for one that does not exist yet, too.',
  arguments: { workflowId: one('the workflow') },
  options: { timeout: duration('wait no longer than this', { fallback: 'without end' }), ...RAW },
  examples: [
    { line: 'dbosd workflow wait order-17 --timeout 5m', about: 'its result, or exit code 4' },
    { line: 'dbosd workflow wait order-17 > result.json || echo failed', about: 'in a script' },
  ],
  exits: { 1: 'it ended with an error, or was cancelled', 4: 'it has not ended in time', 130: 'Ctrl-C' },
  load: async () => (await import('../client/workflow.js')).waitForWorkflow,
});

const WATCH_ONE = clientCommand({
  name: 'workflow watch',
  summary: 'print what happens to a workflow, until it ends: its status, steps and events',
  arguments: { workflowId: one('the workflow') },
  options: { every: duration('how often status and steps are looked at', { fallback: '1s' }) },
  examples: [
    { line: 'dbosd workflow watch order-17', about: 'a line for each change' },
    { line: 'dbosd workflow watch order-17 -o jsonl', about: 'for a program' },
  ],
  exits: { 0: 'it has ended, in any way', 3: 'there is no such workflow', 130: 'Ctrl-C' },
  load: async () => (await import('../client/watch-workflow.js')).watchWorkflow,
});

export const WORKFLOW_COMMANDS: readonly Command[] = [ENQUEUE, GET, LIST, STEPS_OF, WAIT, WATCH_ONE];
