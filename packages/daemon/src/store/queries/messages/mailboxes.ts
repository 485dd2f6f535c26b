import type { Queryable } from '../../database.js';
import type { Schemas, Statement } from '../../statement.js';

/** A mailbox hands out stamps up to this far ahead of the clock (docs/protocol.md, 3). */
const MAX_AHEAD_MS = 1000;
/** No load brings a mailbox further ahead than the above: one that is this far ahead saw the clock step back. */
const STEPPED_MS = 2 * MAX_AHEAD_MS;
/**
 * Rounded up: above the stamp that DBOS rounded from an earlier moment, whichever way it rounded. `date_part` is a float, exact
 * to a quarter of a microsecond, and takes a tenth of the time of `extract`, which is numeric.
 */
const CLOCK_MS = `ceil(date_part('epoch', clock_timestamp()) * 1000)::bigint`;

/**
 * The SQL of the CTE `mailbox`: the mailboxes of the messages in the CTE `eligible` (`destination_uuid`, `topic`), with
 * the stamp `base_ms` after which theirs begin. A mailbox that would run too far ahead of the clock does not come: its
 * messages have to wait.
 *
 * DBOS orders by created_at_epoch_ms alone, so each mailbox hands out rising stamps. Its row stays locked until commit:
 * stamps rise in the order of commits, in every daemon. The clock is read again after the lock. A stamp that is not
 * used in the end is a gap, which no one sees.
 *
 * After the clock has stepped back, a mailbox goes on from its last stamp and does not wait for the clock: order is kept,
 * and messages are taken. (A step of less than a second is waited for.)
 *
 * Uses mailbox_pkey: one row a mailbox.
 */
export function mailbox({ own }: Schemas): string {
  return reserve(
    own,
    `select destination_uuid, topic, ${CLOCK_MS} + count(*), count(*)
      from eligible
      group by destination_uuid, topic
      order by destination_uuid, topic`,
  );
}

/** The same for a single message, whose row in the CTE `destination` says whether it `is_eligible`. */
export function mailboxOfOne(
  { own }: Schemas,
  { destination, topic }: Record<'destination' | 'topic', string>,
): string {
  return reserve(
    own,
    `select ${destination}, ${topic}, ${CLOCK_MS} + 1, 1 from destination where is_eligible`,
  );
}

function reserve(own: string, select: string): string {
  return `
    mailbox as (
      insert into ${own}.mailbox as m (destination, topic, last_ms, reserved)
      ${select}
      on conflict (destination, topic) do update
      set last_ms = greatest(m.last_ms, ${CLOCK_MS}) + excluded.reserved,
          reserved = excluded.reserved
      where greatest(m.last_ms, ${CLOCK_MS}) + excluded.reserved <= ${CLOCK_MS} + ${String(MAX_AHEAD_MS)}
        or m.last_ms > ${CLOCK_MS} + ${String(STEPPED_MS)}
      returning destination, topic, last_ms - reserved as base_ms
    )`;
}

/**
 * The SQL of the CTE `stored`, which stores messages of `eligible` (also `message_uuid`, `message`, `serialization`, and
 * `place`, from 1 in each mailbox), as far as `where` takes them. It returns their `message_uuid`.
 *
 * Every statement takes its locks in one order (mailboxes by key, then message ids by key: the sort consumes all of
 * `mailbox` before the first insert), so that no two deadlock.
 *
 * Uses notifications_pkey.
 */
export function stored(
  { dbos }: Schemas,
  { where, onConflict }: { where?: string; onConflict: 'do nothing' | 'fail' },
): string {
  return `
    stored as (
      insert into ${dbos}.notifications
        (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms)
      select e.message_uuid, e.destination_uuid, e.topic, e.message, e.serialization, m.base_ms + e.place
      from eligible e
      join mailbox m on m.destination = e.destination_uuid and m.topic = e.topic
      ${where === undefined ? '' : `where ${where}`}
      order by e.message_uuid
      ${onConflict === 'fail' ? '' : 'on conflict (message_uuid) do nothing'}
      returning message_uuid
    )`;
}

// Scans the table, which it keeps small itself: an index on last_ms would cost every send more than this costs now and
// then (migrations/0001-mailbox.ts). At most 1,000 rows. A row this old has nothing to say: the clock is far beyond it.
// Rows that a sender holds are skipped, they are not old any more. What is found is deleted where it lies: it is locked, so
// that it cannot move.
const statement: Statement = {
  name: 'sweep-mailboxes',
  text: ({ own }) => `
    delete from ${own}.mailbox
    where ctid = any(array(
      select ctid
      from ${own}.mailbox
      where last_ms < (extract(epoch from clock_timestamp()) * 1000)::bigint - 3600000
      order by last_ms
      limit 1000
      for update skip locked
    ))
    returning 1 as swept`,
};

/** Deletes mailbox rows that are more than an hour behind the clock, up to 1,000; says how many it deleted. */
export async function sweepMailboxes(db: Queryable): Promise<number> {
  const rows = await db.query(statement, []);
  return rows.length;
}
