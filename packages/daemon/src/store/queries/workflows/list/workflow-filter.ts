import { ACTIVE_STATUSES, WORKFLOW_STATUSES, type WorkflowStatusName } from '@dbosd/shared';
import type { ListWorkflowsQuery, WorkflowFilter } from '../../../../model/workflows.js';
import { allOf, DBOS, fragment, type Fragment } from '../../../statement.js';

export const STATUS_TABLE = `${DBOS}.workflow_status as ws`;

export type FilterName = keyof WorkflowFilter;

/** That the filter takes a workflow (`ws`), but for its times of creation and for what is `covered` already. */
export function takes(filter: WorkflowFilter, covered: readonly FilterName[] = []): Fragment {
  const rest: WorkflowFilter = {
    ...Object.fromEntries(Object.entries(filter).filter(([name]) => !covered.includes(name as FilterName))),
    queuesOnly: filter.queuesOnly && !covered.includes('queuesOnly'),
  };
  return allOf([...anyOf(rest), ...bounds(rest), ...facts(rest)]);
}

/** Where the page lies in time: the filter's times of creation, and after the page before. */
export function span({ filter, after, descending }: ListWorkflowsQuery): readonly Fragment[] {
  const behind =
    after &&
    fragment(
      `(ws.created_at, ws.workflow_uuid) ${descending ? '<' : '>'} (?, ?)`,
      after.createdAtMs,
      after.workflowId,
    );
  return [
    ...within('ws.created_at', filter.createdSinceMs, filter.createdBeforeMs),
    ...(behind === undefined ? [] : [behind]),
  ];
}

/** The statuses that are wanted. Undefined: any, also one that DBOS made up before or after this version. */
export function statusesOf({
  statuses,
  queuesOnly,
}: WorkflowFilter): readonly WorkflowStatusName[] | undefined {
  const wanted = statuses ?? (queuesOnly ? WORKFLOW_STATUSES : undefined);
  return queuesOnly ? wanted?.filter((status) => ACTIVE_STATUSES.includes(status)) : wanted;
}

/** The order of a list. */
export function orderOf({ descending }: Pick<ListWorkflowsQuery, 'descending'>, table = ''): string {
  const columns = [`${table}created_at`, `${table}workflow_uuid`];
  return columns.map((column) => (descending ? `${column} desc` : column)).join(', ');
}

function anyOf(filter: WorkflowFilter): Fragment[] {
  const lists: readonly (readonly [sql: string, values: readonly string[] | undefined])[] = [
    ['ws.workflow_uuid = any(?)', filter.workflowIds],
    ['ws.workflow_uuid ^@ any(?)', filter.workflowIdPrefixes],
    ['ws.name = any(?)', filter.workflowNames],
    ['ws.status = any(?)', filter.statuses],
    ['ws.authenticated_user = any(?)', filter.authenticatedUsers],
    ['ws.application_version = any(?)', filter.applicationVersions],
    ['ws.executor_id = any(?)', filter.executorIds],
    ['ws.queue_name = any(?)', filter.queueNames],
    ['ws.forked_from = any(?)', filter.forkedFrom],
    ['ws.parent_workflow_id = any(?)', filter.parentWorkflowIds],
    ['ws.schedule_name = any(?)', filter.scheduleNames],
    ['(ws.application_name = any(?) or ws.application_name is null)', filter.applicationNames],
  ];
  return lists.flatMap(([sql, values]) => (values === undefined ? [] : [fragment(sql, [...values])]));
}

function bounds(filter: WorkflowFilter): Fragment[] {
  return [
    ...within('ws.completed_at', filter.completedSinceMs, filter.completedBeforeMs),
    ...within('ws.started_at_epoch_ms', filter.dequeuedSinceMs, filter.dequeuedBeforeMs),
  ];
}

function within(column: string, since: number | undefined, before: number | undefined): Fragment[] {
  return [
    ...(since === undefined ? [] : [fragment(`${column} >= ?`, since)]),
    ...(before === undefined ? [] : [fragment(`${column} < ?`, before)]),
  ];
}

function facts(filter: WorkflowFilter): Fragment[] {
  const { queuesOnly, wasForkedFrom, isFork, hasParent, attributesJson } = filter;
  return [
    ...(queuesOnly ? [fragment(`ws.queue_name <> '' and ws.status = any(?)`, [...ACTIVE_STATUSES])] : []),
    ...(wasForkedFrom === undefined ? [] : [fragment('ws.was_forked_from = ?', wasForkedFrom)]),
    ...isSet('ws.forked_from', isFork),
    ...isSet('ws.parent_workflow_id', hasParent),
    ...(attributesJson === undefined ? [] : [fragment('ws.attributes @> ?::jsonb', attributesJson)]),
  ];
}

function isSet(column: string, set: boolean | undefined): Fragment[] {
  if (set === undefined) return [];
  // Some SDKs write the empty text where there is none.
  return [fragment(set ? `${column} <> ''` : `coalesce(${column}, '') = ''`)];
}
