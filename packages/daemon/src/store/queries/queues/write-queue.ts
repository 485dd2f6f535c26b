import type { QueueSettings } from '../../../model/queues.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { queueColumns, toColumns } from './queue-row.js';

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
