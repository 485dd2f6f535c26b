/**
 * The indexes of the DBOS system database at version 123 beyond those of its keys. Plain `create index`: the tables are new and
 * empty, and all of it is one transaction, in which `concurrently` is not to be had.
 *
 * @param schema the schema's name, quoted
 */
export function dbosIndexes(schema: string): readonly string[] {
  return [
    ...STATUS_INDEXES.map(([name, rest]) => `create index ${name} on ${schema}.workflow_status ${rest}`),
    `create unique index uq_workflow_status_dedup_id
    on ${schema}.workflow_status (queue_name, deduplication_id)
    where deduplication_id is not null`,
    `create index idx_workflow_topic on ${schema}.notifications (destination_uuid, topic)`,
    `create index idx_operation_outputs_completed_at_function_name_v2
    on ${schema}.operation_outputs (completed_at_epoch_ms, function_name)
    include (application_name)`,
    ...RETAINED.map(
      (table) => `create index idx_${table}_retention on ${schema}.${table} (retention_timestamp)`,
    ),
    `create unique index uq_application_versions_owner_version
    on ${schema}.application_versions (application_name, version_name)
    where application_name is not null`,
    `create unique index uq_application_versions_unclaimed_version
    on ${schema}.application_versions (version_name)
    where application_name is null`,
  ];
}

const RETAINED = ['operation_outputs', 'workflow_input', 'workflow_output'] as const;

const STATUS_INDEXES: readonly (readonly [name: string, rest: string])[] = [
  ['workflow_status_created_at_index', `(created_at)`],
  [
    'idx_workflow_status_in_flight_v2',
    `(queue_name, status, priority, created_at) include (application_name)
    where status in ('ENQUEUED', 'PENDING')`,
  ],
  [
    'idx_workflow_status_partition_dequeue_v3',
    `(queue_name, status, queue_partition_key, priority, created_at, workflow_uuid) include (application_name)
    where status in ('ENQUEUED', 'PENDING') and queue_partition_key is not null`,
  ],
  ['idx_workflow_status_pending', `(created_at) where status = 'PENDING'`],
  [
    'idx_workflow_status_failed',
    `(status, created_at) where status in ('ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')`,
  ],
  ['idx_workflow_status_delayed', `(delay_until_epoch_ms) where status = 'DELAYED'`],
  [
    'idx_workflow_status_deadline',
    `(workflow_deadline_epoch_ms)
    where status in ('ENQUEUED', 'PENDING', 'DELAYED') and workflow_deadline_epoch_ms is not null`,
  ],
  ['idx_workflow_status_rate_limited', `(queue_name, started_at_epoch_ms) where rate_limited = true`],
  ['idx_workflow_status_started_at', `(started_at_epoch_ms) where started_at_epoch_ms is not null`],
  ['idx_workflow_status_completed_at', `(completed_at) where completed_at is not null`],
  ['idx_workflow_status_forked_from', `(forked_from) where forked_from is not null`],
  ['idx_workflow_status_parent_workflow_id', `(parent_workflow_id) where parent_workflow_id is not null`],
  ['idx_workflow_status_schedule_name', `(schedule_name) where schedule_name is not null`],
  ['idx_workflow_status_attributes', `using gin (attributes) where attributes is not null`],
];
