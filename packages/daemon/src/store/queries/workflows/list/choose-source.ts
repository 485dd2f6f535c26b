import { WORKFLOW_STATUSES } from '@dbosd/shared';
import type { ListWorkflowsQuery } from '../../../../model/workflows.js';
import type { IndexesAtHand, OwnIndexName } from '../../../indexes/index.js';
import { fragment, oneOf, type Fragment } from '../../fragment.js';
import type { PageSource } from '../../list-page.js';
import { look, walk, type Way } from './page-source.js';
import { statusesOf, type FilterName } from './workflow-filter.js';
import { wayWithoutOurs } from './without-own-indexes.js';

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
