import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

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
