import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';

export interface Notification {
  readonly channel: string;
  /** Below 8,000 bytes, which Postgres refuses. */
  readonly payload: string;
}

const statement = lookupStatement<Notification>({
  name: 'notify',
  columns: {
    channel: ['text', (n) => n.channel],
    payload: ['text', (n) => n.payload],
  },
  text: ({ rows }) => `
    select pg_notify(channel, payload)
    from ${rows('n')}`,
});

/** Sends notifications, in one statement of its own: commits that NOTIFY queue on one global lock. */
export async function notify(db: Queryable, notifications: readonly Notification[]): Promise<void> {
  await statement.run(db, notifications);
}
