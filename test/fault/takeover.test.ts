import { expect } from 'chai';
import { join } from 'node:path';
import { DaemonProcess } from '../soak/processes/daemon-process.js';
import type { Entry } from '../soak/history/entry.js';
import type { Op, Program } from '../soak/script/op.js';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { until } from '../support/until.js';
import { WireGate } from '../support/wire-gate.js';
import { WorkerCrew } from '../support/worker-crew.js';
import { SHORT_LEASES, WorkerScene } from '../support/worker-scene.js';

const HOURS = 3_600_000;
/** Workers beat every 5 s, so that no shorter lease lasts. */
const LEASE_MS = 6000;

/** A workflow that waits for a message in its middle. */
const WAITING: readonly Op[] = [
  { do: 'step', ms: 0 },
  { do: 'recv', topic: 'late', timeoutMs: 60_000 },
  { do: 'write', key: 'out' },
];

/** A workflow that records something all the time, longer than anything is away here. */
function busy(workflowId: string): Op[] {
  return Array.from({ length: 40 }, (): Op[] => [
    { do: 'step', ms: 10, writes: { key: 'out', count: 1, dedupe: false } },
    { do: 'send', to: workflowId },
    { do: 'recv', timeoutMs: 60_000 },
    { do: 'getEvent', from: workflowId, key: 'none', timeoutMs: 20 },
  ]).flat();
}

describe('the workflows of a worker', () => {
  let scene: WorkerScene;
  let crew: WorkerCrew;
  const stops: (() => Promise<void> | void)[] = [];

  beforeEach(async () => {
    scene = await WorkerScene.open();
    crew = await WorkerCrew.open(scene);
  });

  afterEach(async () => {
    await crew.close();
    await scene.close();
    for (const stop of stops.splice(0)) await stop();
  });

  /** A workflow that sends what the other waits for. */
  const messageTo = ({ workflowId }: Program): Program =>
    crew.program(() => [{ do: 'send', to: workflowId, topic: 'late' }]);

  const isWaiting = async (proc: string): Promise<boolean> =>
    (await crew.history(proc)).some(({ op }) => op === 'recv') && (await deadlines()) > 0;

  const deadlines = async (): Promise<number> =>
    (await scene.dbos.query(`select from dbos.operation_outputs where function_name = 'DBOS.sleep'`)).length;

  it('go to another, at another daemon, when the one that saw its socket close has waited', async () => {
    const leases = { leaseMs: HOURS, lostLeaseMs: 100, orphanMs: HOURS };
    const [here, there] = [await scene.place(leases), await scene.place(leases)];
    const victim = await crew.start('victim', here.daemon.address);
    const program = crew.program(() => WAITING);
    victim.command({ kind: 'start', program });
    await until(() => isWaiting('victim'));
    const heir = await crew.start('heir', there.daemon.address);
    await victim.kill();
    heir.command({ kind: 'start', program: messageTo(program) });
    await crew.completes(program);
  });

  it('go to another when its daemon has been held up for the whole lease; when it goes on, it is told', async () => {
    const timing = { dispatch: { ...SHORT_LEASES, leaseMs: LEASE_MS, lostLeaseMs: HOURS, orphanMs: HOURS } };
    const there = await scene.place(timing.dispatch);
    const here = await DaemonProcess.start(
      { databaseUrl: scene.databaseUrl, port: 0, timing },
      join(crew.folder, 'daemon.log'),
    );
    stops.push(() => here.kill());
    const victim = await crew.start('victim', here.address);
    const program = crew.program(() => WAITING);
    victim.command({ kind: 'start', program });
    await until(() => isWaiting('victim'));
    const heir = await crew.start('heir', there.daemon.address);
    const owner = async (): Promise<unknown> => (await crew.row(program))?.['executor_id'];
    const before = await owner();
    here.stop();
    await until(async () => (await owner()) !== before);
    heir.command({ kind: 'start', program: messageTo(program) });
    await crew.completes(program);
    here.continue();
    const isTold = (entry: Entry): boolean => entry.op === 'recv' && entry.phase === 'info';
    await until(async () => (await crew.history('victim')).some(isTold));
    await crew.completes(program);
  });

  it('go to another when its host has been silent for the whole lease; what it does when it wakes up is refused', async () => {
    const { daemon } = await scene.place({ leaseMs: LEASE_MS, lostLeaseMs: HOURS, orphanMs: HOURS });
    const wire = await WireGate.start(daemon.address);
    stops.push(() => {
      wire.stop();
    });
    const victim = await crew.start('victim', wire.address);
    const program = crew.program(() => [{ do: 'step', ms: 1500 }]);
    victim.command({ kind: 'start', program });
    const isInStep = async (proc: string): Promise<boolean> => (await crew.history(proc)).length > 0;
    await until(() => isInStep('victim'));
    victim.stop();
    // It shall not be told that it is too late.
    wire.deafen();
    await crew.start('heir', daemon.address);
    await until(() => isInStep('heir'));
    // Its own time in the step is long over: it records the step while the heir is in it.
    victim.continue();
    await wire.passing(({ kind }) => kind === 'recordStep');
    await crew.completes(program);
  });

  it('go to another at once when it says goodbye, and that is no attempt', async () => {
    const here = await scene.place({ leaseMs: HOURS, lostLeaseMs: HOURS, orphanMs: HOURS });
    const leaving = await crew.start('leaving', here.daemon.address);
    const program = crew.program(() => WAITING);
    leaving.command({ kind: 'start', program });
    await until(() => isWaiting('leaving'));
    const attempts = (await crew.row(program))?.['recovery_attempts'];
    const heir = await crew.start('heir', here.daemon.address);
    await leaving.shutdown();
    heir.command({ kind: 'start', program: messageTo(program) });
    await crew.completes(program);
    expect((await crew.row(program))?.['recovery_attempts']).to.equal(attempts);
  });

  /** What was away for longer than a lease has taken nothing away: the workflow ended where it began. */
  async function outlives(
    address: string,
    away: () => Promise<void> | void,
    back: () => Promise<void> | void,
  ): Promise<void> {
    const worker = await crew.start('worker', address);
    await crew.start('other', address);
    const program = crew.program(busy);
    worker.command({ kind: 'start', program });
    await until(async () => (await crew.history('worker')).length > 10);
    const before = await crew.row(program);
    await away();
    const goneMs = performance.now();
    await until(() => performance.now() - goneMs > 1.2 * LEASE_MS);
    expect((await crew.row(program))?.['status']).to.equal('PENDING');
    await back();
    await crew.completes(program);
    expect(await crew.history('other')).to.deep.equal([]);
    const after = await crew.row(program);
    for (const column of ['executor_id', 'recovery_attempts'])
      expect(after?.[column]).to.equal(before?.[column]);
  }

  it('stay where they are while Postgres is away for longer than the lease', async () => {
    const proxy = await CuttingProxy.start(scene.databaseUrl);
    stops.push(() => proxy.stop());
    const leases = { leaseMs: LEASE_MS, lostLeaseMs: HOURS, orphanMs: 100 };
    const { daemon } = await scene.place(leases, {}, proxy.url);
    await outlives(
      daemon.address,
      () => {
        proxy.refuse();
      },
      () => {
        proxy.restore();
      },
    );
  });

  it('stay where they are while there is no daemon for longer than the lease', async () => {
    const timing = { dispatch: { ...SHORT_LEASES, leaseMs: LEASE_MS, orphanMs: LEASE_MS } };
    const start = (port: number): Promise<DaemonProcess> =>
      DaemonProcess.start({ databaseUrl: scene.databaseUrl, port, timing }, join(crew.folder, 'daemon.log'));
    let daemon = await start(0);
    await outlives(
      daemon.address,
      () => daemon.kill(),
      async () => {
        daemon = await start(daemon.port);
      },
    );
    await daemon.kill();
  });
});
