import { expect } from 'chai';
import { setEvents } from '@dbosd/daemon/internal/store/queries/events/set-events.js';
import type { Statement } from '@dbosd/daemon/internal/store/statement.js';
import { call, ownedWorkflow } from '../../support/durable.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

describe('a connection of the store', () => {
  let test: TestStore;

  before(async () => {
    test = await openTestStore();
  });

  after(() => test.close());

  for (const pool of ['read', 'write'] as const) {
    it(`to ${pool} has no statement compiled, for large tables make short ones look dear`, async () => {
      const { rows } = await test.store[pool].plain.query<{ jit: string }>('show jit');
      expect(rows).to.deep.equal([{ jit: 'off' }]);
    });
  }

  for (const pool of ['read', 'write', 'maintenance'] as const) {
    it(`to ${pool} is not ended for being idle, and waits for no lock for long`, async () => {
      const { rows } = await test.store[pool].plain.query<Record<string, string>>(
        `select current_setting('idle_session_timeout') as idle, current_setting('lock_timeout') as lock`,
      );
      expect(rows).to.deep.equal([{ idle: '0', lock: '2s' }]);
    });
  }

  it('to write reads no table whole, though by the statistics one workflow has all there is', async () => {
    await ownedWorkflow(test, 'w');
    await test.query(`
      insert into dbos.workflow_events_history (workflow_uuid, function_id, key, value, serialization)
      select 'w', n, 'k', '1', 'portable_json' from generate_series(1, 3000) n`);
    await test.query('analyze');

    const scans = await test.store.write.transaction(async (tx) => {
      await setEvents(tx, [{ ...call('w', 4000), key: 'k', value: VALUE }]);
      return tx.query<{ table: string }>(SCANNED, []);
    });

    expect(scans).to.deep.equal([]);
  });
});

const VALUE = { data: '1', serialization: 'portable_json' };
/** By this transaction, so far. */
const SCANNED: Statement = {
  text: () => `select relname as table from pg_stat_xact_user_tables where seq_scan > 0`,
};
