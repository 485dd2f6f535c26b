import { PORTABLE_JSON, type StoredValue } from '@dbosd/shared';
import type { Assignment, RegisteredWorkflow } from '../../../model/workers.js';
import type { Queryable } from '../../database.js';
import type { Schemas, Statement } from '../../statement.js';
import { firstText, storedValue } from '../stored-value.js';
import { rolesOf, textOf } from '../workflows/workflow-row.js';

/** Who claims. */
interface Claimant {
  readonly applicationName: string;
  readonly applicationVersion: string;
  readonly executorId: string;
  readonly workflows: readonly RegisteredWorkflow[];
  readonly claimUnclaimed: boolean;
}
/** What is claimed from. */
export interface ClaimScope {
  readonly queueName: string;
  /** Absent: the queue is not partitioned. */
  readonly partitionKey?: string | undefined;
  /** The rows count against a limit on the rate. */
  readonly rateLimited: boolean;
}

/** A claimed workflow, without its checkpoints. */
export type Claimed = Omit<Assignment, 'checkpoints'>;

export interface ClaimedWorkflow {
  readonly claimed: Claimed;
  /** It was taken up more often than its name allows, and must be given up. */
  readonly exhausted: boolean;
}

interface Row {
  readonly [column: string]: unknown;
  readonly workflow_uuid: string;
  readonly owner_xid: string;
  readonly name: string;
  readonly class_name: string | null;
  readonly config_name: string | null;
  readonly inputs: string | null;
  readonly serialization: string | null;
  readonly recovery_attempts: number;
  readonly queue_name: string;
  readonly queue_partition_key: string | null;
  readonly deadline_in: number | null;
  readonly workflow_timeout_ms: number | null;
  readonly authenticated_user: string | null;
  readonly assumed_role: string | null;
  readonly authenticated_roles: string | null;
  readonly parent_workflow_id: string | null;
  readonly most_attempts: number;
}

// As registered workflows are named in arrays: the empty text means none.
const NO_VERSION = `nullif(ws.application_version, '') is null`;
const CLASS_OF = `coalesce(ws.class_name, ''), coalesce(ws.config_name, '')`;

// The rows that a worker may take from a queue: its application's (or no application's, where it takes those), of its version (or of
// none, when its version is the application's latest), of the names that it registered. In DBOS's order.
// Uses idx_workflow_status_in_flight_v2, or idx_workflow_status_partition_dequeue_v3 where the queue is partitioned: rows
// of others are passed over, a row each of what is taken is read and written.
function claiming({ dbos }: Schemas, partition: string, lock: string): string {
  return `
    with registered as materialized (
      select name, class_name, config_name, most_attempts
      from unnest($6::text[], $7::text[], $8::text[], $9::int[]) as r (name, class_name, config_name, most_attempts)
    ),
    latest as materialized (
      select version_name
      from ${dbos}.application_versions
      where application_name = $3 or application_name is null
      order by version_timestamp desc
      limit 1
    ),
    picked as materialized (
      select ws.workflow_uuid
      from ${dbos}.workflow_status ws
      where ws.queue_name = $1
        and ws.status = 'ENQUEUED'
        ${partition}
        -- In this form the planner takes it that most rows pass, and walks the index in its order up to the limit; as bare
        -- conditions they look so rare to it that it reads and sorts the whole queue.
        and case
          when (ws.application_name = $3 or ($4::boolean and ws.application_name is null))
            and (
              ws.application_version = $5
              or (${NO_VERSION} and coalesce((select version_name from latest), $5) = $5)
            )
            and (ws.name, ${CLASS_OF}) in (select name, class_name, config_name from registered)
          then true
        end is not null
      order by ws.priority, ws.created_at
      limit $10
      for update of ws ${lock}
    ),
    claimed as (
      update ${dbos}.workflow_status ws
      set status = 'PENDING',
          owner_xid = gen_random_uuid()::text,
          executor_id = $11,
          application_version = $5,
          started_at_epoch_ms = (extract(epoch from clock_timestamp()) * 1000)::bigint,
          rate_limited = $12::boolean,
          application_name = coalesce(ws.application_name, $3),
          recovery_attempts = coalesce(ws.recovery_attempts, 0) + 1,
          updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
          workflow_deadline_epoch_ms = coalesce(
            ws.workflow_deadline_epoch_ms,
            (extract(epoch from clock_timestamp()) * 1000)::bigint + ws.workflow_timeout_ms
          )
      from picked p
      where ws.workflow_uuid = p.workflow_uuid
        and ws.status = 'ENQUEUED'
        and ws.queue_name = $1
      returning ws.*
    )
    select c.workflow_uuid, c.owner_xid, c.name, c.class_name, c.config_name, ${firstText('wi.inputs', 'c.inputs')} as inputs,
      c.serialization, c.recovery_attempts, c.queue_name, c.queue_partition_key,
      c.workflow_deadline_epoch_ms - (extract(epoch from clock_timestamp()) * 1000)::bigint as deadline_in,
      c.workflow_timeout_ms, c.authenticated_user, c.assumed_role, c.authenticated_roles, c.parent_workflow_id,
      r.most_attempts
    from claimed c
    join registered r
      on r.name = c.name and r.class_name = coalesce(c.class_name, '') and r.config_name = coalesce(c.config_name, '')
    left join ${dbos}.workflow_input wi on wi.workflow_uuid = c.workflow_uuid
    order by c.priority, c.created_at`;
}

// $2 names the partition; the whole of an unpartitioned queue is claimed from whatever is in that column.
const statements = {
  waiting: {
    plain: statement('claim-workflows', `and $2::text is null`, 'skip locked'),
    partition: statement('claim-partition', 'and ws.queue_partition_key = $2', 'skip locked'),
  },
  failing: {
    plain: statement('claim-workflows-nowait', `and $2::text is null`, 'nowait'),
    partition: statement('claim-partition-nowait', 'and ws.queue_partition_key = $2', 'nowait'),
  },
};

function statement(name: string, partition: string, lock: string): Statement {
  return { name, text: (schemas) => claiming(schemas, partition, lock) };
}

interface ClaimLimits {
  readonly most: number;
  /** Fail with 55P03 when another claims from the same rows: they share a limit. Otherwise rows of others are skipped. */
  readonly nowait: boolean;
}

/** Claims what comes next for a worker, each under a token of its own. */
export async function claimWorkflows(
  tx: Queryable,
  claimant: Claimant,
  scope: ClaimScope,
  { most, nowait }: ClaimLimits,
): Promise<ClaimedWorkflow[]> {
  const { plain, partition } = statements[nowait ? 'failing' : 'waiting'];
  const { workflows } = claimant;
  const rows = await tx.query<Row>(scope.partitionKey === undefined ? plain : partition, [
    scope.queueName,
    scope.partitionKey,
    claimant.applicationName,
    claimant.claimUnclaimed,
    claimant.applicationVersion,
    workflows.map((w) => w.workflowName),
    workflows.map((w) => w.className ?? ''),
    workflows.map((w) => w.configName ?? ''),
    workflows.map((w) => w.maxRecoveryAttempts),
    most,
    claimant.executorId,
    scope.rateLimited,
  ]);
  // As DBOS counts: the first start is no recovery.
  return rows.map((row) => ({
    claimed: toClaimed(row),
    exhausted: row.recovery_attempts > row.most_attempts + 1,
  }));
}

// Uses workflow_status_pkey: a row each. The columns are those that DBOS sets.
const givingUp: Statement = {
  name: 'give-up-workflows',
  text: ({ dbos }) => `
    update ${dbos}.workflow_status
    set status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
        owner_xid = null,
        deduplication_id = null,
        started_at_epoch_ms = null,
        queue_name = null,
        updated_at = (extract(epoch from clock_timestamp()) * 1000)::bigint,
        completed_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
    where workflow_uuid = any($1::text[])
      and status = 'PENDING'`,
};

/** Ends workflows that were taken up too often. They are claimed by the same transaction. */
export async function giveUpWorkflows(tx: Queryable, workflowIds: readonly string[]): Promise<void> {
  await tx.query(givingUp, [workflowIds]);
}

function toClaimed(row: Row): Claimed {
  return {
    workflowId: row.workflow_uuid,
    ownerToken: row.owner_xid,
    workflowName: row.name,
    attempt: row.recovery_attempts,
    authenticatedRoles: rolesOf(row.authenticated_roles),
    queueName: row.queue_name,
    className: textOf(row.class_name),
    configName: textOf(row.config_name),
    input: inputOf(row),
    queuePartitionKey: textOf(row.queue_partition_key),
    deadlineInMs: row.deadline_in === null ? undefined : Math.max(0, row.deadline_in),
    timeoutMs: row.workflow_timeout_ms ?? undefined,
    authenticatedUser: textOf(row.authenticated_user),
    assumedRole: textOf(row.assumed_role),
    parentWorkflowId: textOf(row.parent_workflow_id),
  };
}

// A portable workflow that has no input has no arguments, and writes portable values all the same.
function inputOf({ inputs, serialization }: Row): StoredValue | undefined {
  if (inputs !== null) return storedValue(inputs, serialization);
  return serialization === PORTABLE_JSON ? { data: '{}', serialization } : undefined;
}
