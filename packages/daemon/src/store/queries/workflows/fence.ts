import type { Queryable } from '../../database.js';
import type { Schemas, Statement } from '../../statement.js';
import type { BatchSql, Columns, OneSql } from '../batch.js';

/** Which operation of which workflow a member of a durable statement is. */
export interface FencedCall {
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly functionId: number;
  readonly startedAtMs: number;
}

/**
 * What became of a member, whatever its statement does:
 * - `applied`: effect and checkpoint were written;
 * - `recorded`: nothing was written, something is recorded under its id already; `find-checkpoints` tells what;
 * - `refused`: nothing was written, the caller does not run the workflow; `status` is the workflow's;
 * - `skipped`: nothing was written, the workflow's row was locked by another, or there is none. Only who waits for the
 *   lock knows which (`lock-owners`), so it is never to be taken for missing here.
 */
export type FenceVerdict =
  | { readonly kind: 'applied' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'refused'; readonly status: string }
  | { readonly kind: 'skipped' };

/** The columns of a row `VERDICT_COLUMNS`. */
export interface VerdictRow {
  readonly kind: FenceVerdict['kind'];
  readonly status: string | null;
}

/** The database's clock in ms, as DBOS rounds it. */
export const NOW_MS = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

/** The columns of every durable statement. */
export const OWNER_COLUMNS: Columns<Pick<FencedCall, 'workflowId' | 'ownerToken'>> = {
  workflow_uuid: ['text', (member) => member.workflowId],
  owner_token: ['text', (member) => member.ownerToken],
};

/** Those of a statement whose members are calls; its own follow. */
export const CALL_COLUMNS: Columns<FencedCall> = {
  ...OWNER_COLUMNS,
  function_id: ['int', (call) => call.functionId],
  started_at_ms: ['bigint', (call) => call.startedAtMs],
};

/**
 * The SQL of the CTEs with which every durable statement begins:
 * - `input`: its members: the columns of `CALL_COLUMNS` or `OWNER_COLUMNS`, its own, and `ord` from 1;
 * - `owner`: the rows of their workflows, locked until the statement commits, in id order, without those that another session holds,
 *   so that one foreign lock never holds up the workflows of others;
 * - `called`: all members, with their workflow's `owner_status` and `application_name`, whether its row was to be had
 *   (`found`), and whether their caller runs it (`runs`);
 * - `fenced`: those of `called` whose caller runs the workflow. An effect reads from it, never from `input`.
 *
 * Uses workflow_status_pkey: one row a workflow. The row that comes is the one that was locked, and no older one. All
 * else in the statement reads the snapshot of before the lock: a guard that must see what the lock's last holder wrote
 * belongs on an index's uniqueness, or after `lock-owners`.
 *
 * What belongs to a member is carried along from CTE to CTE, and joined as rarely as can be, by outer joins: for those
 * the planner keeps the number of members in mind, and hashes. It plans for any number of them (`store.ts`), so a look
 * into a table goes by `= any(…)` or by a lateral subquery that is kept one (`limit`, `offset 0`), and uses an index
 * however small the table was on the day of the plan.
 */
export function fence({ dbos, input, array }: Pick<BatchSql, 'dbos' | 'input' | 'array'>): string {
  return `${input},
    owner as materialized (
      select workflow_uuid, status, owner_xid, application_name
      from ${dbos}.workflow_status
      where workflow_uuid = any(${array('workflow_uuid')})
      order by workflow_uuid
      for no key update skip locked
    ),
    called as materialized (
      select i.*, o.application_name, o.status as owner_status, o.workflow_uuid is not null as found,
        coalesce(o.owner_xid = i.owner_token and o.status = 'PENDING', false) as runs
      from input i
      left join owner o on o.workflow_uuid = i.workflow_uuid
    ),
    fenced as not materialized (
      select *
      from called
      where runs
    )`;
}

/**
 * The same for a statement with a single member: the CTE `owner` is its workflow's row, locked, if it is to be had, and `runs`
 * says whether the member's caller runs it. Effects read from `owner`, where `runs`.
 *
 * An operation that is awaited waits for such a statement, and of the one for many most of the time goes into CTEs and joins
 * that have one row each.
 */
export function fenceOfOne({ dbos, value }: Pick<OneSql, 'dbos' | 'value'>): string {
  return `
    owned as materialized (
      select status, owner_xid, application_name
      from ${dbos}.workflow_status
      where workflow_uuid = ${value('workflow_uuid')}
      for no key update skip locked
    ),
    owner as materialized (
      select status, application_name,
        coalesce(owner_xid = ${value('owner_token')} and status = 'PENDING', false) as runs
      from owned
    )`;
}

/** What a checkpoint holds: SQL expressions over the columns of `from`. */
interface CheckpointSql {
  /** The CTE of the members to record. Default: `fenced`. */
  readonly from?: string;
  readonly functionName: string;
  /** Default: null, as for an operation that only has an effect. */
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly childWorkflowId?: string | undefined;
  /** Default: portable_json. */
  readonly serialization?: string | undefined;
  /** Default: now. Never before the start, which is by the worker's clock. */
  readonly completedAtMs?: string | undefined;
  /**
   * What is recorded under the id already, and not seen by the snapshot, undoes the statement (23505), for one whose
   * effects do not follow the checkpoint. Default: the member is not recorded.
   */
  readonly conflictFails?: boolean;
}

/**
 * The SQL of the CTE `checkpoint`: it records each member of `from` under its function id, unless something is recorded
 * there already, and returns `workflow_uuid, function_id, output, completed_at_epoch_ms` of what it recorded. The effect
 * applies to these only. Two members of a statement never have one function id.
 *
 * Uses operation_outputs_pkey.
 */
export function checkpoint({ dbos }: Schemas, sql: CheckpointSql): string {
  return `
    checkpoint as (
      ${insertCheckpoints(dbos, sql, (column) => column)}
      from ${sql.from ?? 'fenced'}
      order by workflow_uuid, function_id
      ${sql.conflictFails === true ? '' : 'on conflict (workflow_uuid, function_id) do nothing'}
      returning workflow_uuid, function_id, output, completed_at_epoch_ms
    )`;
}

/** The same for a single member: `where` of `from` (default: `owner`, where its caller runs it), with SQL for the values. */
export function checkpointOfOne(
  { dbos, value }: Pick<OneSql, 'dbos' | 'value'>,
  sql: Omit<CheckpointSql, 'conflictFails'> & { readonly where?: string },
): string {
  return `
    checkpoint as (
      ${insertCheckpoints(dbos, sql, value)}
      from ${sql.from ?? 'owner'}
      where ${sql.where ?? 'runs'}
      on conflict (workflow_uuid, function_id) do nothing
      returning function_id
    )`;
}

/** The columns of a checkpoint, and what is selected into them; `of` is the SQL of a member's column. */
function insertCheckpoints(dbos: string, sql: CheckpointSql, of: (column: string) => string): string {
  const startedAt = of('started_at_ms');
  return `insert into ${dbos}.operation_outputs
        (workflow_uuid, function_id, function_name, output, error, child_workflow_id, serialization,
         started_at_epoch_ms, completed_at_epoch_ms, application_name)
      select ${of('workflow_uuid')}, ${of('function_id')}, ${sql.functionName}, ${sql.output ?? 'null'},
        ${sql.error ?? 'null'}, ${sql.childWorkflowId ?? 'null'}, ${sql.serialization ?? `'portable_json'`},
        ${startedAt}, greatest(${sql.completedAtMs ?? NOW_MS}, ${startedAt}), application_name`;
}

/** The last select of a statement with a single member, which may add columns: one row, whatever was found. */
export function verdictOfOne(...columns: readonly string[]): string {
  return `
    select o.status,
      case
        when o.status is null then 'skipped'
        when not o.runs then 'refused'
        when exists (select from checkpoint) then 'applied'
        else 'recorded'
      end as kind${columns.map((column) => `, ${column}`).join('')}
    from (values (1)) one
    left join owner o on true`;
}

/** What the last select reads: every member, and the checkpoint that was recorded for it. */
export const VERDICT_FROM = `
    from called i
    left join checkpoint c on c.workflow_uuid = i.workflow_uuid and c.function_id = i.function_id`;

/** The columns `kind` and `status` of the last select, from `VERDICT_FROM`. */
export const VERDICT_COLUMNS = `
      case
        when not i.found then 'skipped'
        when not i.runs then 'refused'
        when c.workflow_uuid is null then 'recorded'
        else 'applied'
      end as kind, i.owner_status as status`;

export function toVerdict({ kind, status }: VerdictRow): FenceVerdict {
  return kind === 'refused' ? { kind, status: status ?? '' } : { kind };
}

// Uses workflow_status_pkey: one row a workflow. The same lock as the fence's, but it waits.
const statement: Statement = {
  name: 'lock-owners',
  text: ({ dbos }) => `
    select workflow_uuid
    from ${dbos}.workflow_status
    where workflow_uuid = any($1::text[])
    order by workflow_uuid
    for no key update`,
};

/**
 * Waits for the locks of workflows' rows and holds them until the transaction ends. What follows in it reads a snapshot
 * from after the lock, and the fence of a durable statement skips none of these rows: what it skips then is missing.
 */
export async function lockOwners(tx: Queryable, workflowIds: readonly string[]): Promise<void> {
  await tx.query(statement, [workflowIds]);
}
