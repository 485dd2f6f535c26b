import { expect } from 'chai';
import { withClient } from '../support/connect.js';
import { NEVER_SWEEPING } from '../support/daemon.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { openScene, receives, type Scene } from '../support/interop/scene.js';
import { migrateWithSdk } from '../support/run-dbos-app.js';
import { until } from '../support/until.js';

describe('a database that was migrated without the trigger on messages', () => {
  let database: TestDatabase;
  let scene: Scene;

  before(async () => {
    database = await createDatabase();
    await migrateWithSdk({ url: database.url, useListenNotify: false });
    scene = await openScene({ database, daemon: NEVER_SWEEPING });
  });

  after(() => scene.close());

  it('has none, also when an application that listens has launched on it', async () => {
    expect(await triggers(database.url)).to.equal(0);
  });

  it('lets a send through the daemon wake a recv that does not poll', async () => {
    const workflowId = await scene.perform(...receives(3, 'orders'));
    for (const [value, waits] of [1, 2, 3].entries()) {
      // A recv records its deadline before it waits.
      await until(async () => (await recordedDeadlines(database.url, workflowId)) >= waits);
      await scene.client.send(workflowId, value, 'orders');
    }
    expect(await scene.app.call('result', workflowId)).to.deep.equal([0, 1, 2]);
  });

  it('is told of every message, with a topic and without, by the daemon', async () => {
    await withClient(database.url, async (listener) => {
      const heard: (string | undefined)[] = [];
      listener.on('notification', ({ payload }) => heard.push(payload));
      await listener.query('listen dbos_notifications_channel');
      const workflowId = await scene.perform({ do: 'receive' }, { do: 'receive', topic: 'orders' });
      await scene.client.send(workflowId, 1);
      await scene.client.send(workflowId, 2, 'orders');
      await until(() => heard.length >= 2);
      expect(heard).to.have.members([`${workflowId}::__null__topic__`, `${workflowId}::orders`]);
      expect(await scene.app.call('result', workflowId)).to.deep.equal([1, 2]);
    });
  });
});

async function triggers(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `select from pg_trigger where tgrelid = 'dbos.notifications'::regclass and not tgisinternal`,
    );
    return rows.length;
  });
}

async function recordedDeadlines(url: string, workflowId: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `select from dbos.operation_outputs where workflow_uuid = $1 and function_name = 'DBOS.sleep'`,
      [workflowId],
    );
    return rows.length;
  });
}
