import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

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
const statement: Statement = {
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
  const rows = await tx.query<{ workflow_uuid: string }>(statement, [workflowIds]);
  return rows.map((row) => row.workflow_uuid);
}
