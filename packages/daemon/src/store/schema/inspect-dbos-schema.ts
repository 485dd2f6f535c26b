import pg, { type QueryResult, type QueryResultRow } from 'pg';
import { LOOK, withConnection } from '../connection/connect.js';
import { type ColumnName, columnsUsed } from './columns-used.js';
import { DBOS_SCHEMA_VERSION } from './schema-name.js';

/** What a DBOS schema's name stands for in the database. */
export type SchemaInspection =
  /** No DBOS table is there (the schema itself may be): it can be created. */
  | { readonly kind: 'empty'; readonly schemaExists: boolean }
  /** The version that the daemon knows, with every column that it uses. */
  | { readonly kind: 'supported'; readonly version: number }
  /** Below that version. `fix` says how the SDK upgrades it. */
  | {
      readonly kind: 'older';
      readonly version: number;
      readonly fix: string;
      readonly missing: ColumnName[];
    }
  /** Above it; `missing` names the columns that the daemon uses and did not find. */
  | { readonly kind: 'newer'; readonly version: number; readonly missing: ColumnName[] }
  /** Neither empty nor a DBOS schema that can be used; `problem` and `fix` say why and what to do. */
  | { readonly kind: 'unusable'; readonly problem: string; readonly fix: string };

/**
 * Looks at a DBOS schema without changing anything: three catalog reads and one of `dbos_migrations`, a few milliseconds.
 * The SDKs keep one row there; with several the highest counts, with none the version is 0.
 */
export async function inspectDbosSchema(client: Queryable, schema: string): Promise<SchemaInspection> {
  const catalog = await readCatalog(client, schema);
  if (!catalog.schemaExists) return { kind: 'empty', schemaExists: false };
  if (!catalog.mayUseSchema) return unreadable(schema, catalog.role);
  if (!catalog.hasVersions) return withoutVersions(client, schema);
  if (!catalog.mayReadVersions) return unreadable(schema, catalog.role);
  if (!catalog.versionIsBigint) return foreignVersions(schema);
  const version = await readVersion(client, schema);
  return judge(schema, version, await missingColumns(client, schema));
}

interface Catalog {
  readonly role: string;
  readonly schemaExists: boolean;
  readonly mayUseSchema: boolean;
  readonly hasVersions: boolean;
  readonly versionIsBigint: boolean;
  readonly mayReadVersions: boolean;
}

/** By pg_catalog and not by `to_regclass`, which fails instead of answering where the role may not look. */
async function readCatalog(client: Queryable, schema: string): Promise<Catalog> {
  const { rows } = await client.query<{ [Field in keyof Catalog]: Catalog[Field] | null }>(
    `select
      current_user::text as "role",
      n.oid is not null as "schemaExists",
      has_schema_privilege(n.oid, 'usage') as "mayUseSchema",
      c.oid is not null as "hasVersions",
      has_table_privilege(c.oid, 'select') as "mayReadVersions",
      a.atttypid = 'bigint'::regtype as "versionIsBigint"
    from (select 1) as one
    left join pg_namespace n on n.nspname = $1
    left join pg_class c on c.relnamespace = n.oid and c.relname = 'dbos_migrations' and c.relkind in ('r', 'p', 'v')
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'version' and not a.attisdropped`,
    [schema],
  );
  const row = rows[0];
  return {
    role: row?.role ?? '',
    schemaExists: row?.schemaExists === true,
    mayUseSchema: row?.mayUseSchema === true,
    hasVersions: row?.hasVersions === true,
    versionIsBigint: row?.versionIsBigint === true,
    mayReadVersions: row?.mayReadVersions === true,
  };
}

async function readVersion(client: Queryable, schema: string): Promise<number> {
  const { rows } = await client.query<{ version: string }>(
    `select coalesce(max(version), 0)::text as version
    from ${pg.escapeIdentifier(schema)}.dbos_migrations`,
  );
  return Number(rows[0]?.version ?? 0);
}

async function missingColumns(client: Queryable, schema: string): Promise<ColumnName[]> {
  const { tables, columns } = columnsUsed();
  const { rows } = await client.query<{ name: ColumnName }>(
    `select used.relname || '.' || used.attname as name
    from unnest($2::text[], $3::text[]) with ordinality as used (relname, attname, place)
    where not exists (
      select
      from pg_namespace n
      join pg_class c on c.relnamespace = n.oid
      join pg_attribute a on a.attrelid = c.oid
      where n.nspname = $1
      and c.relname = used.relname
      and c.relkind in ('r', 'p', 'v')
      and a.attname = used.attname
      and not a.attisdropped
    )
    order by used.place`,
    [schema, tables, columns],
  );
  return rows.map(({ name }) => name);
}

function judge(schema: string, version: number, missing: ColumnName[]): SchemaInspection {
  if (version > DBOS_SCHEMA_VERSION) return { kind: 'newer', version, missing };
  if (version < DBOS_SCHEMA_VERSION) return { kind: 'older', version, fix: upgradeCommand(schema), missing };
  if (missing.length === 0) return { kind: 'supported', version };
  return {
    kind: 'unusable',
    problem: `schema ${quoted(schema)} says version ${version}, but has no ${missing.join(', ')}`,
    fix: `somebody altered it: restore the missing columns, or let the SDK make the schema in another database`,
  };
}

async function withoutVersions(client: Queryable, schema: string): Promise<SchemaInspection> {
  const { rows } = await client.query<{ relname: string }>(
    `select c.relname
    from pg_namespace n
    join pg_class c on c.relnamespace = n.oid
    where n.nspname = $1
    and c.relname = any ($2::text[])
    order by c.relname`,
    [schema, [...new Set(columnsUsed().tables)]],
  );
  if (rows.length === 0) return { kind: 'empty', schemaExists: true };
  return {
    kind: 'unusable',
    problem: `schema ${quoted(schema)} has ${rows.map(({ relname }) => relname).join(', ')}, but no dbos_migrations`,
    fix: `give the daemon the name of the DBOS schema (--dbos-schema), or a schema without such tables`,
  };
}

function unreadable(schema: string, role: string): SchemaInspection {
  return {
    kind: 'unusable',
    problem: `role ${quoted(role)} may not read schema ${quoted(schema)}`,
    fix: `grant it access as DBOS does: npx dbos schema <database url> --schema ${schema} --app-role ${role}`,
  };
}

function foreignVersions(schema: string): SchemaInspection {
  return {
    kind: 'unusable',
    problem: `${quoted(schema)}.dbos_migrations has no bigint column "version", so it is not DBOS's`,
    fix: `give the daemon the name of the DBOS schema (--dbos-schema)`,
  };
}

function upgradeCommand(schema: string): string {
  const option = schema === 'dbos' ? '' : ` --schema ${schema}`;
  return (
    `upgrade it with the SDK: npx dbos schema <database url>${option} (of @dbos-inc/dbos-sdk), ` +
    `or start an application of a current SDK with runMigrations on`
  );
}

function quoted(name: string): string {
  return pg.escapeIdentifier(name);
}

/** As `inspectDbosSchema`, on a connection of its own. Connection errors come as pg throws them. */
export async function inspectDbosSchemaAt(url: string, schema: string): Promise<SchemaInspection> {
  return withConnection({ url, ...LOOK }, (client) => inspectDbosSchema(client, schema));
}

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

/** The one method that the statements of this folder need: a `pg.Client`, a pooled client and a `pg.Pool` all have it. */
export interface Queryable {
  query<Row extends QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<Pick<QueryResult<Row>, 'rows'>>;
}
