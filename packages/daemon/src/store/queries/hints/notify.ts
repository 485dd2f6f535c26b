import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

export interface Notification {
  readonly channel: string;
  /** Below 8,000 bytes, which Postgres refuses. */
  readonly payload: string;
}

const statement: Statement = {
  name: 'notify',
  text: () => `
    select pg_notify(channel, payload)
    from unnest($1::text[], $2::text[]) as n (channel, payload)`,
};

/** Sends notifications, in one statement of its own: commits that NOTIFY queue on one global lock. */
export async function notify(db: Queryable, notifications: readonly Notification[]): Promise<void> {
  await db.query(statement, [notifications.map((n) => n.channel), notifications.map((n) => n.payload)]);
}
