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
  readonly class_name: string | null;
  readonly config_name: string | null;
  readonly queue_name: string | null;
  readonly authenticated_user: string | null;
  readonly assumed_role: string | null;
  readonly executor_id: string | null;
  readonly application_version: string | null;
  readonly application_name: string | null;
  readonly deduplication_id: string | null;
  readonly queue_partition_key: string | null;
  readonly forked_from: string | null;
  readonly parent_workflow_id: string | null;
  readonly attributes: string | null;
  readonly schedule_name: string | null;
  readonly input: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly workflow_timeout_ms: number | null;
  readonly workflow_deadline_epoch_ms: number | null;
  readonly started_at_epoch_ms: number | null;
  readonly delay_until_epoch_ms: number | null;
  readonly completed_at: number | null;
  readonly input_size: number | null;
  readonly output_size: number | null;
  readonly error_size: number | null;
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
    className: textOf(row.class_name),
    configName: textOf(row.config_name),
    queueName: textOf(row.queue_name),
    authenticatedUser: textOf(row.authenticated_user),
    assumedRole: textOf(row.assumed_role),
    executorId: textOf(row.executor_id),
    applicationVersion: textOf(row.application_version),
    applicationName: textOf(row.application_name),
    deduplicationId: textOf(row.deduplication_id),
    queuePartitionKey: textOf(row.queue_partition_key),
    forkedFrom: textOf(row.forked_from),
    parentWorkflowId: textOf(row.parent_workflow_id),
    attributesJson: textOf(row.attributes),
    scheduleName: textOf(row.schedule_name),
    timeoutMs: row.workflow_timeout_ms ?? undefined,
    deadlineMs: row.workflow_deadline_epoch_ms ?? undefined,
    dequeuedAtMs: row.started_at_epoch_ms ?? undefined,
    delayUntilMs: row.delay_until_epoch_ms ?? undefined,
    completedAtMs: row.completed_at ?? undefined,
    input: valueOf(row, 'input'),
    output: valueOf(row, 'output'),
    error: valueOf(row, 'error'),
  };
}

// DBOS writes the empty text where it has nothing to say.
export function textOf(text: string | null): string | undefined {
  return text === null || text === '' ? undefined : text;
}

function valueOf(row: WorkflowRow, name: 'input' | 'output' | 'error'): ReadValue | undefined {
  const size = row[`${name}_size`];
  if (size === null) return undefined;
  const data = row[name];
  const format = formatOf(row.serialization);
  return data !== null ? { kind: 'payload', data, ...format } : { kind: 'oversized', size, ...format };
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
