import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import type { Released } from '../workers/release-workflows.js';
import { CANCELLED } from '../workflows/manage-workflows.js';
import type { WorkQuestion } from './find-work.js';

// When the statement begins: as `clock_timestamp()`, which is another each time, it could use no index.
const NOW_MS = '(extract(epoch from now()) * 1000)::bigint';
/** Workflows that one look promotes or cancels at most; the next look takes the rest. */
const MOST = 1000;

// Whose rows are looked after: those of the applications, and no application's where one of them takes those.
const CARED_FOR = `(ws.application_name = any($1::text[]) or ($2::boolean and ws.application_name is null))`;

// Uses idx_workflow_status_delayed: as many rows as are due. As DBOS does it: what kept debounced calls together ends with
// the delay.
const promoting: Statement = {
  name: 'promote-delayed',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status ws
    set status = 'ENQUEUED',
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
        deduplication_id = case when ws.is_debounced then null else ws.deduplication_id end
    where ws.workflow_uuid in (
      select ws.workflow_uuid
      from ${dbos}.workflow_status ws
      where ws.status = 'DELAYED'
        and ws.delay_until_epoch_ms <= ${NOW_MS}
        and ${CARED_FOR}
      order by ws.delay_until_epoch_ms
      limit ${String(MOST)}
      for update skip locked
    )
    returning ws.workflow_uuid, ws.queue_name`,
};

// Uses idx_workflow_status_deadline: as many rows as are due. A row that another holds is found by the next look.
const cancelling: Statement = {
  name: 'cancel-overdue',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status ws
    ${CANCELLED}
    where ws.workflow_uuid in (
      select ws.workflow_uuid
      from ${dbos}.workflow_status ws
      where ws.status in ('ENQUEUED', 'PENDING', 'DELAYED')
        and ws.workflow_deadline_epoch_ms is not null
        and ws.workflow_deadline_epoch_ms <= ${NOW_MS}
        and ${CARED_FOR}
      order by ws.workflow_deadline_epoch_ms
      limit ${String(MOST)}
      for update skip locked
    )
    returning ws.workflow_uuid`,
};

/** Enqueues what has waited long enough. */
export async function promoteDelayed(db: Queryable, questions: readonly WorkQuestion[]): Promise<Released[]> {
  const rows = await db.query<{ workflow_uuid: string; queue_name: string | null }>(
    promoting,
    caredFor(questions),
  );
  return rows.map((row) => ({ workflowId: row.workflow_uuid, queueName: row.queue_name ?? '' }));
}

/** Cancels what has run or waited beyond its deadline; answers with the ids. */
export async function cancelOverdue(db: Queryable, questions: readonly WorkQuestion[]): Promise<string[]> {
  const rows = await db.query<{ workflow_uuid: string }>(cancelling, caredFor(questions));
  return rows.map((row) => row.workflow_uuid);
}

function caredFor(questions: readonly WorkQuestion[]): unknown[] {
  return [questions.map((q) => q.applicationName), questions.some((q) => q.claimUnclaimed)];
}
