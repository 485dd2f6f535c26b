import type { ListQueuesQuery, QueueSettings } from '../../../model/queues.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { queueColumns, toSettings, type QueueRow } from './queue-row.js';

// Uses the unique name of queues, passing over those of other applications: there are few queues.
const statement: Statement = {
  name: 'list-queues',
  text: ({ dbos }) => `
    select ${queueColumns}
    from ${dbos}.queues
    where ($1::text[] is null or application_name = any($1) or application_name is null)
      and ($2::text is null or name > $2)
    order by name
    limit $3`,
};

/** A page of the registered queues, in the order of their names. */
export async function listQueues(
  db: Queryable,
  query: ListQueuesQuery,
): Promise<Page<QueueSettings, string>> {
  const rows = await db.query<QueueRow & Record<string, unknown>>(statement, [
    query.applicationNames,
    query.after,
    query.pageSize + 1,
  ]);
  const items = rows.slice(0, query.pageSize).map(toSettings);
  const last = items.at(-1);
  return rows.length > items.length && last ? { items, next: last.name } : { items };
}
