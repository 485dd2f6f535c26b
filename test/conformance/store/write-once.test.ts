import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { writeOnce } from '@dbosd/daemon/internal/operations/write-once.js';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { insertQueue } from '@dbosd/daemon/internal/store/queries/queues/queue-rows.js';
import { sweepRequests } from '@dbosd/daemon/internal/store/queries/requests.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import { gate as makeGate } from '../../support/gate.js';
import { failureOf } from '../../support/failure-of.js';
import { openWriter } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { until } from '../../support/until.js';

describe('A write under a request id', () => {
  let test: TestStore;
  let writer: Writer;

  before(async () => {
    test = await openTestStore();
    ({ writer } = openWriter(test.store.write));
  });

  after(async () => {
    await test.close();
  });

  const write = <R extends object>(
    command: { requestId?: string; n?: number; map?: Readonly<Record<string, string>> },
    effect: (tx: Queryable) => Promise<R>,
    method = 'Test',
  ): Promise<R> => writeOnce({ writer }, { method, command, effect });

  it('has its effect once, and its answer as often as it is asked for', async () => {
    let effects = 0;
    const effect = (): Promise<{ effects: number }> => Promise.resolve({ effects: ++effects });
    const requestId = randomUUID();
    for (let n = 0; n < 3; n++)
      expect(await write({ requestId, n: 1 }, effect)).to.deep.equal({ effects: 1 });
    expect(await write({ n: 1 }, effect), 'without a token').to.deep.equal({ effects: 2 });
    expect(await write({ n: 1 }, effect), 'without a token').to.deep.equal({ effects: 3 });
  });

  it('knows the same request when its maps come in another order', async () => {
    const requestId = randomUUID();
    await write({ requestId, map: { a: '1', b: '2' } }, () => Promise.resolve({ first: true }));
    const again = await write({ requestId, map: { b: '2', a: '1' } }, () =>
      Promise.resolve({ first: false }),
    );
    expect(again).to.deep.equal({ first: true });
  });

  it('refuses another request, or another method, under its token', async () => {
    const requestId = randomUUID();
    const effect = (): Promise<object> => Promise.resolve({});
    await write({ requestId, n: 1 }, effect);
    for (const reused of [write({ requestId, n: 2 }, effect), write({ requestId, n: 1 }, effect, 'Other')]) {
      expect(await failureOf(reused)).to.include({
        reason: 'IDEMPOTENCY_KEY_REUSED',
        outcome: 'not_applied',
      });
    }
  });

  it('waits for a first call that is under way, and has its answer', async () => {
    const requestId = randomUUID();
    const gate = makeGate();
    const first = write({ requestId }, async () => {
      await gate.passed;
      return { by: 'first' };
    });
    await until(async () => (await waiting('idle in transaction', 'request')) > 0);
    const second = write({ requestId }, () => Promise.resolve({ by: 'second' }));
    await until(async () => (await waiting('active', 'request')) > 0);
    gate.open();
    expect(await Promise.all([first, second])).to.deep.equal([{ by: 'first' }, { by: 'first' }]);
  });

  it('keeps nothing of what was refused: a repeat is judged again', async () => {
    const requestId = randomUUID();
    const name = randomUUID();
    const fail = async (tx: Queryable): Promise<object> => {
      await insertQueue(tx, { name, pollingIntervalMs: 1000 });
      throw new Error('refused');
    };
    let failed = false;
    await write({ requestId }, fail).catch(() => (failed = true));
    expect(failed).to.equal(true);
    expect(await test.query('select from dbos.queues where name = $1', [name])).to.be.empty;
    expect(await write({ requestId }, () => Promise.resolve({ ok: true }))).to.deep.equal({ ok: true });
  });

  it('is forgotten after a day, and not before', async () => {
    const [old, young] = [randomUUID(), randomUUID()];
    for (const requestId of [old, young]) await write({ requestId }, () => Promise.resolve({}));
    const age = `update dbosd.request set created_at = clock_timestamp() - $2::interval where request_id = $1`;
    await test.query(age, [old, '24 hours 1 second']);
    await test.query(age, [young, '23 hours 59 minutes']);
    // More than one statement takes.
    await test.query(
      `insert into dbosd.request (request_id, method, digest, created_at)
       select 'old ' || n, 'Test', '', clock_timestamp() - interval '2 days' from generate_series(1, 2100) n`,
    );
    await sweepRequests(test.store.write);
    const left = await test.query<{ request_id: string }>(
      `select request_id from dbosd.request where request_id = any($1) or request_id like 'old %'`,
      [[old, young]],
    );
    expect(left).to.deep.equal([{ request_id: young }]);
  });

  /** How many of the daemon's connections are in that state, their last statement being about that. */
  async function waiting(state: string, about: string): Promise<number> {
    const rows = await test.query(
      `select from pg_stat_activity
       where datname = current_database() and application_name = 'dbosd write' and state = $1 and query ~ $2`,
      [state, about],
    );
    return rows.length;
  }
});
