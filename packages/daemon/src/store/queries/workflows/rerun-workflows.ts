import { CLOSE_MARKER } from '@dbosd/shared';
import type { ForkCommand, RewindCommand } from '../../../model/management.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { INTERNAL_QUEUE } from './workflow-row.js';

/** What became of the new row; `missing`: there is nothing to fork; `in use`: the new id is someone's. */
type ForkVerdict = 'created' | 'missing' | 'in use';

// Uses workflow_status_pkey and workflow_input_pkey: two rows each. The row is the one that DBOS leaves.
const creating: Statement = {
  name: 'fork-workflow',
  text: ({ dbos }) => `
    with source as (
      select ws.*, coalesce(wi.inputs, ws.inputs) as stored_inputs
      from ${dbos}.workflow_status ws
      left join ${dbos}.workflow_input wi on wi.workflow_uuid = ws.workflow_uuid
      where ws.workflow_uuid = $2
    ),
    created as (
      insert into ${dbos}.workflow_status (
        workflow_uuid, status, name, class_name, config_name, queue_name, authenticated_user, assumed_role,
        authenticated_roles, application_version, application_id, queue_partition_key, forked_from, serialization,
        attributes, application_name, workflow_timeout_ms, creator_xid, inputs
      )
      select $1, 'ENQUEUED', s.name, s.class_name, s.config_name, $3, s.authenticated_user, s.assumed_role,
        s.authenticated_roles, coalesce($4::text, s.application_version), s.application_id, $5, s.workflow_uuid,
        s.serialization, s.attributes, coalesce(s.application_name, $6::text), $7::bigint, $8,
        case when $9::boolean then s.stored_inputs end
      from source s
      on conflict (workflow_uuid) do nothing
      returning workflow_uuid
    ),
    stored_input as (
      insert into ${dbos}.workflow_input (workflow_uuid, inputs)
      select c.workflow_uuid, s.stored_inputs
      from created c, source s
      on conflict (workflow_uuid) do nothing
    ),
    marked as (
      update ${dbos}.workflow_status
      set was_forked_from = true
      where workflow_uuid = $2
        and exists (select from created)
    )
    select case
        when exists (select from created) then 'created'
        when exists (select from source) then 'in use'
        else 'missing'
      end as verdict`,
};

// Uses the primary keys of the four tables, a range of each; the streams of the workflow are read whole, since no index
// has their function ids.
const copying: Statement = {
  name: 'copy-fork',
  text: ({ dbos }) => `
    with steps as (
      insert into ${dbos}.operation_outputs (
        workflow_uuid, function_id, function_name, output, error, child_workflow_id, started_at_epoch_ms,
        completed_at_epoch_ms, serialization, application_name, retention_timestamp
      )
      select ws.workflow_uuid, o.function_id, o.function_name, o.output, o.error,
        coalesce(r.replacement, o.child_workflow_id), o.started_at_epoch_ms,
        o.completed_at_epoch_ms, o.serialization, ws.application_name,
        (extract(epoch from clock_timestamp()) * 1000)::bigint
      from ${dbos}.workflow_status ws
      join ${dbos}.operation_outputs o on o.workflow_uuid = $2 and o.function_id < $3
      left join unnest($4::text[], $5::text[]) as r (child, replacement) on r.child = o.child_workflow_id
      where ws.workflow_uuid = $1
    ),
    copied_streams as (
      insert into ${dbos}.streams (workflow_uuid, key, value, serialization, "offset", function_id)
      select $1, key, value, serialization, "offset", function_id
      from ${dbos}.streams
      where workflow_uuid = $2
        and function_id < $3
    ),
    history as (
      insert into ${dbos}.workflow_events_history (workflow_uuid, function_id, key, value, serialization)
      select $1, function_id, key, value, serialization
      from ${dbos}.workflow_events_history
      where workflow_uuid = $2
        and function_id < $3
    )
    insert into ${dbos}.workflow_events (workflow_uuid, key, value, serialization)
    select distinct on (key) $1, key, value, serialization
    from ${dbos}.workflow_events_history
    where workflow_uuid = $2
      and function_id < $3
    order by key, function_id desc`,
};

/** Makes the row of a fork and its input, and marks the first workflow as forked. */
export async function insertFork(
  tx: Queryable,
  command: ForkCommand,
  options: { readonly creatorToken: string; readonly legacyInputs: boolean },
): Promise<ForkVerdict> {
  const [row] = await tx.query<{ verdict: ForkVerdict }>(creating, [
    command.newWorkflowId,
    command.workflowId,
    command.queueName ?? INTERNAL_QUEUE,
    command.applicationVersion,
    command.queuePartitionKey,
    command.applicationName,
    command.timeoutMs,
    options.creatorToken,
    options.legacyInputs,
  ]);
  return row?.verdict ?? 'missing';
}

/** Copies what steps before the first one that runs again recorded, published and wrote. */
export async function copySteps(tx: Queryable, command: ForkCommand): Promise<void> {
  await tx.query(copying, [
    command.newWorkflowId,
    command.workflowId,
    command.startStep,
    command.replacementChildren.map(([child]) => child),
    command.replacementChildren.map(([, replacement]) => replacement),
  ]);
}

// Uses workflow_status_pkey: one row.
const locking: Statement = {
  name: 'lock-workflow-to-rewind',
  text: ({ dbos }) => `
    select status
    from ${dbos}.workflow_status
    where workflow_uuid = $1
    for no key update`,
};

// Uses the primary keys of the tables and idx_workflow_topic: the rows of one workflow, each once. Its whole history of
// events, its messages and streams are read however few steps go: no index has the function ids. All parts see the tables
// as they were before, so that the history can say what events go back to while it is cut. No part joins two of them:
// planned for any workflow, a join would be one loop inside the other. Of streams only close marks go, in the form that
// DBOS writes now.
const rewinding: Statement = {
  name: 'rewind-workflow',
  text: ({ dbos }) => `
    with changed_keys as (
      select h.*, bool_or(function_id >= $2) over (partition by key) as is_changed
      from ${dbos}.workflow_events_history h
      where workflow_uuid = $1
    ),
    before as materialized (
      select distinct on (key) key, value, serialization, function_id < $2 as is_set
      from changed_keys
      where is_changed
      order by key, function_id < $2 desc, function_id desc
    ),
    unpublished as (
      delete from ${dbos}.workflow_events
      where workflow_uuid = $1
        and key = any(array(select key from before where not is_set))
    ),
    restored as (
      insert into ${dbos}.workflow_events (workflow_uuid, key, value, serialization)
      select $1, key, value, serialization
      from before
      where is_set
      on conflict (workflow_uuid, key) do update
      set value = excluded.value,
          serialization = excluded.serialization
    ),
    history as (
      delete from ${dbos}.workflow_events_history
      where workflow_uuid = $1
        and function_id >= $2
    ),
    steps as (
      delete from ${dbos}.operation_outputs
      where workflow_uuid = $1
        and function_id >= $2
    ),
    close_marks as (
      delete from ${dbos}.streams
      where workflow_uuid = $1
        and function_id >= $2
        and value = $6
        and serialization = $7
    ),
    messages as (
      delete from ${dbos}.notifications
      where destination_uuid = $1
        and (consumed_by_function_id >= $2 or not consumed)
    ),
    outputs as (
      delete from ${dbos}.workflow_output
      where workflow_uuid = $1
    )
    update ${dbos}.workflow_status
    set status = 'ENQUEUED',
        owner_xid = null,
        queue_name = $3,
        queue_partition_key = $4,
        application_version = coalesce($5::text, application_version),
        recovery_attempts = 0,
        workflow_deadline_epoch_ms = null,
        deduplication_id = null,
        started_at_epoch_ms = null,
        completed_at = null,
        output = null,
        error = null,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
    where workflow_uuid = $1`,
};

/** Locks a workflow and answers its status; `undefined`: there is none. */
export async function lockToRewind(tx: Queryable, workflowId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ status: string }>(locking, [workflowId]);
  return row?.status;
}

/** Takes a locked workflow back to a step, and enqueues it. */
export async function rewindLocked(tx: Queryable, command: RewindCommand): Promise<void> {
  await tx.query(rewinding, [
    command.workflowId,
    command.startStep,
    command.queueName ?? INTERNAL_QUEUE,
    command.queuePartitionKey,
    command.applicationVersion,
    CLOSE_MARKER.data,
    CLOSE_MARKER.serialization,
  ]);
}
