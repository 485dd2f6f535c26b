import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement, type Columns, lookupStatement } from '../batch.js';
import {
  fence,
  fenceOfOne,
  type FenceVerdict,
  NOW_MS,
  OWNER_COLUMNS,
  toVerdict,
  type VerdictRow,
} from './fence.js';

/** How a workflow ends. */
interface FinishRecord {
  readonly workflowId: string;
  readonly ownerToken: string;
  /** One of them is set. */
  readonly output?: StoredValue | undefined;
  readonly error?: StoredValue | undefined;
}

const OUTCOME_COLUMNS: Columns<FinishRecord> = {
  output: ['text', ({ output }) => output?.data],
  error: ['text', ({ error }) => error?.data],
};

// Uses workflow_status_pkey and workflow_output_pkey: one row each a member.
const statement = batchStatement<FinishRecord>({
  name: 'finish-workflows',
  columns: {
    ...OWNER_COLUMNS,
    ...OUTCOME_COLUMNS,
  },
  text: (sql) => `
    with ${fence(sql)},
    finished as (
      update ${sql.dbos}.workflow_status w
      set status = case when f.error is null then 'SUCCESS' else 'ERROR' end,
          completed_at = ${NOW_MS},
          updated_at = ${NOW_MS},
          deduplication_id = null,
          owner_xid = null
      from fenced f
      where w.workflow_uuid = f.workflow_uuid
        and w.workflow_uuid = any(${sql.array('workflow_uuid')})
        and w.owner_xid = f.owner_token
        and w.status = 'PENDING'
      returning w.workflow_uuid
    ),
    outcome as (
      insert into ${sql.dbos}.workflow_output (workflow_uuid, output, error)
      select f.workflow_uuid, f.output, f.error
      from fenced f
      join finished w on w.workflow_uuid = f.workflow_uuid
      order by f.workflow_uuid
      on conflict (workflow_uuid) do update
      set output = excluded.output,
          error = excluded.error
    )
    select i.owner_status as status,
      case
        when not i.found then 'skipped'
        when w.workflow_uuid is null then 'refused'
        else 'applied'
      end as kind
    from called i
    left join finished w on i.runs and w.workflow_uuid = i.workflow_uuid
    order by i.ord`,
  textOfOne: (sql) => `
    with ${fenceOfOne(sql)},
    finished as (
      update ${sql.dbos}.workflow_status w
      set status = case when ${sql.value('error')} is null then 'SUCCESS' else 'ERROR' end,
          completed_at = ${NOW_MS},
          updated_at = ${NOW_MS},
          deduplication_id = null,
          owner_xid = null
      from owner o
      where o.runs
        and w.workflow_uuid = ${sql.value('workflow_uuid')}
        and w.owner_xid = ${sql.value('owner_token')}
        and w.status = 'PENDING'
      returning w.workflow_uuid
    ),
    outcome as (
      insert into ${sql.dbos}.workflow_output (workflow_uuid, output, error)
      select workflow_uuid, ${sql.value('output')}, ${sql.value('error')}
      from finished
      on conflict (workflow_uuid) do update
      set output = excluded.output,
          error = excluded.error
    )
    select o.status,
      case
        when o.status is null then 'skipped'
        when exists (select from finished) then 'applied'
        else 'refused'
      end as kind
    from (values (1)) one
    left join owner o on true`,
});

// Uses workflow_status_pkey and workflow_output_pkey: one row each a workflow.
const finding = lookupStatement<FinishRecord>({
  name: 'find-finished',
  columns: { workflow_uuid: ['text', ({ workflowId }) => workflowId], ...OUTCOME_COLUMNS },
  text: ({ dbos, rows }) => `
    select i.ord::int
    from ${rows('i')}
    join ${dbos}.workflow_status w on w.workflow_uuid = i.workflow_uuid
    join ${dbos}.workflow_output o on o.workflow_uuid = i.workflow_uuid
    where w.status = case when i.error is null then 'SUCCESS' else 'ERROR' end
      and o.output is not distinct from i.output
      and o.error is not distinct from i.error`,
});

/** Ends workflows, each another one; answers in their order. */
export async function finishWorkflows(
  db: Queryable,
  workflows: readonly FinishRecord[],
): Promise<FenceVerdict[]> {
  const rows = await statement.run<VerdictRow>(db, workflows);
  return rows.map(toVerdict);
}

/**
 * Whether each workflow has ended already, and byte for byte so. Nothing says who ended it, for a row that has ended has
 * no owner; whichever it was, a caller who learns that it has ended with the outcome it had to record learns the truth.
 */
export async function findFinished(db: Queryable, workflows: readonly FinishRecord[]): Promise<boolean[]> {
  const rows = await finding.run<{ ord: number }>(db, workflows);
  const finished = new Set(rows.map(({ ord }) => ord));
  return workflows.map((_workflow, index) => finished.has(index + 1));
}
