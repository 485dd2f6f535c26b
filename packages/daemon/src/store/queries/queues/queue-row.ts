import type { QueueRateLimit, QueueSettings } from '../../../model/queues.js';

/** A row of DBOS's table `queues`, without the columns that no one reads any more. */
export interface QueueRow {
  readonly name: string;
  readonly application_name: string | null;
  readonly concurrency: number | null;
  readonly worker_concurrency: number | null;
  readonly rate_limit_max: number | null;
  readonly rate_limit_period_sec: number | null;
  readonly partition_concurrency: number | null;
  readonly partition_worker_concurrency: number | null;
  readonly partition_rate_limit_max: number | null;
  readonly partition_rate_limit_period_sec: number | null;
  readonly polling_interval_sec: number;
}

export const queueColumns = `name, application_name, concurrency, worker_concurrency, rate_limit_max,
      rate_limit_period_sec, partition_concurrency, partition_worker_concurrency, partition_rate_limit_max,
      partition_rate_limit_period_sec, polling_interval_sec`;

export function toSettings(row: QueueRow): QueueSettings {
  return {
    name: row.name,
    pollingIntervalMs: row.polling_interval_sec * 1000,
    ...present('applicationName', row.application_name),
    ...present('concurrency', row.concurrency),
    ...present('workerConcurrency', row.worker_concurrency),
    ...present('rateLimit', rateLimit(row.rate_limit_max, row.rate_limit_period_sec)),
    ...present('partitionConcurrency', row.partition_concurrency),
    ...present('partitionWorkerConcurrency', row.partition_worker_concurrency),
    ...present(
      'partitionRateLimit',
      rateLimit(row.partition_rate_limit_max, row.partition_rate_limit_period_sec),
    ),
  };
}

/** The values of the columns above, after the name, and whether the queue is partitioned: any such limit makes it so. */
export function toColumns(queue: QueueSettings): unknown[] {
  return [
    queue.name,
    queue.applicationName,
    queue.concurrency,
    queue.workerConcurrency,
    queue.rateLimit?.limit,
    queue.rateLimit && queue.rateLimit.periodMs / 1000,
    queue.partitionConcurrency,
    queue.partitionWorkerConcurrency,
    queue.partitionRateLimit?.limit,
    queue.partitionRateLimit && queue.partitionRateLimit.periodMs / 1000,
    queue.pollingIntervalMs / 1000,
    (queue.partitionConcurrency ?? queue.partitionWorkerConcurrency ?? queue.partitionRateLimit) !==
      undefined,
  ];
}

function rateLimit(limit: number | null, periodSec: number | null): QueueRateLimit | null {
  return limit === null || periodSec === null ? null : { limit, periodMs: periodSec * 1000 };
}

function present<K extends string, V>(name: K, value: V | null): Partial<Record<K, V>> {
  return value === null ? {} : ({ [name]: value } as Record<K, V>);
}
