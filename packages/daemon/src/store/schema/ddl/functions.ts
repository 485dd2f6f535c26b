import pg from 'pg';

/**
 * The functions of the DBOS system database at version 123, for programs that enqueue and send by plain SQL: written from scratch and
 * held by behaviour (same rows, same errors for a table of calls). All run with `search_path = pg_catalog, pg_temp`, so that
 * no schema of a caller can slip a table or an operator under them; hence every table is qualified.
 *
 * @param schema the schema's name, quoted
 */
export function dbosFunctions(schema: string): readonly string[] {
  return [enqueueWorkflow(schema), sendMessage(schema)];
}

/** What tells listeners of a message in the transaction that inserts it; only for databases where LISTEN works. */
export function dbosTrigger(schema: string): readonly string[] {
  return [
    define(`function ${schema}.notifications_function() returns trigger`, ANNOUNCE_MESSAGE),
    `create trigger dbos_notifications_trigger
    after insert on ${schema}.notifications
    for each row execute function ${schema}.notifications_function()`,
  ];
}

/** A message without a topic makes the payload null, which arrives as the empty text. */
const ANNOUNCE_MESSAGE = `
begin
  perform pg_notify('dbos_notifications_channel', new.destination_uuid || '::' || new.topic);
  return null;
end`;

/**
 * The 4th argument is the row's `message_uuid` as it is, without the destination that SDKs append to their keys. A second
 * message with a known id is dropped without a word; a missing workflow keeps SQLSTATE 23503 under a message of DBOS's own.
 */
function sendMessage(schema: string): string {
  const signature = `function ${schema}.send_message(
    destination_id text,
    message json,
    topic text default null,
    message_id text default null
  ) returns void`;
  return define(
    signature,
    `
begin
  insert into ${schema}.notifications (message_uuid, destination_uuid, topic, message, serialization)
  select
    coalesce(message_id, gen_random_uuid()::text),
    destination_id,
    coalesce(topic, '__null__topic__'),
    message::text,
    'portable_json'
  on conflict (message_uuid) do nothing;
exception
  when foreign_key_violation then
    raise exception using
      message = 'DBOS non-existent workflow',
      detail = format('Destination workflow %s does not exist', destination_id),
      errcode = 'foreign_key_violation';
end`,
  );
}

/**
 * An id that exists keeps its row (only `updated_at` moves) and its inputs, and is returned. The deduplication id of another live
 * workflow of the queue keeps SQLSTATE 23505 under a message of DBOS's own.
 */
function enqueueWorkflow(schema: string): string {
  const signature = `function ${schema}.enqueue_workflow(
    workflow_name text,
    queue_name text,
    positional_args json[] default array[]::json[],
    named_args json default '{}'::json,
    class_name text default null,
    config_name text default null,
    workflow_id text default null,
    app_version text default null,
    timeout_ms bigint default null,
    deadline_epoch_ms bigint default null,
    deduplication_id text default null,
    priority integer default null,
    queue_partition_key text default null,
    authenticated_user text default null,
    authenticated_roles text default null,
    delay_until_epoch_ms bigint default null,
    application_name text default null
  ) returns text`;
  return define(signature, enqueueWorkflowBody(schema));
}

function enqueueWorkflowBody(schema: string): string {
  return `
declare
  id text := coalesce(workflow_id, gen_random_uuid()::text);
  at_ms bigint := round(extract(epoch from now()) * 1000);
  problem text := case
    when coalesce(workflow_name, '') = '' then 'Workflow name cannot be null or empty'
    when coalesce(queue_name, '') = '' then 'Queue name cannot be null or empty'
    when jsonb_typeof(named_args::jsonb) <> 'object' then 'Named args must be a JSON object'
    when workflow_id = '' then 'Workflow ID cannot be an empty string if provided.'
    when delay_until_epoch_ms < 0 then 'delay_until_epoch_ms must be >= 0'
  end;
begin
  if problem is not null then
    raise exception using message = problem;
  end if;

  insert into ${schema}.workflow_status (
    workflow_uuid, name, class_name, config_name, serialization,
    status, delay_until_epoch_ms,
    created_at, updated_at, workflow_timeout_ms, workflow_deadline_epoch_ms,
    queue_name, queue_partition_key, priority, deduplication_id,
    application_name, application_version, recovery_attempts, owner_xid,
    authenticated_user, authenticated_roles
  )
  select
    id, workflow_name, class_name, config_name, 'portable_json',
    case when delay_until_epoch_ms is null then 'ENQUEUED' else 'DELAYED' end, delay_until_epoch_ms,
    at_ms, at_ms, timeout_ms, deadline_epoch_ms,
    queue_name, queue_partition_key, coalesce(priority, 0), deduplication_id,
    application_name, app_version, 0, gen_random_uuid()::text,
    authenticated_user, authenticated_roles
  on conflict (workflow_uuid) do update set updated_at = excluded.updated_at;

  insert into ${schema}.workflow_input (workflow_uuid, inputs, retention_timestamp)
  select id, json_build_object('positionalArgs', positional_args, 'namedArgs', named_args)::text, at_ms
  on conflict (workflow_uuid) do nothing;

  return id;
exception
  when unique_violation then
    raise exception using
      message = 'DBOS queue duplicated',
      detail = format(
        'Workflow %s with queue %s and deduplication ID %s already exists', id, queue_name, deduplication_id
      ),
      errcode = 'unique_violation';
end`;
}

/** The body is a quoted literal and not between dollars, so that no schema name can end it. */
function define(signature: string, body: string): string {
  return `create ${signature}
  language plpgsql
  set search_path = pg_catalog, pg_temp
  as ${pg.escapeLiteral(body)}`;
}
