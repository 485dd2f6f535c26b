import type { Queryable } from './queryable.js';

/**
 * Whether inserting a message makes Postgres tell listeners by itself. A database that was first migrated without LISTEN/NOTIFY
 * never gets the trigger, although its version says nothing of it; then the daemon must NOTIFY for the messages that it inserts.
 * Asked at attach and every hour. A disabled trigger counts as absent, one that fires on replicas only too.
 *
 * Uses pg_trigger's index on the relation; a handful of rows.
 */
export async function notificationsTriggerPresent(client: Queryable, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>(
    `select exists (
      select
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1
      and c.relname = 'notifications'
      and t.tgname = 'dbos_notifications_trigger'
      and not t.tgisinternal
      and t.tgenabled in ('O', 'A')
    ) as present`,
    [schema],
  );
  return rows[0]?.present === true;
}
