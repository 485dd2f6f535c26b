import type { QueueSettings } from '../../../model/queues.js';
import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { queueColumns, toSettings, type QueueRow } from '../queues/queue-row.js';
import { INTERNAL_QUEUE } from '../workflows/internal-queue.js';

/** For whom work is looked for. */
export interface WorkQuestion {
  readonly applicationName: string;
  readonly claimUnclaimed: boolean;
}

/** A queue from which an application takes, and whether something waits there for it. */
export interface QueueWork {
  readonly applicationName: string;
  readonly queue: QueueSettings;
  readonly waiting: boolean;
}

interface Row extends QueueRow {
  readonly [column: string]: unknown;
  readonly asking: string;
  readonly waiting: boolean;
}

// Rides idx_workflow_status_in_flight_v2 (which includes the application's name) for each queue of each application, up to
// the first row that is the application's. DBOS's own queue has no row in its table.
const statement = lookupStatement<WorkQuestion>({
  name: 'find-work',
  columns: {
    asking: ['text', (q) => q.applicationName],
    unclaimed: ['boolean', (q) => q.claimUnclaimed],
  },
  text: ({ dbos, rows }) => `
    with known as (
      select ${queueColumns}
      from ${dbos}.queues
      union all
      select '${INTERNAL_QUEUE}', null, null, null, null, null, null, null, null, null, 1
    )
    select a.asking, q.*,
      exists (
        select from ${dbos}.workflow_status ws
        where ws.queue_name = q.name
          and ws.status = 'ENQUEUED'
          and (ws.application_name = a.asking or (a.unclaimed and ws.application_name is null))
      ) as waiting
    from ${rows('a')}
    join known q on q.application_name = a.asking or q.application_name is null`,
});

/** The queues of each application, in no order. */
export async function findWork(db: Queryable, questions: readonly WorkQuestion[]): Promise<QueueWork[]> {
  const rows = await statement.run<Row>(db, questions);
  return rows.map((row) => ({
    applicationName: row.asking,
    queue: toSettings(row),
    waiting: row.waiting,
  }));
}
