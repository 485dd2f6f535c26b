import type { Page, ReadValue } from '../../../model/values.js';
import type { ListStepsQuery, WorkflowStep } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { cutAtBytes, cutPage, firstText, type PageRow, toReadValue, valueColumns } from '../stored-value.js';

interface StepRow extends PageRow {
  readonly function_id: number;
  readonly function_name: string;
  readonly is_error: boolean;
  readonly child_workflow_id: string | null;
  readonly started_at_epoch_ms: number | null;
  readonly completed_at_epoch_ms: number | null;
}

// Uses operation_outputs_pkey (workflow_uuid, function_id): the rows of the page. What has an error has failed: DBOS for
// Go writes an output next to it, and an empty error next to an output.
const statement: Statement = {
  name: 'list-steps',
  text: ({ dbos }) =>
    cutAtBytes(
      `select function_id, function_name, ${firstText('error')} is not null as is_error,
        ${firstText('child_workflow_id')} as child_workflow_id, started_at_epoch_ms, completed_at_epoch_ms,
        ${valueColumns(`case when $5::boolean then ${firstText('error', 'output')} end`, 'serialization', '$4::bigint')}
      from ${dbos}.operation_outputs
      where workflow_uuid = $1 and function_id > $2::int
      order by function_id
      limit $3`,
      'function_id',
    ),
};

/** No function of a workflow has a smaller id. */
const BEFORE_ALL = -2_147_483_648;

/** A page of the steps that a workflow has recorded, in the order of their ids. */
export async function listSteps(db: Queryable, query: ListStepsQuery): Promise<Page<WorkflowStep, number>> {
  const rows = await db.query<StepRow>(statement, [
    query.workflowId,
    query.after ?? BEFORE_ALL,
    query.pageSize + 1,
    query.maxValueBytes,
    query.withOutput,
  ]);
  const page = cutPage(rows, query.pageSize);
  const items = page.rows.map(toStep);
  const last = items.at(-1);
  return page.more && last ? { items, next: last.functionId } : { items };
}

function toStep(row: StepRow): WorkflowStep {
  return {
    functionId: row.function_id,
    name: row.function_name,
    ...resultOf(toReadValue(row), row.is_error),
    childWorkflowId: row.child_workflow_id ?? undefined,
    startedAtMs: row.started_at_epoch_ms ?? undefined,
    completedAtMs: row.completed_at_epoch_ms ?? undefined,
  };
}

function resultOf(value: ReadValue | undefined, isError: boolean): Pick<WorkflowStep, 'output' | 'error'> {
  if (value === undefined) return {};
  return isError ? { error: value } : { output: value };
}
