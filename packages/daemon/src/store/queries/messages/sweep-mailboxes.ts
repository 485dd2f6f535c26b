import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

// Scans the mailboxes, every ten minutes: an index on last_ms would have to be changed by each send. A row this old has
// nothing to say, the clock is far beyond it; rows that a sender holds are not old any more, and are skipped.
const statement: Statement = {
  name: 'sweep-mailboxes',
  text: ({ own }) => `
    delete from ${own}.mailbox
    where (destination, topic) in (
      select destination, topic
      from ${own}.mailbox
      where last_ms < (extract(epoch from clock_timestamp()) * 1000)::bigint - 3600000
      order by last_ms
      limit 1000
      for update skip locked
    )
    returning 1 as swept`,
};

/** Deletes mailbox rows that are more than an hour behind the clock, up to 1,000; says how many it deleted. */
export async function sweepMailboxes(db: Queryable): Promise<number> {
  const rows = await db.query(statement, []);
  return rows.length;
}
