import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement } from '../batch.js';
import {
  CALL_COLUMNS,
  checkpoint,
  checkpointOfOne,
  fence,
  fenceOfOne,
  type FencedCall,
  type FenceVerdict,
  NOW_MS,
  toVerdict,
  VERDICT_COLUMNS,
  VERDICT_FROM,
  verdictOfOne,
  type VerdictRow,
} from './fence.js';

/** The outcome of a step, or of anything else that has only an outcome. */
interface StepRecord extends FencedCall {
  readonly functionName: string;
  readonly output?: StoredValue | undefined;
  readonly error?: StoredValue | undefined;
  readonly childWorkflowId?: string | undefined;
}

// Uses workflow_status_pkey and operation_outputs_pkey: one row each a member.
const recordStepsStatement = batchStatement<StepRecord>({
  name: 'record-steps',
  columns: {
    ...CALL_COLUMNS,
    function_name: ['text', (step) => step.functionName],
    output: ['text', (step) => step.output?.data],
    error: ['text', (step) => step.error?.data],
    child_workflow_id: ['text', (step) => step.childWorkflowId],
    serialization: ['text', (step) => (step.output ?? step.error)?.serialization],
  },
  text: (sql) => `
    with ${fence(sql)},
    ${checkpoint(sql, {
      functionName: 'function_name',
      output: 'output',
      error: 'error',
      childWorkflowId: 'child_workflow_id',
      serialization: 'serialization',
    })}
    select ${VERDICT_COLUMNS}
    ${VERDICT_FROM}
    order by i.ord`,
  textOfOne: (sql) => `
    with ${fenceOfOne(sql)},
    ${checkpointOfOne(sql, {
      functionName: sql.value('function_name'),
      output: sql.value('output'),
      error: sql.value('error'),
      childWorkflowId: sql.value('child_workflow_id'),
      serialization: sql.value('serialization'),
    })}
    ${verdictOfOne()}`,
});

/** Records outcomes, each under another function id of its workflow; answers in their order. */
export async function recordSteps(db: Queryable, steps: readonly StepRecord[]): Promise<FenceVerdict[]> {
  const rows = await recordStepsStatement.run<VerdictRow>(db, steps);
  return rows.map(toVerdict);
}

/** When a sleep or a wait will be over. */
interface DeadlineRecord extends FencedCall {
  /** From now; negative: already over. */
  readonly durationMs: number;
  /** The limit of a wait, not a sleep. */
  readonly isTimeout: boolean;
}

type DeadlineVerdict =
  | Exclude<FenceVerdict, { kind: 'applied' }>
  | {
      readonly kind: 'applied';
      /** What is left of it, at least 0. */
      readonly remainingMs: number;
    };

/** What DBOS calls both. */
export const DEADLINE_NAME = 'DBOS.sleep';

// Uses workflow_status_pkey and operation_outputs_pkey: one row each a member. As in DBOS a sleep is completed when it
// will be over, and the limit of a wait when it began: by the clock that says when it began, the worker's, so that a sleep of
// 2 ms is recorded as one. The deadline itself is by the database's clock, which all workers share.
const recordDeadlinesStatement = batchStatement<DeadlineRecord>({
  name: 'record-deadlines',
  columns: {
    ...CALL_COLUMNS,
    duration_ms: ['bigint', ({ durationMs }) => Math.ceil(durationMs)],
    is_timeout: ['boolean', ({ isTimeout }) => isTimeout],
  },
  text: (sql) => `
    with ${fence(sql)},
    deadline as materialized (
      select *, ${NOW_MS} + duration_ms as over_at_ms
      from fenced
    ),
    ${checkpoint(sql, {
      from: 'deadline',
      functionName: `'${DEADLINE_NAME}'`,
      output: 'over_at_ms::text',
      completedAtMs: 'case when is_timeout then started_at_ms else started_at_ms + duration_ms end',
    })}
    select ${VERDICT_COLUMNS}, greatest(c.output::bigint - ${NOW_MS}, 0) as remaining_ms
    ${VERDICT_FROM}
    order by i.ord`,
});

/**
 * Records deadlines by the database's clock, each under another function id of its workflow; answers in their order,
 * with what is left of each.
 */
export async function recordDeadlines(
  db: Queryable,
  deadlines: readonly DeadlineRecord[],
): Promise<DeadlineVerdict[]> {
  const rows = await recordDeadlinesStatement.run<VerdictRow & { remaining_ms: number | null }>(
    db,
    deadlines,
  );
  return rows.map((row) => {
    const verdict = toVerdict(row);
    return verdict.kind === 'applied' ? { kind: 'applied', remainingMs: row.remaining_ms ?? 0 } : verdict;
  });
}
