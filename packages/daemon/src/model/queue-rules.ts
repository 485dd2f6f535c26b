import { invalidField } from '@dbosd/shared';
import type { QueueSetting, QueueSettings } from './queues.js';

/** Each limit is at most the one after it: no part may run more than the whole. */
const PARTS = [
  ['workerConcurrency', 'worker_concurrency', 'concurrency', 'concurrency'],
  ['partitionConcurrency', 'partition_concurrency', 'concurrency', 'concurrency'],
  ['partitionWorkerConcurrency', 'partition_worker_concurrency', 'concurrency', 'concurrency'],
  ['partitionWorkerConcurrency', 'partition_worker_concurrency', 'workerConcurrency', 'worker_concurrency'],
  [
    'partitionWorkerConcurrency',
    'partition_worker_concurrency',
    'partitionConcurrency',
    'partition_concurrency',
  ],
] as const;

/** Checks that those of a queue's limits that are given fit each other, as DBOS demands. Throws INVALID_FIELD. */
export function checkQueue(queue: Partial<Pick<QueueSettings, QueueSetting>>): void {
  for (const [part, partField, whole, wholeField] of PARTS) {
    const [partLimit, wholeLimit] = [queue[part], queue[whole]];
    if (partLimit !== undefined && wholeLimit !== undefined && partLimit > wholeLimit) {
      throw invalidField(
        `queue.${partField}`,
        `is ${String(partLimit)}, more than ${wholeField} (${String(wholeLimit)}): lower it, or raise the other`,
      );
    }
  }
}
