import type { Knex } from 'knex';
import type { OurMigration } from './our-migration.js';

/**
 * The mailbox table, which keeps messages in the order in which they were sent: DBOS orders them by `created_at_epoch_ms` alone,
 * so rising stamps are handed out per destination and topic (docs/protocol.md, 3).
 *
 * Every send updates a row of it. Hence no index besides the key: one on `last_ms` would forbid heap-only updates on the hottest
 * statement there is, only to spare the sweep, which runs now and then, a scan of a table that it keeps small itself. And hence
 * pages filled to 70 % only, so that the new version of a row finds room next to the old one.
 */
export const mailbox: OurMigration = {
  name: '0001-mailbox',

  async up(knex: Knex, schema: string): Promise<void> {
    await knex.schema.withSchema(schema).createTable('mailbox', (table) => {
      table.comment(
        'The last time stamp that each mailbox handed out. Rows more than an hour behind the clock are swept.',
      );
      table.text('destination').notNullable().comment('Id of the workflow that receives.');
      table.text('topic').notNullable().comment('As DBOS stores it: __null__topic__ stands for none.');
      table
        .bigInteger('last_ms')
        .notNullable()
        .comment(
          'The highest created_at_epoch_ms that was handed out for this mailbox, in ms since the epoch.',
        );
      table
        .integer('reserved')
        .notNullable()
        .comment('How many stamps, up to last_ms, the last statement took.');
      table.primary(['destination', 'topic']);
    });
    await knex.raw('alter table ??.?? set (fillfactor = 70)', [schema, 'mailbox']);
  },

  async down(knex: Knex, schema: string): Promise<void> {
    await knex.schema.withSchema(schema).dropTable('mailbox');
  },
};
