import type { SetDelayCommand } from '../../../model/management.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

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
