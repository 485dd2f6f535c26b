import type { EventQuery, EventValue } from '../../../model/events.js';
import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { cutAtBytes, toReadValue, valueColumns, type PageRow } from '../stored-value.js';
import { eventRevision } from './event-revision.js';

/** An event and its workflow, both of one snapshot. */
export interface EventState {
  /** Absent: the key is not set. */
  readonly event?: EventValue;
  /** Absent: there is no such workflow. */
  readonly workflowStatus?: string;
}

interface EventRow extends PageRow {
  readonly ord: number;
  readonly status: string | null;
  readonly revision: Buffer | null;
}

/** One statement answers many readers, but does not hold more than this of their values in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

// Rides workflow_events_pkey and workflow_status_pkey: two rows a query.
const statement = lookupStatement<EventQuery>({
  name: 'read-events',
  columns: {
    workflow_uuid: ['text', (q) => q.workflowId],
    key: ['text', (q) => q.key],
    max_bytes: ['bigint', (q) => q.maxValueBytes],
  },
  text: ({ dbos, rows }) =>
    cutAtBytes(
      `select i.ord::int as ord, ws.status,
        case when e.key is not null then ${eventRevision('e')} end as revision,
        ${valueColumns('e.value', 'e.serialization', 'i.max_bytes')}
      from ${rows('i')}
      left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
      left join ${dbos}.workflow_events e on e.workflow_uuid = i.workflow_uuid and e.key = i.key`,
      'ord',
      BATCH_BYTES,
    ),
});

/**
 * Reads events with the status of their workflows. The answers are of the first queries, at least one, in order: when
 * the values grow too large together, the rest is left for another call.
 */
export async function readEvents(db: Queryable, queries: readonly EventQuery[]): Promise<EventState[]> {
  const rows = await statement.run<EventRow>(db, queries);
  return rows.map(toState);
}

function toState(row: EventRow): EventState {
  const value = toReadValue(row);
  return {
    ...(value && row.revision ? { event: { value, revision: row.revision } } : {}),
    ...(row.status === null ? {} : { workflowStatus: row.status }),
  };
}
