import type { Queryable } from '../schema/queryable.js';

/**
 * Whether the primary key of workflows is in the order of bytes, so that `^@` uses it: under the collations C and POSIX,
 * and under all of Postgres's built-in provider. Under any other the key cannot tell where the ids of a prefix are.
 */
export async function readKeyOrder(db: Queryable, dbosSchema: string): Promise<boolean> {
  const { rows } = await db.query<{ bytewise: boolean }>(
    `select case when l.collname = 'default'
        then provider = 'b' or provider = 'c' and facts ->> 'datcollate' in ('C', 'POSIX')
        else l.collname in ('C', 'POSIX', 'ucs_basic', 'pg_c_utf8') end as bytewise
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_collation l on l.oid = a.attcollation
    cross join lateral (
      -- By way of jsonb, for Postgres has had the provider since 15 only.
      select to_jsonb(d) as facts, coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') as provider
      from pg_database d
      where d.datname = current_database()
    ) database
    where n.nspname = $1 and c.relname = 'workflow_status' and a.attname = 'workflow_uuid'`,
    [dbosSchema],
  );
  return rows[0]?.bytewise ?? false;
}
