import { randomUUID } from 'node:crypto';
import type { contract } from '@dbosd/shared';
import { expect } from 'chai';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { failureOf } from '../support/failure-of.js';
import { RpcCaller } from '../support/rpc-caller.js';
import { startServe } from '../support/serve.js';
import { until } from '../support/until.js';
import type { WorkerCaller } from '../support/worker-caller.js';
import { LEASE_MS, colleague, helloOf, workerAt, WorkerScene, type Place } from '../support/worker-scene.js';

const STEP = { functionId: 0, recordStep: { functionName: 'step' } };

describe('a lease', () => {
  let scene: WorkerScene;
  let here: Place;
  let there: Place;
  const workers: WorkerCaller[] = [];

  before(async () => {
    scene = await WorkerScene.open();
    here = await scene.place();
    there = await scene.place();
  });

  afterEach(() => {
    for (const worker of workers.splice(0)) worker.die();
  });

  after(() => scene.close());

  async function connect(place: Place, hello: contract.WorkerHello): Promise<WorkerCaller> {
    const worker = await place.worker(hello);
    workers.push(worker);
    return worker;
  }

  /** A worker that runs a workflow, and the assignment. */
  async function running(
    place: Place,
    hello = helloOf(),
  ): Promise<{ hello: contract.WorkerHello; worker: WorkerCaller; run: contract.Assignment__Output }> {
    const worker = await connect(place, hello);
    const run = await worker.assignment(await scene.enqueue(hello));
    return { hello, worker, run };
  }

  async function executors(hello: contract.WorkerHello): Promise<Record<string, unknown>[]> {
    return scene.dbos.query('select * from dbosd.executor where executor_id = $1', [
      `dbosd:${String(hello.executorId)}`,
    ]);
  }

  it('that is over when a worker dies gives what it ran to another, at another daemon', async () => {
    const { hello, worker, run } = await running(here);
    const other = await connect(there, colleague(hello));
    worker.die();
    const again = await other.assignment(run.workflowId);
    expect(again.attempt).to.equal(2);
    expect(await executors(hello)).to.deep.equal([]);
  });

  it('counts attempts from one again when the workflow has recorded something since it was claimed', async () => {
    const { hello, worker, run } = await running(here);
    await scene.record(run.workflowId);
    const other = await connect(there, colleague(hello));
    worker.die();
    expect((await other.assignment(run.workflowId)).attempt).to.equal(1);
  });

  it('ends with MAX_RECOVERY_ATTEMPTS_EXCEEDED what dies with each worker that takes it up', async () => {
    const hello = helloOf({ workflows: [{ workflowName: 'order', maxRecoveryAttempts: 1 }] });
    const { worker, run } = await running(here, hello);
    worker.die();
    const second = await connect(there, colleague(hello));
    expect((await second.assignment(run.workflowId)).attempt).to.equal(2);
    second.die();
    await connect(here, colleague(hello));
    await until(
      async () => (await scene.row(run.workflowId))?.['status'] === 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
    );
    expect(await scene.row(run.workflowId)).to.include({
      owner_xid: null,
      queue_name: null,
      started_at_epoch_ms: null,
      deduplication_id: null,
      recovery_attempts: '3',
    });
    expect((await scene.row(run.workflowId))?.['completed_at']).to.be.a('string');
  });

  it('goes on at another daemon when the stream breaks and the worker comes back there', async () => {
    const { hello, worker, run } = await running(here);
    worker.die();
    const again = there.caller.connectWorker();
    workers.push(again);
    const { stops } = await again.join({ ...hello, running: [run] });
    again.beatEvery(50);
    expect(stops).to.deep.equal([]);
    // Longer than any lease: the beats are seen.
    const [before] = await executors(hello);
    await until(async () => Number((await executors(hello))[0]?.['beat']) > Number(before!['beat']) + 20);
    await again.operate(run, STEP);
    expect(await scene.row(run.workflowId)).to.include({ status: 'PENDING', owner_xid: run.ownerToken });
  });

  it('goes on elsewhere with the checkpoints that were still to come', async () => {
    const { hello, worker, run } = await running(here);
    for (const functionId of [0, 1, 2]) {
      await worker.operate(run, { functionId, recordStep: { functionName: `step ${String(functionId)}` } });
    }
    worker.die();
    const again = there.caller.connectWorker();
    workers.push(again);
    await again.join({ ...hello, running: [{ ...run, checkpointsUntil: 0 }] });
    const page = await again.until((frames) => frames.flatMap(({ checkpointPages }) => checkpointPages)[0]);
    expect(page).to.include({ workflowId: run.workflowId, ownerToken: run.ownerToken, last: true });
    expect(page.checkpoints.map(({ functionId }) => functionId)).to.deep.equal([1, 2]);
  });

  it('is over for a worker that falls silent; what it still does is refused', async () => {
    const proxy = await CuttingProxy.start(here.daemon.address);
    const caller = new RpcCaller(proxy.address);
    const hello = helloOf();
    const silent = await workerAt(caller, hello);
    const run = await silent.assignment(await scene.enqueue(hello));
    const other = await connect(there, colleague(hello));
    proxy.blackhole();
    await other.assignment(run.workflowId);
    // The zombie wakes up, on another way.
    const { ownerToken } = run;
    const zombie = await connect(here, { ...hello, running: [run] });
    const [stop] = (await zombie.accepted()).stops;
    expect(stop).to.include({ workflowId: run.workflowId, ownerToken });
    const refused = await failureOf(zombie.operate(run, STEP));
    expect(refused).to.include({ reason: 'OWNERSHIP_LOST', outcome: 'not_applied' });
    const rows = await scene.dbos.query('select from dbos.operation_outputs where workflow_uuid = $1', [
      run.workflowId,
    ]);
    expect(rows).to.have.length(0);
    silent.die();
    caller.close();
    await proxy.stop();
  });

  it('is not taken from a worker while Postgres cannot be reached, nor after that', async () => {
    const apart = await WorkerScene.open();
    const proxy = await CuttingProxy.start(apart.databaseUrl);
    const place = await apart.place({}, {}, proxy.url);
    const watcher = await apart.place({}, {}, proxy.url);
    const hello = helloOf();
    const worker = await connect(place, hello);
    const run = await worker.assignment(await apart.enqueue(hello));
    const beat = async (): Promise<number> => {
      const [row] = await apart.dbos.query<{ beat: string }>('select beat from dbosd.executor');
      return Number(row?.beat);
    };
    const failed = ({ daemon }: Place): number =>
      daemon.events.filter((event) => event === 'leases.failed').length;
    proxy.refuse();
    await until(() => failed(place) > 0 && failed(watcher) > 0);
    // The log repeats a cause at long intervals only, so the leases themselves are waited for.
    const failingSinceMs = performance.now();
    await until(() => performance.now() - failingSinceMs > 4 * LEASE_MS);
    const before = await beat();
    proxy.restore();
    await until(async () => (await beat()) > before + 3);
    await worker.operate(run, STEP);
    expect(await apart.row(run.workflowId)).to.include({ status: 'PENDING', owner_xid: run.ownerToken });
    worker.die();
    await apart.close();
    await proxy.stop();
  });

  it('is kept by a worker whose daemon alone lost Postgres: it is sent to another daemon', async () => {
    const proxy = await CuttingProxy.start(scene.databaseUrl);
    // Dead connections say nothing: the statement that writes the beats hangs.
    const cutOff = await scene.place({}, {}, proxy.url);
    const { hello, worker, run } = await running(cutOff);
    proxy.blackhole();
    const { goingAway } = await worker.until((frames) => frames.find((frame) => frame.goingAway));
    expect(goingAway).to.include({ draining: false });
    const moved = there.caller.connectWorker();
    workers.push(moved);
    const { stops } = await moved.join({ ...hello, streamNumber: 1, running: [run] });
    expect(stops).to.deep.equal([]);
    await moved.operate(run, STEP);
    expect(await scene.row(run.workflowId)).to.include({ owner_xid: run.ownerToken });
    proxy.restore();
    worker.die();
    await proxy.stop();
  });

  it('ends the stream of a worker that was taken for dead, when another process has its executor id', async () => {
    const { hello, worker } = await running(here);
    await scene.dbos.query(`update dbosd.executor set instance = 'another' where executor_id = $1`, [
      `dbosd:${hello.executorId!}`,
    ]);
    expect(await worker.end).to.include({ reason: 'EXECUTOR_ID_IN_USE' });
  });

  it('outlives its daemon: a worker whose daemon is killed goes on elsewhere', async () => {
    const serve = await startServe(scene.databaseUrl);
    const caller = new RpcCaller(serve.address);
    const hello = helloOf();
    const worker = await workerAt(caller, hello);
    const run = await worker.assignment(await scene.enqueue(hello));
    await serve.kill();
    expect((await worker.end)?.reason).to.equal('TRANSPORT');
    caller.close();
    const again = await connect(there, { ...hello, running: [run] });
    expect((await again.accepted()).stops).to.deep.equal([]);
    await again.operate(run, STEP);
    expect(await scene.row(run.workflowId)).to.include({ owner_xid: run.ownerToken });
  });

  it('is kept by the process that has the executor id, until that one dies', async () => {
    const { hello, worker, run } = await running(here);
    const restarted = { ...hello, instance: randomUUID() };
    const refused = there.caller.connectWorker();
    workers.push(refused);
    refused.write({ hello: restarted });
    expect(await refused.end).to.include({ reason: 'EXECUTOR_ID_IN_USE', outcome: 'not_applied' });
    worker.die();
    // At once, when the stream was seen to close: no lease of this daemon can be over.
    await until(async () => {
      const next = there.caller.connectWorker();
      workers.push(next);
      next.write({ hello: restarted });
      const joined = await next.accepted().catch(() => undefined);
      if (joined === undefined) return false;
      await next.assignment(run.workflowId);
      return true;
    });
    expect(await scene.row(run.workflowId)).to.include({ executor_id: `dbosd:${String(hello.executorId)}` });
  });

  it('is not touched by a stream that a slow daemon lets in when the worker has a newer one', async () => {
    const hello = helloOf({ streamNumber: 2 });
    const { worker, run } = await running(here, hello);
    const late = there.caller.connectWorker();
    workers.push(late);
    late.write({ hello: { ...hello, streamNumber: 1, running: [] } });
    expect(await late.end).to.include({ reason: 'INVALID_FIELD', field: 'hello.stream_number' });
    await worker.operate(run, STEP);
    await worker.assignment(await scene.enqueue(hello));
  });

  it('gives a restarted worker its own back', async () => {
    const patient = await scene.place({ leaseMs: 3_600_000, lostLeaseMs: 3_600_000, orphanMs: 3_600_000 });
    const { hello, worker, run } = await running(patient);
    worker.die();
    await until(async () => (await executors(hello))[0]?.['state'] === 'lost');
    const restarted = await connect(patient, { ...hello, instance: randomUUID() });
    const again = await restarted.assignment(run.workflowId);
    expect(again.attempt).to.equal(2);
  });

  it('tells a worker that comes back what is no more its own, and why', async () => {
    const { hello, worker, run } = await running(here);
    const runs = [run];
    for (let more = 0; more < 3; more++) runs.push(await worker.assignment(await scene.enqueue(hello)));
    const [own, cancelled, deleted, lost] = runs;
    worker.die();
    await worker.end;
    await scene.dbos.query(
      `update dbos.workflow_status set status = 'CANCELLED', owner_xid = null where workflow_uuid = $1`,
      [cancelled!.workflowId],
    );
    await scene.dbos.query(`delete from dbos.workflow_status where workflow_uuid = $1`, [
      deleted!.workflowId,
    ]);
    await scene.dbos.query(`update dbos.workflow_status set owner_xid = 'another' where workflow_uuid = $1`, [
      lost!.workflowId,
    ]);
    const again = await connect(there, { ...hello, running: runs });
    const { stops } = await again.accepted();
    const reasons = await Promise.all(
      stops.map(async ({ ownerToken }) => [ownerToken, (await again.stopCause(ownerToken)).reason]),
    );
    expect(Object.fromEntries(reasons)).to.deep.equal({
      [cancelled!.ownerToken]: 'WORKFLOW_CANCELLED',
      [deleted!.ownerToken]: 'WORKFLOW_NOT_FOUND',
      [lost!.ownerToken]: 'OWNERSHIP_LOST',
    });
    expect(await scene.row(own!.workflowId)).to.include({ owner_xid: own!.ownerToken });
  });

  it('takes back an assignment that is not answered, and gives it out again', async () => {
    const hello = helloOf();
    const id = await scene.enqueue(hello);
    const deaf = await connect(here, hello);
    const unanswered = await deaf.offered(id);
    expect(await deaf.stop(unanswered.ownerToken)).to.include({ reason: 'OWNERSHIP_LOST' });
    const again = await deaf.assignment(id, 1);
    expect(again.ownerToken).to.not.equal(unanswered.ownerToken);
    expect(again.attempt).to.equal(1);
  });

  it('does not hold what nobody has a row for: orphans are found', async () => {
    const hello = helloOf();
    const id = await scene.enqueue(hello);
    await scene.dbos.query(
      `update dbos.workflow_status set status = 'PENDING', executor_id = 'dbosd:nobody', owner_xid = 't' where workflow_uuid = $1`,
      [id],
    );
    const worker = await connect(here, hello);
    await worker.assignment(id);
  });

  it('does not hold what its worker does not run', async () => {
    const { hello, worker, run } = await running(here);
    // A start that reached the store when the process that asked for it had ended.
    const id = await scene.enqueue(hello);
    await worker.operate(await worker.assignment(id), { finishWorkflow: { output: { data: '1' } } });
    await scene.dbos.query(
      `update dbos.workflow_status
      set status = 'PENDING', executor_id = $2, owner_xid = 'late', queue_name = null, recovery_attempts = 1
      where workflow_uuid = $1`,
      [id, `dbosd:${hello.executorId!}`],
    );
    expect((await worker.assignment(id, 1)).attempt).to.equal(1);
    expect(await worker.stop('late')).to.include({ reason: 'OWNERSHIP_LOST' });
    expect(await scene.row(run.workflowId)).to.include({ owner_xid: run.ownerToken });
  });

  it('whose row is gone is begun again, and the worker goes on', async () => {
    const { hello, worker, run } = await running(here);
    const [before] = await executors(hello);
    await scene.dbos.query('delete from dbosd.executor where executor_id = $1', [before!['executor_id']]);
    await until(async () => (await executors(hello)).length === 1);
    await worker.operate(run, STEP);
    expect(await scene.row(run.workflowId)).to.include({ owner_xid: run.ownerToken });
  });

  it('whose row is gone lets nothing be claimed, and the worker gets its share when it is begun again', async () => {
    const place = await scene.place({ beatMs: 500, pollMs: 10 });
    const { hello, worker } = await running(place);
    await scene.dbos.query('delete from dbosd.executor where executor_id = $1', [
      `dbosd:${hello.executorId!}`,
    ]);
    const id = await scene.enqueue(hello);
    // Claims are tried meanwhile.
    const { write } = place.daemon.parts.store;
    const before = write.statements;
    await until(() => write.statements > before + 5);
    await worker.assignment(id);
    expect(await executors(hello)).to.have.length(1);
  });

  it('that was taken away from a living worker is begun again, and it is told what it lost', async () => {
    const { hello, worker, run } = await running(here);
    await scene.dbos.query(
      `with gone as (delete from dbosd.executor where executor_id = $1)
      update dbos.workflow_status set status = 'ENQUEUED', owner_xid = null, started_at_epoch_ms = null
      where executor_id = $1`,
      [`dbosd:${hello.executorId!}`],
    );
    expect(await worker.stop(run.ownerToken)).to.include({ reason: 'OWNERSHIP_LOST' });
    expect((await worker.assignment(run.workflowId, 1)).attempt).to.equal(2);
  });
});
