import { insertRequest } from '@dbosd/daemon/internal/store/queries/requests.js';
import { readStatus } from '@dbosd/daemon/internal/store/queries/workflows/read-outcomes.js';
import type { Statement } from '@dbosd/daemon/internal/store/statement.js';
import { openStore, type Store } from '@dbosd/daemon/internal/store/store.js';
import { expect } from 'chai';
import { withClient } from '../../support/connect.js';
import { announceMissing, findTool } from '../../support/not-run.js';
import { startPgBouncer } from '../../support/pgbouncer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { startTransactionPooler, type TransactionPooler } from '../../support/transaction-pooler.js';
import { until } from '../../support/until.js';

/** What one session says of the settings that dbosd uses. */
const SETTINGS = `
  select name, setting
  from pg_settings
  where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'enable_seqscan',
    'plan_cache_mode', 'jit', 'synchronous_commit', 'default_transaction_isolation', 'idle_session_timeout')
  order by name`;
const OWN: Statement = { name: 'own settings', text: () => SETTINGS };
const BROKEN: Statement = { name: 'broken', text: () => 'select 1 / $1::int as quotient' };

const POOLERS: Readonly<Record<string, (url: string) => Promise<TransactionPooler>>> = {
  'a pooler in transaction mode': (url) => startTransactionPooler(url, 1),
  ...(findTool('pgbouncer') === undefined ? {} : { 'PgBouncer in transaction mode': startPgBouncer }),
};

if (findTool('pgbouncer') === undefined) announceMissing('conformance', 'pgbouncer');

for (const [name, start] of Object.entries(POOLERS)) {
  describe(`the store, behind ${name}`, () => {
    let test: TestStore;
    let pooler: TransactionPooler;
    let store: Store;

    before(async () => {
      test = await openTestStore();
      // The server says otherwise than dbosd needs: what it sets must come from its transactions.
      await test.query(`do $$ begin
        execute format('alter database %I set synchronous_commit = off', current_database());
        execute format('alter database %I set default_transaction_isolation = %L', current_database(), 'repeatable read');
      end $$`);
      pooler = await start(test.url);
      store = openStore({
        databaseUrl: pooler.url,
        dbosSchema: 'dbos',
        writePoolSize: 2,
        readPoolSize: 2,
        namedStatements: false,
        allowAsyncCommit: true,
        onIdleError: () => undefined,
      });
    });

    after(async () => {
      await store.close();
      await pooler.close();
      await test.close();
    });

    const request = (requestId: string): Parameters<typeof insertRequest>[1] => ({
      requestId,
      method: 'm',
      digest: Buffer.alloc(1),
    });
    const neighbour = (): Promise<unknown[]> =>
      withClient(pooler.url, async (client) => (await client.query(SETTINGS)).rows as unknown[]);

    async function writeAndRead(): Promise<void> {
      await readStatus(store.read, 'no workflow');
      expect(await insertRequest(store.write, request(String(Math.random())))).to.equal(true);
      await store.write.transaction((tx) => tx.query(OWN, []));
      await store.maintenance.plain.query('select 1');
    }

    it('leaves no setting of its own to a neighbour that is lent the same connection', async () => {
      const before = await neighbour();
      await writeAndRead();
      expect(await neighbour()).to.deep.equal(before);
    });

    it('has its settings in each statement and transaction, on connections that are new to the pooler, too', async () => {
      const wanted = {
        lock_timeout: '2000',
        statement_timeout: '30000',
        plan_cache_mode: 'force_generic_plan',
        enable_seqscan: 'off',
        synchronous_commit: 'on',
      };
      const rounds = name.startsWith('PgBouncer') ? ['first', 'after the pooler reconnected'] : ['first'];
      for (const round of rounds) {
        const alone = await store.write.query<Setting>(OWN, []);
        const inTransaction = await store.write.transaction((tx) => tx.query<Setting>(OWN, []));
        expect(asRecord(alone), round).to.include(wanted);
        expect(asRecord(inTransaction), round).to.include(wanted);
        expect(asRecord(await store.read.query<Setting>(OWN, [])), round).to.include({
          lock_timeout: '2000',
        });
        const isolation: Statement = { text: () => 'show transaction_isolation' };
        expect(await store.write.query(isolation, [])).to.deep.equal([
          { transaction_isolation: 'read committed' },
        ]);
        if (rounds.length === 1) continue;
        await endServerConnections(test);
        await until(() => neighbour().then(Boolean, () => false));
      }
    });

    it('goes on after a statement that fails, which leaves nothing behind', async () => {
      const failure: unknown = await store.write.query(BROKEN, [0]).catch((cause: unknown) => cause);
      expect(failure).to.have.nested.property('cause.code', '22012');
      expect(await store.write.query(BROKEN, [1])).to.deep.equal([{ quotient: 1 }]);
      await writeAndRead();
    });

    it('commits what it answers, and what fails is undone', async () => {
      await insertRequest(store.write, request('kept'));
      await store.write
        .transaction(async (tx) => {
          await insertRequest(tx, request('undone'));
          await tx.query(BROKEN, [0]);
        })
        .catch(() => undefined);
      const rows = await test.query(
        `select request_id from dbosd.request where request_id in ('kept', 'undone')`,
      );
      expect(rows).to.deep.equal([{ request_id: 'kept' }]);
    });
  });
}

interface Setting extends Record<string, string> {
  readonly name: string;
  readonly setting: string;
}

function asRecord(settings: readonly Setting[]): Record<string, string> {
  return Object.fromEntries(settings.map(({ name, setting }) => [name, setting]));
}

/** The pooler has to connect again, to sessions that nobody has set anything on. */
async function endServerConnections(test: TestStore): Promise<void> {
  await test.query(`
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and application_name in ('dbosd write', 'dbosd read', 'dbosd maintenance')`);
}
