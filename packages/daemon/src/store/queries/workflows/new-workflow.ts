import type { Schemas } from '../../statement.js';

/** The columns of `workflow_status` that are set when a workflow is made; all others have their defaults. */
const COLUMNS = [
  'workflow_uuid',
  'name',
  'class_name',
  'config_name',
  'status',
  'queue_name',
  'application_name',
  'application_version',
  'delay_until_epoch_ms',
  'serialization',
  'creator_xid',
  'owner_xid',
  'deduplication_id',
  'priority',
  'queue_partition_key',
  'workflow_timeout_ms',
  'workflow_deadline_epoch_ms',
  'attributes',
  'authenticated_user',
  'authenticated_roles',
  'assumed_role',
  'executor_id',
  'recovery_attempts',
  'parent_workflow_id',
] as const;

/** What makes each of them: an SQL expression over the columns of `from`. Absent: NULL. */
export type NewWorkflowSql = Partial<Record<(typeof COLUMNS)[number], string>> & {
  /** The relation of the workflows to make. */
  readonly from: string;
  readonly inputs: string;
  /** Whether their inputs are stored where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: string;
};

/**
 * The SQL of the CTEs that make workflows, as DBOS leaves them: `created` returns `workflow_uuid, status, owner_xid,
 * workflow_deadline_epoch_ms` of those whose id was free, and only they get an input. Class and configuration are NULL
 * when not set, for other languages' sake.
 *
 * Uses workflow_status_pkey. Fails with 23505 when a deduplication id is in use (uq_workflow_status_dedup_id).
 */
export function newWorkflow({ dbos }: Schemas, sql: NewWorkflowSql): string {
  return `
    created as (
      insert into ${dbos}.workflow_status (${COLUMNS.join(', ')}, application_id, inputs)
      select ${COLUMNS.map((column) => sql[column] ?? 'null').join(', ')},
        '', case when ${sql.legacyInputs} then ${sql.inputs} end
      from ${sql.from}
      on conflict (workflow_uuid) do nothing
      returning workflow_uuid, status, owner_xid, workflow_deadline_epoch_ms
    ),
    stored_input as (
      insert into ${dbos}.workflow_input (workflow_uuid, inputs)
      select c.workflow_uuid, n.inputs
      from created c
      join (select ${sql.workflow_uuid ?? 'null'} as workflow_uuid, ${sql.inputs} as inputs from ${sql.from}) n
        on n.workflow_uuid = c.workflow_uuid
      on conflict (workflow_uuid) do nothing
    )`;
}
