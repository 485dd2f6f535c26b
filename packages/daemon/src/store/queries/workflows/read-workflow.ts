import type { WorkflowQuery, WorkflowRecord } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { payloadColumns, payloadJoins, recordColumns, toRecord, type WorkflowRow } from './workflow-row.js';

// Uses workflow_status_pkey and those of the payload tables: a row each.
const statement: Statement = {
  name: 'read-workflow',
  text: ({ dbos }) => `
    select ${recordColumns},
      ${payloadColumns({ input: '$3::boolean', output: '$4::boolean', maxBytes: '$2::bigint' })}
    from ${dbos}.workflow_status ws
    ${payloadJoins(dbos)}
    where ws.workflow_uuid = $1`,
};

/** A workflow as its rows show it; `undefined`: there is none. */
export async function readWorkflow(db: Queryable, query: WorkflowQuery): Promise<WorkflowRecord | undefined> {
  const [row] = await db.query<WorkflowRow>(statement, [
    query.workflowId,
    query.maxValueBytes,
    query.withInput,
    query.withOutput,
  ]);
  return row && toRecord(row);
}
