import type { ListWorkflowsQuery, WorkflowCursor, WorkflowRecord } from '../../../model/workflows.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import { cutAtBytes, cutPage, type PageRow } from '../stored-value.js';
import {
  isNarrow,
  narrowPage,
  numbered,
  orderedPage,
  orderOf,
  type PageSource,
} from './page-of-workflows.js';
import { DBOS, STATUS_TABLE } from './workflow-filter.js';
import { payloadColumns, payloadJoins, recordColumns, toRecord, type WorkflowRow } from './workflow-row.js';

interface ListRow extends WorkflowRow, Pick<PageRow, 'total'> {
  readonly too_many: boolean;
}

/**
 * A page of workflows, by the time of their creation. Reads some rows more than the page has, whatever the table holds,
 * where the filter has an index; which one it rides and what it costs is said at the sources of pages.
 */
export async function listWorkflows(
  db: Queryable,
  query: ListWorkflowsQuery,
): Promise<Page<WorkflowRecord, WorkflowCursor>> {
  const narrow = isNarrow(query.filter) ? await readPage(db, query, narrowPage(query)) : undefined;
  const page = cutPage(narrow ?? (await readPage(db, query, orderedPage(query))) ?? [], query.pageSize);
  const items = page.rows.map(toRecord);
  const last = items.at(-1);
  return page.more && last
    ? { items, next: { createdAtMs: last.createdAtMs, workflowId: last.workflowId } }
    : { items };
}

/** The rows of a page; `undefined`: the source has given up. */
async function readPage(
  db: Queryable,
  query: ListWorkflowsQuery,
  source: PageSource,
): Promise<ListRow[] | undefined> {
  const { text, values } = numbered({
    sql: `with recursive ${source.tables.sql}
      select given.too_many, cut.*
      from (select ${source.tooMany} as too_many) given
      left join (${pageOfValues(query)}) cut on true
      order by ${orderOf(query)}`,
    bindings: source.tables.bindings,
  });
  const rows = await db.query<ListRow>({ text: ({ dbos }) => text(dbos) }, values);
  if (rows[0]?.too_many) return undefined;
  // A page without workflows is one row without an id.
  return rows.filter((row) => (row.workflow_uuid as string | null) !== null);
}

// Rides the primary keys of the three tables: a row each for every workflow of the page. `offset 0` keeps the look-up one
// of its own: merged with its surroundings it may be planned as a walk through the whole key.
function pageOfValues(query: ListWorkflowsQuery): string {
  const wanted = {
    input: String(query.withInput),
    output: String(query.withOutput),
    maxBytes: String(query.maxValueBytes),
  };
  const sizes = ['input', 'output', 'error'].map(
    (name) => `case when ${name} is null then 0 else ${name}_size end`,
  );
  return cutAtBytes(
    `select *, '' as value, ${sizes.join(' + ')} as size
    from (
      select record.*
      from page cross join lateral (
        select ${recordColumns},
          ${payloadColumns(wanted)}
        from ${STATUS_TABLE}
        ${payloadJoins(DBOS)}
        where ws.workflow_uuid = page.workflow_uuid
        offset 0
      ) record
    ) found`,
    orderOf(query),
  );
}
