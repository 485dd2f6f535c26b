import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

// Uses the unique name of queues: one row.
const statement: Statement = {
  name: 'delete-queue',
  text: ({ dbos }) => `
    delete from ${dbos}.queues
    where name = $1
    returning 1 as deleted`,
};

/** Removes a queue; false: there is none of that name. */
export async function deleteQueue(tx: Queryable, name: string): Promise<boolean> {
  return (await tx.query(statement, [name])).length === 1;
}
