import { MIGRATION_TABLE } from '../migrations/migration-status.js';
import { INTERNAL_QUEUE } from '../queries/workflows/workflow-row.js';
import { columnsUsed } from '../schema/columns-used.js';
import type { Queryable } from '../schema/inspect-dbos-schema.js';
import { dbosdSchemaName } from '../schema/schema-name.js';
import { type Schemas, schemasOf } from '../statement.js';

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

/** Workflows that wait on queues while no worker for them is seen. */
export interface Stranded {
  readonly applicationName: string;
  /** Absent: any. */
  readonly applicationVersion?: string | undefined;
  /** So many at least. */
  readonly workflows: number;
  /** Workers of other versions of the application are connected to daemons. */
  readonly otherVersions: boolean;
}

/** Who waits for a shorter time may be claimed any moment. */
const WAITED_MS = 60_000;
/** Of each queue, those that come first. */
const LOOKED_AT = 1000;
const MOST = 10;

// Uses idx_workflow_status_in_flight_v2: of each registered queue the first rows; and idx_workflow_status_pending for what
// DBOS applications run, which are seen by that alone. Rows of no application are left out: every DBOS application takes them.
function query({ dbos, own }: Schemas): string {
  return `
  with queue as (
    select name from ${dbos}.queues
    union
    select '${INTERNAL_QUEUE}'
  ),
  waiting as (
    select ws.application_name, ws.application_version, count(*)::int as workflows
    from queue q
    cross join lateral (
      select ws.application_name, ws.application_version, ws.updated_at
      from ${dbos}.workflow_status ws
      where ws.queue_name = q.name
        and ws.status = 'ENQUEUED'
      order by ws.priority, ws.created_at
      limit ${String(LOOKED_AT)}
    ) ws
    where ws.application_name is not null
      and ws.updated_at <= (extract(epoch from clock_timestamp()) * 1000)::bigint - ${String(WAITED_MS)}
    group by ws.application_name, ws.application_version
  ),
  wanted as (
    select w.application_name, w.workflows,
      -- Those of no version are run by the latest one.
      coalesce(w.application_version, (
        select v.version_name
        from ${dbos}.application_versions v
        where v.application_name = w.application_name or v.application_name is null
        order by v.version_timestamp desc
        limit 1
      )) as version
    from waiting w
  )
  select w.application_name as "applicationName", w.version as "applicationVersion",
    sum(w.workflows)::int as workflows,
    exists (
      select from ${own}.executor e where e.application_name = w.application_name
    ) as "otherVersions"
  from wanted w
  where not exists (
      select from ${own}.executor e
      where e.application_name = w.application_name
        and (w.version is null or e.application_version = w.version)
    )
    and not exists (
      select from ${dbos}.workflow_status ws
      where ws.status = 'PENDING'
        and ws.application_name = w.application_name
        and (w.version is null or ws.application_version = w.version)
        and ws.executor_id not like 'dbosd:%'
    )
  group by w.application_name, w.version
  order by workflows desc, w.application_name, w.version
  limit ${String(MOST)}`;
}

/** Those that wait for an application or a version that no one offers. `undefined`: our table of workers is not there. */
export async function readStranded(client: Queryable, dbosSchema: string): Promise<Stranded[] | undefined> {
  const schemas = schemasOf(dbosSchema);
  const table = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    `${schemas.own}.executor`,
  ]);
  if (table.rows[0]?.found !== true) return undefined;
  const { rows } = await client.query<
    Omit<Stranded, 'applicationVersion'> & { applicationVersion: string | null }
  >(query(schemas));
  return rows.map(({ applicationVersion, ...row }) => ({
    ...row,
    applicationVersion: applicationVersion ?? undefined,
  }));
}
