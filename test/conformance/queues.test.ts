import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';

overSurfaces('UpsertQueue', (on) => {
  const limits = {
    concurrency: 10,
    workerConcurrency: 2,
    rate: { limit: 100, periodMs: 1500 },
    pollingIntervalMs: 250,
  };

  it('registers a queue with its settings, and overwrites all of them', async () => {
    const { surface, dbos } = on();
    const name = randomUUID();
    expect(await surface.registerQueue(name, limits)).to.deep.equal({ name, ...limits });
    const [row] = await dbos.query(
      `select concurrency, worker_concurrency, rate_limit_max, rate_limit_period_sec, polling_interval_sec,
         partition_queue, priority_enabled
       from dbos.queues where name = $1`,
      [name],
    );
    expect(row).to.deep.equal({
      concurrency: 10,
      worker_concurrency: 2,
      rate_limit_max: 100,
      rate_limit_period_sec: 1.5,
      polling_interval_sec: 0.25,
      partition_queue: false,
      priority_enabled: true,
    });
    expect(await surface.registerQueue(name, { concurrency: 5 })).to.deep.equal({
      name,
      concurrency: 5,
      pollingIntervalMs: 1000,
    });
  });

  it('leaves a registered queue as it is where asked to', async () => {
    const { surface } = on();
    const name = randomUUID();
    await surface.registerQueue(name, limits);
    const kept = await surface.registerQueue(name, { concurrency: 1 }, { neverUpdate: true });
    expect(kept).to.deep.equal({ name, ...limits });
  });

  it('changes one setting, and leaves the others', async () => {
    const { surface } = on();
    const name = randomUUID();
    await surface.registerQueue(name, limits);
    await surface.setConcurrency(name, 20);
    expect(await surface.registerQueue(name, {}, { neverUpdate: true })).to.deep.equal({
      name,
      ...limits,
      concurrency: 20,
    });
    await surface.setConcurrency(name, undefined);
    expect(await surface.registerQueue(name, {}, { neverUpdate: true })).to.not.have.property('concurrency');
  });

  it('refuses a queue that another application owns', async () => {
    const { surface } = on();
    const name = randomUUID();
    const owned = await surface.registerQueue(name, {}, { applicationName: 'shop' });
    expect(owned.applicationName).to.equal('shop');
    const error = await failureOf(surface.registerQueue(name, {}, { applicationName: 'other' }));
    expect(error).to.include({ reason: 'INVALID_FIELD', outcome: 'not_applied' });
  });

  it("refuses settings that contradict each other, and names that are DBOS's own", async () => {
    const { surface } = on();
    for (const [name, settings] of [
      [randomUUID(), { concurrency: 1, workerConcurrency: 2 }],
      [randomUUID(), { concurrency: -1 }],
      ['_dbos_internal_queue', {}],
    ] as const) {
      expect((await failureOf(surface.registerQueue(name, settings))).reason).to.equal('INVALID_FIELD');
    }
  });
});

overSurfaces('GetQueue, ListQueues and DeleteQueue', (on) => {
  it('show a queue while it is registered', async () => {
    const { surface } = on();
    const name = randomUUID();
    const registered = await surface.registerQueue(name, { concurrency: 3 });
    expect(await surface.getQueue(name)).to.deep.equal(registered);
    await surface.deleteQueue(name);
    await surface.deleteQueue(name);
    expect(await surface.getQueue(name)).to.equal(undefined);
  });

  it('list the queues of some applications and those of none', async () => {
    const { surface } = on();
    const [mine, yours] = [randomUUID(), randomUUID()];
    const one = await surface.registerQueue(`${mine}-1`, { concurrency: 3 }, { applicationName: mine });
    const two = await surface.registerQueue(`${mine}-2`, { rate: { limit: 1, periodMs: 2000 } });
    const three = await surface.registerQueue(`${mine}-3`, {}, { applicationName: yours });
    const listed = async (...applications: string[]): Promise<unknown> =>
      (await surface.listQueues(applications)).filter(({ name }) => name.startsWith(mine));
    expect(await listed(mine)).to.deep.equal([one, two]);
    expect(await listed(mine, yours)).to.deep.equal([one, two, three]);
    expect(await listed()).to.deep.equal([one, two, three]);
  });
});

overWires('The answers of QueueService', (on) => {
  it('say whether this request registered the queue', async () => {
    const { wire } = on();
    const queue = { name: randomUUID(), concurrency: 1 };
    expect((await wire.call('upsertQueue', { queue })).created).to.equal(true);
    expect((await wire.call('upsertQueue', { queue })).created).to.equal(false);
    const got = await wire.call('getQueue', { name: queue.name });
    expect(got.queue).to.deep.include({ ...queue, pollingInterval: { seconds: 1, nanos: 0 } });
  });

  it('are the first ones to a request that is sent again under its request_id, and refuse another', async () => {
    const { wire, dbos } = on();
    const request = { queue: { name: randomUUID(), concurrency: 1 }, requestId: randomUUID() };
    const first = await wire.call('upsertQueue', request);
    await dbos.query('update dbos.queues set concurrency = 2 where name = $1', [request.queue.name]);
    expect(await wire.call('upsertQueue', request)).to.deep.equal(first);
    expect((await wire.call('getQueue', { name: request.queue.name })).queue!.concurrency).to.equal(2);
    const other = { ...request, queue: { ...request.queue, concurrency: 3 } };
    expect((await failureOf(wire.call('upsertQueue', other))).reason).to.equal('IDEMPOTENCY_KEY_REUSED');
  });

  it('refuse a queue that is not registered, to change it or to get it', async () => {
    const { wire } = on();
    const name = randomUUID();
    const change = { queue: { name, concurrency: 1 }, updateMask: { paths: ['concurrency'] } };
    expect((await failureOf(wire.call('upsertQueue', change))).reason).to.equal('QUEUE_NOT_FOUND');
    expect((await failureOf(wire.call('getQueue', { name }))).reason).to.equal('QUEUE_NOT_FOUND');
  });

  it('refuse a mask that names no setting', async () => {
    const { wire } = on();
    const name = randomUUID();
    await wire.call('upsertQueue', { queue: { name } });
    for (const [paths, field] of [
      [[], 'update_mask'],
      [['name'], 'update_mask.paths[0]'],
      [['concurrency', 'colour'], 'update_mask.paths[1]'],
    ] as const) {
      const request = { queue: { name, concurrency: 1 }, updateMask: { paths: [...paths] } };
      const error = await failureOf(wire.call('upsertQueue', request));
      expect(error.reason).to.equal('INVALID_FIELD');
      expect(error.field).to.equal(field);
    }
    expect((await wire.call('getQueue', { name })).queue).to.not.have.property('concurrency');
  });

  it('make a queue with a limit of partitions a partitioned one', async () => {
    const { wire, dbos } = on();
    const name = randomUUID();
    const partitionRateLimit = { limit: 1, period: { seconds: 2, nanos: 0 } };
    const { queue } = await wire.call('upsertQueue', { queue: { name, partitionRateLimit } });
    expect(queue!.partitionRateLimit).to.deep.equal(partitionRateLimit);
    expect(await dbos.query('select partition_queue from dbos.queues where name = $1', [name])).to.deep.equal(
      [{ partition_queue: true }],
    );
  });
});

overWires('ListQueues', (on) => {
  it('lists the queues of some applications and those of none, page by page, as GetQueue shows them', async () => {
    const { wire } = on();
    const [mine, yours] = [randomUUID(), randomUUID()];
    const queues = [
      { name: `${mine}-1`, applicationName: mine, concurrency: 3 },
      { name: `${mine}-2`, rateLimit: { limit: 1, period: { seconds: 2 } } },
      { name: `${mine}-3`, applicationName: yours },
    ];
    for (const queue of queues) await wire.call('upsertQueue', { queue });
    const names = async (applicationNames: string[]): Promise<string[]> => {
      const found: string[] = [];
      let pageToken = '';
      do {
        const page = await wire.call('listQueues', { applicationNames, pageSize: 1, pageToken });
        expect(page.queues.length).to.be.at.most(1);
        for (const queue of page.queues) {
          expect(queue).to.deep.equal((await wire.call('getQueue', { name: queue.name })).queue);
          found.push(queue.name);
        }
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
      return found.filter((name) => name.startsWith(mine));
    };
    expect(await names([mine])).to.deep.equal([`${mine}-1`, `${mine}-2`]);
    expect(await names([])).to.deep.equal([`${mine}-1`, `${mine}-2`, `${mine}-3`]);
    const token = (await wire.call('listQueues', { pageSize: 1 })).nextPageToken;
    const other = wire.call('listQueues', { applicationNames: [mine], pageToken: token });
    expect((await failureOf(other)).reason).to.equal('INVALID_PAGE_TOKEN');
  });
});
