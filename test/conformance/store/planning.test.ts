import { expect } from 'chai';
import { setEvents } from '@dbosd/daemon/internal/store/queries/events/set-events.js';
import { readEventChanges } from '@dbosd/daemon/internal/store/queries/events/read-event-changes.js';
import { readEvents } from '@dbosd/daemon/internal/store/queries/events/read-events.js';
import { LIST_SETTINGS } from '@dbosd/daemon/internal/store/queries/list-page.js';
import { appendStreams } from '@dbosd/daemon/internal/store/queries/streams/append-streams.js';
import { readStreamPages } from '@dbosd/daemon/internal/store/queries/streams/read-stream-pages.js';
import { listSteps } from '@dbosd/daemon/internal/store/queries/workflows/list-steps.js';
import { readOutcomes } from '@dbosd/daemon/internal/store/queries/workflows/read-outcomes.js';
import { recordSteps } from '@dbosd/daemon/internal/store/queries/workflows/record-steps.js';
import { readWorkflow } from '@dbosd/daemon/internal/store/queries/workflows/workflow-row.js';
import { openStore, type Store } from '@dbosd/daemon/internal/store/store.js';
import type { MessageWrite } from '@dbosd/daemon/internal/writer/kinds/send.js';
import { storeMessages } from '../../support/writer.js';
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

  describe('plans a statement once', () => {
    let store: Store;

    before(() => {
      // One connection a pool, so that all plans are on it.
      store = openStore({
        databaseUrl: test.url,
        dbosSchema: 'dbos',
        writePoolSize: 1,
        readPoolSize: 1,
        namedStatements: true,
        allowAsyncCommit: true,
        onIdleError: () => undefined,
      });
    });

    after(() => store.close());

    const RUNS = 8;
    const limits = { maxValueBytes: 1000 };
    const stream = { workflowId: 'planned', key: 's', from: 0, limit: 10, ...limits };
    const hot: Readonly<Record<'read' | 'write', Readonly<Record<string, (n: number) => Promise<unknown>>>>> =
      {
        read: {
          'read-stream-pages': () => readStreamPages(store.read, [stream]),
          'read-events': () => readEvents(store.read, [{ workflowId: 'planned', key: 'k', ...limits }]),
          'read-event-changes': () =>
            readEventChanges(store.read, [{ workflowId: 'planned', keys: [], known: new Map(), ...limits }]),
          'read-outcomes': () => readOutcomes(store.read, [{ workflowId: 'planned', ...limits }]),
          'read-workflow': () =>
            readWorkflow(store.read, { workflowId: 'planned', withInput: true, withOutput: true, ...limits }),
          'list-steps': () =>
            listSteps(store.read, { workflowId: 'planned', withOutput: true, pageSize: 10, ...limits }),
        },
        write: {
          'insert-messages-one': (n) => storeMessages(store.write, [message(n)]),
          'insert-messages': (n) =>
            storeMessages(store.write, [message(1000 + 2 * n), message(1001 + 2 * n)]),
          'append-streams-one': (n) => appendStreams(store.write, [append(n)]),
          'append-streams': (n) => appendStreams(store.write, [append(1000 + 2 * n), append(1001 + 2 * n)]),
          'set-events-one': (n) =>
            setEvents(store.write, [{ ...call('planned', 5000 + n), key: 'k', value: VALUE }]),
          'record-steps-one': (n) =>
            recordSteps(store.write, [{ ...call('planned', 6000 + n), functionName: 'f', output: VALUE }]),
        },
      };

    for (const pool of ['read', 'write'] as const) {
      it(`on the connections to ${pool}, for any values, and never again`, async () => {
        if (pool === 'read') await ownedWorkflow(test, 'planned');
        for (let n = 0; n < RUNS; n += 1) for (const run of Object.values(hot[pool])) await run(n);

        const { rows } = await store[pool].plain.query<{ name: string; generic: number; custom: number }>(
          `select name, generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements`,
        );

        const planned = new Map(rows.map(({ name, generic, custom }) => [name, { generic, custom }]));
        for (const name of Object.keys(hot[pool])) {
          const [found] = [...planned].filter(([given]) => given === name || given.startsWith(`${name} `));
          expect(found?.[1], `${name} among ${[...planned.keys()].join(', ')}`).to.deep.equal({
            generic: RUNS,
            custom: 0,
          });
        }
      });
    }

    it('but a list, composed for its call, for its values each time', async () => {
      const settings = await store.read.transaction(
        (tx) =>
          tx.query<{ mode: string }>({ text: () => `select current_setting('plan_cache_mode') as mode` }, []),
        { settings: LIST_SETTINGS },
      );
      expect(settings).to.deep.equal([{ mode: 'force_custom_plan' }]);
    });
  });
});

function message(n: number): MessageWrite {
  return {
    destinationId: 'planned',
    topic: 't',
    messageId: `message ${String(n)}`,
    keyed: true,
    rejectDifferent: false,
    requireActive: false,
    data: '1',
    serialization: 'portable_json',
  };
}

function append(n: number): Parameters<typeof appendStreams>[1][number] {
  return { ...call('planned', n), key: 's', value: VALUE, closes: false, recorded: true };
}

const VALUE = { data: '1', serialization: 'portable_json' };
/** By this transaction, so far. */
const SCANNED: Statement = {
  text: () => `select relname as table from pg_stat_xact_user_tables where seq_scan > 0`,
};
