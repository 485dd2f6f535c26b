import { beatExecutors } from '@dbosd/daemon/internal/store/queries/workers/executors.js';
import { listQueues, insertQueue } from '@dbosd/daemon/internal/store/queries/queues/queue-rows.js';
import { readStatus } from '@dbosd/daemon/internal/store/queries/workflows/read-outcomes.js';
import { expect } from 'chai';
import pg from 'pg';
import { failureOf } from '../../support/failure-of.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { until } from '../../support/until.js';

describe('a lock on the table of workflows', () => {
  let test: TestStore;
  let holder: pg.Client;

  before(async () => {
    test = await openTestStore();
  });

  beforeEach(async () => {
    holder = new pg.Client({ connectionString: test.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table dbos.workflow_status in access exclusive mode');
  });

  afterEach(async () => {
    await holder.end();
  });

  after(() => test.close());

  /** Far more than the pool has connections; they fail when the test is over, or their lock timeout is. */
  function manyBlocked(pool: 'read' | 'write' | 'maintenance'): Promise<unknown> {
    const calls = Array.from({ length: 40 }, () =>
      readStatus(test.store[pool], 'w').catch((cause: unknown) => cause),
    );
    return Promise.all(calls);
  }

  async function blocked(pool: string): Promise<number> {
    const rows = await test.query<{ n: number }>(
      `select count(*)::int as n
      from pg_stat_activity
      where application_name = $1 and wait_event_type = 'Lock' and datname = current_database()`,
      [`dbosd ${pool}`],
    );
    return rows[0]!.n;
  }

  it('ends a read that waits for it, which may be repeated', async () => {
    const failure = await failureOf(readStatus(test.store.read, 'w'));
    expect(failure).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    expect(failure.cause).to.include({ code: '55P03' });
  });

  it('leaves connections to reads of other tables, however many wait for it', async () => {
    const calls = manyBlocked('read');
    await until(async () => (await blocked('read')) > 0);
    const before = await blocked('read');
    expect(await listQueues(test.store.read, { pageSize: 10 })).to.have.property('items');
    expect(before).to.be.lessThan(4);
    await holder.query('rollback');
    await calls;
  });

  it('leaves connections to writes of other tables, however many wait for it', async () => {
    const calls = manyBlocked('write');
    await until(async () => (await blocked('write')) > 0);
    const queue = { name: 'q', pollingIntervalMs: 1000 };
    const inserted = test.store.write.transaction((tx) => insertQueue(tx, queue), {
      tables: ['queues'],
    });
    expect(await inserted).to.equal(true);
    await holder.query('rollback');
    await calls;
  });

  it('leaves a connection to beats, while sweeps wait for it, and whatever callers do', async () => {
    const calls = Promise.all(['read', 'write', 'maintenance'].map((pool) => manyBlocked(pool as 'read')));
    await until(async () => (await blocked('maintenance')) > 0);
    expect(await beatExecutors(test.store.maintenance, [])).to.deep.equal([]);
    expect(await test.store.isServing()).to.equal(true);
    await holder.query('rollback');
    await calls;
  });
});
