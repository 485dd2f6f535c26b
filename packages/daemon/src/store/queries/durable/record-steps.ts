import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement } from '../batch.js';
import {
  CALL_COLUMNS,
  checkpoint,
  fence,
  toVerdict,
  VERDICT_COLUMNS,
  VERDICT_FROM,
  type FencedCall,
  type FenceVerdict,
  type VerdictRow,
} from './fence.js';

/** The outcome of a step, or of anything else that has only an outcome. */
export interface StepRecord extends FencedCall {
  readonly functionName: string;
  readonly output?: StoredValue;
  readonly error?: StoredValue;
  readonly childWorkflowId?: string;
}

// Rides workflow_status_pkey and operation_outputs_pkey: one row each a member.
const statement = batchStatement<StepRecord>({
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
});

/** Records outcomes, each under another function id of its workflow; answers in their order. */
export async function recordSteps(db: Queryable, steps: readonly StepRecord[]): Promise<FenceVerdict[]> {
  const rows = await statement.run<VerdictRow>(db, steps);
  return rows.map(toVerdict);
}
