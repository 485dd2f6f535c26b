import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { PortableWorkflowError, type DBOSClient } from '@dbosd/client';
import { NEVER_SWEEPING } from '../support/daemon.js';
import { failureOf } from '../support/failure-of.js';
import type { Action } from '../support/interop/app-protocol.js';
import { richValue } from '../support/interop/rich-value.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { startWaiting } from '../support/interop/waits.js';

describe('a workflow enqueued through the daemon, run by a DBOS application', () => {
  let scene: Scene;
  let client: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: { ...NEVER_SWEEPING, sweepIntervalMs: 100 } });
    client = scene.client;
    await scene.app.call('registerQueue', 'plain');
    await scene.app.call('registerQueue', 'one by one', { globalConcurrency: 1 });
    await scene.app.call('registerQueue', 'partitioned', { partitionConcurrency: 1 });
  });

  after(() => scene.close());

  const echo = { queueName: 'plain', workflowName: 'echo' };
  const perform = (...actions: Action[]): [{ queueName: string; workflowName: string }, Action[]] => [
    { queueName: 'plain', workflowName: 'perform' },
    actions,
  ];

  it('gets portable arguments, and answers portably', async () => {
    const handle = await client.enqueue(echo, 1, 'two', { three: new Date(0) }, [10n]);
    expect(await handle.getResult()).to.deep.equal([1, 'two', { three: '1970-01-01T00:00:00.000Z' }, ['10']]);
  });

  it('gets native arguments whole, and answers natively', async () => {
    const handle = await client.enqueue(
      { ...echo, serializationType: 'native' },
      richValue(),
      new Map([[1, 2]]),
    );
    expect(await handle.getResult()).to.deep.equal([richValue(), new Map([[1, 2]])]);
  });

  it('gets the positional arguments of enqueuePortable, and no named ones: DBOS for TypeScript has none', async () => {
    const handle = await client.enqueuePortable(echo, ['a', { b: 1 }], { named: true });
    expect(await handle.getResult()).to.deep.equal(['a', { b: 1 }]);
  });

  it('may have no arguments and no result', async () => {
    expect(await (await client.enqueue(echo)).getResult()).to.deep.equal([]);
    const handle = await client.enqueue(...perform({ do: 'return', value: undefined }));
    expect(await handle.getResult()).to.equal(null);
  });

  it('publishes portably when it was enqueued portably', async () => {
    const handle = await client.enqueue(
      ...perform({ do: 'setEvent', key: 'state', value: { at: new Date(0) } }),
    );
    expect(await client.getEvent(handle.workflowID, 'state')).to.deep.equal({
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('that throws rejects getResult with its portable error', async () => {
    const thrown: Action = { do: 'throw', message: 'bad thing', code: 17, data: { x: 1 } };
    const handle = await client.enqueue(...perform(thrown));
    const error = await rejection(handle.getResult());
    expect(error).to.be.instanceOf(PortableWorkflowError);
    expect(error).to.include({ name: 'TypeError', message: 'bad thing', code: 17 });
    expect((error as { data?: unknown }).data).to.deep.equal({ x: 1 });
  });

  it('that throws natively rejects getResult with the error that it threw', async () => {
    const [options, actions] = perform({
      do: 'throw',
      message: 'bad thing',
      code: 'E_BAD',
      data: { x: 1 },
    });
    const handle = await client.enqueue({ ...options, serializationType: 'native' }, actions);
    const error = await rejection(handle.getResult());
    expect(error).to.be.instanceOf(TypeError);
    expect(error).to.include({ name: 'TypeError', message: 'bad thing', code: 'E_BAD' });
    expect(error.stack).to.contain('workflows.js');
    expect((error as TypeError & { data: unknown }).data).to.deep.equal({ x: 1 });
  });

  it('that is cancelled by the application rejects getResult', async () => {
    const handle = await client.enqueue(...perform({ do: 'pass', gate: 'cancel me' }));
    await scene.app.call('reached', 'cancel me');
    const failed = failureOf(handle.getResult());
    await scene.app.call('cancel', handle.workflowID);
    expect(await failed).to.include({ reason: 'WORKFLOW_CANCELLED' });
    await scene.app.call('open', 'cancel me');
  });

  it('that runs beyond its timeout is cancelled', async () => {
    const [options, actions] = perform({ do: 'receive' });
    const handle = await client.enqueue({ ...options, workflowTimeoutMS: 300 }, actions);
    expect(await failureOf(handle.getResult())).to.include({ reason: 'WORKFLOW_CANCELLED' });
    expect(await handle.getStatus()).to.include({ status: 'CANCELLED', timeoutMS: 300 });
  });

  it('is awaited by a getResult that began before it was enqueued', async () => {
    const workflowID = randomUUID();
    const result = await startWaiting(scene.daemon, workflowID, () =>
      client.retrieveWorkflow(workflowID).getResult(),
    );
    await client.enqueue({ ...echo, workflowID }, 'here');
    expect(await result.outcome).to.deep.equal(['here']);
  });

  it('is delayed, and runs not before its time', async () => {
    const handle = await client.enqueue({ ...echo, delaySeconds: 1 }, 'late');
    const delayed = await handle.getStatus();
    expect(delayed).to.include({ status: 'DELAYED' });
    expect(await handle.getResult()).to.deep.equal(['late']);
    const ended = await handle.getStatus();
    expect(ended?.dequeuedAt).to.be.at.least(delayed?.delayUntilEpochMS ?? Infinity);
  });

  it('goes by its priority, and then by its age', async () => {
    const options = { queueName: 'one by one', workflowName: 'perform' };
    const first = await client.enqueue({ ...options, workflowID: 'first' }, [{ do: 'pass', gate: 'busy' }]);
    await scene.app.call('reached', 'busy');
    const [low, high, middle, younger] = [
      await client.enqueue({ ...options, workflowID: 'low', priority: 9 }, []),
      await client.enqueue({ ...options, workflowID: 'high', priority: 1 }, []),
      await client.enqueue({ ...options, workflowID: 'middle', priority: 5 }, []),
      await client.enqueue({ ...options, workflowID: 'younger', priority: 5 }, []),
    ];
    await scene.app.call('open', 'busy');
    await Promise.all([first, low, high, middle, younger].map((handle) => handle.getResult()));
    const order = ['first', 'high', 'middle', 'younger', 'low'];
    const begun = await scene.app.call('begun');
    expect(begun.filter((id) => order.includes(id))).to.deep.equal(order);
  });

  it('is refused, or found, under a deduplication id that is taken', async () => {
    const [options, actions] = perform({ do: 'pass', gate: 'deduplicated' });
    const holder = await client.enqueue({ ...options, deduplicationID: 'only one' }, actions);
    await scene.app.call('reached', 'deduplicated');
    const again = { ...options, deduplicationID: 'only one' };
    expect(await failureOf(client.enqueue(again, []))).to.include({ reason: 'DEDUPLICATION_CONFLICT' });
    const found = await client.enqueue({ ...again, duplicationPolicy: 'return-existing' }, []);
    expect(found.workflowID).to.equal(holder.workflowID);
    await scene.app.call('open', 'deduplicated');
    await holder.getResult();
    const next = await client.enqueue(again, []);
    expect(next.workflowID).to.not.equal(holder.workflowID);
    await next.getResult();
  });

  it('under an id in use is the existing one, unless it is another workflow or that is refused', async () => {
    const workflowID = await scene.perform({ do: 'return', value: 'of the application' });
    const options = { queueName: 'plain', workflowName: 'perform', workflowID };
    const existing = await client.enqueue(options, []);
    expect(await existing.getResult()).to.equal('of the application');
    expect(await failureOf(client.enqueue({ ...options, workflowName: 'echo' }))).to.include({
      reason: 'WORKFLOW_ID_CONFLICT',
    });
    expect(await failureOf(client.enqueue({ ...options, workflowIDReusePolicy: 'reject' }, []))).to.include({
      reason: 'WORKFLOW_ID_IN_USE',
    });
  });

  it('goes one by one within its partition, and next to those of others', async () => {
    const options = { queueName: 'partitioned', workflowName: 'perform' };
    const a1 = await client.enqueue({ ...options, queuePartitionKey: 'a', workflowID: 'a1' }, [
      { do: 'pass', gate: 'partition a' },
    ]);
    await scene.app.call('reached', 'partition a');
    const a2 = await client.enqueue({ ...options, queuePartitionKey: 'a', workflowID: 'a2' }, []);
    const b1 = await client.enqueue({ ...options, queuePartitionKey: 'b', workflowID: 'b1' }, []);
    await b1.getResult();
    expect(await scene.app.call('begun'))
      .to.include('b1')
      .and.not.include('a2');
    await scene.app.call('open', 'partition a');
    await Promise.all([a1.getResult(), a2.getResult()]);
    expect(await a2.getStatus()).to.include({ status: 'SUCCESS', queuePartitionKey: 'a' });
  });

  it('carries its attributes, its user and its roles', async () => {
    const handle = await client.enqueue({
      ...echo,
      attributes: { tenant: 'acme', plan: { seats: 3 } },
      authenticatedUser: 'ann',
      authenticatedRoles: ['reader', 'writer'],
    });
    await handle.getResult();
    const status = await handle.getStatus();
    expect(status).to.include({ authenticatedUser: 'ann', workflowName: 'echo', queueName: 'plain' });
    expect(status?.attributes).to.deep.equal({ tenant: 'acme', plan: { seats: 3 } });
    expect(status?.authenticatedRoles).to.deep.equal(['reader', 'writer']);
  });

  it('belongs to the application of its queue, and one of another application is left alone', async () => {
    const ours = await client.enqueue(echo);
    expect(await ours.getStatus()).to.include({ applicationName: 'interop' });
    const foreign = await client.enqueue({ ...echo, applicationName: 'another' });
    // Enqueued later and run: the application looked at its queue, and passed the other by.
    await (await client.enqueue(echo)).getResult();
    expect(await foreign.getStatus()).to.include({ status: 'ENQUEUED', applicationName: 'another' });
  });

  it('runs on a queue that was registered through the daemon', async () => {
    const owner = await scene.daemon.connect({ applicationName: 'interop' });
    await owner.registerQueue('ours', { minPollingIntervalMs: 50 });
    const handle = await owner.enqueue({ queueName: 'ours', workflowName: 'echo' }, 'on our queue');
    expect(await handle.getResult()).to.deep.equal(['on our queue']);
  });
});

async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected a rejection with an Error');
}
