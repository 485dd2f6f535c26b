import { QUEUES } from '../views/queues.js';
import { clientCommand, one, type Command } from './command.js';
import { count, duration, flag, rate, text, texts, WATCH } from './option.js';

const REGISTER = clientCommand({
  name: 'queue register',
  summary: 'register a queue, or change the settings of a registered one',
  details:
    'A limit that is not given is removed, also from a queue that had it. A partition limit makes the queue a partitioned one.',
  arguments: { name: one('the queue') },
  options: {
    app: text('name', 'the application that owns it', { fallback: 'none' }),
    concurrency: count('n', 'how many workflows run at once, in total'),
    workerConcurrency: count('n', 'how many in each process'),
    rate: rate('how many may start in a period: 10/60s'),
    partitionConcurrency: count('n', 'how many in each partition', { least: 1 }),
    partitionWorkerConcurrency: count('n', 'how many in each partition in each process', { least: 1 }),
    partitionRate: rate('how many may start in each partition in a period'),
    pollingInterval: duration('how often workers look for work', { fallback: '1s' }),
    keep: flag('leave a registered queue unchanged'),
  },
  examples: [
    {
      line: 'dbosd queue register orders --concurrency 10 --worker-concurrency 2',
      about: 'two in each process',
    },
    { line: 'dbosd queue register mail --rate 100/m --app newsletter', about: 'a hundred a minute' },
  ],
  columns: QUEUES.columns,
  load: async () => (await import('../client/queue.js')).registerQueue,
});

const GET = clientCommand({
  name: 'queue get',
  summary: 'print the settings of a queue',
  arguments: { name: one('the queue') },
  options: {},
  examples: [{ line: 'dbosd queue get orders', about: 'one setting per line' }],
  columns: QUEUES.columns,
  exits: { 3: 'there is no such queue' },
  load: async () => (await import('../client/queue.js')).getQueue,
});

const LIST = clientCommand({
  name: 'queue list',
  summary: 'list the registered queues',
  details: 'Empty columns are left out.',
  arguments: {},
  options: { app: texts('name', 'only queues of this application or of none'), ...WATCH },
  examples: [
    { line: 'dbosd queue list', about: 'all of them' },
    {
      line: 'dbosd queue list --app newsletter -o json',
      about: 'the queues of an application, for programs',
    },
  ],
  columns: QUEUES.columns,
  load: async () => (await import('../client/queue.js')).listQueues,
});

const DELETE = clientCommand({
  name: 'queue delete',
  summary: 'remove a queue; workflows that wait on it stay',
  details: 'Asks for confirmation on a terminal, and needs --yes everywhere else.',
  arguments: { name: one('the queue') },
  options: { yes: flag('do not ask', { short: 'y' }) },
  examples: [{ line: 'dbosd queue delete orders --yes', about: 'in a script' }],
  exits: { 1: 'error, or the answer was no', 3: 'there is no such queue' },
  load: async () => (await import('../client/queue.js')).deleteQueue,
});

export const QUEUE_COMMANDS: readonly Command[] = [REGISTER, GET, LIST, DELETE];
