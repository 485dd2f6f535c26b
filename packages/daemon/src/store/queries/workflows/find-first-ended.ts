import { WORKFLOW_STATUSES, isTerminal } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** What several workflows have come to: one has ended, or one does not exist (and none has ended). */
export interface FirstFound {
  readonly workflowId: string;
  readonly kind: 'ended' | 'missing';
}

const terminal = WORKFLOW_STATUSES.filter(isTerminal)
  .map((status) => `'${status}'`)
  .join(', ');

// Rides workflow_status_pkey: a row an id. The time of the end is not set by everybody; its row was changed then at the
// latest.
const statement: Statement = {
  name: 'find-first-ended',
  text: ({ dbos }) => `
    select i.workflow_uuid, ws.status
    from unnest($1::text[]) with ordinality as i (workflow_uuid, ord)
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
    where ws.status in (${terminal}) or ws.workflow_uuid is null
    order by ws.workflow_uuid is null, coalesce(ws.completed_at, ws.updated_at), i.ord
    limit 1`,
};

/** The workflow that ended first; where none has, the first that does not exist; `undefined`: all are active. */
export async function findFirstEnded(
  db: Queryable,
  workflowIds: readonly string[],
): Promise<FirstFound | undefined> {
  const [row] = await db.query<{ workflow_uuid: string; status: string | null }>(statement, [workflowIds]);
  return row && { workflowId: row.workflow_uuid, kind: row.status === null ? 'missing' : 'ended' };
}
