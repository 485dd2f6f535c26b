import { ACTIVE_STATUSES, WORKFLOW_STATUSES, type WorkflowStatusName } from '@dbosd/shared';
import type { Knex } from 'knex';
import type { ListWorkflowsQuery, WorkflowFilter } from '../../../model/workflows.js';
import { composer, DBOS, filtered, STATUS_TABLE } from './workflow-filter.js';

/** SQL with `?` for its values. */
export interface Fragment {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** Common table expressions of which the last one is `page`: ids and times, one more than the page has. */
export interface PageSource {
  readonly tables: Fragment;
  /** A boolean expression: the source has given up, and its page is empty. */
  readonly tooMany: string;
}

/** So many workflows that a filter's own index finds are sorted for a page; of more, the list goes by time. */
export const MOST_SORTED = 10_000;

/** Whether a filter is there whose own index finds few workflows, as a rule. */
export function isNarrow(filter: WorkflowFilter): boolean {
  const { workflowIds, parentWorkflowIds, forkedFrom, scheduleNames, attributesJson } = filter;
  return (workflowIds ?? parentWorkflowIds ?? forkedFrom ?? scheduleNames ?? attributesJson) !== undefined;
}

/**
 * Rides workflow_status_pkey or the index of parent_workflow_id, forked_from, schedule_name or attributes, none of which
 * is in the order of a list: it reads all that are found there, up to `MOST_SORTED`, and sorts them. Made before the
 * limit of the page is looked at, or the planner would rather walk through all times and hope to meet them soon.
 */
export function narrowPage(query: ListWorkflowsQuery): PageSource {
  const matched = withStatuses(filtered(query), statusesOf(query.filter)).limit(MOST_SORTED + 1);
  const tooMany = `(select count(*) > ${String(MOST_SORTED)} from matched)`;
  const tables = joined(', ', [
    around('matched as materialized (', matched.toSQL(), ')'),
    text(`page as (select * from matched where not ${tooMany} ${lastLines(query)})`),
  ]);
  return { tables, tooMany };
}

/**
 * Rides, by status,
 * - PENDING: its index, which is in the order of a list; with queues, the one of what is in flight;
 * - ERROR, CANCELLED, MAX_RECOVERY_ATTEMPTS_EXCEEDED: the index of failures, in the order of a list for each;
 * - ENQUEUED: the index of what is in flight, by time for each queue and priority. Costs a page for each pair of these;
 * - DELAYED: its index, which is in another order: all delayed workflows are read and sorted;
 * - SUCCESS, or no status at all: the index of created_at, passing over what the filter does not take. No index of
 *   DBOS's holds the other columns, and none the queue of a workflow that has ended.
 *
 * Workflows of one millisecond are read and sorted together, for these indexes end with the time.
 */
export function orderedPage(query: ListWorkflowsQuery): PageSource {
  const statuses = statusesOf(query.filter);
  const branches = statuses?.map((status) => branchOf(query, status)) ?? [timely(query)];
  // No status is both asked for and on a queue.
  if (branches.length === 0) branches.push(limited(query, withStatuses(filtered(query), [])));
  const tables = branches.map((rows, index) => around(`branch${String(index)} as (`, rows, ')'));
  const all = branches.map((_rows, index) => `select * from branch${String(index)}`).join(' union all ');
  return {
    tables: joined(', ', [...tables, text(`page as (select * from (${all}) branches ${lastLines(query)})`)]),
    tooMany: 'false',
  };
}

/** The order of a list. */
export function orderOf({ descending }: Pick<ListWorkflowsQuery, 'descending'>): string {
  return descending ? 'created_at desc, workflow_uuid desc' : 'created_at, workflow_uuid';
}

// Undefined: any, also one that a newer DBOS made up.
function statusesOf({ statuses, queuesOnly }: WorkflowFilter): readonly WorkflowStatusName[] | undefined {
  const wanted = statuses ?? (queuesOnly ? WORKFLOW_STATUSES : undefined);
  return queuesOnly ? wanted?.filter((status) => ACTIVE_STATUSES.includes(status)) : wanted;
}

function branchOf(query: ListWorkflowsQuery, status: WorkflowStatusName): Fragment {
  switch (status) {
    case 'ENQUEUED':
      return laned(query, status);
    case 'PENDING':
      return query.filter.queueNames === undefined ? timely(query, status) : laned(query, status);
    case 'DELAYED':
      return sorted(query, withStatuses(filtered(query), [status]));
    case 'SUCCESS':
    case 'ERROR':
    case 'CANCELLED':
    case 'MAX_RECOVERY_ATTEMPTS_EXCEEDED':
      return timely(query, status);
  }
}

function timely(query: ListWorkflowsQuery, status?: WorkflowStatusName): Fragment {
  return limited(query, withStatuses(filtered(query), status && [status]));
}

// Made before the limit is looked at, as above.
function sorted(query: ListWorkflowsQuery, rows: Knex.QueryBuilder): Fragment {
  return joined(' ', [
    around('with matched as materialized (', rows.toSQL(), ')'),
    text(`select * from matched ${lastLines(query)}`),
  ]);
}

// Hops from queue to queue and from priority to priority: a look-up each.
function laned(query: ListWorkflowsQuery, status: 'ENQUEUED' | 'PENDING'): Fragment {
  const { queueNames, queuesOnly } = query.filter;
  const queues =
    queueNames === undefined ? text(ALL_QUEUES) : { sql: GIVEN_QUEUES, bindings: [[...new Set(queueNames)]] };
  const onQueues = lanesOf(query, status, 'lanes');
  if (queueNames !== undefined || queuesOnly) {
    return joined(' ', [text('with recursive'), queues, text(`, ${onQueues.hops}`), onQueues.rows]);
  }
  const onNone = lanesOf(query, status, 'loose');
  return joined(' ', [
    text('with recursive'),
    queues,
    text(`, ${onQueues.hops}, ${onNone.hops}`),
    onQueues.rows,
    text('union all'),
    onNone.rows,
  ]);
}

// `lanes`: of each queue; `loose`: of what was enqueued on none, which has no application's worker to take it.
function lanesOf(
  query: ListWorkflowsQuery,
  status: 'ENQUEUED' | 'PENDING',
  name: 'lanes' | 'loose',
): { hops: string; rows: Fragment } {
  const isLoose = name === 'loose';
  const next = (more: string): string =>
    `select given.queue, (
          select min(ws.priority)
          from ${STATUS_TABLE}
          where ${isLoose ? 'ws.queue_name is null' : 'ws.queue_name = given.queue'} and ws.status = '${status}'${more}
        )`;
  const lane = withStatuses(filtered(query), [status]).whereRaw(
    isLoose
      ? 'ws.queue_name is null and ws.priority = loose.priority'
      : 'ws.queue_name = lanes.queue and ws.priority = lanes.priority',
  );
  return {
    hops: `${name} (queue, priority) as (
        ${next('')}
        from ${isLoose ? '(select null::text as queue)' : 'queues'} given
        union all
        ${next(' and ws.priority > given.priority')}
        from ${name} given
        where given.priority is not null
      )`,
    rows: around(
      `select found.* from ${name} cross join lateral (`,
      limited(query, lane),
      `) found where ${name}.priority is not null`,
    ),
  };
}

const IN_FLIGHT = `ws.status in ('ENQUEUED', 'PENDING')`;
const ALL_QUEUES = `queues (queue) as (
        select min(ws.queue_name) from ${STATUS_TABLE} where ${IN_FLIGHT}
        union all
        select (select min(ws.queue_name) from ${STATUS_TABLE} where ${IN_FLIGHT} and ws.queue_name > queues.queue)
        from queues where queue is not null
      )`;
const GIVEN_QUEUES = 'queues (queue) as (select unnest(?::text[]))';

// Statuses are of a closed set, and stand in the text: only so do the planner's partial indexes come into question.
function withStatuses(
  rows: Knex.QueryBuilder,
  statuses: readonly WorkflowStatusName[] | undefined,
): Knex.QueryBuilder {
  if (statuses === undefined) return rows;
  if (statuses.length === 0) return rows.whereRaw('false');
  const named = statuses.map((status) => `'${status}'`);
  return rows.whereRaw(
    named.length === 1 ? `ws.status = ${named.join()}` : `ws.status in (${named.join(', ')})`,
  );
}

function limited(query: ListWorkflowsQuery, rows: Knex.QueryBuilder): Fragment {
  const order = query.descending ? 'desc' : 'asc';
  return rows
    .orderBy([
      { column: 'ws.created_at', order },
      { column: 'ws.workflow_uuid', order },
    ])
    .limit(query.pageSize + 1)
    .toSQL();
}

function lastLines(query: ListWorkflowsQuery): string {
  return `order by ${orderOf(query)} limit ${String(query.pageSize + 1)}`;
}

function text(sql: string): Fragment {
  return { sql, bindings: [] };
}

function around(before: string, { sql, bindings }: Fragment, after: string): Fragment {
  return { sql: before + sql + after, bindings };
}

function joined(between: string, parts: readonly Fragment[]): Fragment {
  return {
    sql: parts.map(({ sql }) => sql).join(between),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** SQL with numbered parameters, for any schema. */
export function numbered({ sql, bindings }: Fragment): {
  readonly text: (dbos: string) => string;
  readonly values: unknown[];
} {
  const native = composer
    .raw(sql, bindings as Knex.RawBinding[])
    .toSQL()
    .toNative();
  return { text: (dbos) => native.sql.replaceAll(DBOS, dbos), values: [...native.bindings] };
}
