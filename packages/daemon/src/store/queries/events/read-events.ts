import type { EventQuery, EventValue, ListEventsQuery, StoredEvent } from '../../../model/events.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { lookupStatement } from '../batch.js';
import { cutAtBytes, cutPage, type PageRow, toReadValue, valueColumns } from '../stored-value.js';

/** An event and its workflow, both of one snapshot. */
export interface EventState {
  /** Absent: the key is not set. */
  readonly event?: EventValue;
  /** Absent: there is no such workflow. */
  readonly workflowStatus?: string | undefined;
}

interface EventRow extends PageRow {
  readonly ord: number;
  readonly status: string | null;
  readonly revision: Buffer | null;
}

/** One statement answers many readers, but does not hold more than this of their values in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

// Uses workflow_events_pkey and workflow_status_pkey: two rows a query.
const readEventsStatement = lookupStatement<EventQuery>({
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
  const rows = await readEventsStatement.run<EventRow>(db, queries);
  return rows.map(toState);
}

function toState(row: EventRow): EventState {
  const value = toReadValue(row);
  return {
    ...(value && row.revision ? { event: { value, revision: row.revision } } : {}),
    workflowStatus: row.status ?? undefined,
  };
}

/**
 * The SQL of an event's revision: 16 bytes of a digest over format and value (docs/protocol.md, 4). The format comes
 * first, with its length, so that no two pairs are spelt the same. sha256 rather than md5, which servers in FIPS mode
 * refuse.
 */
export function eventRevision(event: string): string {
  return `substring(sha256(convert_to(
    coalesce(length(${event}.serialization)::text || ':' || ${event}.serialization, '-') || ${event}.value,
    'UTF8')) for 16)`;
}

interface ListedEventRow extends PageRow {
  readonly key: string;
  readonly revision: Buffer;
}

// Uses workflow_events_pkey for the workflow; its few keys are sorted by bytes, whatever the database's collation.
const listEventsStatement: Statement = {
  name: 'list-events',
  text: ({ dbos }) =>
    cutAtBytes(
      `select e.key collate "C" as key, ${eventRevision('e')} as revision,
        ${valueColumns('e.value', 'e.serialization', '$4::bigint')}
      from ${dbos}.workflow_events e
      where e.workflow_uuid = $1
        and ($2::text is null or e.key collate "C" > $2::text)
      order by e.key collate "C"
      limit $3`,
      'key',
    ),
};

/** A page of a workflow's events, in the byte order of their keys. */
export async function listEvents(db: Queryable, query: ListEventsQuery): Promise<Page<StoredEvent, string>> {
  const rows = await db.query<ListedEventRow>(listEventsStatement, [
    query.workflowId,
    query.after,
    query.pageSize + 1,
    query.maxValueBytes,
  ]);
  const page = cutPage(rows, query.pageSize);
  const items = page.rows.map(toEvent);
  const last = items.at(-1);
  return page.more && last ? { items, next: last.key } : { items };
}

function toEvent(row: ListedEventRow): StoredEvent {
  const value = toReadValue(row);
  if (value === undefined) throw new Error('an event without text: the column forbids it');
  return { key: row.key, value, revision: row.revision };
}
