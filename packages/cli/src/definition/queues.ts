import { QUEUES } from '../views/queues.js';
import { clientCommand, one, type Command } from './command.js';
import { count, duration, flag, rate, text, texts } from './option.js';
import { WATCH } from './shared-options.js';

const REGISTER = clientCommand({
  name: 'queue register',
  summary: 'register a queue, or change the settings of a registered one',
  details:
    'A limit that is not said is none, also for a queue that had one. Any limit of partitions makes it a partitioned queue.',
  arguments: { name: one('the queue') },
  options: {
    app: text('name', 'the application that owns it', { fallback: 'none' }),
    concurrency: count('n', 'how many of its workflows run at once, in all'),
    workerConcurrency: count('n', 'how many in one process'),
    rate: rate('how many are started in a period: 10/60s'),
    partitionConcurrency: count('n', 'how many in a partition', { least: 1 }),
    partitionWorkerConcurrency: count('n', 'how many in a partition in one process', { least: 1 }),
    partitionRate: rate('how many are started in a partition in a period'),
    pollingInterval: duration('how often workers look for work', { fallback: '1s' }),
    keep: flag('leave a registered one as it is'),
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
  examples: [{ line: 'dbosd queue get orders', about: 'a setting a line' }],
  columns: QUEUES.columns,
  exits: { 3: 'there is no such queue' },
  load: async () => (await import('../client/queue.js')).getQueue,
});

const LIST = clientCommand({
  name: 'queue list',
  summary: 'list the registered queues',
  details: 'Columns in which nothing stands are left out.',
  arguments: {},
  options: { app: texts('name', 'only those of this application, and of none'), ...WATCH },
  examples: [
    { line: 'dbosd queue list', about: 'all of them' },
    { line: 'dbosd queue list --app newsletter -o json', about: 'those of an application, for a program' },
  ],
  columns: QUEUES.columns,
  load: async () => (await import('../client/queue.js')).listQueues,
});

const DELETE = clientCommand({
  name: 'queue delete',
  summary: 'remove a queue; what waits on it is left where it is',
  details: 'Asks first on a terminal, and wants --yes everywhere else.',
  arguments: { name: one('the queue') },
  options: { yes: flag('do not ask', { short: 'y' }) },
  examples: [{ line: 'dbosd queue delete orders --yes', about: 'in a script' }],
  exits: { 1: 'error, or the answer was no', 3: 'there is no such queue' },
  load: async () => (await import('../client/queue.js')).deleteQueue,
});

export const QUEUE_COMMANDS: readonly Command[] = [REGISTER, GET, LIST, DELETE];
