import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_DISPATCH_TIMING } from '@dbosd/daemon/internal/dispatch/options.js';
import { expect } from 'chai';
import type { WorkerProcess } from '../soak/processes/worker-process.js';
import type { Op } from '../soak/script/op.js';
import { until } from '../support/until.js';
import { WorkerCrew } from '../support/worker-crew.js';
import { WorkerScene, type Place } from '../support/worker-scene.js';

const WAITING = 1000;
const WAIT: Op = { do: 'recv', timeoutMs: 600_000 };
/** So long are statements counted. */
const WINDOW_MS = 3000;
const SWEEP_MS = 500;
/** Chores that come now and then fall into one window or the other. */
const SLACK = 6;

describe('a thousand workflows that wait in recv in one worker', () => {
  let scene: WorkerScene;
  let place: Place;
  let crew: WorkerCrew;
  let worker: WorkerProcess;

  before(async () => {
    scene = await WorkerScene.open();
    // The times of the contract: what is counted is what an installation would see.
    place = await scene.place(DEFAULT_DISPATCH_TIMING, { sweepIntervalMs: SWEEP_MS });
    crew = await WorkerCrew.open(scene);
    worker = await crew.start('worker', place.daemon.address);
  });

  after(async () => {
    await crew.close();
    await scene.close();
  });

  const statements = (): number => {
    const { read, write, maintenance } = place.daemon.parts.store;
    return read.statements + write.statements + maintenance.statements;
  };

  /** How many statements the daemon sends while nothing happens. */
  async function counted(): Promise<number> {
    const before = statements();
    await delay(WINDOW_MS);
    return statements() - before;
  }

  it('cost the database no more than one does, and one no more than the sweep', async () => {
    const none = await counted();
    const first = crew.program(() => [WAIT]);
    worker.command({ kind: 'start', program: first });
    await until(async () => (await waiting()) === 1);
    const one = await counted();
    const others = Array.from({ length: WAITING - 1 }, () => crew.program(() => [WAIT]));
    for (const program of others) worker.command({ kind: 'start', program });
    await until(async () => (await waiting()) === WAITING);
    const all = await counted();
    expect(all).to.be.at.most(one + SLACK);
    expect(one).to.be.at.most(none + WINDOW_MS / SWEEP_MS + SLACK);
    // They do wait: each gets its message.
    const client = await place.daemon.connect();
    await client.sendBatch(
      [first, ...others].map(({ workflowId }) => ({ destinationID: workflowId, message: 'now' })),
    );
    await until(async () => (await ended()) === WAITING);
  });

  const waiting = async (): Promise<number> =>
    (await scene.dbos.query(`select from dbos.operation_outputs where function_name = 'DBOS.sleep'`)).length;

  const ended = async (): Promise<number> =>
    (await scene.dbos.query(`select from dbos.workflow_status where status = 'SUCCESS'`)).length;
});
