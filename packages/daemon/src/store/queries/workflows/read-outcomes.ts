import { isTerminal } from '@dbosd/shared';
import type { ReadValue } from '../../../model/values.js';
import type { WorkflowOutcome } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { cutAtBytes, firstText, toReadValue, type PageRow } from '../stored-value.js';
import { terminalStatuses } from './terminal-statuses.js';

export interface OutcomeQuery {
  readonly workflowId: string;
  readonly maxValueBytes: number;
}

/** Where a workflow stands: not there, still active, or ended with an outcome. */
export type WorkflowState = { readonly kind: 'missing' } | { readonly kind: 'active' } | WorkflowOutcome;

interface OutcomeRow extends PageRow {
  readonly ord: number;
  readonly status: string | null;
  readonly is_error: boolean | null;
}

/** One statement answers many waiters, but does not hold more than this of their values in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

// Rides workflow_status_pkey and workflow_output_pkey: two rows a query; values are read of ended workflows only. The
// status says whether the outcome is the output or the error: DBOS for Go writes both when a workflow fails.
const statement = lookupStatement<OutcomeQuery>({
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
 * Reads where workflows stand. The answers are of the first queries, at least one, in order: when the values grow too
 * large together, the rest is left for another call.
 */
export async function readOutcomes(
  db: Queryable,
  queries: readonly OutcomeQuery[],
): Promise<WorkflowState[]> {
  const rows = await statement.run<OutcomeRow>(db, queries);
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
