import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { INTERNAL_QUEUE } from './internal-queue.js';

// Uses workflow_status_pkey: a row each. The columns are those that DBOS resets.
const statement: Statement = {
  name: 'resume-workflows',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    set status = 'ENQUEUED',
        owner_xid = null,
        queue_name = $2,
        recovery_attempts = 0,
        workflow_deadline_epoch_ms = null,
        deduplication_id = null,
        started_at_epoch_ms = null,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
        completed_at = null
    where workflow_uuid = any($1::text[])
      and status not in ('SUCCESS', 'ERROR')
    returning workflow_uuid`,
};

/** Enqueues those that have not ended with a result or an error; answers with them. */
export async function resumeWorkflows(
  tx: Queryable,
  workflowIds: readonly string[],
  queueName: string = INTERNAL_QUEUE,
): Promise<string[]> {
  const rows = await tx.query<{ workflow_uuid: string }>(statement, [workflowIds, queueName]);
  return rows.map((row) => row.workflow_uuid);
}
