import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';

export interface Run {
  readonly workflowId: string;
  readonly ownerToken: string;
}

/** Whether a workflow runs under a token, and if not, its status (absent: there is no such workflow). */
export type Ownership = { readonly owned: true } | { readonly owned: false; readonly status?: string };

// Rides workflow_status_pkey: a row each.
const statement = lookupStatement<Run>({
  name: 'read-owners',
  columns: {
    workflow_uuid: ['text', (run) => run.workflowId],
    token: ['text', (run) => run.ownerToken],
  },
  text: ({ dbos, rows }) => `
    select ws.status, ws.owner_xid is not distinct from r.token as same
    from ${rows('r')}
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = r.workflow_uuid
    order by r.ord`,
});

/** Whether each of the runs goes on, in their order. */
export async function readOwners(db: Queryable, runs: readonly Run[]): Promise<Ownership[]> {
  const rows = await statement.run<{ status: string | null; same: boolean }>(db, runs);
  return rows.map(({ status, same }) => {
    if (status === null) return { owned: false };
    return status === 'PENDING' && same ? { owned: true } : { owned: false, status };
  });
}
