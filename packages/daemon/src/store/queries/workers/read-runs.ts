import type { Checkpoint, CheckpointPage } from '../../../model/workers.js';
import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { firstText, storedValue } from '../stored-value.js';

export interface Run {
  readonly workflowId: string;
  readonly ownerToken: string;
}

/** Whether a workflow runs under a token, and if not, its status (absent: there is no such workflow). */
export type Ownership = { readonly owned: true } | { readonly owned: false; readonly status?: string };

// Uses workflow_status_pkey: a row each.
const readOwnersStatement = lookupStatement<Run>({
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
  const rows = await readOwnersStatement.run<{ status: string | null; same: boolean }>(db, runs);
  return rows.map(({ status, same }) => {
    if (status === null) return { owned: false };
    return status === 'PENDING' && same ? { owned: true } : { owned: false, status };
  });
}

type ResumedRun = Run & { readonly after: number };

interface Row {
  readonly [column: string]: unknown;
  readonly ord: number;
  /** How many of those looked at come after it. */
  readonly behind: number;
  readonly function_id: number;
  readonly function_name: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly serialization: string | null;
  readonly child_workflow_id: string | null;
  readonly started_at_epoch_ms: number | null;
  readonly completed_at_epoch_ms: number | null;
  readonly remaining: number | null;
}

/** Checkpoints of one page at most, whatever their size. */
const MOST = 1000;

// Uses operation_outputs_pkey: a range of each workflow, a page and one row of it. What was recorded for a sleep is when it
// will be over, by this clock.
const readCheckpointsStatement = lookupStatement<ResumedRun, 'page_bytes'>({
  name: 'read-checkpoints',
  columns: {
    workflow_uuid: ['text', (run) => run.workflowId],
    after: ['int', (run) => run.after],
  },
  parameters: { page_bytes: 'bigint' },
  text: ({ dbos, rows, parameter }) => `
    select r.ord::int, o.*
    from ${rows('r')}
    cross join lateral (
      select s.function_id, s.function_name, ${firstText('s.output')} as output, ${firstText('s.error')} as error,
        s.serialization, ${firstText('s.child_workflow_id')} as child_workflow_id,
        s.started_at_epoch_ms, s.completed_at_epoch_ms,
        case
          when s.function_name = 'DBOS.sleep' and s.output ~ '^[0-9]{1,18}$'
          then greatest(s.output::bigint - (extract(epoch from clock_timestamp()) * 1000)::bigint, 0)
        end as remaining,
        s.behind
      from (
        select p.*, row_number() over w as place, sum(p.size) over w - p.size as before,
          count(*) over () - row_number() over w as behind
        from (
          select o.*, coalesce(octet_length(o.output), 0) + coalesce(octet_length(o.error), 0) + 128 as size
          from ${dbos}.operation_outputs o
          where o.workflow_uuid = r.workflow_uuid
            and o.function_id > r.after
          order by o.function_id
          limit ${String(MOST)} + 1
        ) p
        window w as (order by p.function_id)
      ) s
      where s.before < ${parameter('page_bytes')}
        and s.place <= ${String(MOST)}
    ) o
    order by r.ord, o.function_id`,
});

/** Of each run the checkpoints after that function id (-1: all), cut at about `pageBytes`. */
export async function readCheckpoints(
  db: Queryable,
  runs: readonly ResumedRun[],
  pageBytes: number,
): Promise<CheckpointPage[]> {
  const rows = await readCheckpointsStatement.run<Row>(db, runs, { page_bytes: pageBytes });
  const pages = runs.map(({ workflowId, ownerToken }) => ({
    workflowId,
    ownerToken,
    checkpoints: [] as Checkpoint[],
    last: true,
  }));
  for (const row of rows) {
    const page = pages[row.ord - 1];
    if (page === undefined) continue;
    page.checkpoints.push(toCheckpoint(row));
    page.last = row.behind === 0;
  }
  return pages;
}

function toCheckpoint(row: Row): Checkpoint {
  return {
    functionId: row.function_id,
    functionName: row.function_name,
    output: row.output === null ? undefined : storedValue(row.output, row.serialization),
    error: row.error === null ? undefined : storedValue(row.error, row.serialization),
    childWorkflowId: row.child_workflow_id ?? undefined,
    startedAtMs: row.started_at_epoch_ms ?? undefined,
    completedAtMs: row.completed_at_epoch_ms ?? undefined,
    remainingMs: row.remaining ?? undefined,
  };
}
