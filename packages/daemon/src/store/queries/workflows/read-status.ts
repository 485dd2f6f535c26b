import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

// Uses workflow_status_pkey: one row.
const statement: Statement = {
  name: 'read-status',
  text: ({ dbos }) => `
    select status
    from ${dbos}.workflow_status
    where workflow_uuid = $1`,
};

/** A workflow's status; `undefined`: there is no such workflow. */
export async function readStatus(db: Queryable, workflowId: string): Promise<string | undefined> {
  const [row] = await db.query<{ status: string }>(statement, [workflowId]);
  return row?.status;
}
