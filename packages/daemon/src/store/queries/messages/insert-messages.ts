import { ACTIVE_STATUSES } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** A message as it is to be stored. */
export interface NewMessage {
  /** `<idempotency key>::<destination>`, or a random UUID. */
  readonly messageId: string;
  readonly destinationId: string;
  /** With DBOS's stand-in where there is none. */
  readonly topic: string;
  readonly data: string;
  readonly serialization: string;
  readonly requireActive: boolean;
}

/**
 * What became of a message:
 * - `stored`;
 * - `conflict`: not stored, a look-up tells why (its id is there already, or its destination has ended);
 * - `ahead`: the mailbox runs a second ahead of the clock, so the message has to wait;
 * - `missing`: there is no such destination.
 */
export type InsertVerdict =
  | { readonly kind: 'stored'; readonly destinationStatus: string }
  | { readonly kind: 'conflict'; readonly destinationStatus: string }
  | { readonly kind: 'ahead' }
  | { readonly kind: 'missing' };

/** A mailbox hands out stamps up to this far ahead of the clock (docs/protocol.md, 3). */
const MAX_AHEAD_MS = 1000;
/** Rounded up: above the stamp that DBOS rounded from an earlier moment, whichever way it rounded. */
const CLOCK_MS = 'ceil(extract(epoch from clock_timestamp()) * 1000)::bigint';

// Rides workflow_status_pkey, notifications_pkey and mailbox_pkey: a few index rows a message.
//
// DBOS orders by created_at_epoch_ms alone, so each mailbox hands out rising stamps. Its row stays locked until commit:
// stamps rise in the order of commits, in every daemon. The clock is read again behind the lock.
//
// Locks are taken in one order by every statement (mailboxes by key, then message ids by key: the sort below consumes
// all of `mailbox` before the first insert), so that two batches cannot deadlock.
//
// The verdict of a message that `on conflict` dropped is not looked up here: in one statement a concurrent duplicate is
// neither new nor found.
const statement: Statement = {
  name: 'insert-messages',
  text: ({ dbos, own }) => `
    with input as (
      select *
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[])
        with ordinality as i (message_uuid, destination_uuid, topic, message, serialization, require_active, ord)
    ),
    destination as materialized (
      select workflow_uuid, status
      from ${dbos}.workflow_status
      where workflow_uuid = any($2::text[])
    ),
    eligible as materialized (
      select i.*, row_number() over (partition by i.destination_uuid, i.topic order by i.ord) as place
      from input i
      join destination d on d.workflow_uuid = i.destination_uuid
      where (not i.require_active or d.status = any($7::text[]))
        and not exists (select from ${dbos}.notifications n where n.message_uuid = i.message_uuid)
    ),
    mailbox as (
      insert into ${own}.mailbox as m (destination, topic, last_ms, reserved)
      select destination_uuid, topic, ${CLOCK_MS} + count(*), count(*)
      from eligible
      group by destination_uuid, topic
      order by destination_uuid, topic
      on conflict (destination, topic) do update
      set last_ms = greatest(m.last_ms, ${CLOCK_MS}) + excluded.reserved,
          reserved = excluded.reserved
      where greatest(m.last_ms, ${CLOCK_MS}) + excluded.reserved <= ${CLOCK_MS} + ${String(MAX_AHEAD_MS)}
      returning destination, topic, last_ms - reserved as base_ms
    ),
    stored as (
      insert into ${dbos}.notifications
        (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms)
      select e.message_uuid, e.destination_uuid, e.topic, e.message, e.serialization, m.base_ms + e.place
      from eligible e
      join mailbox m on m.destination = e.destination_uuid and m.topic = e.topic
      order by e.message_uuid
      on conflict (message_uuid) do nothing
      returning message_uuid
    )
    select d.status,
      case
        when d.workflow_uuid is null then 'missing'
        when s.message_uuid is not null then 'stored'
        when e.message_uuid is not null and m.destination is null then 'ahead'
        else 'conflict'
      end as kind
    from input i
    left join destination d on d.workflow_uuid = i.destination_uuid
    left join eligible e on e.ord = i.ord
    left join mailbox m on m.destination = e.destination_uuid and m.topic = e.topic
    left join stored s on s.message_uuid = i.message_uuid
    order by i.ord`,
};

/**
 * Stores up to 1,000 messages, each of another id, in one statement; answers in their order. Fails whole with 23503
 * when a destination is deleted meanwhile: repeat it.
 */
export async function insertMessages(
  db: Queryable,
  messages: readonly NewMessage[],
): Promise<InsertVerdict[]> {
  const rows = await db.query<{ kind: InsertVerdict['kind']; status: string }>(statement, [
    messages.map((m) => m.messageId),
    messages.map((m) => m.destinationId),
    messages.map((m) => m.topic),
    messages.map((m) => m.data),
    messages.map((m) => m.serialization),
    messages.map((m) => m.requireActive),
    ACTIVE_STATUSES,
  ]);
  return rows.map(({ kind, status }) =>
    kind === 'stored' || kind === 'conflict' ? { kind, destinationStatus: status } : { kind },
  );
}
