import type { DbosdError } from '@dbosd/shared';
import { DBOSClient } from '@dbosd/client';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@dbosd/embedded';
import { Database } from '@dbosd/daemon/internal/store/database.js';
import { schemasOf } from '@dbosd/daemon/internal/store/statement.js';
import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startDaemon } from '../../support/daemon.js';
import { failureOf } from '../../support/failure-of.js';
import { runSql } from '../../support/sql.js';
import { workspacePath } from '../../support/workspace.js';

describe('a statement that Postgres refuses', () => {
  let database: TestDatabase;
  let db: Database;

  before(async () => {
    database = await createDatabase();
    db = new Database({
      url: database.url,
      schemas: schemasOf('dbos'),
      applicationName: 'dbosd write',
      size: 1,
      named: true,
      settings: {},
      answerTimeoutMs: 300,
      onIdleError: () => undefined,
    });
  });

  after(async () => {
    await db.close();
    await database.drop();
  });

  function refusalOf(text: string): Promise<DbosdError> {
    return failureOf(db.plain.query(text));
  }

  it('was not applied, whatever it was refused for', async () => {
    for (const code of ['42501', '54000', '26000', '42P05', 'XX000', '58030', 'P0001', '55006', '0A000']) {
      const error = await refusalOf(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`);
      expect(error, code).to.include({ outcome: 'not_applied' });
    }
  });

  it('of unknown outcome is only one whose connection was lost', async () => {
    const ended = await refusalOf('select pg_terminate_backend(pg_backend_pid())');
    expect(ended).to.include({ reason: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
    const silent = await refusalOf('select pg_sleep(2)');
    expect(silent).to.include({ reason: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
  });

  it('is told from a bug of the daemon, in a transaction, too, and the connection stays', async () => {
    const pidOf = async (): Promise<unknown> =>
      (await db.plain.query('select pg_backend_pid() as pid')).rows[0];
    const before = await pidOf();
    const bug = new TypeError("Cannot read properties of undefined (reading 'connection')");
    const met = await db.transaction(() => Promise.reject(bug)).catch((cause: unknown) => cause);
    expect(met).to.equal(bug);
    expect(await pidOf()).to.deep.equal(before);
  });

  it('whose prepared statement a pooler lost has a good connection at its next try', async () => {
    const statement = { name: 'one', text: () => 'select 1 as one' };
    await db.query(statement, []);
    await db.plain.query('deallocate all');
    expect(await failureOf(db.query(statement, []))).to.include({
      reason: 'STORE_UNAVAILABLE',
      outcome: 'not_applied',
    });
    expect(await db.query(statement, [])).to.deep.equal([{ one: 1 }]);
  });
});

describe('a daemon on a server whose queue of notifications is full', () => {
  let postgres: EmbeddedPostgres;
  let dataDir: string;

  before(async () => {
    dataDir = await mkdtemp(join(workspacePath('.dbosd'), `test-${String(process.pid)}-`));
    postgres = await startEmbeddedPostgres({
      dataDir,
      durable: false,
      settings: { max_notify_queue_pages: '64' },
    });
  });

  after(async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('says so, applies nothing, and serves on when there is room', async () => {
    const daemon = await startDaemon(postgres.url);
    const client = await DBOSClient.create({
      address: daemon.address,
      applicationName: 'full',
      unavailableTimeoutMs: 1000,
    });
    const patient = await DBOSClient.create({ address: daemon.address, applicationName: 'full' });
    const listener = new pg.Client(postgres.url);
    await listener.connect();
    try {
      await client.enqueuePortable({ queueName: 'q', workflowName: 'w', workflowID: 'one' }, []);
      await listener.query('listen something');
      await listener.query('begin');
      await listener.query('select 1');
      await fillQueue(postgres.url);

      const error = await failureOf(client.send('one', 1, 't', 'key'));

      expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
      expect(error.message).to.match(/queue of notifications is full/);
      await listener.query('commit');
      await patient.send('one', 1, 't', 'key');
      const rows = await runSql<{ count: string }>(postgres.url, 'select count(*) from dbos.notifications');
      expect(rows).to.deep.equal([{ count: '1' }]);
    } finally {
      await listener.end();
      await Promise.all([client.destroy(), patient.destroy()]);
      await daemon.stop();
    }
  });
});

/** Notifies until Postgres refuses: by then its queue holds what one transaction may still write. */
async function fillQueue(url: string): Promise<void> {
  for (let size = 20; size >= 1;) {
    try {
      await runSql(
        url,
        `select pg_notify('other', repeat('x', 7000) || g || clock_timestamp()) from generate_series(1, ${String(size)}) g`,
      );
    } catch {
      size = Math.floor(size / 2);
    }
  }
}
