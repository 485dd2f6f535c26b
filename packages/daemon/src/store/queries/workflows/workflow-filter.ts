import knexOf, { type Knex } from 'knex';
import type { ListWorkflowsQuery, WorkflowCursor, WorkflowFilter } from '../../../model/workflows.js';

/** Composes SQL and never runs any: it has no connection. */
export const composer: Knex = knexOf({ client: 'pg' });

/** Stands for the schema of DBOS's tables, in texts that are composed before it is known. Values are never in the text. */
export const DBOS = '<dbos>';
export const STATUS_TABLE = `${DBOS}.workflow_status as ws`;

/** The ids and times of the workflows (as `ws`) that the filter takes and that come behind the page before. */
export function filtered(
  query: Pick<ListWorkflowsQuery, 'filter' | 'descending' | 'after'>,
): Knex.QueryBuilder {
  const { filter, after, descending } = query;
  const rows = composer.select('ws.workflow_uuid', 'ws.created_at').from(composer.raw(STATUS_TABLE));
  anyOf(rows, filter);
  bounds(rows, filter);
  facts(rows, filter);
  if (after !== undefined) behind(rows, after, descending);
  return rows;
}

function anyOf(rows: Knex.QueryBuilder, filter: WorkflowFilter): void {
  const lists: readonly (readonly [sql: string, values: readonly string[] | undefined])[] = [
    ['ws.workflow_uuid = any(?)', filter.workflowIds],
    ['ws.workflow_uuid ^@ any(?)', filter.workflowIdPrefixes],
    ['ws.name = any(?)', filter.workflowNames],
    ['ws.authenticated_user = any(?)', filter.authenticatedUsers],
    ['ws.application_version = any(?)', filter.applicationVersions],
    ['ws.executor_id = any(?)', filter.executorIds],
    ['ws.queue_name = any(?)', filter.queueNames],
    ['ws.forked_from = any(?)', filter.forkedFrom],
    ['ws.parent_workflow_id = any(?)', filter.parentWorkflowIds],
    ['ws.schedule_name = any(?)', filter.scheduleNames],
    ['(ws.application_name = any(?) or ws.application_name is null)', filter.applicationNames],
  ];
  for (const [sql, values] of lists) if (values !== undefined) rows.whereRaw(sql, [[...values]]);
}

function bounds(rows: Knex.QueryBuilder, filter: WorkflowFilter): void {
  const times: readonly (readonly [column: string, since: number | undefined, before: number | undefined])[] =
    [
      ['ws.created_at', filter.createdSinceMs, filter.createdBeforeMs],
      ['ws.completed_at', filter.completedSinceMs, filter.completedBeforeMs],
      ['ws.started_at_epoch_ms', filter.dequeuedSinceMs, filter.dequeuedBeforeMs],
    ];
  for (const [column, since, before] of times) {
    if (since !== undefined) rows.where(column, '>=', since);
    if (before !== undefined) rows.where(column, '<', before);
  }
}

function facts(rows: Knex.QueryBuilder, filter: WorkflowFilter): void {
  if (filter.queuesOnly) rows.whereNotNull('ws.queue_name');
  if (filter.wasForkedFrom !== undefined) rows.where('ws.was_forked_from', filter.wasForkedFrom);
  if (filter.isFork !== undefined) isSet(rows, 'ws.forked_from', filter.isFork);
  if (filter.hasParent !== undefined) isSet(rows, 'ws.parent_workflow_id', filter.hasParent);
  if (filter.attributesJson !== undefined)
    rows.whereRaw('ws.attributes @> ?::jsonb', [filter.attributesJson]);
}

function isSet(rows: Knex.QueryBuilder, column: string, set: boolean): void {
  if (set) rows.whereNotNull(column);
  else rows.whereNull(column);
}

function behind(rows: Knex.QueryBuilder, after: WorkflowCursor, descending: boolean): void {
  rows.whereRaw(`(ws.created_at, ws.workflow_uuid) ${descending ? '<' : '>'} (?, ?)`, [
    after.createdAtMs,
    after.workflowId,
  ]);
}
