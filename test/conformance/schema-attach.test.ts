import { expect } from 'chai';
import type pg from 'pg';
import {
  DBOS_MIGRATION_LOCK,
  attachDbosSchema,
  inspectDbosSchema,
  withSessionLock,
} from '@dbosd/daemon/internal/store/schema/index.js';
import { readCatalog } from '../support/catalog.js';
import { withClient } from '../support/connect.js';
import { createDatabase } from '../support/database.js';
import { failureOf } from '../support/failure-of.js';
import { createRole } from '../support/role.js';
import { migrateWithSdk } from '../support/run-dbos-app.js';

describe('attaching to a DBOS schema', () => {
  let database: { url: string; name: string; drop(): Promise<void> };
  const attach = (options: { url?: string; schema?: string; waitMs?: number } = {}) =>
    attachDbosSchema({ url: database.url, schema: 'dbos', listenNotify: true, ...options });
  const query = (sql: string) => withClient(database.url, (client) => client.query(sql));

  beforeEach(async () => {
    database = await createDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  it('creates it in an empty database, and finds it there the next time', async () => {
    expect(await attach()).to.deep.equal({ created: true, version: 123, messagesAnnounced: true });
    expect(await attach()).to.deep.equal({ created: false, version: 123, messagesAnnounced: true });
  });

  it('creates it in a schema that exists and is empty', async () => {
    await query(`create schema dbos`);

    expect((await attach()).created).to.equal(true);
  });

  it('changes nothing in one that the official SDK made', async () => {
    await migrateWithSdk({ url: database.url });
    const before = await withClient(database.url, (client) => readCatalog(client, 'dbos'));

    const attachment = await attach();

    expect(attachment).to.deep.equal({ created: false, version: 123, messagesAnnounced: true });
    expect(await withClient(database.url, (client) => readCatalog(client, 'dbos'))).to.deep.equal(before);
  });

  it('says when messages are not announced, because the SDK migrated without LISTEN/NOTIFY', async () => {
    await migrateWithSdk({ url: database.url, useListenNotify: false });

    expect((await attach()).messagesAnnounced).to.equal(false);
  });

  it('keeps two schemas of one database apart', async () => {
    await attach();

    expect((await attach({ schema: 'second' })).created).to.equal(true);
    await query(`update second.dbos_migrations set version = 122`);

    expect((await attach()).version).to.equal(123);
    expect((await failureOf(attach({ schema: 'second' }))).reason).to.equal('SCHEMA_UNSUPPORTED');
  });

  it('refuses names that cannot be a DBOS schema', async () => {
    for (const schema of ['', 'a\0b', 'x'.repeat(64), 'pg_dbos', 'dbosd', 'dbosd_x', 'information_schema']) {
      expect((await failureOf(attach({ schema }))).reason, JSON.stringify(schema)).to.equal('INVALID_FIELD');
    }
  });

  it('refuses an older version and names the command that upgrades it', async () => {
    await attach();
    await query(`update dbos.dbos_migrations set version = 122`);

    const error = await failureOf(attach());

    expect(error.reason).to.equal('SCHEMA_UNSUPPORTED');
    expect(error.message).to.include('version 122').and.include('npx dbos schema <database url>');
    expect(error.message).to.include('runMigrations');
  });

  it('reads a schema whose version row is missing as version 0', async () => {
    await attach();
    await query(`delete from dbos.dbos_migrations`);

    const inspection = await withClient(database.url, (client) => inspectDbosSchema(client, 'dbos'));

    expect(inspection).to.include({ kind: 'older', version: 0 });
  });

  it('goes on with a newer version that has every column, with a warning', async () => {
    await attach();
    await query(`update dbos.dbos_migrations set version = 999`);
    await query(`alter table dbos.notifications add column novelty text`);

    const attachment = await attach();

    expect(attachment).to.include({ created: false, version: 999 });
    expect(attachment.warning).to.include('999');
  });

  it('refuses a newer version without a column that it uses, and names the column', async () => {
    await attach();
    await query(`update dbos.dbos_migrations set version = 999`);
    await query(`alter table dbos.streams rename column "offset" to place`);
    await query(`drop table dbos.workflow_output`);

    const error = await failureOf(attach());

    expect(error.reason).to.equal('SCHEMA_UNSUPPORTED');
    expect(error.message).to.include('streams.offset').and.include('workflow_output.output');
    expect(error.message).not.to.include('streams.key');
  });

  it('refuses a schema of the known version without a column that it uses', async () => {
    await attach();
    await query(`alter table dbos.workflow_status drop column owner_xid`);

    const error = await failureOf(attach());

    expect(error.reason).to.equal('SCHEMA_UNSUPPORTED');
    expect(error.message).to.include('workflow_status.owner_xid');
  });

  it('refuses a schema with tables of those names that is no DBOS schema', async () => {
    await query(`create table public.streams (id int)`);
    const half = await failureOf(attach({ schema: 'public' }));
    await query(`create table public.dbos_migrations (version text)`);
    const foreign = await failureOf(attach({ schema: 'public' }));

    expect(half.message).to.include('streams').and.include('no dbos_migrations');
    expect(foreign.message).to.include('not DBOS');
    expect([half.reason, foreign.reason]).to.deep.equal(['SCHEMA_UNSUPPORTED', 'SCHEMA_UNSUPPORTED']);
  });

  it('is done by one of many daemons that start at once; the others find it made', async () => {
    const attachments = await Promise.all(Array.from({ length: 6 }, () => attach()));

    expect(attachments.filter(({ created }) => created)).to.have.length(1);
    expect(attachments.map(({ version }) => version)).to.deep.equal(Array<number>(6).fill(123));
  });

  it('waits for whoever holds the migration lock, and then looks again', async () => {
    await withClient(database.url, async (holder) => {
      const lock = { key: DBOS_MIGRATION_LOCK, purpose: 'this test' };
      const attaching = await withSessionLock(holder, lock, async () => {
        const promise = attach();
        await untilAnother(database.url, [holder], `query like 'select pg_try_advisory_lock%'`);
        await migrateWithSdk({ url: database.url });
        return { promise };
      });

      expect((await attaching.promise).created).to.equal(false);
    });
  });

  it('waits for an application that creates the schema at the same time, without the lock', async () => {
    await withClient(database.url, async (stranger) => {
      await stranger.query('begin');
      await stranger.query('create schema dbos');
      const attaching = attach();
      await untilAnother(database.url, [stranger], `wait_event_type = 'Lock'`);
      await stranger.query('commit');
      await migrateWithSdk({ url: database.url });

      expect(await attaching).to.deep.equal({ created: false, version: 123, messagesAnnounced: true });
    });
  });

  it('gives up when the migration lock is held all the time, and has done nothing', async () => {
    await withClient(database.url, async (holder) => {
      await withSessionLock(holder, { key: DBOS_MIGRATION_LOCK, purpose: 'this test' }, async () => {
        const error = await failureOf(attach({ waitMs: 0 }));

        expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
        expect(error.message).to.include('1234567890');
        expect(await inspectDbosSchema(holder, 'dbos')).to.deep.equal({ kind: 'empty', schemaExists: false });
      });
    });
  });

  it('tells a role that may not create the schema what it needs', async () => {
    const role = await createRole(database.url);
    try {
      const error = await failureOf(attach({ url: role.url }));

      expect(error.reason).to.equal('SCHEMA_UNSUPPORTED');
      expect(error.message).to.include(role.name).and.include('CREATE').and.include(database.name);
    } finally {
      await role.drop();
    }
  });

  it('tells a role that may not read the schema what it needs, and takes it once it may', async () => {
    await attach();
    const role = await createRole(database.url);
    try {
      const locked = await failureOf(attach({ url: role.url }));
      await query(`grant usage on schema dbos to ${role.name}`);
      const unreadable = await failureOf(attach({ url: role.url }));
      await query(`grant select on dbos.dbos_migrations to ${role.name}`);

      expect(locked.message).to.include(role.name).and.include('--app-role');
      expect(unreadable.message).to.equal(locked.message);
      expect((await attach({ url: role.url })).version).to.equal(123);
    } finally {
      await role.drop();
    }
  });

  it('says READ_ONLY where the database takes no writes', async () => {
    await query(`alter database ${database.name} set default_transaction_read_only = on`);

    expect((await failureOf(attach())).reason).to.equal('READ_ONLY');
  });
});

/**
 * Resolves when a session of this database, other than the known ones, is in the state that a condition on pg_stat_activity
 * describes. Looks on a connection of its own: inside a transaction Postgres shows one and the same state all the time.
 */
async function untilAnother(url: string, known: readonly pg.Client[], condition: string): Promise<void> {
  await withClient(url, async (client) => {
    const pids = await Promise.all([...known, client].map(backendPid));
    let found = 0;
    while (found === 0) {
      const { rows } = await client.query(
        `select pid
        from pg_stat_activity
        where datname = current_database()
        and pid <> all ($1::int[])
        and ${condition}`,
        [pids],
      );
      found = rows.length;
    }
  });
}

async function backendPid(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(`select pg_backend_pid() as pid`);
  return rows[0]?.pid;
}
