import { MIGRATION_TABLE } from '../migrations/migration-status.js';
import { columnsUsed } from '../schema/columns-used.js';
import type { Queryable } from '../schema/queryable.js';
import { dbosdSchemaName } from '../schema/schema-name.js';

/** A schema, as far as the role may use it. */
export interface SchemaPrivileges {
  readonly name: string;
  readonly exists: boolean;
  readonly usage: boolean;
  readonly create: boolean;
  /** Of each table that is there and lacks something, what it lacks. */
  readonly lacking: readonly { readonly table: string; readonly privileges: readonly string[] }[];
}

/** What the role of a connection may do with the tables that a daemon works on. */
export interface Privileges {
  readonly role: string;
  readonly database: string;
  /** Whether it may make schemas. */
  readonly createInDatabase: boolean;
  readonly dbos: SchemaPrivileges;
  readonly own: SchemaPrivileges;
}

// Two rows, of pg_namespace by its name.
const SCHEMAS = `
  select
    current_user::text as role,
    current_database()::text as database,
    has_database_privilege(current_database(), 'create') as "createInDatabase",
    n.oid is not null as "exists",
    coalesce(has_schema_privilege(n.oid, 'usage'), false) as usage,
    coalesce(has_schema_privilege(n.oid, 'create'), false) as "create"
  from unnest($1::text[]) with ordinality as s (name, place)
  left join pg_namespace n on n.nspname = s.name
  order by s.place`;

// A row a table of the two schemas: those of DBOS by name, and all of dbosd's. The tables in which knex keeps what it has
// applied are only read while a daemon runs.
const TABLES = `
  select n.nspname::text as schema, c.relname::text as table, array_agg(p.name order by p.place) as privileges
  from pg_namespace n
  join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
  cross join unnest(array['select', 'insert', 'update', 'delete']) with ordinality as p (name, place)
  where (
      n.nspname = $1 and c.relname = any($3::text[])
      or n.nspname = $2 and (p.name = 'select' or c.relname <> all($4::text[]))
    )
    and not has_table_privilege(c.oid, p.name)
  group by n.nspname, c.relname
  order by n.nspname, c.relname`;

/** What the role may do, by the catalog alone: nothing of the schemas is touched. */
export async function readPrivileges(client: Queryable, dbosSchema: string): Promise<Privileges> {
  const names = [dbosSchema, dbosdSchemaName(dbosSchema)] as const;
  const schemas = await client.query<
    Pick<Privileges, 'role' | 'database' | 'createInDatabase'> &
      Pick<SchemaPrivileges, 'exists' | 'usage' | 'create'>
  >(SCHEMAS, [names]);
  const tables = await client.query<{ schema: string; table: string; privileges: string[] }>(TABLES, [
    ...names,
    [...new Set(columnsUsed().tables)],
    [MIGRATION_TABLE, `${MIGRATION_TABLE}_lock`],
  ]);
  const [dbos, own] = names.map((name, place) => ({
    name,
    exists: schemas.rows[place]?.exists === true,
    usage: schemas.rows[place]?.usage === true,
    create: schemas.rows[place]?.create === true,
    lacking: tables.rows
      .filter(({ schema }) => schema === name)
      .map(({ table, privileges }) => ({ table, privileges })),
  }));
  if (dbos === undefined || own === undefined || schemas.rows[0] === undefined) {
    throw new Error('the catalog gave no answer');
  }
  const { role, database, createInDatabase } = schemas.rows[0];
  return { role, database, createInDatabase, dbos, own };
}
