import { randomUUID } from 'node:crypto';
import type { contract } from '@dbosd/shared';
import { expect } from 'chai';
import { NEVER_SWEEPING } from '../../support/daemon.js';
import { until } from '../../support/until.js';
import type { WorkerCaller } from '../../support/worker-caller.js';
import { colleague, helloOf, queueOf, WorkerScene, type Place } from '../../support/worker-scene.js';

type Columns = Readonly<Record<string, unknown>>;

describe('workers take from queues', () => {
  let scene: WorkerScene;
  let here: Place;
  let there: Place;
  let hello: contract.WorkerHello;
  const workers: WorkerCaller[] = [];

  before(async () => {
    scene = await WorkerScene.open();
    // Leases play no part here.
    const timing = { leaseMs: 60_000, lostLeaseMs: 60_000, answerMs: 60_000, pollMs: 30 };
    here = await scene.place(timing);
    there = await scene.place(timing);
  });

  beforeEach(() => {
    hello = helloOf();
  });

  afterEach(() => {
    for (const worker of workers.splice(0)) worker.die();
  });

  after(() => scene.close());

  async function connect(place: Place, as = hello): Promise<WorkerCaller> {
    const worker = await place.worker(as);
    workers.push(worker);
    return worker;
  }

  /** Several workflows on the application's queue, oldest first, each with these columns. */
  async function enqueue(...rows: Columns[]): Promise<string[]> {
    const ids: string[] = [];
    for (const columns of rows) {
      const id = randomUUID();
      ids.push(id);
      const given: Columns = {
        workflow_uuid: id,
        status: 'ENQUEUED',
        name: 'order',
        queue_name: queueOf(hello.applicationName),
        application_name: hello.applicationName,
        serialization: 'portable_json',
        created_at: ids.length,
        ...columns,
      };
      const names = Object.keys(given);
      await scene.dbos.query(
        `insert into dbos.workflow_status (${names.join(', ')})
        values (${names.map((_name, index) => `$${String(index + 1)}`).join(', ')})`,
        Object.values(given),
      );
    }
    return ids;
  }

  async function queue(limits: Columns = {}): Promise<void> {
    const given = {
      name: queueOf(hello.applicationName),
      application_name: hello.applicationName,
      ...limits,
    };
    const names = Object.keys(given);
    await scene.dbos.query(
      `insert into dbos.queues (${names.join(', ')})
      values (${names.map((_name, index) => `$${String(index + 1)}`).join(', ')})`,
      Object.values(given),
    );
  }

  async function running(): Promise<number> {
    const [row] = await scene.dbos.query<{ count: number }>(
      `select count(*)::int as count from dbos.workflow_status where application_name = $1 and status = 'PENDING'`,
      [hello.applicationName],
    );
    return row!.count;
  }

  async function statuses(ids: readonly string[]): Promise<unknown[]> {
    return Promise.all(ids.map(async (id) => (await scene.row(id))?.['status']));
  }

  /** Rounds of claims after which all that could be claimed is: a workflow of the internal queue comes through last. */
  async function settled(...open: WorkerCaller[]): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const [id] = await enqueue({ queue_name: '_dbos_internal_queue' });
      await Promise.any(open.map(async (worker) => finish(worker, await worker.assignment(id!))));
    }
  }

  async function finish(worker: WorkerCaller, run: contract.Assignment__Output): Promise<void> {
    await worker.operate(run, { finishWorkflow: { output: { data: 'null' } } });
  }

  it('also when claims from another queue fail again and again', async () => {
    const bad = (name: string): Columns => ({ queue_name: `${name} ${hello.applicationName!}` });
    // Whichever is looked at first, the good one is not.
    await queue({ name: bad('bad').queue_name });
    await queue();
    await queue({ name: bad('worse').queue_name });
    await scene.dbos.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
      create trigger refuse before update on dbos.workflow_status
      for each row when (new.queue_name ~ '^(bad|worse) ') execute function refuse()`);
    const [, good] = await enqueue(bad('bad'), {}, bad('worse'));
    const worker = await connect(here);
    await worker.assignment(good!);
    await scene.dbos.query('drop trigger refuse on dbos.workflow_status');
  });

  it('by priority, and then by age', async () => {
    await queue({ concurrency: 1 });
    const [low, second, first] = await enqueue(
      { priority: 5 },
      { priority: 1, created_at: 9 },
      { priority: 1, created_at: 8 },
    );
    const worker = await connect(here);
    for (const id of [first, second, low]) await finish(worker, await worker.assignment(id!));
    expect(worker.assignments.map(({ workflowId }) => workflowId)).to.deep.equal([first, second, low]);
  });

  it('no more at once than its concurrency, from however many daemons', async () => {
    await queue({ concurrency: 2 });
    const ids = await enqueue(...Array.from({ length: 12 }, () => ({})));
    const two = [await connect(here), await connect(there, colleague(hello))];
    let most = 0;
    let finished = 0;
    const done = two.map(async (worker) => {
      for (let place = 0; ; place++) {
        const run = await worker.until(() => worker.assignments[place]).catch(() => undefined);
        if (run === undefined) return;
        worker.take(run);
        most = Math.max(most, await running());
        await finish(worker, run);
        finished += 1;
      }
    });
    // Not the rows: one may have ended whose worker still waits to be told so.
    await until(() => finished === ids.length);
    expect(await statuses(ids)).to.deep.equal(ids.map(() => 'SUCCESS'));
    for (const worker of two) worker.die();
    await Promise.all(done);
    expect(most).to.be.within(1, 2);
    const given = two.flatMap(({ assignments }) => assignments.map(({ workflowId }) => workflowId));
    expect(given).to.have.members(ids);
  });

  it('no more at once than a worker may, each', async () => {
    await queue({ worker_concurrency: 1 });
    const [a, b, c] = await enqueue({}, {}, {});
    const first = await connect(here);
    const run = await first.assignment(a!);
    await settled(first);
    expect(await statuses([b!, c!])).to.deep.equal(['ENQUEUED', 'ENQUEUED']);
    const second = await connect(here, colleague(hello));
    await second.assignment(b!);
    await settled(first, second);
    expect(await statuses([c!])).to.deep.equal(['ENQUEUED']);
    await finish(first, run);
    await first.assignment(c!);
  });

  it('no more in a period than its rate allows', async () => {
    await queue({ rate_limit_max: 2, rate_limit_period_sec: 3600 });
    const ids = await enqueue({}, {}, {});
    const worker = await connect(here);
    for (const id of ids.slice(0, 2)) await finish(worker, await worker.assignment(id));
    await settled(worker);
    expect(await statuses(ids)).to.deep.equal(['SUCCESS', 'SUCCESS', 'ENQUEUED']);
    expect(await scene.row(ids[0]!)).to.include({ rate_limited: true });
    // The period passes.
    await scene.dbos.query(
      'update dbos.workflow_status set started_at_epoch_ms = started_at_epoch_ms - 3600001 where workflow_uuid = $1',
      [ids[0]],
    );
    await worker.assignment(ids[2]!);
  });

  it('within the limits of each partition, and nothing without one', async () => {
    await queue({ partition_concurrency: 1, partition_queue: true });
    const [a1, a2, b1, none] = await enqueue(
      { queue_partition_key: 'a' },
      { queue_partition_key: 'a' },
      { queue_partition_key: 'b' },
      {},
    );
    const worker = await connect(here);
    const run = await worker.assignment(a1!);
    expect(run.queuePartitionKey).to.equal('a');
    await worker.assignment(b1!);
    await settled(worker);
    expect(await statuses([a2!, none!])).to.deep.equal(['ENQUEUED', 'ENQUEUED']);
    await finish(worker, run);
    await worker.assignment(a2!);
  });

  it('within the limits of a partition and of the whole queue', async () => {
    await queue({ partition_concurrency: 1, concurrency: 2, partition_queue: true });
    const ids = await enqueue(...['a', 'b', 'c', 'd'].map((key) => ({ queue_partition_key: key })));
    const worker = await connect(here);
    await until(async () => (await running()) === 2);
    await settled(worker);
    expect((await statuses(ids)).filter((status) => status === 'PENDING')).to.have.length(2);
  });

  it('within the rate and the worker limit of each partition', async () => {
    await queue({
      partition_rate_limit_max: 1,
      partition_rate_limit_period_sec: 3600,
      partition_worker_concurrency: 1,
      partition_queue: true,
    });
    const ids = await enqueue(...['a', 'a', 'b'].map((key) => ({ queue_partition_key: key })));
    const worker = await connect(here);
    await finish(worker, await worker.assignment(ids[0]!));
    await worker.assignment(ids[2]!);
    await settled(worker);
    expect(await statuses([ids[1]!])).to.deep.equal(['ENQUEUED']);
  });

  it('as many as they offer slots, which may change', async () => {
    await queue();
    const ids = await enqueue({}, {}, {});
    const worker = await connect(here, { ...hello, offer: { slots: 1 } });
    await worker.assignment(ids[0]!);
    await settled(worker);
    expect(await statuses(ids.slice(1))).to.deep.equal(['ENQUEUED', 'ENQUEUED']);
    worker.write({ offer: { slots: 2 } });
    await worker.assignment(ids[1]!);
    await settled(worker);
    expect(await statuses(ids.slice(2))).to.deep.equal(['ENQUEUED']);
    worker.write({ offer: {} });
    await worker.assignment(ids[2]!);
  });

  it('only those that they name, and always DBOS’s own', async () => {
    await queue();
    const [id] = await enqueue({});
    const worker = await connect(here, { ...hello, offer: { queueNames: ['another'] } });
    await settled(worker);
    expect(await statuses([id!])).to.deep.equal(['ENQUEUED']);
    worker.write({ offer: { queueNames: [queueOf(hello.applicationName)] } });
    await worker.assignment(id!);
  });

  it('nothing from a queue that is not registered, or another application’s', async () => {
    const ids = await enqueue({ queue_name: 'nowhere' }, {});
    await queue({ application_name: 'another' });
    const worker = await connect(here);
    await settled(worker);
    expect(await statuses(ids)).to.deep.equal(['ENQUEUED', 'ENQUEUED']);
  });

  it('what their application owns; what nobody owns, if they want it', async () => {
    await queue();
    const [others, nobodys] = await enqueue({ application_name: 'another' }, { application_name: null });
    const proud = await connect(here);
    await settled(proud);
    expect(await statuses([others!, nobodys!])).to.deep.equal(['ENQUEUED', 'ENQUEUED']);
    const humble = await connect(here, { ...colleague(hello), claimUnclaimed: true });
    await humble.assignment(nobodys!);
    expect(await scene.row(nobodys!)).to.include({ application_name: hello.applicationName });
    expect(await statuses([others!])).to.deep.equal(['ENQUEUED']);
  });

  it('what they have registered: by name, class and configuration', async () => {
    await queue();
    const [other, classless, other2, right] = await enqueue(
      { name: 'another' },
      {},
      { class_name: 'Shop', config_name: 'berlin' },
      { class_name: 'Shop', config_name: 'paris' },
    );
    const worker = await connect(here, {
      ...hello,
      workflows: [{ workflowName: 'order', className: 'Shop', configName: 'paris' }, { workflowName: 'o' }],
    });
    expect(await worker.assignment(right!)).to.include({ className: 'Shop', configName: 'paris' });
    await until(async () => (await running()) === 1);
    expect(await statuses([other!, classless!, other2!])).to.deep.equal(['ENQUEUED', 'ENQUEUED', 'ENQUEUED']);
  });

  it('what is of their version; what is of none, if theirs is the latest', async () => {
    await queue();
    const old = await connect(here, hello);
    await connect(here, { ...colleague(hello), applicationVersion: 'v2', offer: { slots: 0 } });
    const [v1, v2, none] = await enqueue(
      { application_version: 'v1' },
      { application_version: 'v2' },
      { application_version: null },
    );
    await old.assignment(v1!);
    // The internal queue's are of no version, too: this asks for one of v1.
    const [last] = await enqueue({ application_version: 'v1' });
    await old.assignment(last!);
    expect(await statuses([v2!, none!])).to.deep.equal(['ENQUEUED', 'ENQUEUED']);
    const latest = await connect(here, { ...colleague(hello), applicationVersion: 'v2' });
    await latest.assignment(v2!);
    await latest.assignment(none!);
    expect(await scene.row(none!)).to.include({ application_version: 'v2' });
  });

  it('what was delayed, when its time has come', async () => {
    await queue();
    const [late, due] = await enqueue(
      { status: 'DELAYED', delay_until_epoch_ms: Date.now() + 3_600_000 },
      { status: 'DELAYED', delay_until_epoch_ms: Date.now() - 1, deduplication_id: 'd', is_debounced: true },
    );
    const worker = await connect(here);
    await worker.assignment(due!);
    expect(await scene.row(due!)).to.include({ deduplication_id: null });
    expect(await statuses([late!])).to.deep.equal(['DELAYED']);
  });

  it('until it is overdue: then it is cancelled, and they are told', async () => {
    await queue();
    const [id] = await enqueue({ workflow_timeout_ms: 100 });
    const worker = await connect(here);
    const run = await worker.assignment(id!);
    expect(run.timeout).to.deep.equal({ seconds: 0, nanos: 100_000_000 });
    expect(run.deadlineIn!.seconds).to.equal(0);
    expect(await worker.stop(run.ownerToken)).to.include({ reason: 'WORKFLOW_CANCELLED' });
    expect(await scene.row(id!)).to.include({ status: 'CANCELLED', queue_name: null, owner_xid: null });
  });

  it('with what it has recorded, a page at a time, and what is left of a sleep', async () => {
    await queue();
    const [id] = await enqueue({ status: 'DELAYED' });
    await scene.dbos.query(
      `insert into dbos.operation_outputs
        (workflow_uuid, function_id, function_name, output, serialization, started_at_epoch_ms, completed_at_epoch_ms)
      select $1, i, 'step ' || i, to_json(repeat('x', 100000))::text, 'portable_json', 1000, 2000 + i
      from generate_series(0, 29) i
      union all
      select $1, 30, 'DBOS.sleep', ((extract(epoch from clock_timestamp()) * 1000)::bigint + 3600000)::text,
        'portable_json', 1000, 2000
      union all
      select $1, 31, 'DBOS.sleep', '1', 'portable_json', 1000, 2000`,
      [id],
    );
    await scene.dbos.query(`update dbos.workflow_status set status = 'ENQUEUED' where workflow_uuid = $1`, [
      id,
    ]);
    const worker = await connect(here);
    const run = await worker.assignment(id!);
    const pages = await worker.until((frames) => {
      const all = [run.checkpoints!, ...frames.flatMap(({ checkpointPages }) => checkpointPages)];
      return all.at(-1)!.last ? all : undefined;
    });
    expect(pages.length).to.be.at.least(3);
    expect(pages.slice(0, -1).map(({ last }) => last)).to.not.include(true);
    const checkpoints = pages.flatMap((page) => page.checkpoints);
    expect(checkpoints.map(({ functionId }) => functionId)).to.deep.equal(
      Array.from({ length: 32 }, (_, i) => i),
    );
    expect(checkpoints[3]).to.deep.include({
      functionName: 'step 3',
      startedAt: { seconds: 1, nanos: 0 },
      completedAt: { seconds: 2, nanos: 3_000_000 },
      remaining: null,
    });
    expect(checkpoints[30]!.remaining!.seconds).to.be.within(3000, 3600);
    expect(checkpoints[31]!.remaining).to.deep.equal({ seconds: 0, nanos: 0 });
  });

  it('at once when it is announced, through whichever daemon', async () => {
    const apart = await WorkerScene.open();
    const rarely = { pollMs: 3_600_000, dueMs: 3_600_000 };
    const place = await apart.place(rarely, NEVER_SWEEPING);
    const other = await apart.place(rarely, NEVER_SWEEPING);
    const queueName = queueOf(hello.applicationName);
    await other.caller.call('QueueService/UpsertQueue', { queue: { name: queueName } });
    const worker = await connect(place);
    const begin = async (): Promise<string> => {
      const { workflowId } = await other.caller.call<{ workflowId: string }>(
        'WorkflowService/EnqueueWorkflow',
        {
          workflowName: 'order',
          queueName,
          applicationName: hello.applicationName,
        },
      );
      return workflowId;
    };
    const id = await begin();
    const { ownerToken } = await worker.assignment(id);
    await other.caller.call('WorkflowService/CancelWorkflows', { workflowIds: [id] });
    expect(await worker.stop(ownerToken)).to.include({ reason: 'WORKFLOW_CANCELLED' });
    await other.caller.call('WorkflowService/ResumeWorkflows', { workflowIds: [id] });
    const resumed = await worker.assignment(id, 1);
    expect(resumed.queueName).to.equal('_dbos_internal_queue');
    await finish(worker, resumed);
    await other.caller.call('WorkflowService/RewindWorkflow', { workflowId: id });
    await worker.assignment(id, 2);
    await other.caller.call('WorkflowService/ForkWorkflow', {
      workflowId: id,
      newWorkflowId: `${id} forked`,
    });
    await worker.assignment(`${id} forked`);
    worker.die();
    await apart.close();
  });
});
