import { randomUUID } from 'node:crypto';
import { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import { expect } from 'chai';
import { encodeSuperjson } from '@dbosd/shared';
import type {
  DurableOperations,
  ReceiveCommand,
  SendMessageCommand,
  StartWorkflowCommand,
} from '@dbosd/daemon/internal/model/durable.js';
import { withClient } from '../support/connect.js';
import { NEVER_SWEEPING } from '../support/daemon.js';
import { call, durableVerbs, TOKEN } from '../support/durable.js';
import type { Action } from '../support/interop/app-protocol.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { rowsOf, type Rows } from '../support/interop/twins.js';
import { workerTwinOf } from '../support/interop/worker-twin.js';

const LONG_MS = 600_000;

function superjson(value: unknown): { data: string; serialization: string } {
  return { data: encodeSuperjson(value), serialization: 'js_superjson' };
}

function portable(value: unknown): { data: string; serialization: string } {
  return { data: JSON.stringify(value), serialization: 'portable_json' };
}

describe('messages and starts of workflows of dbosd, next to the official SDK', () => {
  let scene: Scene;
  let official: OfficialClient;
  let verbs: DurableOperations;
  const here = new AbortController().signal;

  before(async () => {
    scene = await openScene({ daemon: NEVER_SWEEPING });
    official = await OfficialClient.create({ systemDatabaseUrl: scene.database.url });
    const { store, hub } = scene.daemon.parts;
    ({ verbs } = durableVerbs(store.write, hub));
  });

  after(async () => {
    await official.destroy();
    await scene.close();
  });

  const rows = (id: string): Promise<Rows> => rowsOf(scene.database.url, id);
  const twinOf = (id: string): Promise<string> => workerTwinOf(scene.database.url, id);
  /** A finished workflow of the application. */
  async function performed(...actions: Action[]): Promise<string> {
    const id = await scene.perform(...actions);
    await scene.app.call('result', id);
    return id;
  }
  /** A workflow that a worker of ours runs. */
  const ours = async (): Promise<string> => twinOf(await performed());

  const recv = (id: string, functionId: number, more: Partial<ReceiveCommand> = {}): ReceiveCommand => ({
    ...call(id, functionId),
    timeoutMs: LONG_MS,
    deadlineFunctionId: functionId + 1,
    maxValueBytes: 1_000_000,
    ...more,
  });
  const withoutDeadline = (command: ReceiveCommand): ReceiveCommand => {
    const { deadlineFunctionId: _none, ...rest } = command;
    return rest;
  };

  it('a recv of ours waits for the official client’s send, and is woken by its notification', async () => {
    const id = await ours();
    const received = verbs.receive(recv(id, 0, { topic: 'orders' }), here);

    await official.send(id, { n: 1 }, 'orders');

    expect(await received).to.deep.equal({ kind: 'message', message: superjson({ n: 1 }) });
  });

  it('a recv of ours gets what a workflow of the application sent', async () => {
    const id = await ours();
    const received = verbs.receive(recv(id, 0), here);

    await performed({ do: 'send', to: id, value: 'hello', format: 'portable' });

    expect(await received).to.deep.equal({ kind: 'message', message: portable('hello') });
  });

  it('a send of dbosd wakes a recv of the application, in order, next to the sends of others', async () => {
    const from = await ours();
    const id = await scene.perform({ do: 'receive' }, { do: 'receive' }, { do: 'receive' });
    const message = (functionId: number): SendMessageCommand => ({
      ...call(from, functionId),
      destinationId: id,
      payload: portable(functionId),
    });

    await verbs.sendMessage(message(0));
    await scene.client.send(id, 'from outside');
    await verbs.sendMessage(message(1));

    expect(await scene.app.call('result', id)).to.deep.equal([0, 'from outside', 1]);
  });

  it('a send and a recv of ours leave the rows that those of the SDK leave', async () => {
    const [theirs, toTwin] = [await scene.perform({ do: 'pass', gate: 'end' }), await ours()];
    const sends = (to: string): Action[] => [
      { do: 'send', to, value: [1], topic: 't' },
      { do: 'send', to, value: 2, idempotencyKey: 'k', format: 'portable' },
      { do: 'send', to, value: 3, idempotencyKey: 'k' },
      { do: 'send', to, value: 'step', inStep: true },
    ];
    const id = await scene.perform(
      ...sends(theirs),
      { do: 'receive', topic: 'in' },
      { do: 'receive', topic: 'none', timeoutSeconds: 0.01 },
      { do: 'receive', timeoutSeconds: 0 },
      { do: 'return', value: null },
    );
    await official.send(id, 'message', 'in');
    await scene.app.call('result', id);
    const twin = await twinOf(id);
    await official.send(twin, 'message', 'in');

    const to = { destinationId: toTwin };
    await Promise.all([
      verbs.sendMessage({ ...call(twin, 0), ...to, payload: superjson([1]), topic: 't' }),
      verbs.sendMessage({ ...call(twin, 1), ...to, payload: portable(2), idempotencyKey: 'k' }),
      verbs.sendMessage({ ...call(twin, 2), ...to, payload: superjson(3), idempotencyKey: 'k' }),
      verbs.sendMessage({ ...call(twin, 3, { stepAttempt: 1 }), ...to, payload: superjson('step') }),
      verbs.recordStep({ ...call(twin, 3), functionName: 'send', output: superjson(undefined) }),
      verbs.receive(recv(twin, 4, { topic: 'in' }), here),
      verbs.receive(recv(twin, 6, { topic: 'none', timeoutMs: 10 }), here),
      verbs.receive(withoutDeadline(recv(twin, 8, { timeoutMs: 0 })), here),
    ]);
    await verbs.finishWorkflow({ workflowId: twin, ownerToken: TOKEN, output: superjson(null) });

    expect(await rows(twin)).to.deep.equal(await rows(id));
    expect((await rows(toTwin))['notifications']).to.deep.equal((await rows(theirs))['notifications']);
    await scene.app.call('open', 'end');
  });

  it('a start of ours leaves the rows that the SDK’s startWorkflow leaves: child, queued, and by none', async () => {
    const queued = { queueName: 'not registered', actions: [] };
    const id = await performed(
      { do: 'start', actions: [{ do: 'pass', gate: 'children' }] },
      { do: 'start', actions: [{ do: 'pass', gate: 'children' }], timeoutMS: LONG_MS },
      {
        do: 'start',
        ...queued,
        timeoutMS: LONG_MS,
        enqueueOptions: { priority: 3, deduplicationID: 'theirs', queuePartitionKey: 'p' },
      },
      { do: 'start', ...queued, enqueueOptions: { delaySeconds: 3600 } },
      {
        do: 'start',
        ...queued,
        enqueueOptions: { deduplicationID: 'theirs' },
        returnExisting: true,
      },
    );
    const twin = await twinOf(id);
    const placement = { queueName: queued.queueName, returnDeduplicated: false, priority: 0, delayMs: 0 };
    const start = async (functionId: number, more: Partial<StartWorkflowCommand>): Promise<void> => {
      await verbs.startWorkflow({
        parent: call(twin, functionId),
        workflowId: `${twin}-${String(functionId)}`,
        workflowName: 'perform',
        input: superjson([functionId < 2 ? [{ do: 'pass', gate: 'children' }] : []]),
        token: randomUUID(),
        rejectIdInUse: false,
        inheritDeadline: false,
        authenticatedRoles: [],
        applicationName: 'interop',
        applicationVersion: 'interop-1',
        executorId: 'dbosd:e',
        ...more,
      });
    };
    await start(0, {});
    await start(1, { timeoutMs: LONG_MS });
    await start(2, {
      timeoutMs: LONG_MS,
      queue: { ...placement, priority: 3, deduplicationId: 'ours', queuePartitionKey: 'p' },
    });
    await start(3, { queue: { ...placement, delayMs: 3_600_000 } });
    await start(4, { queue: { ...placement, deduplicationId: 'ours', returnDeduplicated: true } });

    const spelt = (found: Rows, parent: string): unknown =>
      JSON.parse(
        JSON.stringify(found, (column, value: unknown) =>
          column === 'owner_xid' && value !== null ? 'a token' : value,
        )
          .replaceAll(parent, 'parent')
          .replaceAll('"theirs"', '"ours"'),
      );
    for (const child of [0, 1, 2, 3]) {
      const [mine, theirs] = [`${twin}-${String(child)}`, `${id}-${String(child)}`];
      expect(spelt(await rows(mine), twin), String(child)).to.deep.equal(spelt(await rows(theirs), id));
    }
    const steps = async (parent: string): Promise<unknown> =>
      (spelt(await rows(parent), parent) as Rows)['operation_outputs'];
    expect(await steps(twin)).to.deep.equal(await steps(id));

    const direct = `direct ${randomUUID()}`;
    await scene.app.call('start', 'perform', `${direct} theirs`, [{ do: 'pass', gate: 'children' }]);
    await verbs.startWorkflow({
      workflowId: `${direct} mine`,
      workflowName: 'perform',
      input: superjson([[{ do: 'pass', gate: 'children' }]]),
      token: randomUUID(),
      rejectIdInUse: false,
      inheritDeadline: false,
      authenticatedRoles: [],
      applicationName: 'interop',
      applicationVersion: 'interop-1',
      executorId: 'dbosd:e',
    });
    expect(spelt(await rows(`${direct} mine`), ' mine')).to.deep.equal(
      spelt(await rows(`${direct} theirs`), ' theirs'),
    );
    await scene.app.call('open', 'children');
  });

  it('the official client sees what ours received and sent as steps of its own', async () => {
    const id = await ours();
    await official.send(id, { n: 1 });
    await verbs.receive(recv(id, 0), here);
    await verbs.sendMessage({ ...call(id, 2), destinationId: id, payload: portable('to myself') });

    const steps = await official.listWorkflowSteps(id);

    expect(steps?.map(({ name, output }) => [name, output])).to.deep.include.members([
      ['DBOS.recv', { n: 1 }],
      ['DBOS.send', null],
    ]);
    await withClient(scene.database.url, async (client) => {
      const { rows: consumed } = await client.query(
        `select consumed_by_function_id as by from dbos.notifications where destination_uuid = $1 and consumed`,
        [id],
      );
      expect(consumed).to.deep.equal([{ by: 0 }]);
    });
  });
});
