/**
 * The tables of the DBOS system database at version 123, column for column in the order in which the SDK's own migrations leave
 * them. Held by test/conformance/schema.test.ts against a database that the official SDK migrated.
 *
 * @param schema the schema's name, quoted
 */
export function dbosTables(schema: string): readonly string[] {
  return [
    migrations(schema),
    workflowStatus(schema),
    ...workflowPayloads(schema),
    operationOutputs(schema),
    notifications(schema),
    ...events(schema),
    streams(schema),
    queues(schema),
    ...registry(schema),
  ];
}

/** Milliseconds since the epoch at which the inserting transaction began. */
const NOW_MS = `(extract(epoch from now()) * 1000.0)::bigint`;

function migrations(schema: string): string {
  return `create table ${schema}.dbos_migrations (
    version bigint not null primary key
  )`;
}

function workflowStatus(schema: string): string {
  return `create table ${schema}.workflow_status (
    workflow_uuid text not null primary key,
    status text,
    name text,
    authenticated_user text,
    assumed_role text,
    authenticated_roles text,
    request text,
    output text,
    error text,
    executor_id text,
    created_at bigint not null default ${NOW_MS},
    updated_at bigint not null default ${NOW_MS},
    application_version text,
    application_id text,
    class_name varchar(255) default null,
    config_name varchar(255) default null,
    recovery_attempts bigint default 0,
    queue_name text,
    workflow_timeout_ms bigint,
    workflow_deadline_epoch_ms bigint,
    inputs text,
    started_at_epoch_ms bigint,
    deduplication_id text,
    priority integer not null default 0,
    queue_partition_key text,
    forked_from text,
    owner_xid text,
    parent_workflow_id text,
    serialization text,
    delay_until_epoch_ms bigint,
    was_forked_from boolean not null default false,
    rate_limited boolean not null default false,
    completed_at bigint,
    attributes jsonb,
    schedule_name text,
    debounce_deadline_epoch_ms bigint,
    is_debounced boolean not null default false,
    application_name text,
    creator_xid text
  )`;
}

function workflowPayloads(schema: string): readonly string[] {
  return [
    `create table ${schema}.workflow_input (
    workflow_uuid text not null primary key,
    inputs text,
    retention_timestamp bigint not null default ${NOW_MS}
  )`,
    `create table ${schema}.workflow_output (
    workflow_uuid text not null primary key,
    output text,
    error text,
    retention_timestamp bigint not null default ${NOW_MS}
  )`,
  ];
}

function operationOutputs(schema: string): string {
  return `create table ${schema}.operation_outputs (
    workflow_uuid text not null,
    function_id integer not null,
    function_name text not null default '',
    output text,
    error text,
    child_workflow_id text,
    started_at_epoch_ms bigint,
    completed_at_epoch_ms bigint,
    serialization text,
    application_name text,
    retention_timestamp bigint not null default ${NOW_MS},
    primary key (workflow_uuid, function_id)
  )`;
}

function notifications(schema: string): string {
  return `create table ${schema}.notifications (
    message_uuid text not null default gen_random_uuid() primary key,
    destination_uuid text not null ${ofWorkflow(schema)},
    topic text,
    message text not null,
    created_at_epoch_ms bigint not null default ${NOW_MS},
    serialization text,
    consumed boolean not null default false,
    consumed_by_function_id integer
  )`;
}

function events(schema: string): readonly string[] {
  return [
    `create table ${schema}.workflow_events (
    workflow_uuid text not null ${ofWorkflow(schema)},
    key text not null,
    value text not null,
    serialization text,
    primary key (workflow_uuid, key)
  )`,
    `create table ${schema}.workflow_events_history (
    workflow_uuid text not null ${ofWorkflow(schema)},
    function_id integer not null,
    key text not null,
    value text not null,
    serialization text,
    primary key (workflow_uuid, function_id, key)
  )`,
  ];
}

function streams(schema: string): string {
  return `create table ${schema}.streams (
    workflow_uuid text not null ${ofWorkflow(schema)},
    key text not null,
    value text not null,
    "offset" integer not null,
    function_id integer not null default 0,
    serialization text,
    primary key (workflow_uuid, key, "offset")
  )`;
}

function queues(schema: string): string {
  return `create table ${schema}.queues (
    queue_id text not null default gen_random_uuid()::text primary key,
    name text not null unique,
    concurrency integer,
    worker_concurrency integer,
    rate_limit_max integer,
    rate_limit_period_sec double precision,
    priority_enabled boolean not null default false,
    partition_queue boolean not null default false,
    polling_interval_sec double precision not null default 1.0,
    created_at bigint not null default ${NOW_MS},
    updated_at bigint not null default ${NOW_MS},
    application_name text,
    partition_concurrency integer,
    partition_worker_concurrency integer,
    partition_rate_limit_max integer,
    partition_rate_limit_period_sec double precision
  )`;
}

/** What the daemon itself does not use, but applications expect: schedules, versions, and the state of event receivers. */
function registry(schema: string): readonly string[] {
  return [
    `create table ${schema}.workflow_schedules (
    schedule_id text not null primary key,
    schedule_name text not null unique,
    workflow_name text not null,
    workflow_class_name text,
    schedule text not null,
    status text not null default 'ACTIVE',
    context text not null,
    last_fired_at text,
    automatic_backfill boolean not null default false,
    cron_timezone text,
    queue_name text,
    application_name text
  )`,
    `create table ${schema}.application_versions (
    version_id text not null primary key,
    version_name text not null unique,
    version_timestamp bigint not null default ${NOW_MS},
    created_at bigint not null default ${NOW_MS},
    application_name text
  )`,
    `create table ${schema}.event_dispatch_kv (
    service_name text not null,
    workflow_fn_name text not null,
    key text not null,
    value text,
    update_seq numeric(38, 0),
    update_time numeric(38, 15),
    primary key (service_name, workflow_fn_name, key)
  )`,
  ];
}

function ofWorkflow(schema: string): string {
  return `references ${schema}.workflow_status (workflow_uuid) on update cascade on delete cascade`;
}
