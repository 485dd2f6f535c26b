import { WORKFLOW_STATUSES } from '@dbosd/shared';
import type { ListWorkflowsQuery, WorkflowCursor, WorkflowRecord } from '../../../../model/workflows.js';
import type { Page } from '../../../../model/values.js';
import type { Queryable } from '../../../database.js';
import type { IndexesAtHand } from '../../../indexes/index.js';
import { type Statement, DBOS } from '../../../statement.js';
import { readPage, type PageOfRows, type PageSource } from '../../list-page.js';
import { cutAtBytes, type PageRow } from '../../stored-value.js';
import { payloadColumns, payloadJoins, recordColumns, toRecord, type WorkflowRow } from '../workflow-row.js';
import { lookFor, walkFor } from './page-source.js';
import { orderOf, STATUS_TABLE } from './workflow-filter.js';

type ListRow = WorkflowRow & Pick<PageRow, 'total'>;

/**
 * A page of workflows, by the time of their creation. Reads some rows more than the page has where the filter has an
 * index in that order, and `MOST_WALKED` or `MOST_SORTED` at most where it has none: such a page may be short, even
 * empty, and still have a `next`. Which index it uses is said at the sources of pages.
 *
 * @param db one transaction with `LIST_SETTINGS` (list-bounds.ts)
 */
export async function listWorkflows(
  db: Queryable,
  query: ListWorkflowsQuery,
  indexes: IndexesAtHand,
): Promise<Page<WorkflowRecord, WorkflowCursor>> {
  const first = lookFor(query, indexes);
  const looked = first && (await readSource(db, query, first));
  const read = looked ?? (await readSource(db, query, await walkFor(query, indexes, () => statusesIn(db))));
  // So that the next page does not look in vain again.
  const isByTime = looked === undefined && (first !== undefined || query.after?.byTime === true);
  const { rows, next } = read ?? { rows: [] };
  const items = rows.map(toRecord);
  if (next === undefined) return { items };
  const cursor = { createdAtMs: next.ms, workflowId: next.id };
  return { items, next: isByTime ? { ...cursor, byTime: true } : cursor };
}

function readSource(
  db: Queryable,
  query: ListWorkflowsQuery,
  source: PageSource,
): Promise<PageOfRows<ListRow> | undefined> {
  return readPage<ListRow>(db, {
    source,
    time: 'created_at',
    id: 'workflow_uuid',
    order: orderOf(query),
    values: pageOfValues(query),
    pageSize: query.pageSize,
  });
}

// Uses the primary keys of the three tables: a row each for every workflow of the page. `offset 0` keeps the look-up one
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

// Uses dbosd_workflow_status_time: a look-up for every status that there is. Statuses of older and newer versions of
// DBOS, too.
const statusesStatement: Statement = {
  name: 'list-statuses',
  text: ({ dbos }) => `with recursive hops (status) as (
      select min(status) from ${dbos}.workflow_status
      union all
      select (select min(ws.status) from ${dbos}.workflow_status ws where ws.status > hops.status)
      from hops
      where status is not null
    )
    select status from hops where status is not null`,
};

async function statusesIn(db: Queryable): Promise<readonly string[]> {
  const rows = await db.query<{ status: string }>(statusesStatement, []);
  return [...new Set([...WORKFLOW_STATUSES, ...rows.map(({ status }) => status)])];
}
