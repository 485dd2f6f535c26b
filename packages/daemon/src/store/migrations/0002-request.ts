import type { Knex } from 'knex';
import type { OurMigration } from './our-migration.js';

/**
 * The table of requests that carried a `request_id`, each with its answer, so that one that is sent again has its effect once
 * (docs/protocol.md, 2, "Breaks"). Rows older than 24 h are swept, along the index on `created_at`.
 */
export const request: OurMigration = {
  name: '0002-request',

  async up(knex: Knex, schema: string): Promise<void> {
    await knex.schema.withSchema(schema).createTable('request', (table) => {
      table.comment(
        'Requests and their answers, by the token that makes them safe to repeat. Swept after 24 h.',
      );
      table.text('request_id').notNullable().primary().comment("The caller's token.");
      table.text('method').notNullable().comment('The method that was called.');
      table
        .binary('digest')
        .notNullable()
        .comment('SHA-256 of the request without its token: another request under the token is refused.');
      table
        .binary('answer')
        .comment(
          'The answer, as JSON in UTF-8. NULL only inside the transaction that carries the request out.',
        );
      table
        .timestamp('created_at', { useTz: true })
        .notNullable()
        .defaultTo(knex.raw('clock_timestamp()'))
        .comment('When the request was first carried out.');
      table.index(['created_at'], 'request_created_at');
    });
  },

  async down(knex: Knex, schema: string): Promise<void> {
    await knex.schema.withSchema(schema).dropTable('request');
  },
};
