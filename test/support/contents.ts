import type { DbosWriter } from './dbos-writer.js';

/** What stands in every table of the database, as count and checksum, by the table's name. */
export async function contentsOf(dbos: DbosWriter): Promise<Readonly<Record<string, string>>> {
  const tables = await dbos.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name
     from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')
     order by 1`,
  );
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
       from ${name} t`,
  );
  const rows = await dbos.query<{ name: string; sum: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
