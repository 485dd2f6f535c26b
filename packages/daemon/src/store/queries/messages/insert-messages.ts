import { ACTIVE_STATUSES } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement, type Columns, lookupStatement } from '../batch.js';
import { mailbox, mailboxOfOne, stored } from './mailboxes.js';

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

/** What a message is stored as. */
export const MESSAGE_COLUMNS: Columns<
  Pick<NewMessage, 'messageId' | 'destinationId' | 'topic' | 'data' | 'serialization'>
> = {
  message_uuid: ['text', (m) => m.messageId],
  destination_uuid: ['text', (m) => m.destinationId],
  topic: ['text', (m) => m.topic],
  message: ['text', (m) => m.data],
  serialization: ['text', (m) => m.serialization],
};

// Uses workflow_status_pkey and notifications_pkey, and what mailbox-stamps.ts uses: a few index rows a message.
//
// The verdict of a message that `on conflict` dropped is not looked up here: in one statement a concurrent duplicate is
// neither new nor found.
const insertMessagesStatement = batchStatement<NewMessage, 'active_statuses'>({
  name: 'insert-messages',
  columns: {
    ...MESSAGE_COLUMNS,
    require_active: ['boolean', (m) => m.requireActive],
  },
  parameters: { active_statuses: 'text[]' },
  text: (sql) => `
    with ${sql.input},
    destination as materialized (
      select workflow_uuid, status
      from ${sql.dbos}.workflow_status
      where workflow_uuid = any(${sql.array('destination_uuid')})
    ),
    eligible as materialized (
      select i.*, row_number() over (partition by i.destination_uuid, i.topic order by i.ord) as place
      from input i
      join destination d on d.workflow_uuid = i.destination_uuid
      where (not i.require_active or d.status = any(${sql.parameter('active_statuses')}))
        and not exists (select from ${sql.dbos}.notifications n where n.message_uuid = i.message_uuid offset 0)
    ),
    ${mailbox(sql)},
    ${stored(sql, { onConflict: 'do nothing' })}
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
  // A caller that sends one after another waits for this statement: it takes 1.3 × a bare insert and its commit, where the
  // one above takes 2.2 ×.
  textOfOne: (sql) => `
    with destination as materialized (
      select d.status,
        (not ${sql.value('require_active')} or d.status = any(${sql.parameter('active_statuses')}))
          and not exists (
            select from ${sql.dbos}.notifications n where n.message_uuid = ${sql.value('message_uuid')}
          ) as is_eligible
      from ${sql.dbos}.workflow_status d
      where d.workflow_uuid = ${sql.value('destination_uuid')}
    ),
    ${mailboxOfOne(sql, { destination: sql.value('destination_uuid'), topic: sql.value('topic') })},
    stored as (
      insert into ${sql.dbos}.notifications
        (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms)
      select ${sql.value('message_uuid')}, destination, topic, ${sql.value('message')}, ${sql.value('serialization')}, base_ms + 1
      from mailbox
      on conflict (message_uuid) do nothing
      returning message_uuid
    )
    select d.status,
      case
        when d.status is null then 'missing'
        when exists (select from stored) then 'stored'
        when d.is_eligible and not exists (select from mailbox) then 'ahead'
        else 'conflict'
      end as kind
    from (values (1)) one
    left join destination d on true`,
});

/**
 * Stores up to 1,000 messages, each of another id, in one statement; answers in their order. Fails whole with 23503
 * when a destination is deleted meanwhile: repeat it.
 */
export async function insertMessages(
  db: Queryable,
  messages: readonly NewMessage[],
): Promise<InsertVerdict[]> {
  const rows = await insertMessagesStatement.run<{ kind: InsertVerdict['kind']; status: string }>(
    db,
    messages,
    {
      active_statuses: ACTIVE_STATUSES,
    },
  );
  return rows.map(({ kind, status }) =>
    kind === 'stored' || kind === 'conflict' ? { kind, destinationStatus: status } : { kind },
  );
}

/** What is under a message's id already. */
export interface FoundMessage {
  /** It went to the same destination; else the id only happens to be spelt the same. */
  readonly sameDestination: boolean;
  /** Topic, format or text are not byte for byte the same. */
  readonly differs: boolean;
}

// Uses notifications_pkey: one row a message.
const findMessagesStatement = lookupStatement<NewMessage>({
  name: 'find-messages',
  columns: MESSAGE_COLUMNS,
  text: ({ dbos, rows }) => `
    select i.ord::int,
      n.destination_uuid = i.destination_uuid as same_destination,
      n.topic is distinct from i.topic
        or n.serialization is distinct from i.serialization
        or n.message is distinct from i.message as differs
    from ${rows('i')}
    join ${dbos}.notifications n on n.message_uuid = i.message_uuid`,
});

/** Looks the messages up by id; `undefined` where there is none. A statement of its own: see insert-messages.ts. */
export async function findMessages(
  db: Queryable,
  messages: readonly NewMessage[],
): Promise<(FoundMessage | undefined)[]> {
  const rows = await findMessagesStatement.run<{ ord: number; same_destination: boolean; differs: boolean }>(
    db,
    messages,
  );
  const found = new Map(rows.map((row) => [row.ord, row]));
  return messages.map((_message, index) => {
    const row = found.get(index + 1);
    return row && { sameDestination: row.same_destination, differs: row.differs };
  });
}
