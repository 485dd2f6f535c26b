import pg from 'pg';
import { LOOK, withConnection } from '../connection/connect.js';
import { dbosdSchemaName } from '../schema/schema-name.js';
import type { Queryable } from '../schema/inspect-dbos-schema.js';
import { OUR_MIGRATIONS } from './migration-source.js';

/** knex's table of what was applied; its lock table is named after it. */
export const MIGRATION_TABLE = 'migration';

export interface MigrationStatus {
  /** The schema of dbosd that was looked at. */
  readonly schema: string;
  readonly schemaExists: boolean;
  /** Applied and known, oldest first. */
  readonly applied: readonly string[];
  /** Known and not yet applied, oldest first. */
  readonly pending: readonly string[];
  /** Applied, but not known to this daemon: a newer one did it. */
  readonly unknown: readonly string[];
}

/** What of our own schema is applied. Changes nothing, not even by making knex's tables. */
export async function migrationStatus(url: string, dbosSchema: string): Promise<MigrationStatus> {
  const schema = dbosdSchemaName(dbosSchema);
  return withConnection({ url, ...LOOK }, (client) => readStatus(client, schema));
}

/** As {@link migrationStatus}, on a connection of the caller's. */
export async function readStatus(client: Queryable, schema: string): Promise<MigrationStatus> {
  const { schemaExists, tableExists } = await look(client, schema);
  const names = tableExists ? await appliedNames(client, schema) : [];
  const known = OUR_MIGRATIONS.map(({ name }) => name);
  return {
    schema,
    schemaExists,
    applied: known.filter((name) => names.includes(name)),
    pending: known.filter((name) => !names.includes(name)),
    unknown: names.filter((name) => !known.includes(name)),
  };
}

async function look(
  client: Queryable,
  schema: string,
): Promise<{ schemaExists: boolean; tableExists: boolean }> {
  const { rows } = await client.query<{ schemaExists: boolean; tableExists: boolean }>(
    `select
      n.oid is not null as "schemaExists",
      c.oid is not null as "tableExists"
    from (select 1) as one
    left join pg_namespace n on n.nspname = $1
    left join pg_class c on c.relnamespace = n.oid and c.relname = $2`,
    [schema, MIGRATION_TABLE],
  );
  return rows[0] ?? { schemaExists: false, tableExists: false };
}

async function appliedNames(client: Queryable, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name
    from ${pg.escapeIdentifier(schema)}.${MIGRATION_TABLE}
    order by id`,
  );
  return rows.map(({ name }) => name);
}
