import type { EnqueueCommand } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** A workflow that was inserted, and what is known of its queue. */
export interface Inserted {
  readonly status: string;
  readonly applicationName?: string;
  readonly queueRegistered: boolean;
}

// Rides workflow_status_pkey and the unique name of queues: a row each. The row is the one that DBOS's own client
// leaves (empty texts where it writes them; class and configuration NULL when not set, for other languages' sake).
const statement: Statement = {
  name: 'enqueue-workflow',
  text: ({ dbos }) => `
    with owner as (
      select coalesce($4::text, q.application_name) as application_name, q.name is not null as registered
      from (select) nothing
      left join ${dbos}.queues q on q.name = $3
    ),
    created as (
      insert into ${dbos}.workflow_status (
        workflow_uuid, name, queue_name, application_name, class_name, config_name, status,
        delay_until_epoch_ms,
        serialization, creator_xid, application_version, deduplication_id, priority, queue_partition_key,
        workflow_timeout_ms, attributes, authenticated_user, authenticated_roles, assumed_role, executor_id,
        application_id, recovery_attempts, inputs
      )
      select $1, $2, $3, o.application_name, $5, $6, case when $7::bigint > 0 then 'DELAYED' else 'ENQUEUED' end,
        case when $7 > 0 then (extract(epoch from clock_timestamp()) * 1000)::bigint + $7 end,
        $8, $9, $10, $11, $12::int, $13,
        $14::bigint, $15::jsonb, $16, $17, '', '', '', 0, case when $19::boolean then $18::text end
      from owner o
      on conflict (workflow_uuid) do nothing
      returning workflow_uuid, status
    ),
    stored_input as (
      insert into ${dbos}.workflow_input (workflow_uuid, inputs)
      select workflow_uuid, $18
      from created
      on conflict (workflow_uuid) do nothing
    )
    select c.status, o.application_name, o.registered
    from created c, owner o`,
};

/**
 * Inserts a workflow for a worker of its application to pick up. `undefined`: its id is in use. Fails with 23505 when
 * its deduplication id is (uq_workflow_status_dedup_id).
 */
export async function enqueueWorkflow(
  db: Queryable,
  command: EnqueueCommand,
  options: { readonly creatorToken: string; readonly legacyInputs: boolean },
): Promise<Inserted | undefined> {
  const [row] = await db.query<{ status: string; application_name: string | null; registered: boolean }>(
    statement,
    [
      command.workflowId,
      command.workflowName,
      command.queueName,
      command.applicationName,
      command.className,
      command.configName,
      command.delayMs,
      command.input.serialization,
      options.creatorToken,
      command.applicationVersion,
      command.deduplicationId,
      command.priority,
      command.queuePartitionKey,
      command.timeoutMs,
      command.attributesJson,
      command.authenticatedUser ?? '',
      JSON.stringify(command.authenticatedRoles),
      command.input.data,
      options.legacyInputs,
    ],
  );
  if (row === undefined) return undefined;
  return {
    status: row.status,
    queueRegistered: row.registered,
    ...(row.application_name === null ? {} : { applicationName: row.application_name }),
  };
}
