import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement, lookupStatement } from '../batch.js';
import { storedValue } from '../stored-value.js';
import { type CallPlace, findAtCalls, type FoundRow, PLACE_COLUMNS } from '../workflows/checkpoints.js';
import { CALL_COLUMNS, checkpoint, fence, type FencedCall, NOW_MS } from '../workflows/fence.js';

/** A recv that looks for its message. */
export interface MessageClaim extends FencedCall {
  /** With DBOS's stand-in where there is none. */
  readonly topic: string;
  /** From when it was first asked for. */
  readonly timeoutMs: number;
  /** Where its deadline is recorded. Absent: it has none, and this look is its last. */
  readonly deadlineFunctionId?: number | undefined;
  readonly maxValueBytes: number;
  /** Asked when the statement is sent: whether its time is over whatever the database's clock says. */
  readonly isOverdue?: () => boolean;
}

/**
 * What became of a claim; nothing was recorded under its function id unless it says so:
 * - `message`: consumed, and recorded;
 * - `timedOut`: its deadline was over when the statement began, there was no message then, and that is recorded;
 * - `empty`: there was none, and `remainingMs` are left; its deadline is recorded;
 * - `again`: the message that it would have had went to another meanwhile: look again at once, another may be there;
 * - `oversized`: its message is larger than it takes, and stays;
 * - `notADeadline`: something else than a deadline is recorded at its `deadlineFunctionId`;
 * - `recorded`, `refused`, `skipped`: as in the fence.
 */
export type ClaimVerdict =
  | { readonly kind: 'message'; readonly message: StoredValue }
  | { readonly kind: 'empty'; readonly remainingMs: number }
  | { readonly kind: 'oversized'; readonly size: number }
  | { readonly kind: 'notADeadline'; readonly functionName: string }
  | { readonly kind: 'refused'; readonly status: string }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'again' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'skipped' };

interface Row {
  readonly kind: ClaimVerdict['kind'];
  readonly status: string | null;
  readonly deadline_name: string | null;
  readonly remaining_ms: number | null;
  readonly message: string | null;
  readonly serialization: string | null;
  readonly size: number | null;
}

/** When the statement came to the server: before its snapshot. What was sent by then is seen. */
const STATEMENT_MS = '(extract(epoch from statement_timestamp()) * 1000)::bigint';

// Uses workflow_status_pkey, operation_outputs_pkey (two rows a claim), and for the messages dbosd_message_waiting, which
// holds only what waits, in order: as many rows a mailbox as there are claims for it. Without that index it uses
// idx_workflow_topic, and reads what was consumed, too.
//
// Oldest first; the n-th message of a mailbox goes to the n-th of the function ids that wait for it. Messages with one
// stamp (DBOS's own may tie) go by id, so that the order is the same each time.
//
// The lock makes each row the newest one, and a message that another consumed since the snapshot gives way to the next
// (the limit counts what was locked): never SKIP LOCKED, which would overtake, and never an update of the one that the
// snapshot says is the oldest, which finds nothing when another was faster.
//
// No null while a message waits: a timeout is recorded only if its deadline was over before the snapshot was taken, and
// the snapshot shows no message for it. What came later came after the deadline. Should the clock
// have stepped back, the daemon, which counts on its monotonic clock, says what is overdue.
//
// The checkpoints have no `on conflict`: what is recorded, and the snapshot does not show, undoes the statement (23505).
const claimMessagesStatement = batchStatement<MessageClaim>({
  name: 'claim-messages',
  columns: {
    ...CALL_COLUMNS,
    topic: ['text', (claim) => claim.topic],
    timeout_ms: ['bigint', (claim) => Math.ceil(claim.timeoutMs)],
    is_overdue: ['boolean', (claim) => claim.isOverdue?.() ?? false],
    deadline_id: ['int', (claim) => claim.deadlineFunctionId],
    max_bytes: ['bigint', (claim) => claim.maxValueBytes],
  },
  text: (sql) => `
    with ${fence(sql)},
    deadline as materialized (
      select f.ord, o.function_name,
        case when o.function_name = 'DBOS.sleep' and o.output ~ '^-?[0-9]{1,18}$' then o.output::bigint end as at_ms
      from fenced f
      cross join lateral (
        select o.function_name, o.output
        from ${sql.dbos}.operation_outputs o
        where o.workflow_uuid = f.workflow_uuid and o.function_id = f.deadline_id
        offset 0
      ) o
    ),
    waiting as materialized (
      select f.*,
        f.deadline_id is not null and d.ord is null as deadline_is_new,
        coalesce(d.at_ms, ${NOW_MS} + f.timeout_ms) as deadline_ms,
        f.is_overdue
          or coalesce(d.at_ms <= ${STATEMENT_MS}, f.deadline_id is null or f.timeout_ms <= 0) as is_over,
        row_number() over (partition by f.workflow_uuid, f.topic order by f.function_id) as place
      from fenced f
      left join deadline d on d.ord = f.ord
      where (d.ord is null or d.at_ms is not null)
        and not exists (
          select from ${sql.dbos}.operation_outputs o
          where o.workflow_uuid = f.workflow_uuid and o.function_id = f.function_id
          offset 0
        )
    ),
    new_deadline as (
      insert into ${sql.dbos}.operation_outputs
        (workflow_uuid, function_id, function_name, output, serialization,
         started_at_epoch_ms, completed_at_epoch_ms, application_name)
      select workflow_uuid, deadline_id, 'DBOS.sleep', deadline_ms::text, 'portable_json',
        started_at_ms, started_at_ms, application_name
      from waiting
      where deadline_is_new
      order by workflow_uuid, deadline_id
    ),
    mailbox as materialized (
      select w.workflow_uuid, w.topic, count(*) as claims
      from waiting w
      group by w.workflow_uuid, w.topic
    ),
    seen as materialized (
      select b.workflow_uuid, b.topic, count(*) as messages
      from mailbox b
      cross join lateral (
        select
        from ${sql.dbos}.notifications n
        where n.destination_uuid = b.workflow_uuid and n.topic = b.topic and not n.consumed
        order by n.created_at_epoch_ms
        limit b.claims
      ) n
      group by b.workflow_uuid, b.topic
    ),
    claimed as materialized (
      select b.workflow_uuid, b.topic, n.message_uuid, n.message, n.serialization,
        octet_length(n.message) as size,
        row_number() over (
          partition by b.workflow_uuid, b.topic order by n.created_at_epoch_ms, n.message_uuid
        ) as place
      from mailbox b
      cross join lateral (
        select n.message_uuid, n.message, n.serialization, n.created_at_epoch_ms
        from ${sql.dbos}.notifications n
        where n.destination_uuid = b.workflow_uuid and n.topic = b.topic and not n.consumed
        order by n.created_at_epoch_ms, n.message_uuid
        limit b.claims
        for no key update
      ) n
    ),
    outcome as materialized (
      select w.*, c.message_uuid, c.size, c.serialization,
        case when c.size <= w.max_bytes then c.message end as message,
        case
          when c.size <= w.max_bytes then 'message'
          when c.size is not null then 'oversized'
          when w.place <= s.messages then 'again'
          when w.is_over then 'timedOut'
          else 'empty'
        end as kind
      from waiting w
      left join seen s on s.workflow_uuid = w.workflow_uuid and s.topic = w.topic
      left join claimed c on c.workflow_uuid = w.workflow_uuid and c.topic = w.topic and c.place = w.place
    ),
    received as (
      select * from outcome where kind in ('message', 'timedOut')
    ),
    ${checkpoint(sql, {
      from: 'received',
      functionName: `'DBOS.recv'`,
      output: 'message',
      serialization: 'serialization',
      conflictFails: true,
    })},
    consumed as (
      update ${sql.dbos}.notifications n
      set consumed = true, consumed_by_function_id = r.function_id
      from received r
      where n.message_uuid = r.message_uuid
        and n.message_uuid = any(array(select message_uuid from received))
    )
    select i.owner_status as status,
      case
        when not i.found then 'skipped'
        when not i.runs then 'refused'
        when r.ord is not null then r.kind
        when d.ord is not null and d.at_ms is null then 'notADeadline'
        else 'recorded'
      end as kind,
      d.function_name as deadline_name, greatest(r.deadline_ms - ${NOW_MS}, 0) as remaining_ms,
      r.message, r.serialization, r.size
    from called i
    left join deadline d on d.ord = i.ord
    left join outcome r on r.ord = i.ord
    order by i.ord`,
});

/**
 * Claims messages, and records each with the recv that gets it; answers in their order. The claims of a mailbox are all
 * in one statement. Fails whole with 23505 when an outcome was recorded meanwhile: repeat it.
 */
export async function claimMessages(db: Queryable, claims: readonly MessageClaim[]): Promise<ClaimVerdict[]> {
  const rows = await claimMessagesStatement.run<Row>(db, claims);
  return rows.map(toVerdict);
}

function toVerdict(row: Row): ClaimVerdict {
  switch (row.kind) {
    case 'message':
      return { kind: row.kind, message: storedValue(row.message ?? '', row.serialization) };
    case 'empty':
      return { kind: row.kind, remainingMs: row.remaining_ms ?? 0 };
    case 'oversized':
      return { kind: row.kind, size: row.size ?? 0 };
    case 'notADeadline':
      return { kind: row.kind, functionName: row.deadline_name ?? '' };
    case 'refused':
      return { kind: row.kind, status: row.status ?? '' };
    case 'timedOut':
    case 'again':
    case 'recorded':
    case 'skipped':
      return { kind: row.kind };
  }
}

/** What is recorded under the function id of a recv. */
export interface FoundReceipt {
  readonly functionName: string;
  readonly startedAtMs?: number | undefined;
  /** Absent: its time was up. */
  readonly message: StoredValue | undefined;
}

interface ReceiptRow extends FoundRow {
  readonly output: string | null;
  readonly serialization: string | null;
}

// Uses operation_outputs_pkey: one row a call.
const findReceiptsStatement = lookupStatement<CallPlace>({
  name: 'find-receipts',
  columns: PLACE_COLUMNS,
  text: ({ dbos, rows }) => `
    select i.ord::int, o.function_name, o.started_at_epoch_ms as started_at_ms, o.output, o.serialization
    from ${rows('i')}
    join ${dbos}.operation_outputs o on o.workflow_uuid = i.workflow_uuid and o.function_id = i.function_id`,
});

/** Looks up what was received under the calls' function ids; `undefined` where nothing is recorded. */
export async function findReceipts(
  db: Queryable,
  calls: readonly CallPlace[],
): Promise<(FoundReceipt | undefined)[]> {
  const rows = await findAtCalls<ReceiptRow>(db, findReceiptsStatement, calls);
  return rows.map((row) => row && toFound(row));
}

function toFound({ function_name, started_at_ms, output, serialization }: ReceiptRow): FoundReceipt {
  return {
    functionName: function_name,
    startedAtMs: started_at_ms ?? undefined,
    message: output === null ? undefined : storedValue(output, serialization),
  };
}
