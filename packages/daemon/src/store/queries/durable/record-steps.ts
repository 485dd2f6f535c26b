import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement } from '../../statement.js';
import {
  callValues,
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
const statement = batchStatement(
  'record-steps',
  (schemas, size) => `
    with ${fence(schemas, size, {
      function_name: 'text',
      output: 'text',
      error: 'text',
      child_workflow_id: 'text',
      serialization: 'text',
    })},
    ${checkpoint(schemas, {
      functionName: 'function_name',
      output: 'output',
      error: 'error',
      childWorkflowId: 'child_workflow_id',
      serialization: 'serialization',
    })}
    select ${VERDICT_COLUMNS}
    ${VERDICT_FROM}
    order by i.ord`,
);

/** Records outcomes, each under another function id of its workflow; answers in their order. */
export async function recordSteps(db: Queryable, steps: readonly StepRecord[]): Promise<FenceVerdict[]> {
  const rows = await db.query<VerdictRow>(statement.for(steps.length), [
    ...callValues(steps),
    steps.map((step) => step.functionName),
    steps.map((step) => step.output?.data),
    steps.map((step) => step.error?.data),
    steps.map((step) => step.childWorkflowId),
    steps.map((step) => (step.output ?? step.error)?.serialization),
  ]);
  return rows.map(toVerdict);
}
