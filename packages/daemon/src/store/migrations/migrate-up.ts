import knexOf, { type Knex } from 'knex';
import pg, { type Client, type ClientBase } from 'pg';
import { DbosdError } from '@dbosd/shared';
import { connect, CONNECT_TIMEOUT_MS, disconnect, urlOfHost } from '../connection/connect.js';
import { during, type Tell } from '../connection/tell-slow.js';
import { dbosdSchemaName } from '../schema/schema-name.js';
import { DDL_ANSWER_TIMEOUT_MS, lockKeyOf, withSessionLock } from '../schema/session-lock.js';
import { isForbidden, isLockTimeout } from '../errors.js';
import { OUR_MIGRATIONS, migrationSource } from './migration-source.js';
import { MIGRATION_TABLE, readStatus, type MigrationStatus } from './migration-status.js';

export interface MigrateOptions {
  /** How long to wait for another daemon that migrates. Default 30 s. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives what is waited for, once that takes long. */
  readonly tell?: Tell | undefined;
}

export interface MigrationOutcome extends MigrationStatus {
  /** What this call applied, in order; empty when there was nothing to do. */
  readonly appliedNow: readonly string[];
}

/** How long a migration waits for a table lock before it gives up, so that it never makes a hot table's writers queue behind it. */
const LOCK_TIMEOUT = '3s';

/** knex prints what it also throws. */
const SILENT: Knex.Logger = { warn: noop, error: noop, deprecate: noop, debug: noop };

/**
 * Brings our own schema (`dbosd`, or `dbosd_<schema>`) up to date, and makes it where it is missing. Idempotent; several daemons
 * may do it at once. A schema that a newer daemon has migrated further is left as it is (`unknown` names what it has).
 *
 * @param url a direct connection, not through a transaction pooler: a session lock is taken on it
 * @throws DbosdError SCHEMA_UNSUPPORTED when the role may not create it, STORE_UNAVAILABLE when another session holds our lock,
 *   or a table's, all the time (what was applied before stays applied); connection errors as pg throws them
 */
export async function migrateUp(
  url: string,
  dbosSchema: string,
  { waitMs, signal, tell }: MigrateOptions = {},
): Promise<MigrationOutcome> {
  const schema = dbosdSchemaName(dbosSchema);
  const client = await connect({
    url,
    applicationName: 'dbosd migrate',
    answerTimeoutMs: DDL_ANSWER_TIMEOUT_MS,
    tell,
  });
  try {
    const lock = {
      key: lockKeyOf(`dbosd migrations ${schema}`),
      purpose: `migrations of ${schema}`,
      waitMs,
      signal,
      tell,
    };
    return await withSessionLock(client, lock, () =>
      during(migrate(client, urlOfHost(url, client), schema), {
        what: `schema ${schema} to be brought up to date`,
        tell,
      }),
    );
  } catch (error) {
    throw migrationFailed(error, client, schema);
  } finally {
    await disconnect(client);
  }
}

async function migrate(client: Client, url: string, schema: string): Promise<MigrationOutcome> {
  const before = await readStatus(client, schema);
  if (before.pending.length === 0) return { ...before, appliedNow: [] };
  // `create schema if not exists` asks for CREATE on the database even where the schema exists.
  if (!before.schemaExists) await client.query(`create schema ${pg.escapeIdentifier(schema)}`);
  await applyAll(url, schema);
  return { ...(await readStatus(client, schema)), appliedNow: before.pending };
}

async function applyAll(url: string, schema: string): Promise<void> {
  const knex = knexOf({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'dbosd migrate',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: DDL_ANSWER_TIMEOUT_MS,
    },
    pool: { min: 0, max: 1, afterCreate: prepareConnection },
    log: SILENT,
  });
  const config = migratorConfig(schema);
  try {
    // knex keeps a lock row of its own that outlives a killed process and then stops everybody. Ours is the lock that counts,
    // and we hold it: the process that left that row locked is gone.
    await knex.migrate.forceFreeMigrationsLock(config);
    await knex.migrate.latest(config);
  } finally {
    await knex.destroy();
  }
}

function migratorConfig(schema: string): Knex.MigratorConfig {
  return {
    migrationSource: migrationSource(schema, OUR_MIGRATIONS),
    schemaName: schema,
    tableName: MIGRATION_TABLE,
    // What a newer daemon has applied is no reason to fail: our own steps are told apart by name.
    disableMigrationsListValidation: true,
  };
}

function prepareConnection(
  client: ClientBase,
  done: (error: Error | undefined, client: ClientBase) => void,
): void {
  client.query(`select set_config('lock_timeout', $1, false)`, [LOCK_TIMEOUT]).then(
    () => {
      done(undefined, client);
    },
    (error: unknown) => {
      done(error instanceof Error ? error : new Error(String(error)), client);
    },
  );
}

function migrationFailed(error: unknown, client: Client, schema: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const role = JSON.stringify(client.user ?? '');
  if (isForbidden(error)) {
    return new DbosdError({
      reason: 'SCHEMA_UNSUPPORTED',
      message:
        `role ${role} may not create or change schema "${schema}" in database ${JSON.stringify(client.database ?? '')}: ` +
        `grant it CREATE on the database (and own the schema), or run "dbosd migrate up" as a role that may`,
      outcome: 'not_applied',
      cause: error,
    });
  }
  if (isLockTimeout(error)) {
    return new DbosdError({
      reason: 'STORE_UNAVAILABLE',
      message: `a migration of "${schema}" waited ${LOCK_TIMEOUT} for a table that another session has locked: run it again`,
      outcome: 'not_applied',
      cause: error,
    });
  }
  return error;
}

function noop(): void {
  // Says nothing.
}
