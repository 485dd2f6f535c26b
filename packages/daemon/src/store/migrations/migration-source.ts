import type { Knex } from 'knex';
import { mailbox } from './0001-mailbox.js';
import { request } from './0002-request.js';
import { executor } from './0003-executor.js';
import type { OurMigration } from './our-migration.js';

/** All migrations of our schema, oldest first. */
export const OUR_MIGRATIONS: readonly OurMigration[] = [mailbox, request, executor];

/**
 * The migrations as knex wants them. Static, and not read from a folder: names then have no extension, so that the same database
 * is understood by compiled and by bundled code.
 */
export function migrationSource(
  schema: string,
  migrations: readonly OurMigration[] = OUR_MIGRATIONS,
): Knex.MigrationSource<OurMigration> {
  return {
    getMigrations: () => Promise.resolve([...migrations]),
    getMigrationName: ({ name }) => name,
    getMigration: (migration) =>
      Promise.resolve({
        up: (knex: Knex) => migration.up(knex, schema),
        down: (knex: Knex) => migration.down(knex, schema),
      }),
  };
}
