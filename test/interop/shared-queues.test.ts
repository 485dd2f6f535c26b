import { randomUUID } from 'node:crypto';
import type { contract } from '@dbosd/shared';
import { expect } from 'chai';
import { DbosWriter } from '../support/dbos-writer.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { RpcCaller } from '../support/rpc-caller.js';
import { until } from '../support/until.js';
import { helloOf, type WorkerCaller } from '../support/worker-caller.js';

/** As the application of the interop suite calls itself. */
const INTEROP = {
  applicationName: 'interop',
  applicationVersion: 'interop-1',
  workflows: [{ workflowName: 'perform' }],
};

describe('a worker of ours and a DBOS application', () => {
  let scene: Scene;
  let caller: RpcCaller;
  let dbos: DbosWriter;
  const workers: WorkerCaller[] = [];

  before(async () => {
    scene = await openScene({ timing: { dispatch: { pollMs: 50 } } });
    caller = new RpcCaller(scene.daemon.address);
    dbos = new DbosWriter(scene.database.url);
  });

  afterEach(() => {
    for (const worker of workers.splice(0)) worker.write({ goodbye: {} });
  });

  after(async () => {
    caller.close();
    await dbos.close();
    await scene.close();
  });

  async function join(hello: contract.WorkerHello): Promise<WorkerCaller> {
    const worker = caller.connectWorker();
    workers.push(worker);
    await worker.join(helloOf(hello));
    return worker;
  }

  async function enqueue(queueName: string, applicationName: string, gate?: string): Promise<string> {
    const actions = [...(gate === undefined ? [] : [{ do: 'pass', gate }]), { do: 'return', value: 1 }];
    const { workflowId } = await caller.call<{ workflowId: string }>('WorkflowService/EnqueueWorkflow', {
      queueName,
      workflowName: 'perform',
      applicationName,
      input: { portable: { positionalJson: [JSON.stringify(actions)] } },
    });
    return workflowId;
  }

  async function row(id: string): Promise<Record<string, unknown>> {
    const [found] = await dbos.query<Record<string, unknown>>(
      'select * from dbos.workflow_status where workflow_uuid = $1',
      [id],
    );
    return found!;
  }

  it('of one name keep the limits of a queue together', async () => {
    const queueName = randomUUID();
    await scene.app.call('registerQueue', queueName, { globalConcurrency: 3 });
    const worker = await join(INTEROP);
    const ids = await Promise.all(Array.from({ length: 30 }, () => enqueue(queueName, 'interop')));
    const finished = new Set<string>();
    let most = 0;
    await until(async () => {
      const [counts] = await dbos.query<{ running: number; ended: number }>(
        `select count(*) filter (where status = 'PENDING')::int as running,
          count(*) filter (where status = 'SUCCESS')::int as ended
        from dbos.workflow_status where workflow_uuid = any($1)`,
        [ids],
      );
      most = Math.max(most, counts!.running);
      for (const run of worker.assignments.filter(({ ownerToken }) => !finished.has(ownerToken))) {
        finished.add(run.ownerToken);
        worker.take(run);
        await worker.operate(run, { finishWorkflow: { output: { data: '1' } } });
      }
      return counts!.ended === ids.length;
    });
    expect(most).to.be.within(1, 3);
  });

  it('leave the same row when they take a workflow from a queue', async () => {
    const [theirQueue, ourQueue] = [randomUUID(), randomUUID()];
    await scene.app.call('registerQueue', theirQueue);
    const gate = randomUUID();
    const theirs = await enqueue(theirQueue, 'interop', gate);
    await scene.app.call('reached', gate);
    await caller.call('QueueService/UpsertQueue', { queue: { name: ourQueue, applicationName: 'ours' } });
    const worker = await join({ ...INTEROP, applicationName: 'ours' });
    const ours = await enqueue(ourQueue, 'ours');
    await worker.assignment(ours);
    const [their, our] = [await row(theirs), await row(ours)];
    const kind = (value: unknown): unknown => (value === null ? null : typeof value);
    const apart = ['application_name', 'queue_name', 'executor_id', 'application_version', 'workflow_uuid'];
    for (const [column, value] of Object.entries(their)) {
      if (/_at|_ms$|xid$/.test(column) || apart.includes(column)) {
        expect(kind(our[column]), column).to.equal(kind(value));
      } else {
        expect(our[column], column).to.deep.equal(value);
      }
    }
    await scene.app.call('open', gate);
  });

  it('of different names leave each other’s workflows alone', async () => {
    const queueName = randomUUID();
    await scene.app.call('registerQueue', queueName);
    await dbos.query('update dbos.queues set application_name = null where name = $1', [queueName]);
    const worker = await join({ ...INTEROP, applicationName: 'ours' });
    const ours = await enqueue(queueName, 'ours');
    const theirs = await enqueue(queueName, 'interop');
    const run = await worker.assignment(ours);
    expect(await scene.app.call('result', theirs)).to.equal(1);
    // Behind both: whoever takes what is not its own would have taken it before these.
    expect(await scene.app.call('result', await enqueue(queueName, 'interop'))).to.equal(1);
    await worker.assignment(await enqueue(queueName, 'ours'));
    expect(worker.assignments.map(({ workflowId }) => workflowId)).to.not.include(theirs);
    expect(await scene.app.call('begun')).to.not.include(ours);
    expect(await row(ours)).to.include({ owner_xid: run.ownerToken, application_name: 'ours' });
  });
});
