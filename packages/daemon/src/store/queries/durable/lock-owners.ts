import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

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
