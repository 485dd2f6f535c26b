import type { ReadValue } from '../../../model/values.js';
import type { WorkflowQuery, WorkflowRecord } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { firstText, formatOf } from '../stored-value.js';

/** What a read of a workflow returns: a row of `workflow_status` with its payloads. */
export interface WorkflowRow {
  readonly [column: string]: unknown;
  readonly workflow_uuid: string;
  readonly status: string;
  readonly name: string | null;
  readonly serialization: string | null;
  readonly authenticated_roles: string | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly priority: number;
  readonly was_forked_from: boolean;
  readonly recovery_attempts: number | null;
}

/** The columns of `workflow_status` (as `ws`) that make a record, without the payloads. Python writes JSON null for no attributes. */
export const recordColumns = `ws.workflow_uuid, ws.status, ws.name, ws.class_name, ws.config_name, ws.queue_name, ws.authenticated_user,
      ws.assumed_role, ws.authenticated_roles, ws.executor_id, ws.application_version, ws.application_name,
      ws.created_at, ws.updated_at, ws.workflow_timeout_ms, ws.workflow_deadline_epoch_ms, ws.deduplication_id,
      ws.priority, ws.queue_partition_key, ws.started_at_epoch_ms, ws.delay_until_epoch_ms, ws.completed_at,
      ws.forked_from, ws.was_forked_from, ws.parent_workflow_id, nullif(ws.attributes, 'null')::text as attributes, ws.schedule_name,
      ws.recovery_attempts, ws.serialization`;

/**
 * The columns of the payloads: their texts where wanted and not too large, and their sizes where wanted. A workflow that
 * has ended well has no error, and one that has failed no output: DBOS for Go writes both.
 */
export function payloadColumns(wanted: { input: string; output: string; maxBytes: string }): string {
  return [
    payload('input', firstText('wi.inputs', 'ws.inputs'), wanted.input),
    payload(
      'output',
      firstText('wo.output', 'ws.output'),
      `${wanted.output} and ws.status is distinct from 'ERROR'`,
    ),
    payload(
      'error',
      firstText('wo.error', 'ws.error'),
      `${wanted.output} and ws.status is distinct from 'SUCCESS'`,
    ),
  ].join(`,
      `);

  function payload(name: string, text: string, isWanted: string): string {
    return `case when ${isWanted} and octet_length(${text}) <= ${wanted.maxBytes} then ${text} end as ${name},
      case when ${isWanted} then octet_length(${text}) end as ${name}_size`;
  }
}

/** Where the payloads are. Before schema 109 they stood in the status row. */
export function payloadJoins(dbos: string): string {
  return `left join ${dbos}.workflow_input wi on wi.workflow_uuid = ws.workflow_uuid
    left join ${dbos}.workflow_output wo on wo.workflow_uuid = ws.workflow_uuid`;
}

export function toRecord(row: WorkflowRow): WorkflowRecord {
  return {
    workflowId: row.workflow_uuid,
    status: row.status,
    workflowName: row.name ?? '',
    authenticatedRoles: rolesOf(row.authenticated_roles),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    priority: row.priority,
    wasForkedFrom: row.was_forked_from,
    recoveryAttempts: row.recovery_attempts ?? 0,
    ...text(row, 'class_name', 'className'),
    ...text(row, 'config_name', 'configName'),
    ...text(row, 'queue_name', 'queueName'),
    ...text(row, 'authenticated_user', 'authenticatedUser'),
    ...text(row, 'assumed_role', 'assumedRole'),
    ...text(row, 'executor_id', 'executorId'),
    ...text(row, 'application_version', 'applicationVersion'),
    ...text(row, 'application_name', 'applicationName'),
    ...text(row, 'deduplication_id', 'deduplicationId'),
    ...text(row, 'queue_partition_key', 'queuePartitionKey'),
    ...text(row, 'forked_from', 'forkedFrom'),
    ...text(row, 'parent_workflow_id', 'parentWorkflowId'),
    ...text(row, 'attributes', 'attributesJson'),
    ...text(row, 'schedule_name', 'scheduleName'),
    ...number(row, 'workflow_timeout_ms', 'timeoutMs'),
    ...number(row, 'workflow_deadline_epoch_ms', 'deadlineMs'),
    ...number(row, 'started_at_epoch_ms', 'dequeuedAtMs'),
    ...number(row, 'delay_until_epoch_ms', 'delayUntilMs'),
    ...number(row, 'completed_at', 'completedAtMs'),
    ...value(row, 'input'),
    ...value(row, 'output'),
    ...value(row, 'error'),
  };
}

// DBOS writes the empty text where it has nothing to say.
function text<K extends string>(row: WorkflowRow, column: string, name: K): Partial<Record<K, string>> {
  const found = row[column];
  return typeof found === 'string' && found !== '' ? ({ [name]: found } as Record<K, string>) : {};
}

function number<K extends string>(row: WorkflowRow, column: string, name: K): Partial<Record<K, number>> {
  const found = row[column];
  return typeof found === 'number' ? ({ [name]: found } as Record<K, number>) : {};
}

function value<K extends string>(row: WorkflowRow, name: K): Partial<Record<K, ReadValue>> {
  const size = row[`${name}_size`];
  if (typeof size !== 'number') return {};
  const data = row[name];
  const format = formatOf(row.serialization);
  const read: ReadValue =
    typeof data === 'string' ? { kind: 'payload', data, ...format } : { kind: 'oversized', size, ...format };
  return { [name]: read } as Record<K, ReadValue>;
}

// A JSON array of texts; some writers leave NULL.
export function rolesOf(json: string | null): string[] {
  try {
    const roles: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
  } catch {
    return [];
  }
}

// Uses workflow_status_pkey and those of the payload tables: a row each.
const statement: Statement = {
  name: 'read-workflow',
  text: ({ dbos }) => `
    select ${recordColumns},
      ${payloadColumns({ input: '$3::boolean', output: '$4::boolean', maxBytes: '$2::bigint' })}
    from ${dbos}.workflow_status ws
    ${payloadJoins(dbos)}
    where ws.workflow_uuid = $1`,
};

/** A workflow as its rows show it; `undefined`: there is none. */
export async function readWorkflow(db: Queryable, query: WorkflowQuery): Promise<WorkflowRecord | undefined> {
  const [row] = await db.query<WorkflowRow>(statement, [
    query.workflowId,
    query.maxValueBytes,
    query.withInput,
    query.withOutput,
  ]);
  return row && toRecord(row);
}

/** The queue from which every application takes its own workflows, as DBOS names it. */
export const INTERNAL_QUEUE = '_dbos_internal_queue';
