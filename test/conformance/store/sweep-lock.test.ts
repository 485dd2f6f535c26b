import { systemClock, type Clock } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { Sweeper } from '@dbosd/daemon/internal/hub/sweeper.js';
import { sweep } from '@dbosd/daemon/internal/store/queries/hints.js';
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../support/connect.js';
import { deferred } from '../../support/deferred.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { until } from '../../support/until.js';

const INTERVAL_MS = 20;
/** Long enough that nine times as long differs from the interval on any machine. */
const LOCKED_MS = 500;

describe('the sweep, after a lock on the table has held it up', () => {
  let test: TestStore;

  before(async () => {
    test = await openTestStore();
  });

  after(() => test.close());

  it('goes on at its interval, and finds the end that another program made', async () => {
    await test.workflow('w');
    const hub = new Hub();
    const woken = deferred<undefined>();
    hub.onWorkflow('w', () => {
      woken.resolve(undefined);
    });
    const rests: number[] = [];
    const clock: Clock = {
      monotonicMs: () => systemClock.monotonicMs(),
      sleep: (ms, signal) => {
        rests.push(ms);
        return systemClock.sleep(ms, signal);
      },
    };
    const tookMs: number[] = [];
    const sweeper = new Sweeper({
      hub,
      clock,
      intervalMs: INTERVAL_MS,
      valueIntervalMs: INTERVAL_MS,
      listening: () => true,
      ask: async (question) => {
        const begunMs = performance.now();
        try {
          return await sweep(test.store.read, question);
        } finally {
          tookMs.push(performance.now() - begunMs);
        }
      },
      onError: () => undefined,
    });
    await sweeper.start();

    await withClient(test.url, async (program) => {
      await program.query('begin; lock table dbos.workflow_status in access exclusive mode');
      await until(async () => {
        const waiting = await test.query(
          `select from pg_stat_activity
           where application_name = 'dbosd read' and wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting.length > 0;
      });
      await sleep(LOCKED_MS);
      await program.query('commit');
      await program.query(`update dbos.workflow_status set status = 'CANCELLED' where workflow_uuid = 'w'`);
    });
    await woken.promise;
    await sweeper.stop();

    expect(Math.max(...tookMs), 'the lock held a sweep up').to.be.greaterThan(LOCKED_MS / 2);
    expect(new Set(rests)).to.deep.equal(new Set([INTERVAL_MS]));
  });
});
