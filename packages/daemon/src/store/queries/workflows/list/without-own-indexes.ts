import type { WorkflowStatusName } from '@dbosd/shared';
import type { ListWorkflowsQuery } from '../../../../model/workflows.js';
import { allOf, around, fragment, joined, type Fragment } from '../../../statement.js';
import type { Way } from './page-source.js';
import { orderOf, span, STATUS_TABLE, statusesOf, takes } from './workflow-filter.js';

/**
 * The way by DBOS's indexes alone, where those of dbosd are missing. Uses, by status,
 * - PENDING: its index, which is in the order of a list; with queues, the one of what is in flight;
 * - ERROR, CANCELLED, MAX_RECOVERY_ATTEMPTS_EXCEEDED: the index of failures, in the order of a list for each;
 * - ENQUEUED: the index of what is in flight, by time for each queue and priority. Costs a page for each pair of these;
 * - DELAYED: its index, which is in another order: all delayed workflows are read and sorted;
 * - SUCCESS, or no status at all: the index of created_at, passing over what the filter does not take.
 *
 * Workflows of one millisecond are read and sorted together, for these indexes end with the time.
 */
export function wayWithoutOurs(query: ListWorkflowsQuery): Way {
  const statuses = statusesOf(query.filter);
  if (statuses === undefined || statuses.includes('SUCCESS')) {
    return { branches: [fragment('true')], covers: [] };
  }
  const isBeside = (status: WorkflowStatusName): boolean =>
    status === 'DELAYED' ||
    status === 'ENQUEUED' ||
    (status === 'PENDING' && query.filter.queueNames !== undefined);
  return {
    branches: statuses.filter((status) => !isBeside(status)).map(withStatus),
    covers: [],
    besides: statuses
      .filter(isBeside)
      .map((status) => (status === 'DELAYED' ? delayed(query) : laned(query, status))),
  };
}

// Statuses are of a closed set, and are in the text: only so do the planner's partial indexes come into question.
function withStatus(status: WorkflowStatusName): Fragment {
  return fragment(`ws.status = '${status}'`);
}

// Read before the limit of the page is looked at, or the planner would rather walk through all times.
function delayed(query: ListWorkflowsQuery): Fragment {
  return around(
    'with delayed as materialized (',
    rowsWhere([withStatus('DELAYED'), ...conditionsOf(query)]),
    `) select * from delayed order by ${orderOf(query)} limit ${String(query.pageSize + 1)}`,
  );
}

// Hops from queue to queue and from priority to priority: a look-up each.
function laned(query: ListWorkflowsQuery, status: WorkflowStatusName): Fragment {
  const { queueNames, queuesOnly } = query.filter;
  const queues =
    queueNames === undefined ? fragment(ALL_QUEUES) : fragment(GIVEN_QUEUES, [...new Set(queueNames)]);
  const onQueues = lanesOf(query, status, 'lanes');
  const isQueued = queueNames !== undefined || queuesOnly;
  const lanes = isQueued ? [onQueues] : [onQueues, lanesOf(query, status, 'loose')];
  return joined(' ', [
    fragment('with recursive'),
    queues,
    ...lanes.map(({ hops }) => fragment(`, ${hops}`)),
    fragment('select * from ('),
    joined(
      ' union all ',
      lanes.map(({ rows }) => rows),
    ),
    fragment(`) laned order by ${orderOf(query)} limit ${String(query.pageSize + 1)}`),
  ]);
}

// `lanes`: of each queue; `loose`: of what was enqueued on none, which has no application's worker to take it.
function lanesOf(
  query: ListWorkflowsQuery,
  status: WorkflowStatusName,
  name: 'lanes' | 'loose',
): { hops: string; rows: Fragment } {
  const isLoose = name === 'loose';
  const next = (more: string): string =>
    `select given.queue, (
          select min(ws.priority)
          from ${STATUS_TABLE}
          where ${isLoose ? 'ws.queue_name is null' : 'ws.queue_name = given.queue'} and ws.status = '${status}'${more}
        )`;
  const lane = fragment(
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
      rowsWhere([withStatus(status), lane, ...conditionsOf(query)]),
      ` order by ${orderOf(query, 'ws.')} limit ${String(query.pageSize + 1)}) found where ${name}.priority is not null`,
    ),
  };
}

function rowsWhere(conditions: readonly Fragment[]): Fragment {
  return around(`select ws.workflow_uuid, ws.created_at from ${STATUS_TABLE} where `, allOf(conditions));
}

function conditionsOf(query: ListWorkflowsQuery): readonly Fragment[] {
  return [takes(query.filter), ...span(query)];
}

const IN_FLIGHT = `ws.status in ('ENQUEUED', 'PENDING')`;
const ALL_QUEUES = `queues (queue) as (
        select min(ws.queue_name) from ${STATUS_TABLE} where ${IN_FLIGHT}
        union all
        select (select min(ws.queue_name) from ${STATUS_TABLE} where ${IN_FLIGHT} and ws.queue_name > queues.queue)
        from queues where queue is not null
      )`;
const GIVEN_QUEUES = 'queues (queue) as (select unnest(?::text[]))';
