import { CLOSE_MARKER } from '@dbosd/shared';
import type { RewindCommand } from '../../../model/management.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { INTERNAL_QUEUE } from './internal-queue.js';

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
