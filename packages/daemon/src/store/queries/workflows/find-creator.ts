import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** Who made a workflow, and its status. */
export interface Creator {
  readonly status: string;
  /** The token of the request that made it. */
  readonly creatorToken: string | undefined;
}

interface Row {
  readonly status: string;
  readonly creator_xid: string | null;
}

// Uses workflow_status_pkey: one row.
const statement: Statement = {
  name: 'find-creator',
  text: ({ dbos }) => `
    select ws.status, ws.creator_xid
    from ${dbos}.workflow_status ws
    where ws.workflow_uuid = $1`,
};

/** Who made the workflow with that id; `undefined`: there is none. */
export async function findCreator(db: Queryable, workflowId: string): Promise<Creator | undefined> {
  const [row] = await db.query<Row & Record<string, unknown>>(statement, [workflowId]);
  return row && { status: row.status, creatorToken: row.creator_xid ?? undefined };
}
