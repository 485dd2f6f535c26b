import { WORKFLOW_STATUSES } from '@dbosd/shared';
import type { ListWorkflowsQuery, WorkflowCursor, WorkflowRecord } from '../../../../model/workflows.js';
import type { Page } from '../../../../model/values.js';
import type { Queryable } from '../../../database.js';
import type { IndexesAtHand } from '../../../indexes/index.js';
import type { Statement } from '../../../statement.js';
import { around, DBOS, numbered } from '../../fragment.js';
import { cutAtBytes, cutPage, type PageRow } from '../../stored-value.js';
import { payloadColumns, payloadJoins, recordColumns, toRecord, type WorkflowRow } from '../workflow-row.js';
import { lookFor, walkFor } from './choose-source.js';
import type { PageSource } from './page-source.js';
import { orderOf, STATUS_TABLE } from './workflow-filter.js';

interface ListRow extends WorkflowRow, Pick<PageRow, 'total'> {
  readonly too_many: boolean;
  readonly stopped_at_ms: number | null;
  readonly stopped_at_id: string | null;
}

interface PageRead {
  readonly rows: ListRow[];
  readonly stop?: WorkflowCursor;
}

/**
 * A page of workflows, by the time of their creation. Reads some rows more than the page has where the filter has an
 * index in that order, and `MOST_WALKED` or `MOST_SORTED` at most where it has none: such a page may be short, even
 * empty, and still have a `next`. Which index it rides is said at the sources of pages.
 *
 * @param db one transaction with `LIST_SETTINGS` (list-bounds.ts)
 */
export async function listWorkflows(
  db: Queryable,
  query: ListWorkflowsQuery,
  indexes: IndexesAtHand,
): Promise<Page<WorkflowRecord, WorkflowCursor>> {
  const first = lookFor(query, indexes);
  const looked = first && (await readPage(db, query, first));
  const read = looked ?? (await readPage(db, query, await walkFor(query, indexes, () => statusesIn(db))));
  // So that the next page does not look in vain again.
  const isByTime = looked === undefined && (first !== undefined || query.after?.byTime === true);
  const next = nextOf(read ?? { rows: [] }, query.pageSize);
  const items = cutPage(read?.rows ?? [], query.pageSize).rows.map(toRecord);
  return next === undefined ? { items } : { items, next: isByTime ? { ...next, byTime: true } : next };
}

function nextOf({ rows, stop }: PageRead, pageSize: number): WorkflowCursor | undefined {
  const page = cutPage(rows, pageSize);
  const last = page.rows.at(-1);
  if (page.more && last) return { createdAtMs: last.created_at, workflowId: last.workflow_uuid };
  return stop;
}

/** The rows of a page; `undefined`: there is too much for the source. */
async function readPage(
  db: Queryable,
  query: ListWorkflowsQuery,
  source: PageSource,
): Promise<PageRead | undefined> {
  const { text, values } = numbered(
    around(
      'with recursive ',
      source.tables,
      ` select given.*, cut.*
      from (
        select ${source.tooMany} as too_many,
          (select created_at from stop) as stopped_at_ms,
          (select workflow_uuid from stop) as stopped_at_id
      ) given
      left join (${pageOfValues(query)}) cut on true
      order by ${orderOf(query)}`,
    ),
  );
  const rows = await db.query<ListRow>({ text: ({ dbos }) => text(dbos) }, values);
  const head = rows[0];
  if (head?.too_many) return undefined;
  // A page without workflows is one row without an id.
  const found = rows.filter((row) => (row.workflow_uuid as string | null) !== null);
  if (head === undefined || head.stopped_at_ms === null || head.stopped_at_id === null)
    return { rows: found };
  return { rows: found, stop: { createdAtMs: head.stopped_at_ms, workflowId: head.stopped_at_id } };
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

// Rides dbosd_workflow_status_time: a look-up for every status that there is. Statuses of older and newer versions of
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
