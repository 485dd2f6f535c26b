import pg from 'pg';
import type { Client } from 'pg';
import { DbosdError } from '@dbosd/shared';
import { isAlreadyCreated, isForbidden, isReadOnly } from '../../errors.js';
import { dbosFunctions, dbosTrigger } from './functions.js';
import { dbosIndexes } from './indexes.js';
import { dbosTables } from './tables.js';
import { DBOS_SCHEMA_VERSION } from '../dbos-version.js';

export interface CreateOptions {
  readonly schema: string;
  /** Whether the schema itself exists already: `create schema if not exists` asks for CREATE on the database even then. */
  readonly schemaExists: boolean;
  /** False leaves out the trigger on messages and its function, as SDKs with `useListenNotify: false` do. */
  readonly listenNotify: boolean;
}

/**
 * Creates the DBOS schema with all that version 123 has, in one transaction: another session sees nothing of it, or everything.
 * The caller holds the migration lock and has seen that the schema is empty.
 *
 * @returns 'collided' when someone who does not take the lock (the TypeScript SDK) created a part of it at the same time; then
 *   nothing was done
 * @throws DbosdError SCHEMA_UNSUPPORTED when the role may not create it, READ_ONLY on a standby
 */
export async function createDbosSchema(
  client: Client,
  options: CreateOptions,
): Promise<'created' | 'collided'> {
  await client.query('begin');
  try {
    for (const statement of statements(options)) await client.query(statement);
    await client.query('commit');
    return 'created';
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (isAlreadyCreated(error)) return 'collided';
    throw creationFailed(error, client, options.schema);
  }
}

function statements({ schema, schemaExists, listenNotify }: CreateOptions): readonly string[] {
  const name = pg.escapeIdentifier(schema);
  return [
    ...(schemaExists ? [] : [`create schema ${name}`]),
    ...dbosTables(name),
    ...dbosIndexes(name),
    ...dbosFunctions(name),
    ...(listenNotify ? dbosTrigger(name) : []),
    `insert into ${name}.dbos_migrations (version) values (${DBOS_SCHEMA_VERSION})`,
  ];
}

function creationFailed(error: unknown, client: Client, schema: string): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const database = JSON.stringify(client.database ?? '');
  if (isForbidden(error)) {
    return new DbosdError({
      reason: 'SCHEMA_UNSUPPORTED',
      message:
        `there is no DBOS schema "${schema}" in database ${database}, and role ${JSON.stringify(client.user ?? '')} ` +
        `may not create it: grant it CREATE on the database, or let an owner run npx dbos schema <database url>`,
      outcome: 'not_applied',
      cause: error,
    });
  }
  if (isReadOnly(error)) {
    return new DbosdError({
      reason: 'READ_ONLY',
      message: `database ${database} takes no writes, so the DBOS schema cannot be created: connect to the primary`,
      outcome: 'not_applied',
      cause: error,
    });
  }
  return error;
}
