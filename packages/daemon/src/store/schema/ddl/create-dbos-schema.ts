import pg, { type Client } from 'pg';
import { DbosdError } from '@dbosd/shared';
import { isAlreadyCreated, isForbidden, isReadOnly } from '../../errors.js';
import { DBOS_SCHEMA_VERSION } from '../schema-name.js';
import { dbosFunctions, dbosTrigger } from './functions.js';
import { dbosTables } from './tables.js';

interface CreateOptions {
  readonly schema: string;
  /** Whether the schema itself exists already: `create schema if not exists` asks for CREATE on the database even then. */
  readonly schemaExists: boolean;
  /** False leaves out the trigger on messages and its function, as SDKs with `useListenNotify: false` do. */
  readonly listenNotify: boolean;
}

/**
 * Creates the DBOS schema with all that version 123 has, in one transaction: another session sees nothing of it, or everything.
 * The caller holds the migration lock and has seen that the schema is empty.
 *
 * @returns 'collided' when someone who does not take the lock (the TypeScript SDK) created a part of it at the same time; then
 *   nothing was done
 * @throws DbosdError SCHEMA_UNSUPPORTED when the role may not create it, READ_ONLY on a standby
 */
export async function createDbosSchema(
  client: Client,
  options: CreateOptions,
): Promise<'created' | 'collided'> {
  await client.query('begin');
  try {
    for (const statement of statements(options)) await client.query(statement);
    await client.query('commit');
    return 'created';
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (isAlreadyCreated(error)) return 'collided';
    throw creationFailed(error, client, options.schema);
  }
}

function statements({ schema, schemaExists, listenNotify }: CreateOptions): readonly string[] {
  const name = pg.escapeIdentifier(schema);
  return [
    ...(schemaExists ? [] : [`create schema ${name}`]),
    ...dbosTables(name),
    ...dbosIndexes(name),
    ...dbosFunctions(name),
    ...(listenNotify ? dbosTrigger(name) : []),
    `insert into ${name}.dbos_migrations (version) values (${DBOS_SCHEMA_VERSION})`,
  ];
}

function creationFailed(error: unknown, client: Client, schema: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const database = JSON.stringify(client.database ?? '');
  if (isForbidden(error)) {
    return new DbosdError({
      reason: 'SCHEMA_UNSUPPORTED',
      message:
        `there is no DBOS schema "${schema}" in database ${database}, and role ${JSON.stringify(client.user ?? '')} ` +
        `may not create it: grant it CREATE on the database, or let an owner run npx dbos schema <database url>`,
      outcome: 'not_applied',
      cause: error,
    });
  }
  if (isReadOnly(error)) {
    return new DbosdError({
      reason: 'READ_ONLY',
      message: `database ${database} takes no writes, so the DBOS schema cannot be created: connect to the primary`,
      outcome: 'not_applied',
      cause: error,
    });
  }
  return error;
}

/**
 * The indexes of the DBOS system database at version 123 beyond those of its keys. Plain `create index`: the tables are new and
 * empty, and all of it is one transaction, in which `concurrently` is not to be had.
 *
 * @param schema the schema's name, quoted
 */
function dbosIndexes(schema: string): readonly string[] {
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
