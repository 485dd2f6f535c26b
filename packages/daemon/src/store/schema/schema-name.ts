import { createHash } from 'node:crypto';
import { invalidField } from '@dbosd/shared';

/** What DBOS calls its schema when no one says otherwise. */
export const DEFAULT_DBOS_SCHEMA = 'dbos';

/** Postgres cuts longer identifiers off without a word (NAMEDATALEN - 1), and two names would then be one. */
const MAX_IDENTIFIER_BYTES = 63;

/** Room for `dbosd_` before a DBOS schema's name. */
const MAX_PLAIN_BYTES = MAX_IDENTIFIER_BYTES - 'dbosd_'.length;

/**
 * Refuses a name that cannot be a DBOS schema: empty, with NUL, above 63 bytes, reserved by Postgres (`pg_…`), or one of dbosd's
 * (`dbosd`, `dbosd_…`). Everything else is allowed, since every statement quotes it.
 *
 * @throws DbosdError INVALID_FIELD
 */
export function checkDbosSchemaName(schema: string): void {
  const problem = problemWith(schema);
  if (problem !== undefined)
    throw invalidField('dbos_schema', `cannot be ${JSON.stringify(schema)}: ${problem}`);
}

/**
 * The schema of dbosd that belongs to a DBOS schema: `dbosd` for `dbos`, else `dbosd_<schema>`. A name that is too long for the
 * prefix, or has characters that knex would read as its own syntax (a dot, a blank), is replaced by 16 hex digits of its SHA-256.
 */
export function dbosdSchemaName(dbosSchema: string): string {
  checkDbosSchemaName(dbosSchema);
  if (dbosSchema === DEFAULT_DBOS_SCHEMA) return 'dbosd';
  const plain = /^[\p{L}\p{N}_$-]+$/u.test(dbosSchema) && Buffer.byteLength(dbosSchema) <= MAX_PLAIN_BYTES;
  return `dbosd_${plain ? dbosSchema : digest(dbosSchema)}`;
}

function problemWith(schema: string): string | undefined {
  if (schema === '') return 'it is empty';
  if (schema.includes('\0')) return 'it contains NUL';
  if (Buffer.byteLength(schema) > MAX_IDENTIFIER_BYTES)
    return `it is longer than ${MAX_IDENTIFIER_BYTES} bytes`;
  if (schema.startsWith('pg_') || schema === 'information_schema') return 'Postgres keeps it for itself';
  if (schema === 'dbosd' || schema.startsWith('dbosd_')) return 'dbosd keeps its own tables under that name';
  return undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The version of the DBOS system database that the daemon makes and fully knows: that of `@dbos-inc/dbos-sdk` 5.3.0. Versions
 * below it are not served: the ones before 113 keep inputs and outputs elsewhere, and the last ones miss columns that say who
 * owns a workflow.
 */
export const DBOS_SCHEMA_VERSION = 123;
