import { randomUUID } from 'node:crypto';
import { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import { withClient } from '../support/connect.js';
import { richValue } from '../support/interop/rich-value.js';
import { openScene, receives, type Scene } from '../support/interop/scene.js';
import { collect } from '../support/interop/waits.js';
import { until } from '../support/until.js';

describe('the official DBOSClient next to the daemon', () => {
  let scene: Scene;
  let ours: DBOSClient;
  let official: OfficialClient;

  before(async () => {
    scene = await openScene({ daemon: { sweepIntervalMs: 100 } });
    ours = scene.client;
    official = await OfficialClient.create({ systemDatabaseUrl: scene.database.url });
    await scene.app.call('registerQueue', 'plain');
  });

  after(async () => {
    await official.destroy();
    await scene.close();
  });

  const waiting = { queueName: 'not registered', workflowName: 'later' };

  it('sees a workflow that was enqueued natively through the daemon as one of its own', async () => {
    const options = {
      ...waiting,
      serializationType: 'native' as const,
      priority: 3,
      deduplicationID: 'native',
      workflowTimeoutMS: 60_000,
      delaySeconds: 3600,
      attributes: { tenant: 'acme' },
      authenticatedUser: 'ann',
      authenticatedRoles: ['reader'],
      queuePartitionKey: 'p',
      appVersion: 'v9',
      applicationName: 'interop',
      workflowClassName: 'Jobs',
      workflowConfigName: 'main',
    };
    const input = [richValue(), 2];
    const byUs = await official.getWorkflow((await ours.enqueue(options, ...input)).workflowID);
    const theirs = { ...options, queueName: 'another that is not registered' };
    const byThem = await official.getWorkflow((await official.enqueue(theirs, ...input)).workflowID);
    expect(byUs?.input).to.deep.equal(input);
    expect(comparable(byUs)).to.deep.equal({ ...comparable(byThem), queueName: options.queueName });
  });

  it('sees a workflow that was enqueued portably through the daemon as one of its own', async () => {
    const byUs = await official.getWorkflow((await ours.enqueuePortable(waiting, [1, 'two'])).workflowID);
    const byThem = await official.getWorkflow(
      (await official.enqueuePortable(waiting, [1, 'two'])).workflowID,
    );
    expect(byUs?.input).to.deep.equal([1, 'two']);
    expect(comparable(byUs)).to.deep.equal(comparable(byThem));
  });

  it('leaves rows that the daemon leaves, column by column', async () => {
    const ids = [];
    for (const one of [ours, official] as const) {
      for (const serializationType of ['native', 'portable'] as const) {
        const options = { ...waiting, serializationType, attributes: { a: [1] }, authenticatedRoles: ['r'] };
        ids.push((await one.enqueue(options, 1, { b: new Date(0) })).workflowID);
      }
    }
    const rows = await Promise.all(ids.map((id) => storedRow(scene.database.url, id)));
    expect(rows.slice(0, 2)).to.deep.equal(rows.slice(2));
  });

  it('lists what the daemon enqueued', async () => {
    const queueName = randomUUID();
    const handles = [
      await ours.enqueue({ ...waiting, queueName }, 1),
      await ours.enqueue({ ...waiting, queueName }, 2),
    ];
    const listed = await official.listWorkflows({ queueName });
    expect(listed.map(({ workflowID }) => workflowID)).to.deep.equal(
      handles.map(({ workflowID }) => workflowID),
    );
    expect(listed.map(({ input }) => input as unknown)).to.deep.equal([[1], [2]]);
    const queued = await official.listQueuedWorkflows({ queueName });
    expect(queued).to.have.length(2);
  });

  for (const serializationType of ['native', 'portable'] as const) {
    it(`gets the result of a ${serializationType} workflow that the daemon enqueued, and the daemon of its`, async () => {
      const options = { queueName: 'plain', workflowName: 'echo', serializationType };
      const byUs = await ours.enqueue(options, 'a', { b: 1 });
      const byThem = await official.enqueue(options, 'c');
      const theirView = official.retrieveWorkflow(byUs.workflowID);
      expect(await theirView.getResult({ pollingIntervalMs: 50 })).to.deep.equal(['a', { b: 1 }]);
      expect(await ours.retrieveWorkflow(byThem.workflowID).getResult()).to.deep.equal(['c']);
    });
  }

  it('and ours report the same status of a workflow of the application', async () => {
    const workflowId = await scene.perform(
      { do: 'setEvent', key: 'state', value: 1 },
      { do: 'return', value: richValue() },
    );
    await scene.app.call('result', workflowId);
    const theirs = await official.getWorkflow(workflowId);
    expect(said(await ours.getWorkflow(workflowId))).to.deep.equal(said(theirs));
    expect(theirs?.output).to.deep.equal(richValue());
  });

  it('sends what listMessages shows', async () => {
    const workflowId = await scene.perform({ do: 'receive', topic: 'taken' }, { do: 'pass', gate: 'listed' });
    await official.send(workflowId, 'received', 'taken');
    await scene.app.call('reached', 'listed');
    await official.send(workflowId, richValue(), undefined, 'their key');
    await official.send(workflowId, [1], 'topic', undefined, { serializationType: 'portable' });
    const listed = await collect(ours.listMessages(workflowId));
    expect(listed.map(({ topic, consumed, message }) => ({ topic, consumed, message }))).to.have.deep.members(
      [
        { topic: 'taken', consumed: true, message: 'received' },
        { topic: undefined, consumed: false, message: richValue() },
        { topic: 'topic', consumed: false, message: [1] },
      ],
    );
    expect(listed.map(({ messageID }) => messageID)).to.include(`their key::${workflowId}`);
    const waitingOnes = await collect(ours.listMessages(workflowId, { state: 'waiting', topic: 'topic' }));
    expect(waitingOnes.map(({ message }) => message)).to.deep.equal([[1]]);
    await scene.app.call('open', 'listed');
  });

  it('and the daemon take turns, and the messages are received in the order of answers', async () => {
    const turns = Array.from({ length: 20 }, (_, turn) => turn);
    const workflowId = await scene.perform({ do: 'pass', gate: 'turns' }, ...receives(2 * turns.length));
    for (const turn of turns) {
      await official.send(workflowId, `theirs ${String(turn)}`);
      await ours.send(workflowId, `ours ${String(turn)}`);
      // Of theirs the order is the millisecond in which their transaction began, so it must be a later one.
      await until(() => isPast(scene.database.url, workflowId));
    }
    await scene.app.call('open', 'turns');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(
      turns.flatMap((turn) => [`theirs ${String(turn)}`, `ours ${String(turn)}`]),
    );
  });
});

/** Without what differs from one workflow to the next. */
function comparable(status: object | null | undefined): object {
  const own = ['workflowID', 'createdAt', 'updatedAt', 'delayUntilEpochMS'];
  return Object.fromEntries(Object.entries(status ?? {}).filter(([name]) => !own.includes(name)));
}

/** The fields that say something: theirs are undefined or the empty text for what is not set, ours are absent. */
function said(status: object | null | undefined): object {
  return Object.fromEntries(
    Object.entries(status ?? {}).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** The row without what differs from one workflow to the next, and without named arguments where there are none. */
function storedRow(url: string, workflowId: string): Promise<unknown> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(
      `select to_jsonb(ws) - array['workflow_uuid', 'created_at', 'updated_at', 'creator_xid'] as status,
          ws.creator_xid is not null as has_creator,
          replace(wi.inputs, ',"namedArgs":{}', '') as inputs
        from dbos.workflow_status ws
        left join dbos.workflow_input wi using (workflow_uuid)
        where ws.workflow_uuid = $1`,
      [workflowId],
    );
    return rows[0];
  });
}

/** Whether the clock of the database has passed the stamp of the last message of a workflow. */
function isPast(url: string, workflowId: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ past: boolean }>(
      `select floor(extract(epoch from clock_timestamp()) * 1000) > max(created_at_epoch_ms) as past
        from dbos.notifications
        where destination_uuid = $1`,
      [workflowId],
    );
    return rows[0]?.past === true;
  });
}
