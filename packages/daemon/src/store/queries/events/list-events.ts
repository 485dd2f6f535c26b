import type { ListEventsQuery, StoredEvent } from '../../../model/events.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { cutAtBytes, cutPage, toReadValue, valueColumns, type PageRow } from '../stored-value.js';
import { eventRevision } from './event-revision.js';

interface EventRow extends PageRow {
  readonly key: string;
  readonly revision: Buffer;
}

// Uses workflow_events_pkey for the workflow; its few keys are sorted by bytes, whatever the database's collation.
const statement: Statement = {
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
  const rows = await db.query<EventRow>(statement, [
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

function toEvent(row: EventRow): StoredEvent {
  const value = toReadValue(row);
  if (value === undefined) throw new Error('an event without text: the column forbids it');
  return { key: row.key, value, revision: row.revision };
}
