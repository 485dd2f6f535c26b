import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** The workflow that stands in the way of an enqueue. */
export interface FoundWorkflow {
  readonly workflowId: string;
  readonly status: string;
  readonly workflowName: string | undefined;
  readonly className: string | undefined;
  readonly configName: string | undefined;
  readonly creatorToken: string | undefined;
  readonly applicationName: string | undefined;
  /** The queue that the enqueue named is registered. */
  readonly queueRegistered: boolean;
}

interface FoundRow {
  readonly workflow_uuid: string;
  readonly status: string;
  readonly name: string | null;
  readonly class_name: string | null;
  readonly config_name: string | null;
  readonly creator_xid: string | null;
  readonly application_name: string | null;
  readonly registered: boolean;
}

// Some SDKs write the empty text where a workflow has no class, instance or owner.
const columns = `ws.workflow_uuid, ws.status, ws.name, nullif(ws.class_name, '') as class_name,
      nullif(ws.config_name, '') as config_name, ws.creator_xid, nullif(ws.application_name, '') as application_name`;

// Rides workflow_status_pkey: one row.
const byId: Statement = {
  name: 'find-enqueued-by-id',
  text: ({ dbos }) => `
    select ${columns},
      exists (select from ${dbos}.queues q where q.name = $2) as registered
    from ${dbos}.workflow_status ws
    where ws.workflow_uuid = $1`,
};

// Rides uq_workflow_status_dedup_id: one row.
const byDeduplicationId: Statement = {
  name: 'find-enqueued-by-deduplication-id',
  text: ({ dbos }) => `
    select ${columns},
      exists (select from ${dbos}.queues q where q.name = $2) as registered
    from ${dbos}.workflow_status ws
    where ws.queue_name = $2
      and ws.deduplication_id = $1`,
};

/** The workflow with that id, for an enqueue on that queue. */
export function findById(
  db: Queryable,
  workflowId: string,
  queueName: string,
): Promise<FoundWorkflow | undefined> {
  return find(db, byId, workflowId, queueName);
}

/** The workflow that holds a deduplication id on that queue. */
export function findByDeduplicationId(
  db: Queryable,
  deduplicationId: string,
  queueName: string,
): Promise<FoundWorkflow | undefined> {
  return find(db, byDeduplicationId, deduplicationId, queueName);
}

async function find(
  db: Queryable,
  statement: Statement,
  id: string,
  queueName: string,
): Promise<FoundWorkflow | undefined> {
  const [row] = await db.query<FoundRow>(statement, [id, queueName]);
  return (
    row && {
      workflowId: row.workflow_uuid,
      status: row.status,
      workflowName: row.name ?? undefined,
      className: row.class_name ?? undefined,
      configName: row.config_name ?? undefined,
      creatorToken: row.creator_xid ?? undefined,
      applicationName: row.application_name ?? undefined,
      queueRegistered: row.registered,
    }
  );
}
