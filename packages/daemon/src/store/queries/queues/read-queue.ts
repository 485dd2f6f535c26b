import type { QueueSettings } from '../../../model/queues.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { queueColumns, toSettings, type QueueRow } from './queue-row.js';

// Uses the unique name of queues: one row.
const reading: Statement = {
  name: 'read-queue',
  text: ({ dbos }) => `
    select ${queueColumns}
    from ${dbos}.queues
    where name = $1`,
};

const locking: Statement = {
  name: 'lock-queue',
  text: ({ dbos }) => `
    select ${queueColumns}
    from ${dbos}.queues
    where name = $1
    for update`,
};

/** A registered queue's settings; `undefined`: there is none of that name. */
export function readQueue(db: Queryable, name: string): Promise<QueueSettings | undefined> {
  return find(db, reading, name);
}

/** The same, and no one else changes them until the transaction ends. */
export function lockQueue(tx: Queryable, name: string): Promise<QueueSettings | undefined> {
  return find(tx, locking, name);
}

async function find(db: Queryable, statement: Statement, name: string): Promise<QueueSettings | undefined> {
  const [row] = await db.query<QueueRow & Record<string, unknown>>(statement, [name]);
  return row && toSettings(row);
}
