import type { Queryable } from '../../database.js';
import { batchStatement } from '../batch.js';
import { CALL_COLUMNS, checkpoint, fence, type FencedCall } from '../workflows/fence.js';
import { MESSAGE_COLUMNS } from './insert-messages.js';
import { mailbox, stored } from './mailboxes.js';

/** A message that a workflow sends. */
export interface DurableMessage extends FencedCall {
  /** Inside a step: no checkpoint is recorded, the message's id alone makes it one message. */
  readonly inStep: boolean;
  /** `<idempotency key>::<destination>`, or an id of this message alone. */
  readonly messageId: string;
  readonly destinationId: string;
  /** With DBOS's stand-in where there is none. */
  readonly topic: string;
  readonly data: string;
  readonly serialization: string;
}

/**
 * What became of a message; nothing was written for it unless it says so:
 * - `sent`: it is stored, and recorded if it was to be;
 * - `duplicate`: another message has its id, and the step is recorded if it was to be;
 * - `reused`: the id belongs to a message to another workflow;
 * - `missing`: there is no such destination;
 * - `ahead`: the mailbox runs a second ahead of the clock, so the message has to wait;
 * - `recorded`, `refused`, `skipped`: as in the fence.
 */
export type SendVerdict =
  | { readonly kind: 'sent' | 'duplicate' | 'reused' | 'missing' | 'ahead' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'refused'; readonly status: string };

// Uses workflow_status_pkey (owners and destinations), operation_outputs_pkey, notifications_pkey and mailbox_pkey: a few
// index rows a message. It takes no lock on destinations but the foreign key's, which no checkpoint of theirs waits for.
//
// The stamp is taken first, for a message that has to wait must not be recorded; then comes the checkpoint, and the
// message is stored only if that is new. Its own insert has no `on conflict`: an id that another took since the snapshot
// undoes the statement (23505), and the next one sees whose it is.
const statement = batchStatement<DurableMessage>({
  name: 'send-messages',
  columns: {
    ...CALL_COLUMNS,
    in_step: ['boolean', (m) => m.inStep],
    ...MESSAGE_COLUMNS,
  },
  text: (sql) => `
    with ${fence(sql)},
    destination as materialized (
      select workflow_uuid
      from ${sql.dbos}.workflow_status
      where workflow_uuid = any(${sql.array('destination_uuid')})
    ),
    known as materialized (
      select i.ord, n.destination_uuid = i.destination_uuid as same_destination
      from fenced i
      join ${sql.dbos}.notifications n on n.message_uuid = i.message_uuid and n.message_uuid = any(${sql.array('message_uuid')})
    ),
    open as materialized (
      select f.*
      from fenced f
      where f.in_step or not exists (
        select from ${sql.dbos}.operation_outputs o
        where o.workflow_uuid = f.workflow_uuid and o.function_id = f.function_id
        offset 0
      )
    ),
    eligible as materialized (
      select f.*, row_number() over (partition by f.destination_uuid, f.topic order by f.ord) as place
      from open f
      join destination d on d.workflow_uuid = f.destination_uuid
      where not exists (select from known k where k.ord = f.ord)
    ),
    ${mailbox(sql)},
    recordable as (
      select e.*
      from eligible e
      join mailbox m on m.destination = e.destination_uuid and m.topic = e.topic
      where not e.in_step
      union all
      select f.*, null
      from open f
      join known k on k.ord = f.ord and k.same_destination
      where not f.in_step
    ),
    ${checkpoint(sql, { from: 'recordable', functionName: `'DBOS.send'` })},
    ${stored(sql, {
      where: `e.in_step or exists (
        select from checkpoint c where c.workflow_uuid = e.workflow_uuid and c.function_id = e.function_id
      )`,
      onConflict: 'fail',
    })}
    select i.owner_status as status,
      case
        when not i.found then 'skipped'
        when not i.runs then 'refused'
        when p.ord is null then 'recorded'
        when not k.same_destination then 'reused'
        when not i.in_step and k.ord is not null and c.workflow_uuid is null then 'recorded'
        when k.ord is not null then 'duplicate'
        when d.workflow_uuid is null then 'missing'
        when m.destination is null then 'ahead'
        when s.message_uuid is null then 'recorded'
        else 'sent'
      end as kind
    from called i
    left join open p on p.ord = i.ord
    left join known k on k.ord = i.ord
    left join checkpoint c on c.workflow_uuid = i.workflow_uuid and c.function_id = i.function_id
    left join destination d on d.workflow_uuid = i.destination_uuid
    left join mailbox m on m.destination = i.destination_uuid and m.topic = i.topic
    left join stored s on s.message_uuid = i.message_uuid
    order by i.ord`,
});

/**
 * Stores messages of workflows, each of another id, and records their sends; answers in their order. Fails whole, and
 * may be repeated, with 23505 when an id was taken meanwhile, and with 23503 when a destination was deleted.
 */
export async function sendMessages(
  db: Queryable,
  messages: readonly DurableMessage[],
): Promise<SendVerdict[]> {
  const rows = await statement.run<{ kind: SendVerdict['kind']; status: string | null }>(db, messages);
  return rows.map(({ kind, status }) => (kind === 'refused' ? { kind, status: status ?? '' } : { kind }));
}
