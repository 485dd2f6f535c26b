import type { Knex } from 'knex';

/**
 * One step of our own schema. Its name is what the database remembers: never renamed, never reordered, never edited once released.
 * Each runs in a transaction of its own, and says `.withSchema(schema)` for everything it makes.
 */
export interface OurMigration {
  readonly name: string;
  up(knex: Knex, schema: string): Promise<void>;
  down(knex: Knex, schema: string): Promise<void>;
}
