import type { QueueRateLimit, WorkflowQueue } from '@dbosd/client';
import { spanPhrase } from '../output/time-phrase.js';
import type { Column, View } from './view.js';

export const QUEUES: View<WorkflowQueue> = {
  columns: [
    { heading: 'QUEUE', about: 'its name', cell: ({ name }) => name },
    {
      heading: 'APPLICATION',
      about: 'that owns it; empty: none',
      cell: ({ applicationName }) => applicationName ?? '',
    },
    number('CONCURRENCY', 'how many run at once, in all; empty: any number', 'concurrency'),
    number('PER WORKER', 'how many run at once in one process', 'workerConcurrency'),
    rate('RATE', 'how many are started in a period', 'rateLimit'),
    number('PER PARTITION', 'how many run at once in a partition', 'partitionConcurrency'),
    number('PER PARTITION AND WORKER', 'and in one process', 'partitionWorkerConcurrency'),
    rate('PARTITION RATE', 'how many are started in a partition in a period', 'partitionRateLimit'),
    {
      heading: 'POLLED',
      about: 'how often workers look for work',
      cell: ({ minPollingIntervalMs: ms }) => (ms === undefined ? '' : `every ${spanPhrase(ms)}`),
    },
  ],
  record: (queue) => ({
    name: queue.name,
    applicationName: queue.applicationName ?? null,
    concurrency: queue.concurrency,
    workerConcurrency: queue.workerConcurrency,
    rateLimit: queue.rateLimit,
    partitionConcurrency: queue.partitionConcurrency,
    partitionWorkerConcurrency: queue.partitionWorkerConcurrency,
    partitionRateLimit: queue.partitionRateLimit,
    minPollingIntervalMs: queue.minPollingIntervalMs,
  }),
  key: ({ name }) => name,
  hasEmptyColumns: true,
  none: 'no queues',
};

type Named<T> = {
  [K in keyof WorkflowQueue]-?: WorkflowQueue[K] extends T | undefined ? K : never;
}[keyof WorkflowQueue];

function number(heading: string, about: string, field: Named<number>): Column<WorkflowQueue> {
  return { heading, about, cell: (queue) => String(queue[field] ?? '') };
}

function rate(heading: string, about: string, field: Named<QueueRateLimit>): Column<WorkflowQueue> {
  return {
    heading,
    about,
    cell: (queue) => {
      const limit = queue[field];
      return limit === undefined
        ? ''
        : `${String(limit.limitPerPeriod)}/${spanPhrase(limit.periodSec * 1000)}`;
    },
  };
}
