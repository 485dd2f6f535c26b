import type { Knex } from 'knex';
import type { OurMigration } from './our-migration.js';

/**
 * The table of executors: which worker processes live, told by beats that other daemons watch (docs/protocol.md, 7). A row lasts
 * from a worker's first stream until it says goodbye or its lease is over; rows of `workflow_status` name it by `executor_id`.
 *
 * The table has a few hundred rows at most, each updated once a second. Hence pages filled to half, so that a new version of a
 * row finds room next to the old one, and no index besides the key.
 */
export const executor: OurMigration = {
  name: '0003-executor',

  async up(knex: Knex, schema: string): Promise<void> {
    await knex.schema.withSchema(schema).createTable('executor', (table) => {
      table.comment('Worker processes that live, or whose lease is not over yet.');
      table
        .text('executor_id')
        .notNullable()
        .primary()
        .comment('As in workflow_status.executor_id: with its dbosd: in front.');
      table.text('instance').notNullable().comment('The process that runs under this id.');
      table
        .text('session')
        .notNullable()
        .comment('Its newest stream: what an older one still says of it counts no more.');
      table
        .bigInteger('stream_number')
        .notNullable()
        .comment('Which of the streams of the process that is. An older one never takes its place.');
      table.text('application_name').notNullable().comment('The application whose workflows it runs.');
      table.text('application_version').notNullable().comment('The version of that application.');
      table
        .bigInteger('beat')
        .notNullable()
        .defaultTo(0)
        .comment('Rises while the worker is heard. Only its standing still means anything.');
      table
        .text('state')
        .notNullable()
        .comment('connected, or lost: a daemon saw the stream of the session close without a goodbye.');
      table
        .timestamp('since', { useTz: true })
        .notNullable()
        .defaultTo(knex.raw('clock_timestamp()'))
        .comment('When it came into that state, for people who look.');
    });
    await knex.raw('alter table ??.?? set (fillfactor = 50)', [schema, 'executor']);
  },

  async down(knex: Knex, schema: string): Promise<void> {
    await knex.schema.withSchema(schema).dropTable('executor');
  },
};
