import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

/** How many rows one statement deletes at most, so that none takes long. */
const BATCH = 1000;

// Uses request_created_at, up to the last row that is old enough (the clock is asked once: asked at every row it could not
// bound the walk), and request_pkey (by an array: a join may be planned as a read of the whole table). Rows that a repeat
// is looking at are skipped, they go the next time.
const statement: Statement = {
  name: 'sweep-requests',
  text: ({ own }) => `
    delete from ${own}.request
    where request_id = any(array(
      select request_id
      from ${own}.request
      where created_at < (select clock_timestamp() - interval '24 hours')
      order by created_at
      limit ${String(BATCH)}
      for update skip locked
    ))
    returning 1 as swept`,
};

/** Deletes all requests that are older than 24 h. */
export async function sweepRequests(db: Queryable): Promise<void> {
  while ((await db.query(statement, [])).length === BATCH);
}
