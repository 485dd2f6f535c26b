import type { Queryable } from '../../database.js';
import type { Schemas, Statement } from '../../statement.js';
import { INTERNAL_QUEUE } from '../workflows/workflow-row.js';
import type { Run } from './read-runs.js';

/** A workflow that waits on a queue again. */
export interface Released {
  readonly workflowId: string;
  readonly queueName: string;
}

interface Row {
  readonly [column: string]: unknown;
  readonly workflow_uuid: string;
  readonly queue_name: string;
}

/**
 * What a release does to a row is what DBOS's recovery does; besides, the count of attempts begins again when a checkpoint
 * was recorded since the claim (uses operation_outputs_pkey, the checkpoints of the workflow), and a hand-over is taken
 * off it again.
 */
function releasing({ dbos }: Schemas, where: string, handOver: string): string {
  return `
    update ${dbos}.workflow_status ws
    set status = 'ENQUEUED',
        owner_xid = null,
        started_at_epoch_ms = null,
        queue_name = coalesce(ws.queue_name, '${INTERNAL_QUEUE}'),
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
        recovery_attempts = case
          when exists (
            select from ${dbos}.operation_outputs o
            where o.workflow_uuid = ws.workflow_uuid
              and o.retention_timestamp > coalesce(ws.started_at_epoch_ms, ws.created_at)
          ) then 0
          when ${handOver} then greatest(coalesce(ws.recovery_attempts, 0) - 1, 0)
          else ws.recovery_attempts
        end
    where ${where}
    returning ws.workflow_uuid, ws.queue_name`;
}

// Uses executor_pkey: one row. In a transaction of its own, before the workflows are looked at: what was being claimed for
// the executor is committed then, and seen by the next statement.
const ending: Statement = {
  name: 'end-executor',
  text: ({ own }) => `
    delete from ${own}.executor
    where executor_id = $1
      and instance = $2
      and ($3::bigint is null or beat = $3)
      and ($4::text is null or session = $4)
    returning executor_id`,
};

// Uses idx_workflow_status_pending: all that runs anywhere is looked through (there is no index by executor).
const ofExecutor: Statement = {
  name: 'release-executor',
  text: (schemas) =>
    releasing(
      schemas,
      `ws.status = 'PENDING'
      and ws.executor_id = $1
      and not exists (select from unnest($2::text[]) as t (token) where t.token = ws.owner_xid)`,
      '$3::boolean',
    ),
};

// Uses workflow_status_pkey: a row each; hence the ids by themselves, and the status in a form that offers no index: planned
// for any values, it would look through all that runs.
const byToken: Statement = {
  name: 'release-workflows',
  text: (schemas) =>
    releasing(
      schemas,
      `case when ws.status = 'PENDING' then true end
      and ws.workflow_uuid = any($1::text[])
      and (ws.workflow_uuid, ws.owner_xid) in (select * from unnest($1::text[], $2::text[]))`,
      '$3::boolean',
    ),
};

export interface ExecutorGuard {
  readonly executorId: string;
  readonly instance: string;
  /** It must still be there. Absent: any. */
  readonly beat?: number;
  /** It must still be the newest stream. Absent: any. */
  readonly session?: string;
}

/** Removes an executor's row, if it still is as the caller saw it. */
export async function endExecutor(tx: Queryable, guard: ExecutorGuard): Promise<boolean> {
  const rows = await tx.query(ending, [guard.executorId, guard.instance, guard.beat, guard.session]);
  return rows.length > 0;
}

/** Puts back what the executor runs but for what it runs under one of these tokens. */
export async function releaseExecutor(
  tx: Queryable,
  executorId: string,
  { except, handOver }: { readonly except: readonly string[]; readonly handOver: boolean },
): Promise<Released[]> {
  return (await tx.query<Row>(ofExecutor, [executorId, except, handOver])).map(toReleased);
}

/** Puts back what still runs under its token; what does not is left alone. */
export async function releaseWorkflows(
  db: Queryable,
  workflows: readonly Run[],
  { handOver }: { readonly handOver: boolean },
): Promise<Released[]> {
  const rows = await db.query<Row>(byToken, [
    workflows.map((w) => w.workflowId),
    workflows.map((w) => w.ownerToken),
    handOver,
  ]);
  return rows.map(toReleased);
}

// Uses idx_workflow_status_pending, as above.
const orphaned: Statement = {
  name: 'find-orphans',
  text: ({ dbos, own }) => `
    select distinct ws.executor_id
    from ${dbos}.workflow_status ws
    where ws.status = 'PENDING'
      and ws.executor_id like 'dbosd:%'
      and not exists (select from ${own}.executor e where e.executor_id = ws.executor_id)`,
};

const ofOrphans: Statement = {
  name: 'release-orphans',
  text: (schemas) =>
    releasing(
      schemas,
      `ws.status = 'PENDING'
      and ws.executor_id = any($1::text[])
      and not exists (select from ${schemas.own}.executor e where e.executor_id = ws.executor_id)`,
      'false',
    ),
};

// Uses idx_workflow_status_pending, as above.
const unheld: Statement = {
  name: 'find-unheld',
  text: ({ dbos }) => `
    select ws.workflow_uuid, ws.owner_xid, ws.executor_id
    from ${dbos}.workflow_status ws
    where ws.status = 'PENDING'
      and ws.executor_id = any($1::text[])
      and ws.owner_xid is not null
      and not exists (select from unnest($2::text[]) as t (token) where t.token = ws.owner_xid)`,
};

/** What the store says that an executor runs. */
export interface ExecutorRun extends Run {
  readonly executorId: string;
}

/** What runs under these executors and under none of these tokens. */
export async function findUnheld(
  db: Queryable,
  executorIds: readonly string[],
  ownerTokens: readonly string[],
): Promise<ExecutorRun[]> {
  const rows = await db.query<{ workflow_uuid: string; owner_xid: string; executor_id: string }>(unheld, [
    executorIds,
    ownerTokens,
  ]);
  return rows.map((row) => ({
    workflowId: row.workflow_uuid,
    ownerToken: row.owner_xid,
    executorId: row.executor_id,
  }));
}

/** Executors of dbosd that run something and have no row. */
export async function findOrphans(db: Queryable): Promise<string[]> {
  return (await db.query<{ executor_id: string }>(orphaned, [])).map((row) => row.executor_id);
}

/** Puts back what these executors run, those that have a row now left out. */
export async function releaseOrphans(db: Queryable, executorIds: readonly string[]): Promise<Released[]> {
  return (await db.query<Row>(ofOrphans, [executorIds])).map(toReleased);
}

function toReleased(row: Row): Released {
  return { workflowId: row.workflow_uuid, queueName: row.queue_name };
}
