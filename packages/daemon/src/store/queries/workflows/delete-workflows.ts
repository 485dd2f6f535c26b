import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

// Uses the primary keys of all tables. Messages, events and streams go with the status row, by their foreign keys; the
// other three tables have none.
const statement: Statement = {
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
  const rows = await tx.query<{ workflow_uuid: string }>(statement, [workflowIds]);
  return rows.map((row) => row.workflow_uuid);
}
