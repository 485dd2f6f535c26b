import type { EnqueueCommand } from '../../../model/workflows.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { newWorkflow } from './new-workflow.js';

/** A workflow that was inserted, and what is known of its queue. */
export interface Inserted {
  readonly status: string;
  readonly applicationName?: string;
  readonly queueRegistered: boolean;
}

// Rides workflow_status_pkey and the unique name of queues: a row each. The row is the one that DBOS's own client
// leaves, with empty texts where it writes them.
const statement: Statement = {
  name: 'enqueue-workflow',
  text: (schemas) => `
    with owner as (
      select coalesce($4::text, q.application_name) as application_name, q.name is not null as registered
      from (select) nothing
      left join ${schemas.dbos}.queues q on q.name = $3::text
    ),
    ${newWorkflow(schemas, {
      from: 'owner',
      workflow_uuid: '$1::text',
      name: '$2',
      queue_name: '$3',
      application_name: 'application_name',
      class_name: '$5',
      config_name: '$6',
      status: `case when $7::bigint > 0 then 'DELAYED' else 'ENQUEUED' end`,
      delay_until_epoch_ms:
        'case when $7 > 0 then (extract(epoch from clock_timestamp()) * 1000)::bigint + $7 end',
      serialization: '$8',
      creator_xid: '$9',
      application_version: '$10',
      deduplication_id: '$11',
      priority: '$12::int',
      queue_partition_key: '$13',
      workflow_timeout_ms: '$14::bigint',
      attributes: '$15::jsonb',
      authenticated_user: '$16',
      authenticated_roles: '$17',
      assumed_role: `''`,
      executor_id: `''`,
      recovery_attempts: '0',
      inputs: '$18::text',
      legacyInputs: '$19::boolean',
    })}
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
