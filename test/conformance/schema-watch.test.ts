import { expect } from 'chai';
import {
  attachDbosSchema,
  notificationsTriggerPresent,
  readServerFacts,
  watchSchema,
} from '@dbosd/daemon/internal/store/schema/index.js';
import { withClient } from '../support/connect.js';
import { createDatabase } from '../support/database.js';

describe('watching an attached DBOS schema', () => {
  let database: { url: string; name: string; drop(): Promise<void> };

  beforeEach(async () => {
    database = await createDatabase();
    await attachDbosSchema({ url: database.url, schema: 'dbos', listenNotify: true });
  });

  afterEach(async () => {
    await database.drop();
  });

  it('warns of versions that it does not know, and stops writes while a column is missing', async () => {
    await withClient(database.url, async (client) => {
      const kinds: string[] = [];
      for (const sql of [
        `select`,
        `update dbos.dbos_migrations set version = 124`,
        `alter table dbos.notifications rename column consumed to taken`,
        `alter table dbos.notifications rename column taken to consumed`,
        `update dbos.dbos_migrations set version = 122`,
        `update dbos.dbos_migrations set version = 123`,
        `drop schema dbos cascade`,
      ]) {
        await client.query(sql);
        kinds.push((await watchSchema(client, 'dbos')).kind);
      }

      expect(kinds).to.deep.equal([
        'as_known',
        'unknown_version',
        'stop_writes',
        'unknown_version',
        'unknown_version',
        'as_known',
        'stop_writes',
      ]);
    });
  });

  it('says which column stops the writes', async () => {
    await withClient(database.url, async (client) => {
      await client.query(`alter table dbos.notifications drop column consumed`);

      const verdict = await watchSchema(client, 'dbos');

      expect(verdict.kind === 'stop_writes' && verdict.error.reason).to.equal('SCHEMA_UNSUPPORTED');
      expect(verdict.kind === 'stop_writes' && verdict.error.message).to.include('notifications.consumed');
    });
  });

  it('sees the trigger on messages go and come', async () => {
    await withClient(database.url, async (client) => {
      const seen: boolean[] = [];
      for (const action of ['enable', 'disable', 'enable replica', 'enable always']) {
        await client.query(`alter table dbos.notifications ${action} trigger dbos_notifications_trigger`);
        seen.push(await notificationsTriggerPresent(client, 'dbos'));
      }
      await client.query(`drop trigger dbos_notifications_trigger on dbos.notifications`);
      seen.push(await notificationsTriggerPresent(client, 'dbos'));

      expect(seen).to.deep.equal([true, false, false, true, false]);
      expect(await notificationsTriggerPresent(client, 'elsewhere')).to.equal(false);
    });
  });

  it('reads of the server what the database and the role set', async () => {
    const before = await withClient(database.url, readServerFacts);
    await withClient(database.url, async (client) => {
      await client.query(`alter database ${database.name} set synchronous_commit = off`);
      await client.query(
        `alter database ${database.name} set default_transaction_isolation = 'serializable'`,
      );
    });

    const facts = await withClient(database.url, readServerFacts);

    expect(before).to.include({
      encoding: 'UTF8',
      inRecovery: false,
      readOnly: false,
      isolation: 'read committed',
    });
    expect(before.versionNumber).to.be.at.least(130_000);
    expect(facts).to.deep.equal({ ...before, synchronousCommit: 'off', isolation: 'serializable' });
  });
});
