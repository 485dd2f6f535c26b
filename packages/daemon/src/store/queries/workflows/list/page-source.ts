import { WORKFLOW_STATUSES } from '@dbosd/shared';
import type { ListWorkflowsQuery } from '../../../../model/workflows.js';
import type { IndexesAtHand, OwnIndexName } from '../../../indexes/index.js';
import { allOf, around, fragment, type Fragment, joined, oneOf } from '../../../statement.js';
import { MOST_SORTED, MOST_WALKED, type PageSource } from '../../list-page.js';
import { wayWithoutOurs } from './without-own-indexes.js';
import { type FilterName, orderOf, span, STATUS_TABLE, statusesOf, takes } from './workflow-filter.js';

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

/** Each branch is planned by itself, in about 70 µs: of more, the list goes another way. */
const MOST_BRANCHES = 128;

/**
 * A look at what an index of DBOS's finds, for a filter that no index answers in the order of a list: ids,
 * attributes, prefixes where the key finds them; parent, fork and schedule where the index of dbosd is missing.
 * Undefined: there is no such filter, or the page before found that there is too much for it.
 */
export function lookFor(
  query: ListWorkflowsQuery,
  { standing, keyFindsPrefixes }: IndexesAtHand,
): PageSource | undefined {
  const { workflowIds, parentWorkflowIds, forkedFrom, scheduleNames, attributesJson, workflowIdPrefixes } =
    query.filter;
  if (workflowIds !== undefined) return look(query, fragment('ws.workflow_uuid = any(?)', [...workflowIds]));
  if (query.after?.byTime === true || narrowWay(query, standing) !== undefined) return undefined;
  if (parentWorkflowIds !== undefined) {
    return look(query, fragment('ws.parent_workflow_id = any(?)', [...parentWorkflowIds]));
  }
  if (forkedFrom !== undefined) return look(query, fragment('ws.forked_from = any(?)', [...forkedFrom]));
  if (scheduleNames !== undefined)
    return look(query, fragment('ws.schedule_name = any(?)', [...scheduleNames]));
  if (attributesJson !== undefined) return look(query, fragment('ws.attributes @> ?::jsonb', attributesJson));
  if (workflowIdPrefixes !== undefined && keyFindsPrefixes) {
    return look(query, oneOf(workflowIdPrefixes.map((prefix) => fragment('ws.workflow_uuid ^@ ?', prefix))));
  }
  return undefined;
}

/**
 * A walk in the order of the list, by the index that leaves least to pass over. `knownStatuses` are all that workflows
 * have; it is asked only where the way goes by statuses and the filter names none.
 */
export async function walkFor(
  query: ListWorkflowsQuery,
  { standing }: IndexesAtHand,
  knownStatuses: () => Promise<readonly string[]>,
): Promise<PageSource> {
  const narrow = narrowWay(query, standing);
  if (narrow !== undefined) return walk(query, narrow);
  const queues = [...new Set(query.filter.queueNames)];
  const byQueue =
    queues.length > 0 &&
    queues.length * WORKFLOW_STATUSES.length <= MOST_BRANCHES &&
    standing.has('dbosd_workflow_queue_time');
  if (!byQueue && !standing.has('dbosd_workflow_status_time')) return walk(query, wayWithoutOurs(query));
  const statuses = statusesOf(query.filter) ?? (await knownStatuses());
  return walk(query, byQueue ? wayOfQueues(queues, statuses) : wayOfStatuses(query, statuses));
}

// By an index of dbosd for one value of a column: the children of a workflow, its forks, the runs of a schedule.
function narrowWay({ filter }: ListWorkflowsQuery, standing: ReadonlySet<OwnIndexName>): Way | undefined {
  const ways: readonly (readonly [OwnIndexName, string, FilterName, readonly string[] | undefined])[] = [
    [
      'dbosd_workflow_parent_time',
      'ws.parent_workflow_id = ?',
      'parentWorkflowIds',
      filter.parentWorkflowIds,
    ],
    ['dbosd_workflow_fork_time', 'ws.forked_from = ?', 'forkedFrom', filter.forkedFrom],
    ['dbosd_workflow_schedule_time', 'ws.schedule_name = ?', 'scheduleNames', filter.scheduleNames],
  ];
  for (const [index, condition, covers, values] of ways) {
    if (values === undefined || !standing.has(index)) continue;
    return { branches: [...new Set(values)].map((value) => fragment(condition, value)), covers: [covers] };
  }
  return undefined;
}

function wayOfQueues(queues: readonly string[], statuses: readonly string[]): Way {
  return {
    branches: queues.flatMap((queue) =>
      statuses.map((status): Fragment => fragment('ws.queue_name = ? and ws.status = ?', queue, status)),
    ),
    covers: ['queueNames', 'statuses', 'queuesOnly'],
  };
}

function wayOfStatuses({ filter }: ListWorkflowsQuery, statuses: readonly string[]): Way {
  return {
    branches: statuses.map((status) => fragment('ws.status = ?', status)),
    covers: filter.queuesOnly ? ['statuses'] : ['statuses', 'queuesOnly'],
  };
}
