import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** What the locked rows are to become. A lock for `change` lets messages to them pass. */
export type FamilyLock = 'change' | 'delete';

// Uses workflow_status_pkey and idx_workflow_status_parent_workflow_id: a few index rows a workflow. No one can guess how
// large families are, and a join planned for any would read the whole table: hence one look-up a parent (`offset 0` keeps
// it so), and an array of ids. Rows are locked in the order of their ids by every caller, so that two of them cannot
// deadlock.
function locking(name: string, strength: string): Statement {
  return {
    name,
    text: ({ dbos }) => `
    with recursive family (workflow_uuid) as (
      select id
      from unnest($1::text[]) id
      union
      select child.workflow_uuid
      from family f
      cross join lateral (
        select ws.workflow_uuid
        from ${dbos}.workflow_status ws
        where ws.parent_workflow_id = f.workflow_uuid
        offset 0
      ) child
      where $2::boolean
    )
    select ws.workflow_uuid,
      case when ws.status = 'PENDING' and ws.executor_id like 'dbosd:%' then ws.owner_xid end as run
    from ${dbos}.workflow_status ws
    where ws.workflow_uuid = any(array(select workflow_uuid from family))
    order by ws.workflow_uuid
    for ${strength} of ws`,
  };
}

const statements: Readonly<Record<FamilyLock, Statement>> = {
  change: locking('lock-family-to-change', 'no key update'),
  delete: locking('lock-family-to-delete', 'update'),
};

/** A workflow that was locked. */
export interface Locked {
  readonly workflowId: string;
  /** The token under which a worker of dbosd runs it. Absent: none does. */
  readonly run?: string;
}

/**
 * Locks workflows, and with `withChildren` all that they started, and answers with those that exist. What is done to
 * them afterwards, by another statement, sees all that others committed before. It looks again until there are no new
 * children: a locked parent starts none.
 */
export async function lockFamily(
  tx: Queryable,
  workflowIds: readonly string[],
  { withChildren, lock }: { readonly withChildren: boolean; readonly lock: FamilyLock },
): Promise<Locked[]> {
  for (let known = -1; ;) {
    const rows = await tx.query<Row>(statements[lock], [workflowIds, withChildren]);
    if (!withChildren || rows.length === known) return rows.map(toLocked);
    known = rows.length;
  }
}

interface Row {
  readonly workflow_uuid: string;
  readonly run: string | null;
}

function toLocked({ workflow_uuid: workflowId, run }: Row): Locked {
  return run === null ? { workflowId } : { workflowId, run };
}
