import type { StartWorkflowCommand } from '../../../model/durable.js';
import type { Queryable } from '../../database.js';
import { batchStatement, type BatchSize, type Schemas, type Statement } from '../../statement.js';
import { newWorkflow } from '../workflows/new-workflow.js';
import { batchInput, type Columns } from '../batch-input.js';
import { callValues, checkpoint, fence, NOW_MS, type FencedCall } from './fence.js';

/** A workflow to start, or to enqueue from outside. */
export type NewStart = Omit<
  StartWorkflowCommand,
  'parent' | 'workflowId' | 'applicationName' | 'applicationVersion' | 'executorId'
> & {
  readonly newId: string;
  /** Absent: it is enqueued from outside, for the application that owns the queue, if one does. */
  readonly applicationName?: string;
  readonly applicationVersion?: string;
  readonly executorId?: string;
};
/** One that a workflow starts: the call is the parent's. */
export type ChildStart = NewStart & FencedCall;

/** A workflow as it stands, made now or before. */
export interface StandingWorkflow {
  readonly workflowId: string;
  readonly status: string;
  readonly workflowName?: string;
  /** It runs under the token of the start. */
  readonly run: boolean;
  readonly deadlineInMs?: number;
  readonly applicationName?: string;
  /** The queue that the start names is registered. */
  readonly queueRegistered: boolean;
}

/**
 * What became of a start; nothing was written for it, unless it says so:
 * - `started`: it was made, by this statement or by the first call of this start; the parent's checkpoint is recorded;
 * - `existing`: its id is another's with the same name, and the parent's checkpoint is recorded;
 * - `deduplicated`: its deduplication id is another's, which is to be answered with; the checkpoint names that one;
 * - `inUse`: its id is another's, which it does not take; `otherName`: and that one has another name;
 * - `duplicate`: its deduplication id is another's;
 * - `again`: its id was taken since the snapshot: the next one shows whose it is;
 * - `recorded`, `refused`, `skipped`: as in the fence.
 */
export type StartVerdict =
  | { readonly kind: 'started' | 'existing' | 'deduplicated'; readonly workflow: StandingWorkflow }
  | { readonly kind: 'inUse' | 'duplicate'; readonly workflow: StandingWorkflow }
  | { readonly kind: 'otherName'; readonly found: WorkflowName }
  | { readonly kind: 'refused'; readonly status: string }
  | { readonly kind: 'again' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'skipped' };

/** Of a start that no workflow fences or records. */
export type FreeVerdict = Exclude<StartVerdict, { kind: 'recorded' | 'refused' | 'skipped' }>;

export interface WorkflowName {
  readonly workflowName?: string;
  readonly className?: string;
  readonly configName?: string;
}

interface Row {
  readonly kind: StartVerdict['kind'];
  readonly owner_status: string | null;
  readonly workflow_uuid: string | null;
  readonly status: string | null;
  readonly run: boolean | null;
  readonly deadline_in_ms: number | null;
  readonly application_name: string | null;
  readonly queue_registered: boolean;
  readonly name: string | null;
  readonly class_name: string | null;
  readonly config_name: string | null;
}

const OWN: Columns = {
  new_id: 'text',
  name: 'text',
  class_name: 'text',
  config_name: 'text',
  inputs: 'text',
  serialization: 'text',
  token: 'text',
  reject: 'boolean',
  timeout_ms: 'bigint',
  inherits: 'boolean',
  authenticated_user: 'text',
  assumed_role: 'text',
  authenticated_roles: 'text',
  attributes: 'text',
  queue_name: 'text',
  deduplication_id: 'text',
  return_deduplicated: 'boolean',
  priority: 'int',
  partition_key: 'text',
  delay_ms: 'bigint',
  version: 'text',
  application: 'text',
  executor_id: 'text',
};

/** With a parent the arrays of `OWN` are `$5` to `$27`, without `$1` to `$23`; the last parameter follows. */
const NEW_IDS = { child: '$5::text[]', free: '$1::text[]' };
const LEGACY_INPUTS = { child: '$28::boolean', free: '$24::boolean' };

// Rides workflow_status_pkey (parents, their deadlines, and the new ids), uq_workflow_status_dedup_id,
// operation_outputs_pkey, and the unique name of queues: a few index rows a start.
//
// What the snapshot shows is judged: a workflow under the id or the deduplication id, a checkpoint. What has come since
// makes no row (an id), or undoes the statement with 23505 (a deduplication id, a checkpoint): the next snapshot shows it.
function text(schemas: Schemas, size: BatchSize, kind: 'child' | 'free'): string {
  const { dbos } = schemas;
  const isChild = kind === 'child';
  const newIds = NEW_IDS[kind];
  return `
    with ${isChild ? fence(schemas, size, OWN) : `${batchInput(size, OWN)}, fenced as materialized (select * from input)`},
    found as materialized (
      select f.ord, ws.workflow_uuid, ws.status, ws.owner_xid, ws.creator_xid, ws.workflow_deadline_epoch_ms,
        ws.application_name, ws.name, nullif(ws.class_name, '') as class_name,
        nullif(ws.config_name, '') as config_name
      from fenced f
      join ${dbos}.workflow_status ws on ws.workflow_uuid = f.new_id and ws.workflow_uuid = any(${newIds})
    ),
    holder as materialized (
      select f.ord, ws.workflow_uuid, ws.status, ws.owner_xid, ws.workflow_deadline_epoch_ms, ws.application_name
      from fenced f
      cross join lateral (
        select *
        from ${dbos}.workflow_status ws
        where ws.queue_name = f.queue_name and ws.deduplication_id = f.deduplication_id
        offset 0
      ) ws
      where f.deduplication_id is not null
    ),
    judged as materialized (
      select f.*, coalesce(w.workflow_uuid, h.workflow_uuid, f.new_id) as standing_id,
        coalesce(f.application, q.application_name) as runs_in, q.name is not null as queue_registered,
        f.attributes::jsonb as attributes_value,
        ${isChild ? 'p.workflow_deadline_epoch_ms' : 'null::bigint'} as parent_deadline_ms,
        case
          ${isChild ? `when c.workflow_uuid is not null then 'recorded'` : ''}
          when w.creator_xid is distinct from f.token and w.ord is not null and f.reject then 'inUse'
          when w.ord is not null and (
            w.name is distinct from f.name or w.class_name is distinct from f.class_name
            or w.config_name is distinct from f.config_name
          ) then 'otherName'
          when w.creator_xid = f.token then 'started'
          when w.ord is not null then 'existing'
          when h.ord is not null and f.return_deduplicated then 'deduplicated'
          when h.ord is not null then 'duplicate'
          else 'new'
        end as kind
      from fenced f
      left join found w on w.ord = f.ord
      left join holder h on h.ord = f.ord
      left join lateral (
        select q.name, q.application_name from ${dbos}.queues q where q.name = f.queue_name offset 0
      ) q on true
      ${
        isChild
          ? `join ${dbos}.workflow_status p on p.workflow_uuid = f.workflow_uuid and p.workflow_uuid = any($1::text[])
      left join lateral (
        select c.workflow_uuid
        from ${dbos}.operation_outputs c
        where c.workflow_uuid = f.workflow_uuid and c.function_id = f.function_id
        offset 0
      ) c on true`
          : ''
      }
    ),
    fresh as (
      select *, case when queue_name is null then 'PENDING' when delay_ms > 0 then 'DELAYED' else 'ENQUEUED' end as state
      from judged
      where kind = 'new'
      order by case when deduplication_id is not null then queue_name end nulls last, deduplication_id nulls last, new_id
    ),
    ${newWorkflow(schemas, {
      from: 'fresh',
      workflow_uuid: 'new_id',
      name: 'name',
      class_name: 'class_name',
      config_name: 'config_name',
      status: 'state',
      queue_name: 'queue_name',
      application_name: 'runs_in',
      application_version: 'version',
      delay_until_epoch_ms: `case when state = 'DELAYED' then ${NOW_MS} + delay_ms end`,
      serialization: 'serialization',
      creator_xid: 'token',
      owner_xid: `case when state = 'PENDING' then token end`,
      deduplication_id: 'deduplication_id',
      priority: 'coalesce(priority, 0)',
      queue_partition_key: 'partition_key',
      workflow_timeout_ms: 'timeout_ms',
      // On a queue the time begins when it is taken from there.
      workflow_deadline_epoch_ms: `case
          when timeout_ms is null then case when inherits then parent_deadline_ms end
          when state = 'PENDING' then ${NOW_MS} + timeout_ms
        end`,
      attributes: 'attributes_value',
      authenticated_user: 'authenticated_user',
      authenticated_roles: 'authenticated_roles',
      assumed_role: 'assumed_role',
      executor_id: 'executor_id',
      recovery_attempts: `case when state = 'PENDING' then 1 else 0 end`,
      parent_workflow_id: isChild ? 'workflow_uuid' : 'null',
      inputs: 'inputs',
      legacyInputs: LEGACY_INPUTS[kind],
    })}
    ${
      isChild
        ? `, startable as (
      select j.*
      from judged j
      left join created n on n.workflow_uuid = j.new_id
      where j.kind in ('started', 'existing', 'deduplicated') or (j.kind = 'new' and n.workflow_uuid is not null)
    ),
    ${checkpoint(schemas, {
      from: 'startable',
      functionName: 'name',
      childWorkflowId: 'standing_id',
      serialization: 'null',
      conflictFails: true,
    })}`
        : ''
    }
    select ${isChild ? 'i.owner_status' : 'null::text'} as owner_status,
      case
        ${isChild ? `when not i.found then 'skipped' when j.ord is null then 'refused'` : ''}
        when j.kind <> 'new' then j.kind
        when n.workflow_uuid is null then 'again'
        else 'started'
      end as kind,
      j.standing_id as workflow_uuid, coalesce(n.status, w.status, h.status) as status,
      coalesce(n.owner_xid, w.owner_xid, h.owner_xid) = i.token
        and coalesce(n.status, w.status, h.status) = 'PENDING' as run,
      coalesce(n.workflow_deadline_epoch_ms, w.workflow_deadline_epoch_ms, h.workflow_deadline_epoch_ms)
        - ${NOW_MS} as deadline_in_ms,
      case when j.kind = 'new' then j.runs_in else coalesce(w.application_name, h.application_name) end
        as application_name,
      coalesce(j.queue_registered, false) as queue_registered,
      w.name, w.class_name, w.config_name
    from ${isChild ? 'called' : 'input'} i
    left join judged j on j.ord = i.ord
    left join created n on n.workflow_uuid = j.new_id and j.kind = 'new'
    left join found w on w.ord = i.ord
    left join holder h on h.ord = i.ord and w.ord is null
    order by i.ord`;
}

const childStatement = batchStatement('start-child-workflows', (schemas, size) =>
  text(schemas, size, 'child'),
);
const freeStatement = batchStatement('start-workflows', (schemas, size) => text(schemas, size, 'free'));

/**
 * Starts workflows of workflows, each with another id and another deduplication id, and records them; answers in their
 * order. Fails whole with 23505 when a deduplication id or a function id was taken meanwhile: repeat it.
 */
export function startChildren(
  db: Queryable,
  starts: readonly ChildStart[],
  options: { readonly legacyInputs: boolean },
): Promise<StartVerdict[]> {
  return start(db, childStatement.for(starts.length), [
    ...callValues(starts),
    ...startValues(starts),
    options.legacyInputs,
  ]);
}

/** Starts workflows that no other starts, and enqueues those from outside; as `startChildren`, without checkpoints. */
export async function startFree(
  db: Queryable,
  starts: readonly NewStart[],
  options: { readonly legacyInputs: boolean },
): Promise<FreeVerdict[]> {
  const verdicts = await start(db, freeStatement.for(starts.length), [
    ...startValues(starts),
    options.legacyInputs,
  ]);
  return verdicts as FreeVerdict[];
}

async function start(db: Queryable, statement: Statement, values: unknown[]): Promise<StartVerdict[]> {
  const rows = await db.query<Row & Record<string, unknown>>(statement, values);
  return rows.map(toVerdict);
}

// In the order of `OWN`.
function startValues(starts: readonly NewStart[]): unknown[] {
  return [
    starts.map((s) => s.newId),
    starts.map((s) => s.workflowName),
    starts.map((s) => s.className),
    starts.map((s) => s.configName),
    starts.map((s) => s.input.data),
    starts.map((s) => s.input.serialization),
    starts.map((s) => s.token),
    starts.map((s) => s.rejectIdInUse),
    starts.map((s) => s.timeoutMs),
    starts.map((s) => s.inheritDeadline),
    starts.map((s) => s.authenticatedUser ?? ''),
    starts.map((s) => s.assumedRole ?? ''),
    starts.map((s) => JSON.stringify(s.authenticatedRoles)),
    starts.map((s) => s.attributesJson),
    starts.map((s) => s.queue?.queueName),
    starts.map((s) => s.queue?.deduplicationId),
    starts.map((s) => s.queue?.returnDeduplicated ?? false),
    starts.map((s) => s.queue?.priority),
    starts.map((s) => s.queue?.queuePartitionKey),
    starts.map((s) => s.queue?.delayMs),
    starts.map(
      (s) => s.queue?.applicationVersion ?? (s.queue?.byName === true ? null : s.applicationVersion),
    ),
    starts.map((s) => s.queue?.applicationName ?? s.applicationName),
    starts.map((s) => (s.queue?.byName === true ? '' : (s.executorId ?? ''))),
  ];
}

function toVerdict(row: Row): StartVerdict {
  switch (row.kind) {
    case 'started':
    case 'existing':
    case 'deduplicated':
    case 'inUse':
    case 'duplicate':
      return { kind: row.kind, workflow: toStanding(row) };
    case 'otherName':
      return {
        kind: row.kind,
        found: {
          ...(row.name !== null && { workflowName: row.name }),
          ...(row.class_name !== null && { className: row.class_name }),
          ...(row.config_name !== null && { configName: row.config_name }),
        },
      };
    case 'refused':
      return { kind: row.kind, status: row.owner_status ?? '' };
    case 'again':
    case 'recorded':
    case 'skipped':
      return { kind: row.kind };
  }
}

function toStanding(row: Row): StandingWorkflow {
  return {
    workflowId: row.workflow_uuid ?? '',
    status: row.status ?? '',
    ...(row.name !== null && { workflowName: row.name }),
    run: row.run === true,
    ...(row.deadline_in_ms !== null && { deadlineInMs: Math.max(0, row.deadline_in_ms) }),
    ...(row.application_name !== null && { applicationName: row.application_name }),
    queueRegistered: row.queue_registered,
  };
}
