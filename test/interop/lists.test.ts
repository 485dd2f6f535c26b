import { DBOSClient as OfficialClient, type GetWorkflowsInput } from '@dbos-inc/dbos-sdk';
import type { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { withClient } from '../support/connect.js';
import { openScene, type Scene } from '../support/interop/scene.js';

const T0 = 1_700_000_000_000;
const time = (second: number): string => new Date(T0 + second * 1000).toISOString();

describe('the lists of the official client and ours', () => {
  let scene: Scene;
  let ours: DBOSClient;
  let official: OfficialClient;
  let ended: string;
  let failed: string;
  let queued: string[];

  before(async () => {
    scene = await openScene({ daemon: { sweepIntervalMs: 100 } });
    ours = scene.client;
    official = await OfficialClient.create({ systemDatabaseUrl: scene.database.url });
    ended = await scene.perform(
      { do: 'setEvent', key: 'state', value: 1 },
      { do: 'write', key: 's', value: 'v', inStep: true },
      { do: 'return', value: { done: [new Date(0)] } },
    );
    failed = await scene.perform({ do: 'throw', message: 'no', code: 7 });
    await ours.waitAll([ended, failed].map((id) => ours.retrieveWorkflow(id)));
    queued = [];
    for (const client of [ours, official] as const) {
      for (const [nth, queueName] of ['far', 'away', 'far'].entries()) {
        const { workflowID } = await client.enqueue(
          {
            queueName,
            workflowName: `later ${String(nth)}`,
            priority: nth + 1,
            attributes: { tenant: queueName, nth: [nth] },
            authenticatedUser: 'ann',
            appVersion: `v${String(nth)}`,
            applicationName: nth === 0 ? 'shop' : 'mill',
            ...(nth === 1 ? { delaySeconds: 3600 } : {}),
          },
          nth,
        );
        queued.push(workflowID);
      }
    }
    // The official list knows no order among those of one millisecond.
    await withClient(scene.database.url, async (client) => {
      for (const [second, id] of [ended, failed, ...queued].entries()) {
        await client.query(
          `update dbos.workflow_status
           set created_at = $2, parent_workflow_id = $3, forked_from = $4, was_forked_from = $5, schedule_name = $6
           where workflow_uuid = $1`,
          [
            id,
            T0 + second * 1000,
            second === 3 ? ended : null,
            second === 4 ? failed : null,
            id === failed,
            second % 2 === 0 ? 'nightly' : null,
          ],
        );
      }
      await client.query('update dbos.workflow_status set completed_at = $2 where workflow_uuid = $1', [
        ended,
        T0,
      ]);
      await client.query(
        'update dbos.workflow_status set started_at_epoch_ms = $2 where workflow_uuid = $1',
        [failed, T0 + 500],
      );
    });
  });

  after(async () => {
    await official.destroy();
    await scene.close();
  });

  const inputs: readonly (() => GetWorkflowsInput)[] = [
    () => ({}),
    () => ({ sortDesc: true }),
    () => ({ limit: 3, offset: 2 }),
    () => ({ limit: 3, offset: 2, sortDesc: true }),
    () => ({ offset: 100 }),
    () => ({ workflowIDs: [failed, queued[0]!, 'nobody'] }),
    () => ({ workflow_id_prefix: ended.slice(0, 8) }),
    () => ({ workflow_id_prefix: [ended, failed] }),
    () => ({ workflowName: 'later 1' }),
    () => ({ workflowName: ['later 1', 'perform'] }),
    () => ({ status: 'ENQUEUED' }),
    () => ({ status: ['SUCCESS', 'ERROR', 'DELAYED'] }),
    () => ({ startTime: time(2), endTime: time(5) }),
    () => ({ completedAfter: time(0), completedBefore: time(0) }),
    () => ({ dequeuedAfter: time(0), dequeuedBefore: time(1) }),
    () => ({ authenticatedUser: ['ann', 'bob'] }),
    () => ({ authenticatedUser: '' }),
    () => ({ applicationVersion: 'v1' }),
    () => ({ executorId: 'local' }),
    () => ({ queueName: 'far' }),
    () => ({ queueName: ['far', 'away'], status: 'ENQUEUED' }),
    () => ({ queuesOnly: true }),
    () => ({ queuesOnly: true, queueName: 'away', sortDesc: true }),
    () => ({ forkedFrom: failed }),
    () => ({ wasForkedFrom: true }),
    () => ({ wasForkedFrom: false }),
    () => ({ isFork: true }),
    () => ({ isFork: false }),
    () => ({ parentWorkflowID: [ended] }),
    () => ({ hasParent: true }),
    () => ({ hasParent: false }),
    () => ({ attributes: { tenant: 'far' } }),
    () => ({ attributes: { nth: [1] } }),
    () => ({ attributes: {} }),
    () => ({ scheduleName: 'nightly', limit: 2 }),
    () => ({ applicationName: 'shop' }),
    () => ({ applicationName: ['shop', 'mill'] }),
    () => ({ applicationName: [] }),
    () => ({ loadInput: false }),
    () => ({ loadOutput: false }),
  ];

  it('of workflows are the same for every filter', async () => {
    for (const input of inputs) {
      const theirs = (await official.listWorkflows(input())).map(said);
      const what = JSON.stringify(input());
      expect((await ours.listWorkflows(input())).map(said), what).to.deep.equal(theirs);
      const waiting = (await official.listQueuedWorkflows(input())).map(said);
      expect((await ours.listQueuedWorkflows(input())).map(said), `queued, ${what}`).to.deep.equal(waiting);
    }
    expect(await official.listWorkflows({})).to.have.length(2 + queued.length);
  });

  it('are those of the application that the client acts for, unless ids or applications are named', async () => {
    const options = { systemDatabaseUrl: scene.database.url, applicationName: 'shop' };
    const shop = await OfficialClient.create(options);
    const ourShop = await scene.daemon.connect({ applicationName: 'shop' });
    try {
      for (const input of [
        {},
        { workflowIDs: queued },
        { applicationName: 'mill' },
        { applicationName: [] },
      ]) {
        const theirs = (await shop.listWorkflows({ ...input })).map(said);
        expect((await ourShop.listWorkflows(input)).map(said), JSON.stringify(input)).to.deep.equal(theirs);
      }
    } finally {
      await shop.destroy();
    }
  });

  it('of steps are the same, and undefined for a workflow that does not exist', async () => {
    for (const id of [ended, failed, queued[0]!]) {
      for (const options of [{}, { limit: 1 }, { limit: 1, offset: 1 }, { limit: 0 }]) {
        const theirs = (await official.listWorkflowSteps(id, options))?.map(said);
        expect((await ours.listWorkflowSteps(id, options))?.map(said), JSON.stringify(options)).to.deep.equal(
          theirs,
        );
      }
    }
    expect(await ours.listWorkflowSteps(ended)).to.have.length.greaterThan(1);
    expect([
      await ours.listWorkflowSteps('nobody'),
      await official.listWorkflowSteps('nobody'),
    ]).to.deep.equal([undefined, undefined]);
  });

  it('of queues are the same, and one is found by its name', async () => {
    await ours.registerQueue('of none', { concurrency: 2 });
    await official.registerQueue('of the shop', { applicationName: 'shop', workerConcurrency: 1 });
    for (const names of [undefined, 'shop', ['mill', 'inn'], [], '']) {
      const theirs = (await official.listQueues(names)).map(({ name }) => name).sort();
      expect((await ours.listQueues(names)).map(({ name }) => name).sort(), String(names)).to.deep.equal(
        theirs,
      );
    }
    expect(await ours.retrieveQueue('of the shop')).to.include({
      applicationName: 'shop',
      workerConcurrency: 1,
    });
    expect(await ours.retrieveQueue('nowhere')).to.equal(null);
  });

  it('may be taken one by one, and no further than is wanted', async () => {
    const names: string[] = [];
    for await (const { workflowName } of ours.listAllWorkflows({ queueName: 'far' })) {
      names.push(workflowName);
      if (names.length === 2) break;
    }
    expect(names).to.deep.equal(['later 0', 'later 2']);
  });

  it('wait for the first and for all of some workflows of the application', async () => {
    const ids = [
      await scene.perform({ do: 'pass', gate: 'one' }, { do: 'return', value: 1 }),
      await scene.perform({ do: 'pass', gate: 'two' }, { do: 'throw', message: 'two' }),
    ];
    const handles = ids.map((id) => ours.retrieveWorkflow(id));
    const first = ours.waitFirst(handles);
    const all = ours.waitAll(handles);
    await scene.app.call('open', 'two');
    expect(await first).to.equal(handles[1]);
    await scene.app.call('open', 'one');
    expect(await all).to.deep.equal(handles);
  });
});

/** The fields that say something: theirs are undefined or the empty text for what is not set, ours are absent. */
function said(status: object): object {
  return Object.fromEntries(
    Object.entries(status).filter(([, value]) => value !== undefined && value !== '' && value !== null),
  );
}
