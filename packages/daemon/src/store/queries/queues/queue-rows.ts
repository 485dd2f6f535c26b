import type { ListQueuesQuery, QueueRateLimit, QueueSettings } from '../../../model/queues.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

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
    applicationName: row.application_name ?? undefined,
    concurrency: row.concurrency ?? undefined,
    workerConcurrency: row.worker_concurrency ?? undefined,
    rateLimit: rateLimit(row.rate_limit_max, row.rate_limit_period_sec),
    partitionConcurrency: row.partition_concurrency ?? undefined,
    partitionWorkerConcurrency: row.partition_worker_concurrency ?? undefined,
    partitionRateLimit: rateLimit(row.partition_rate_limit_max, row.partition_rate_limit_period_sec),
  };
}

/** The values of the columns above, after the name, and whether the queue is partitioned: any such limit makes it so. */
function toColumns(queue: QueueSettings): unknown[] {
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

function rateLimit(limit: number | null, periodSec: number | null): QueueRateLimit | undefined {
  return limit === null || periodSec === null ? undefined : { limit, periodMs: periodSec * 1000 };
}

// Uses the unique name of queues: one row.
const reading: Statement = {
  name: 'read-queue',
  text: ({ dbos }) => `
    select ${queueColumns}
    from ${dbos}.queues
    where name = $1`,
};

const locking: Statement = {
  name: 'lock-queue',
  text: ({ dbos }) => `
    select ${queueColumns}
    from ${dbos}.queues
    where name = $1
    for update`,
};

/** A registered queue's settings; `undefined`: there is none of that name. */
export function readQueue(db: Queryable, name: string): Promise<QueueSettings | undefined> {
  return find(db, reading, name);
}

/** The same, and no one else changes them until the transaction ends. */
export function lockQueue(tx: Queryable, name: string): Promise<QueueSettings | undefined> {
  return find(tx, locking, name);
}

async function find(db: Queryable, statement: Statement, name: string): Promise<QueueSettings | undefined> {
  const [row] = await db.query<QueueRow & Record<string, unknown>>(statement, [name]);
  return row && toSettings(row);
}

// Uses the unique name of queues, passing over those of other applications: there are few queues.
const listQueuesStatement: Statement = {
  name: 'list-queues',
  text: ({ dbos }) => `
    select ${queueColumns}
    from ${dbos}.queues
    where ($1::text[] is null or application_name = any($1) or application_name is null)
      and ($2::text is null or name > $2)
    order by name
    limit $3`,
};

/** A page of the registered queues, in the order of their names. */
export async function listQueues(
  db: Queryable,
  query: ListQueuesQuery,
): Promise<Page<QueueSettings, string>> {
  const rows = await db.query<QueueRow & Record<string, unknown>>(listQueuesStatement, [
    query.applicationNames,
    query.after,
    query.pageSize + 1,
  ]);
  const items = rows.slice(0, query.pageSize).map(toSettings);
  const last = items.at(-1);
  return rows.length > items.length && last ? { items, next: last.name } : { items };
}

// DBOS dispatches every queue by priority; the column that once chose is always written true.
const inserting: Statement = {
  name: 'insert-queue',
  text: ({ dbos }) => `
    insert into ${dbos}.queues (${queueColumns}, partition_queue, priority_enabled, updated_at)
    values ($1, $2, $3::int, $4::int, $5::int, $6::float8, $7::int, $8::int, $9::int, $10::float8, $11::float8, $12::boolean,
      true, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    on conflict (name) do nothing
    returning name`,
};

const updating: Statement = {
  name: 'update-queue',
  text: ({ dbos }) => `
    update ${dbos}.queues
    set application_name = $2,
        concurrency = $3::int,
        worker_concurrency = $4::int,
        rate_limit_max = $5::int,
        rate_limit_period_sec = $6::float8,
        partition_concurrency = $7::int,
        partition_worker_concurrency = $8::int,
        partition_rate_limit_max = $9::int,
        partition_rate_limit_period_sec = $10::float8,
        polling_interval_sec = $11::float8,
        partition_queue = $12::boolean,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
    where name = $1`,
};

/** Registers a queue; false: one of that name is registered already, and is left as it is. */
export async function insertQueue(db: Queryable, queue: QueueSettings): Promise<boolean> {
  const rows = await db.query(inserting, toColumns(queue));
  return rows.length === 1;
}

/** Overwrites all settings of a registered queue. */
export async function updateQueue(db: Queryable, queue: QueueSettings): Promise<void> {
  await db.query(updating, toColumns(queue));
}

// Uses the unique name of queues: one row.
const deleteQueueStatement: Statement = {
  name: 'delete-queue',
  text: ({ dbos }) => `
    delete from ${dbos}.queues
    where name = $1
    returning 1 as deleted`,
};

/** Removes a queue; false: there is none of that name. */
export async function deleteQueue(tx: Queryable, name: string): Promise<boolean> {
  return (await tx.query(deleteQueueStatement, [name])).length === 1;
}
