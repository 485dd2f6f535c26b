import { isTerminal, WORKFLOW_STATUSES } from '@dbosd/shared';
import type { ReadValue } from '../../../model/values.js';
import type { WorkflowOutcome } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { lookupStatement } from '../batch.js';
import { cutAtBytes, firstText, type PageRow, toReadValue } from '../stored-value.js';

export interface OutcomeQuery {
  readonly workflowId: string;
  readonly maxValueBytes: number;
}

/** The state of a workflow: missing, active, or ended with an outcome. */
export type WorkflowState = { readonly kind: 'missing' } | { readonly kind: 'active' } | WorkflowOutcome;

interface OutcomeRow extends PageRow {
  readonly ord: number;
  readonly status: string | null;
  readonly is_error: boolean | null;
}

/** One statement answers many waiters, but does not hold more than this of their values in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

// Uses workflow_status_pkey and workflow_output_pkey: two rows a query; values are read of ended workflows only. The
// status says whether the outcome is the output or the error: DBOS for Go writes both when a workflow fails.
const readOutcomesStatement = lookupStatement<OutcomeQuery>({
  name: 'read-outcomes',
  columns: {
    workflow_uuid: ['text', (q) => q.workflowId],
    max_bytes: ['bigint', (q) => q.maxValueBytes],
  },
  text: ({ dbos, rows }) =>
    cutAtBytes(
      `select i.ord::int as ord, ws.status, v.is_error,
        case when octet_length(v.text) <= i.max_bytes then v.text end as value,
        ws.serialization,
        octet_length(v.text) as size
      from ${rows('i')}
      left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
      left join ${dbos}.workflow_output wo
        on wo.workflow_uuid = ws.workflow_uuid and ws.status in (${terminalStatuses})
      left join lateral (
        select ws.status <> 'SUCCESS' as is_error,
          case when ws.status = 'SUCCESS' then ${firstText('wo.output', 'ws.output')}
            else ${firstText('wo.error', 'ws.error')}
          end as text
        where ws.status in (${terminalStatuses})
      ) v on true`,
      'ord',
      BATCH_BYTES,
    ),
});

/**
 * Reads where workflows are. The answers are of the first queries, at least one, in order: when the values grow too
 * large together, the rest is left for another call.
 */
export async function readOutcomes(
  db: Queryable,
  queries: readonly OutcomeQuery[],
): Promise<WorkflowState[]> {
  const rows = await readOutcomesStatement.run<OutcomeRow>(db, queries);
  return rows.map(toState);
}

function toState(row: OutcomeRow): WorkflowState {
  if (row.status === null) return { kind: 'missing' };
  if (!isTerminal(row.status)) return { kind: 'active' };
  return { kind: 'completed', status: row.status, ...outcomeOf(toReadValue(row), row.is_error) };
}

function outcomeOf(value: ReadValue | undefined, isError: boolean | null): Partial<WorkflowOutcome> {
  if (value === undefined) return {};
  return isError === true ? { error: value } : { output: value };
}

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
const findFirstEndedStatement: Statement = {
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
  const rows = await db.query<{ workflow_uuid: string; status: string | null }>(findFirstEndedStatement, [
    workflowIds,
  ]);
  const ended = rows.find(({ status }) => status !== null);
  if (ended !== undefined) return { ended: ended.workflow_uuid, missing: [] };
  return { missing: rows.map((row) => row.workflow_uuid) };
}

// Uses workflow_status_pkey: one row.
const readStatusStatement: Statement = {
  name: 'read-status',
  text: ({ dbos }) => `
    select status
    from ${dbos}.workflow_status
    where workflow_uuid = $1`,
};

/** A workflow's status; `undefined`: there is no such workflow. */
export async function readStatus(db: Queryable, workflowId: string): Promise<string | undefined> {
  const [row] = await db.query<{ status: string }>(readStatusStatement, [workflowId]);
  return row?.status;
}

/** The terminal statuses as a list of SQL texts, for `in (…)`: constants, so that plans know them. */
export const terminalStatuses = WORKFLOW_STATUSES.filter(isTerminal)
  .map((status) => `'${status}'`)
  .join(', ');
