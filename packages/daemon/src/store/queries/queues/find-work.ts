import type { QueueSettings } from '../../../model/queues.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { lookupStatement } from '../batch.js';
import { INTERNAL_QUEUE } from '../workflows/workflow-row.js';
import { queueColumns, type QueueRow, toSettings } from './queue-rows.js';

/** For whom work is looked for. */
export interface WorkQuestion {
  readonly applicationName: string;
  readonly claimUnclaimed: boolean;
}

/** A queue from which an application takes, and whether something waits there for it. */
export interface QueueWork {
  readonly applicationName: string;
  readonly queue: QueueSettings;
  readonly waiting: boolean;
}

interface Row extends QueueRow {
  readonly [column: string]: unknown;
  readonly asking: string;
  readonly waiting: boolean;
}

// Uses idx_workflow_status_in_flight_v2 (which includes the application's name) for each queue of each application, up to
// the first row that is the application's. DBOS's own queue has no row in its table.
const findWorkStatement = lookupStatement<WorkQuestion>({
  name: 'find-work',
  columns: {
    asking: ['text', (q) => q.applicationName],
    unclaimed: ['boolean', (q) => q.claimUnclaimed],
  },
  text: ({ dbos, rows }) => `
    with known as (
      select ${queueColumns}
      from ${dbos}.queues
      union all
      select '${INTERNAL_QUEUE}', null, null, null, null, null, null, null, null, null, 1
    )
    select a.asking, q.*,
      exists (
        select from ${dbos}.workflow_status ws
        where ws.queue_name = q.name
          and ws.status = 'ENQUEUED'
          and (ws.application_name = a.asking or (a.unclaimed and ws.application_name is null))
      ) as waiting
    from ${rows('a')}
    join known q on q.application_name = a.asking or q.application_name is null`,
});

/** The queues of each application, in no order. */
export async function findWork(db: Queryable, questions: readonly WorkQuestion[]): Promise<QueueWork[]> {
  const rows = await findWorkStatement.run<Row>(db, questions);
  return rows.map((row) => ({
    applicationName: row.asking,
    queue: toSettings(row),
    waiting: row.waiting,
  }));
}

/** What an application has used up of the limits of a queue. */
export interface QueueUsage {
  readonly running: number;
  readonly started: number;
  readonly runningInPartition: number;
  readonly startedInPartition: number;
}

interface UsageQuestion {
  readonly applicationName: string;
  readonly claimUnclaimed: boolean;
  readonly queueName: string;
  readonly partitionKey?: string | undefined;
  /** How far back starts are counted. Absent: they are not. */
  readonly periodMs: number | undefined;
  readonly partitionPeriodMs: number | undefined;
}

// Uses idx_workflow_status_in_flight_v2 and idx_workflow_status_partition_dequeue_v3 for what runs, and
// idx_workflow_status_rate_limited for what was started: as many rows as the limits allow. It counts what DBOS counts: the
// application's own, and no application's where those are taken, too.
const readUsageStatement: Statement = {
  name: 'read-usage',
  text: ({ dbos }) => {
    const counted = `(ws.application_name = $3 or ($4::boolean and ws.application_name is null))`;
    const started = `ws.queue_name = $1
          and ws.rate_limited
          and ws.status not in ('ENQUEUED', 'DELAYED')
          and ${counted}`;
    // As in DBOS, when the transaction began: `clock_timestamp()`, which is another each time, uses no index.
    const now = `(extract(epoch from now()) * 1000)::bigint`;
    return `
    select (
        select count(*)
        from ${dbos}.workflow_status ws
        where ws.queue_name = $1
          and ws.status = 'PENDING'
          and ${counted}
      ) as running,
      (
        select count(*)
        from ${dbos}.workflow_status ws
        where ${started}
          and ws.started_at_epoch_ms > ${now} - $5::bigint
      ) as started,
      (
        select count(*)
        from ${dbos}.workflow_status ws
        where ws.queue_name = $1
          and ws.status = 'PENDING'
          and ws.queue_partition_key = $2
          and ${counted}
      ) as running_in_partition,
      (
        select count(*)
        from ${dbos}.workflow_status ws
        where ${started}
          and ws.queue_partition_key = $2
          and ws.started_at_epoch_ms > ${now} - $6::bigint
      ) as started_in_partition`;
  },
};

/** What is used up, in the snapshot of the transaction. */
export async function readUsage(tx: Queryable, question: UsageQuestion): Promise<QueueUsage> {
  const [row] = await tx.query<{
    running: number;
    started: number;
    running_in_partition: number;
    started_in_partition: number;
  }>(readUsageStatement, [
    question.queueName,
    question.partitionKey,
    question.applicationName,
    question.claimUnclaimed,
    question.periodMs,
    question.partitionPeriodMs,
  ]);
  return {
    running: row?.running ?? 0,
    started: row?.started ?? 0,
    runningInPartition: row?.running_in_partition ?? 0,
    startedInPartition: row?.started_in_partition ?? 0,
  };
}

// Uses idx_workflow_status_partition_dequeue_v3: one step a partition, however many wait in it.
const partitions: Statement = {
  name: 'list-partitions',
  text: ({ dbos }) => {
    const next = (beyond: string): string => `
        select min(ws.queue_partition_key)
        from ${dbos}.workflow_status ws
        where ws.queue_name = $1
          and ws.status = 'ENQUEUED'
          and ws.queue_partition_key ${beyond}
          and (ws.application_name = $2 or ($3::boolean and ws.application_name is null))`;
    return `
    with recursive partition (key) as (
      (${next('is not null')})
      union all
      select (${next('> p.key')})
      from partition p
      where p.key is not null
    )
    select key
    from partition
    where key is not null`;
  },
};

/** The partitions of a queue in which something waits for an application. */
export async function listPartitions(
  db: Queryable,
  question: Pick<UsageQuestion, 'queueName' | 'applicationName' | 'claimUnclaimed'>,
): Promise<string[]> {
  const rows = await db.query<{ key: string }>(partitions, [
    question.queueName,
    question.applicationName,
    question.claimUnclaimed,
  ]);
  return rows.map((row) => row.key);
}
