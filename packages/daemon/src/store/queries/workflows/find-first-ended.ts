import { WORKFLOW_STATUSES, isTerminal } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** What several workflows have come to. */
export interface FirstFound {
  /** The one that ended first. Absent: none has. */
  readonly ended?: string;
  /** Those that do not exist, in the order of the question; not read where one has ended. */
  readonly missing: readonly string[];
}

const terminal = WORKFLOW_STATUSES.filter(isTerminal)
  .map((status) => `'${status}'`)
  .join(', ');

// Uses workflow_status_pkey: a row an id. The time of the end is not set by everybody; its row was changed then at the
// latest.
const statement: Statement = {
  name: 'find-first-ended',
  text: ({ dbos }) => `
    with found as materialized (
      select i.workflow_uuid, i.ord, ws.status, coalesce(ws.completed_at, ws.updated_at) as ended_at
      from unnest($1::text[]) with ordinality as i (workflow_uuid, ord)
      left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
      where ws.status in (${terminal}) or ws.workflow_uuid is null
    ),
    ended as (
      select workflow_uuid, ord, status
      from found
      where status is not null
      order by ended_at, ord
      limit 1
    )
    select workflow_uuid, status, ord
    from ended
    union all
    select workflow_uuid, status, ord
    from found
    where status is null
      and not exists (select from ended)
    order by ord`,
};

/** The workflow that ended first; where none has, those that do not exist. */
export async function findFirstEnded(db: Queryable, workflowIds: readonly string[]): Promise<FirstFound> {
  const rows = await db.query<{ workflow_uuid: string; status: string | null }>(statement, [workflowIds]);
  const ended = rows.find(({ status }) => status !== null);
  if (ended !== undefined) return { ended: ended.workflow_uuid, missing: [] };
  return { missing: rows.map((row) => row.workflow_uuid) };
}
