import type { StartWorkflowCommand } from '../../../model/durable.js';
import type { Queryable } from '../../database.js';
import { type BatchSql, batchStatement, type Columns } from '../batch.js';
import { CALL_COLUMNS, checkpoint, fence, type FencedCall, NOW_MS } from './fence.js';
import { newWorkflow } from './new-workflow.js';

/** A workflow to start, or to enqueue from outside. */
export type NewStart = Omit<
  StartWorkflowCommand,
  'parent' | 'workflowId' | 'applicationName' | 'applicationVersion' | 'executorId'
> & {
  readonly newId: string;
  /** Absent: it is enqueued from outside, for the application that owns the queue, if one does. */
  readonly applicationName?: string | undefined;
  readonly applicationVersion?: string | undefined;
  readonly executorId?: string | undefined;
};
/** One that a workflow starts: the call is the parent's. */
export type ChildStart = NewStart & FencedCall;

/** A workflow as it is, made now or before. */
export interface StandingWorkflow {
  readonly workflowId: string;
  readonly status: string;
  readonly workflowName?: string | undefined;
  /** It runs under the token of the start. */
  readonly run: boolean;
  readonly deadlineInMs?: number | undefined;
  readonly applicationName?: string | undefined;
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
type StartVerdict =
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
  readonly workflowName?: string | undefined;
  readonly className?: string | undefined;
  readonly configName?: string | undefined;
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

const OWN_COLUMNS: Columns<NewStart> = {
  new_id: ['text', (s) => s.newId],
  name: ['text', (s) => s.workflowName],
  class_name: ['text', (s) => s.className],
  config_name: ['text', (s) => s.configName],
  inputs: ['text', (s) => s.input.data],
  serialization: ['text', (s) => s.input.serialization],
  token: ['text', (s) => s.token],
  reject: ['boolean', (s) => s.rejectIdInUse],
  timeout_ms: ['bigint', (s) => s.timeoutMs],
  inherits: ['boolean', (s) => s.inheritDeadline],
  authenticated_user: ['text', (s) => s.authenticatedUser ?? ''],
  assumed_role: ['text', (s) => s.assumedRole ?? ''],
  authenticated_roles: ['text', (s) => JSON.stringify(s.authenticatedRoles)],
  attributes: ['text', (s) => s.attributesJson],
  queue_name: ['text', (s) => s.queue?.queueName],
  deduplication_id: ['text', (s) => s.queue?.deduplicationId],
  return_deduplicated: ['boolean', (s) => s.queue?.returnDeduplicated ?? false],
  priority: ['int', (s) => s.queue?.priority],
  partition_key: ['text', (s) => s.queue?.queuePartitionKey],
  delay_ms: ['bigint', (s) => s.queue?.delayMs],
  version: [
    'text',
    (s) => s.queue?.applicationVersion ?? (s.queue?.byName === true ? null : s.applicationVersion),
  ],
  application: ['text', (s) => s.queue?.applicationName ?? s.applicationName],
  executor_id: ['text', (s) => (s.queue?.byName === true ? '' : (s.executorId ?? ''))],
};
const PARAMETERS = { legacy_inputs: 'boolean' };

// Uses workflow_status_pkey (parents, their deadlines, and the new ids), uq_workflow_status_dedup_id,
// operation_outputs_pkey, and the unique name of queues: a few index rows a start.
//
// What the snapshot shows is judged: a workflow under the id or the deduplication id, a checkpoint. What has come since
// makes no row (an id), or undoes the statement with 23505 (a deduplication id, a checkpoint): the next snapshot shows it.
function text(sql: BatchSql<keyof typeof PARAMETERS>, isChild: boolean): string {
  const { dbos, input, array, parameter } = sql;
  return `
    with ${isChild ? fence(sql) : `${input}, fenced as materialized (select * from input)`},
    found as materialized (
      select f.ord, ws.workflow_uuid, ws.status, ws.owner_xid, ws.creator_xid, ws.workflow_deadline_epoch_ms,
        ws.application_name, ws.name, nullif(ws.class_name, '') as class_name,
        nullif(ws.config_name, '') as config_name
      from fenced f
      join ${dbos}.workflow_status ws on ws.workflow_uuid = f.new_id and ws.workflow_uuid = any(${array('new_id')})
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
          ? `join ${dbos}.workflow_status p on p.workflow_uuid = f.workflow_uuid and p.workflow_uuid = any(${array('workflow_uuid')})
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
    ${newWorkflow(sql, {
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
      legacyInputs: parameter('legacy_inputs'),
    })}
    ${
      isChild
        ? `, startable as (
      select j.*
      from judged j
      left join created n on n.workflow_uuid = j.new_id
      where j.kind in ('started', 'existing', 'deduplicated') or (j.kind = 'new' and n.workflow_uuid is not null)
    ),
    ${checkpoint(sql, {
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

const childStatement = batchStatement<ChildStart, keyof typeof PARAMETERS>({
  name: 'start-child-workflows',
  columns: { ...CALL_COLUMNS, ...OWN_COLUMNS },
  parameters: PARAMETERS,
  text: (sql) => text(sql, true),
});
const freeStatement = batchStatement<NewStart, keyof typeof PARAMETERS>({
  name: 'start-workflows',
  columns: OWN_COLUMNS,
  parameters: PARAMETERS,
  text: (sql) => text(sql, false),
});

/**
 * Starts workflows of workflows, each with another id and another deduplication id, and records them; answers in their
 * order. Fails whole with 23505 when a deduplication id or a function id was taken meanwhile: repeat it.
 */
export async function startChildren(
  db: Queryable,
  starts: readonly ChildStart[],
  options: { readonly legacyInputs: boolean },
): Promise<StartVerdict[]> {
  const rows = await childStatement.run<Row>(db, starts, { legacy_inputs: options.legacyInputs });
  return rows.map(toVerdict);
}

/** Starts workflows that no other starts, and enqueues those from outside; as `startChildren`, without checkpoints. */
export async function startFree(
  db: Queryable,
  starts: readonly NewStart[],
  options: { readonly legacyInputs: boolean },
): Promise<FreeVerdict[]> {
  const rows = await freeStatement.run<Row>(db, starts, { legacy_inputs: options.legacyInputs });
  return rows.map(toVerdict) as FreeVerdict[];
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
          workflowName: row.name ?? undefined,
          className: row.class_name ?? undefined,
          configName: row.config_name ?? undefined,
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
    workflowName: row.name ?? undefined,
    run: row.run === true,
    deadlineInMs: row.deadline_in_ms === null ? undefined : Math.max(0, row.deadline_in_ms),
    applicationName: row.application_name ?? undefined,
    queueRegistered: row.queue_registered,
  };
}
