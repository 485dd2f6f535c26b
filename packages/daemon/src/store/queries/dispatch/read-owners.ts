import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

export interface Run {
  readonly workflowId: string;
  readonly ownerToken: string;
}

/** What stands where somebody thinks that a workflow runs under a token. */
export type Ownership =
  /** It does. */
  | 'owned'
  /** There is no such workflow. */
  | 'missing'
  /** It runs, or waits to, but not under this token. */
  | 'lost'
  /** It has ended. */
  | { readonly ended: string };

// Rides workflow_status_pkey: a row each.
const statement: Statement = {
  name: 'read-owners',
  text: ({ dbos }) => `
    select ws.status, ws.owner_xid is not distinct from r.token as same
    from unnest($1::text[], $2::text[]) with ordinality as r (workflow_uuid, token, ord)
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = r.workflow_uuid
    order by r.ord`,
};

/** What stands under each of the runs, in their order. */
export async function readOwners(db: Queryable, runs: readonly Run[]): Promise<Ownership[]> {
  const rows = await db.query<{ status: string | null; same: boolean }>(statement, [
    runs.map((run) => run.workflowId),
    runs.map((run) => run.ownerToken),
  ]);
  return rows.map(({ status, same }) => {
    switch (status) {
      case null:
        return 'missing';
      case 'PENDING':
        return same ? 'owned' : 'lost';
      case 'ENQUEUED':
      case 'DELAYED':
        return 'lost';
      default:
        return { ended: status };
    }
  });
}
