import { expect } from 'chai';
import { migrateUp, migrationStatus } from '@dbosd/daemon/internal/store/migrations/index.js';
import { lockKeyOf, withSessionLock } from '@dbosd/daemon/internal/store/schema/index.js';
import { readCatalog } from '../support/catalog.js';
import { withClient } from '../support/connect.js';
import { createDatabase } from '../support/database.js';
import { failureOf } from '../support/failure-of.js';
import { createRole } from '../support/role.js';

const ALL = ['0001-mailbox', '0002-request', '0003-executor'];

// A dot, a quote and the word `as` mean something to knex.
const ODD_NAME = `we"ird. as $$`;

describe('the migrations of our own schema', () => {
  let database: { url: string; name: string; drop(): Promise<void> };
  const query = (sql: string) =>
    withClient(database.url, (client) => client.query<Record<string, unknown>>(sql));

  beforeEach(async () => {
    database = await createDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  it('are all pending in an empty database, and looking at them makes nothing', async () => {
    expect(await migrationStatus(database.url, 'dbos')).to.deep.equal({
      schema: 'dbosd',
      schemaExists: false,
      applied: [],
      pending: ALL,
      unknown: [],
    });
    expect((await query(`select from pg_namespace where nspname = 'dbosd'`)).rows).to.have.length(0);
  });

  it('are applied once, however often they are run', async () => {
    const first = await migrateUp(database.url, 'dbos');
    const before = await withClient(database.url, (client) => readCatalog(client, 'dbosd'));
    const second = await migrateUp(database.url, 'dbos');

    expect(first.appliedNow).to.deep.equal(ALL);
    expect(second.appliedNow).to.deep.equal([]);
    expect(await withClient(database.url, (client) => readCatalog(client, 'dbosd'))).to.deep.equal(before);
    expect(await migrationStatus(database.url, 'dbos'))
      .to.include({ schemaExists: true })
      .and.deep.include({
        applied: ALL,
        pending: [],
      });
  });

  it('are applied by one of many daemons that start at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => migrateUp(database.url, 'dbos')));

    expect(outcomes.filter(({ appliedNow }) => appliedNow.length > 0)).to.have.length(1);
    expect(outcomes.every(({ pending }) => pending.length === 0)).to.equal(true);
  });

  it('make the mailbox table with a comment on every column', async () => {
    await migrateUp(database.url, 'dbos');

    const { rows } = await query(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
        col_description(a.attrelid, a.attnum) is not null as commented
      from pg_attribute a
      where a.attrelid = 'dbosd.mailbox'::regclass and a.attnum > 0
      order by a.attnum`,
    );
    const table = await query(
      `select c.reloptions, pg_get_indexdef(i.indexrelid) as key
      from pg_class c
      join pg_index i on i.indrelid = c.oid
      where c.oid = 'dbosd.mailbox'::regclass`,
    );

    const column = (name: string, type: string) => ({ name, type, required: true, commented: true });
    expect(rows).to.deep.equal([
      column('destination', 'text'),
      column('topic', 'text'),
      column('last_ms', 'bigint'),
      column('reserved', 'integer'),
    ]);
    expect(table.rows).to.deep.equal([
      {
        reloptions: ['fillfactor=70'],
        key: 'CREATE UNIQUE INDEX mailbox_pkey ON dbosd.mailbox USING btree (destination, topic)',
      },
    ]);
  });

  it('make the table of requests with a comment on every column, and an index for its sweep', async () => {
    await migrateUp(database.url, 'dbos');

    const { rows } = await query(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
        col_description(a.attrelid, a.attnum) is not null as commented
      from pg_attribute a
      where a.attrelid = 'dbosd.request'::regclass and a.attnum > 0
      order by a.attnum`,
    );
    const indexes = await query(
      `select indexname as name from pg_indexes where schemaname = 'dbosd' and tablename = 'request' order by 1`,
    );

    const column = (name: string, type: string, required = true) => ({
      name,
      type,
      required,
      commented: true,
    });
    expect(rows).to.deep.equal([
      column('request_id', 'text'),
      column('method', 'text'),
      column('digest', 'bytea'),
      column('answer', 'bytea', false),
      column('created_at', 'timestamp with time zone'),
    ]);
    expect(indexes.rows).to.deep.equal([{ name: 'request_created_at' }, { name: 'request_pkey' }]);
  });

  it('make the executor table with a comment on every column', async () => {
    await migrateUp(database.url, 'dbos');

    const { rows } = await query(
      `select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) as made,
        a.attnotnull and col_description(a.attrelid, a.attnum) is not null as commented
      from pg_attribute a
      where a.attrelid = 'dbosd.executor'::regclass and a.attnum > 0
      order by a.attnum`,
    );

    expect(rows).to.deep.equal(
      [
        'executor_id text',
        'instance text',
        'session text',
        'stream_number bigint',
        'application_name text',
        'application_version text',
        'beat bigint',
        'state text',
        'since timestamp with time zone',
      ].map((made) => ({ made, commented: true })),
    );
  });

  it('put everything into the schema of ours that belongs to the DBOS schema, and nothing elsewhere', async () => {
    await migrateUp(database.url, 'dbos');
    await migrateUp(database.url, 'other');
    const odd = (await migrateUp(database.url, ODD_NAME)).schema;

    const { rows } = await query(
      `select n.nspname as schema, array_agg(c.relname::text order by c.relname) as tables
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
      group by n.nspname
      order by n.nspname collate "C"`,
    );

    const tables = ['executor', 'mailbox', 'migration', 'migration_lock', 'request'];
    expect(rows.map(({ schema }) => schema)).to.deep.equal(['dbosd', odd, 'dbosd_other']);
    expect(rows.map((row) => row.tables)).to.deep.equal([tables, tables, tables]);
  });

  it('do not stop at the lock row of knex that a killed daemon left behind', async () => {
    await migrateUp(database.url, 'dbos');
    await query(`drop table dbosd.mailbox, dbosd.request, dbosd.executor`);
    await query(`delete from dbosd.migration`);
    await query(`update dbosd.migration_lock set is_locked = 1`);

    expect((await migrateUp(database.url, 'dbos')).appliedNow).to.deep.equal(ALL);
  });

  it('leave alone what a newer daemon has applied', async () => {
    await migrateUp(database.url, 'dbos');
    await query(`insert into dbosd.migration (name, batch, migration_time) values ('9999-later', 2, now())`);

    const outcome = await migrateUp(database.url, 'dbos');

    expect(outcome).to.deep.include({ appliedNow: [], unknown: ['9999-later'], pending: [] });
  });

  it('apply what is missing next to what a newer daemon has applied', async () => {
    await migrateUp(database.url, 'dbos');
    await query(`drop table dbosd.mailbox, dbosd.request, dbosd.executor`);
    await query(`delete from dbosd.migration where name <> '0001-mailbox'`);
    await query(`update dbosd.migration set name = '9999-later'`);

    const outcome = await migrateUp(database.url, 'dbos');

    expect(outcome).to.deep.include({ appliedNow: ALL, unknown: ['9999-later'], pending: [] });
  });

  it('are applied whole or not at all', async () => {
    await query(`create schema dbosd`);
    await query(`create table dbosd.mailbox_pkey ()`);

    let failed = false;
    await migrateUp(database.url, 'dbos').catch(() => {
      failed = true;
    });

    expect(failed).to.equal(true);
    expect(await migrationStatus(database.url, 'dbos')).to.deep.include({ applied: [], pending: ALL });
    expect((await query(`select to_regclass('dbosd.mailbox') as found`)).rows).to.deep.equal([
      { found: null },
    ]);
  });

  it('give up when another session holds their lock all the time', async () => {
    await withClient(database.url, async (holder) => {
      const lock = { key: lockKeyOf('dbosd migrations dbosd'), purpose: 'this test' };
      await withSessionLock(holder, lock, async () => {
        const error = await failureOf(migrateUp(database.url, 'dbos', { waitMs: 0 }));

        expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
      });
    });
  });

  it('tell a role that may not create the schema what it needs, and need no such right once it is made', async () => {
    const role = await createRole(database.url);
    try {
      const error = await failureOf(migrateUp(role.url, 'dbos'));
      expect(error.reason).to.equal('SCHEMA_UNSUPPORTED');
      expect(error.message).to.include(role.name).and.include('CREATE');

      await query(`create schema dbosd authorization ${role.name}`);
      expect((await migrateUp(role.url, 'dbos')).appliedNow).to.deep.equal(ALL);
    } finally {
      await role.drop();
    }
  });
});
