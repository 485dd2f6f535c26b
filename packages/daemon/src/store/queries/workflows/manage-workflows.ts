import type { SetDelayCommand } from '../../../model/management.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { INTERNAL_QUEUE } from './workflow-row.js';

/** What a workflow becomes that is cancelled. The columns are those that DBOS clears. */
export const CANCELLED = `
    set status = 'CANCELLED',
        owner_xid = null,
        queue_name = null,
        deduplication_id = null,
        started_at_epoch_ms = null,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
        completed_at = (extract(epoch from clock_timestamp()) * 1000)::bigint`;

// Uses workflow_status_pkey: a row each.
const cancelWorkflowsStatement: Statement = {
  name: 'cancel-workflows',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    ${CANCELLED}
    where workflow_uuid = any($1::text[])
      and status not in ('SUCCESS', 'ERROR')
    returning workflow_uuid`,
};

/** Cancels those that have not ended with a result or an error; answers with them. */
export async function cancelWorkflows(tx: Queryable, workflowIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ workflow_uuid: string }>(cancelWorkflowsStatement, [workflowIds]);
  return rows.map((row) => row.workflow_uuid);
}

// Uses workflow_status_pkey: a row each. The columns are those that DBOS resets.
const resumeWorkflowsStatement: Statement = {
  name: 'resume-workflows',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    set status = 'ENQUEUED',
        owner_xid = null,
        queue_name = $2,
        recovery_attempts = 0,
        workflow_deadline_epoch_ms = null,
        deduplication_id = null,
        started_at_epoch_ms = null,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
        completed_at = null
    where workflow_uuid = any($1::text[])
      and status not in ('SUCCESS', 'ERROR')
    returning workflow_uuid`,
};

/** Enqueues those that have not ended with a result or an error; answers with them. */
export async function resumeWorkflows(
  tx: Queryable,
  workflowIds: readonly string[],
  queueName: string = INTERNAL_QUEUE,
): Promise<string[]> {
  const rows = await tx.query<{ workflow_uuid: string }>(resumeWorkflowsStatement, [workflowIds, queueName]);
  return rows.map((row) => row.workflow_uuid);
}

// Uses the primary keys of all tables. Messages, events and streams go with the status row, by their foreign keys; the
// other three tables have none.
const deleteWorkflowsStatement: Statement = {
  name: 'delete-workflows',
  text: ({ dbos }) => `
    with inputs as (
      delete from ${dbos}.workflow_input
      where workflow_uuid = any($1::text[])
    ),
    outputs as (
      delete from ${dbos}.workflow_output
      where workflow_uuid = any($1::text[])
    ),
    steps as (
      delete from ${dbos}.operation_outputs
      where workflow_uuid = any($1::text[])
    )
    delete from ${dbos}.workflow_status
    where workflow_uuid = any($1::text[])
    returning workflow_uuid`,
};

/** Deletes workflows and all that belongs to them; answers with those that there were. */
export async function deleteWorkflows(tx: Queryable, workflowIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ workflow_uuid: string }>(deleteWorkflowsStatement, [workflowIds]);
  return rows.map((row) => row.workflow_uuid);
}

// Each uses workflow_status_pkey: one row.

const delaying: Statement = {
  name: 'set-workflow-delay',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    set delay_until_epoch_ms = coalesce($3::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint + $2::bigint),
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
    where workflow_uuid = $1
      and status = 'DELAYED'
    returning 1 as changed`,
};

const prioritizing: Statement = {
  name: 'set-workflow-priority',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    set priority = $2::int,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
    where workflow_uuid = $1
      and status in ('ENQUEUED', 'DELAYED')
    returning 1 as changed`,
};

const attributing: Statement = {
  name: 'set-workflow-attributes',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    set attributes = $2::jsonb,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
    where workflow_uuid = $1
    returning 1 as changed`,
};

/** Changes when a delayed workflow begins; false: it is not delayed. */
export function setDelay(
  tx: Queryable,
  workflowId: string,
  start: SetDelayCommand['start'],
): Promise<boolean> {
  const [delayMs, atMs] = 'delayMs' in start ? [start.delayMs, undefined] : [undefined, start.atMs];
  return changes(tx, delaying, [workflowId, delayMs, atMs]);
}

/** Changes the priority of a workflow that waits to begin; false: it does not. */
export function setPriority(tx: Queryable, workflowId: string, priority: number): Promise<boolean> {
  return changes(tx, prioritizing, [workflowId, priority]);
}

/** Replaces a workflow's attributes; false: there is no such workflow. */
export function setAttributes(
  tx: Queryable,
  workflowId: string,
  attributesJson: string | undefined,
): Promise<boolean> {
  return changes(tx, attributing, [workflowId, attributesJson]);
}

async function changes(tx: Queryable, statement: Statement, values: unknown[]): Promise<boolean> {
  return (await tx.query(statement, values)).length === 1;
}

/** Who made a workflow, and its status. */
interface Creator {
  readonly status: string;
  /** The token of the request that made it. */
  readonly creatorToken: string | undefined;
}

interface Row {
  readonly status: string;
  readonly creator_xid: string | null;
}

// Uses workflow_status_pkey: one row.
const findCreatorStatement: Statement = {
  name: 'find-creator',
  text: ({ dbos }) => `
    select ws.status, ws.creator_xid
    from ${dbos}.workflow_status ws
    where ws.workflow_uuid = $1`,
};

/** Who made the workflow with that id; `undefined`: there is none. */
export async function findCreator(db: Queryable, workflowId: string): Promise<Creator | undefined> {
  const [row] = await db.query<Row & Record<string, unknown>>(findCreatorStatement, [workflowId]);
  return row && { status: row.status, creatorToken: row.creator_xid ?? undefined };
}
