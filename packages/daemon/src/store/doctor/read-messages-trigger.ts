import type { Queryable } from '../schema/queryable.js';

/** The state of the trigger by which Postgres announces messages. */
export type MessagesTrigger =
  | 'enabled'
  /** Or it fires on replicas only. */
  | 'disabled'
  /** Its function is there. */
  | 'missing'
  | 'missing with its function';

// One row: pg_class and pg_proc by name, pg_trigger by its relation.
const QUERY = `
  select
    t.tgenabled::text as enabled,
    exists (
      select from pg_proc p where p.pronamespace = n.oid and p.proname = 'notifications_function'
    ) as function
  from pg_namespace n
  join pg_class c on c.relnamespace = n.oid and c.relname = 'notifications'
  left join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'dbos_notifications_trigger' and not t.tgisinternal
  where n.nspname = $1`;

/** Its state in a DBOS schema. */
export async function readMessagesTrigger(client: Queryable, schema: string): Promise<MessagesTrigger> {
  const { rows } = await client.query<{ enabled: string | null; function: boolean }>(QUERY, [schema]);
  const { enabled = null, function: hasFunction = false } = rows[0] ?? {};
  if (enabled === null) return hasFunction ? 'missing' : 'missing with its function';
  return enabled === 'O' || enabled === 'A' ? 'enabled' : 'disabled';
}
