import type { ListWorkflowsQuery } from '../../../../model/workflows.js';
import { allOf, around, fragment, joined, type Fragment } from '../../fragment.js';
import { MOST_SORTED, MOST_WALKED } from '../../list-bounds.js';
import type { PageSource } from '../../list-page.js';
import { orderOf, span, STATUS_TABLE, takes, type FilterName } from './workflow-filter.js';

/** Where a list walks. */
export interface Way {
  /** Conditions of which no two hold for one workflow. For each, an index gives the workflows in the order of the list. */
  readonly branches: readonly Fragment[];
  /** The filters that these conditions are. */
  readonly covers: readonly FilterName[];
  /** Further tables, each of workflows that no branch has, already as the filter takes them: a page of them and one more. */
  readonly besides?: readonly Fragment[];
}

/**
 * Walks in the order of the list, merging the branches: of each it reads no further than the page goes. What the filter
 * does not take is passed over, until `MOST_WALKED` have been seen: then the page ends there, full or not.
 */
export function walk(query: ListWorkflowsQuery, { branches, covers, besides = [] }: Way): PageSource {
  const order = orderOf(query);
  const most = String(MOST_WALKED);
  const limit = String(query.pageSize + 1);
  const walked = merged(query, branches, takes(query.filter, covers));
  const tables = [
    around(
      `walked as (
        select workflow_uuid, created_at, taken, row_number() over (order by ${order}) as nth
        from (`,
      walked,
      ` order by ${order} limit ${most}) merged
      )`,
    ),
    fragment(
      `seen as materialized (
        select * from walked where taken or nth = ${most} order by ${order} limit ${limit}
      )`,
    ),
    fragment(`stop as (select created_at, workflow_uuid from seen where nth = ${most})`),
    ...besides.map((rows, index) => around(`beside${String(index)} as materialized (`, rows, ')')),
    fragment(besides.length === 0 ? PLAIN_PAGE : pageWith(query, besides.length)),
  ];
  return { tables: joined(', ', tables), tooMany: 'false' };
}

/**
 * Reads all that an index finds, up to `MOST_SORTED`, and sorts what the filter takes of them: for indexes that are in
 * another order than the list. `found` is a condition that such an index answers.
 */
export function look(query: ListWorkflowsQuery, found: Fragment): PageSource {
  const wanted = allOf([takes(query.filter), ...span(query)]);
  const tooMany = `(select count(*) > ${String(MOST_SORTED)} from matched)`;
  const tables = [
    joined('', [
      around(
        'matched as materialized (select ws.workflow_uuid, ws.created_at, (',
        wanted,
        ') is true as taken',
      ),
      around(` from ${STATUS_TABLE} where `, found, ` limit ${String(MOST_SORTED + 1)})`),
    ]),
    fragment(
      `page as (
        select workflow_uuid, created_at
        from matched
        where taken and not ${tooMany}
        order by ${orderOf(query)}
        limit ${String(query.pageSize + 1)}
      )`,
    ),
    fragment('stop as (select created_at, workflow_uuid from matched where false)'),
  ];
  return { tables: joined(', ', tables), tooMany };
}

const PLAIN_PAGE = 'page as (select workflow_uuid, created_at from seen where taken)';

// Nothing after the place where the walk stopped: what comes before it there is not known yet.
function pageWith(query: ListWorkflowsQuery, besides: number): string {
  const tables = Array.from({ length: besides }, (_none, index) => `select * from beside${String(index)}`);
  return `page as (
    select workflow_uuid, created_at
    from (select workflow_uuid, created_at from seen where taken union all ${tables.join(' union all ')}) found
    where not exists (select from stop)
      or (created_at, workflow_uuid) ${query.descending ? '>=' : '<='} (select created_at, workflow_uuid from stop)
    order by ${orderOf(query)}
    limit ${String(query.pageSize + 1)}
  )`;
}

// Each branch has the order itself: only so is each read by its index, and no further than the merge goes.
function merged(query: ListWorkflowsQuery, branches: readonly Fragment[], taken: Fragment): Fragment {
  if (branches.length === 0) return fragment(`select * from (${NOTHING}) nothing`);
  const rows = branches.map((branch) =>
    joined('', [
      around(
        '(select ws.workflow_uuid, ws.created_at, (',
        taken,
        `) is true as taken from ${STATUS_TABLE} where `,
      ),
      around('', allOf([branch, ...span(query)]), ` order by ${orderOf(query, 'ws.')})`),
    ]),
  );
  return around('select * from (', joined(' union all ', rows), ') branches');
}

const NOTHING = 'select null::text as workflow_uuid, null::bigint as created_at, false as taken limit 0';
