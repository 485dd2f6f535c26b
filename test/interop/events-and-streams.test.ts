import { expect } from 'chai';
import type { DBOSClient, EventChange } from '@dbosd/client';
import { NEVER_SWEEPING } from '../support/daemon.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { richValue } from '../support/interop/rich-value.js';
import { collect, next, startWaiting } from '../support/interop/waits.js';

describe('what a DBOS application publishes, with the daemon woken by notifications alone', () => {
  let scene: Scene;
  let client: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: NEVER_SWEEPING });
    client = scene.client;
  });

  after(() => scene.close());

  it('ends a getEvent that waits', async () => {
    const workflowId = await scene.perform(
      { do: 'pass', gate: 'event' },
      { do: 'setEvent', key: 'state', value: { at: new Date(5) } },
    );
    const event = await startWaiting(scene.daemon, workflowId, () => client.getEvent(workflowId, 'state'));
    await scene.app.call('open', 'event');
    expect(await event.outcome).to.deep.equal({ at: new Date(5) });
    expect(scene.daemon.hints).to.deep.include({ kind: 'event', payload: `${workflowId}::state` });
  });

  it('ends a getEvent that began before there was such a workflow', async () => {
    const event = await startWaiting(scene.daemon, 'comes later', () =>
      client.getEvent('comes later', 'state'),
    );
    await scene.app.call('start', 'perform', 'comes later', [{ do: 'setEvent', key: 'state', value: 1 }]);
    expect(await event.outcome).to.equal(1);
  });

  it('reaches watchEvents value by value, each before the next is set', async () => {
    const workflowId = await scene.perform(
      { do: 'setEvent', key: 'progress', value: 1 },
      { do: 'pass', gate: 'watch 1' },
      { do: 'setEvent', key: 'progress', value: 2, format: 'portable' },
      { do: 'pass', gate: 'watch 2' },
      { do: 'setEvent', key: 'other', value: 'x' },
      { do: 'pass', gate: 'watch 3' },
    );
    const changes = client.watchEvents(workflowId);
    expect(await next(changes)).to.deep.equal({ type: 'set', key: 'progress', value: 1 });
    await scene.app.call('open', 'watch 1');
    expect(await next(changes)).to.deep.equal({ type: 'set', key: 'progress', value: 2 });
    await scene.app.call('open', 'watch 2');
    expect(await next(changes)).to.deep.equal({ type: 'set', key: 'other', value: 'x' });
    await changes.return();
    await scene.app.call('open', 'watch 3');
  });

  it('is listed by getAllEvents, the latest value of every key', async () => {
    const workflowId = await scene.perform(
      { do: 'setEvent', key: 'a', value: 1 },
      { do: 'setEvent', key: 'a', value: 2 },
      { do: 'setEvent', key: 'b', value: richValue() },
      { do: 'setEvent', key: 'c', value: [true], format: 'portable' },
    );
    await scene.app.call('result', workflowId);
    expect({ ...(await client.getAllEvents(workflowId)) }).to.deep.equal({ a: 2, b: richValue(), c: [true] });
  });

  it('reaches readStream value by value, from the body and from steps, and ends it when it is closed', async () => {
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 'from the body' },
      { do: 'pass', gate: 'stream 1' },
      { do: 'write', key: 'log', value: 'from a step', inStep: true },
      { do: 'pass', gate: 'stream 2' },
      { do: 'write', key: 'log', value: { portable: true }, format: 'portable' },
      { do: 'pass', gate: 'stream 3' },
      { do: 'close', key: 'log' },
      { do: 'pass', gate: 'stream 4' },
    );
    const values = client.readStream(workflowId, 'log');
    expect(await next(values)).to.equal('from the body');
    await scene.app.call('open', 'stream 1');
    expect(await next(values)).to.equal('from a step');
    await scene.app.call('open', 'stream 2');
    expect(await next(values)).to.deep.equal({ portable: true });
    await scene.app.call('open', 'stream 3');
    // Closed: its workflow stands at the last gate, so that nothing else can have ended it.
    expect((await values.next()).done).to.equal(true);
    expect(scene.daemon.hints).to.deep.include({ kind: 'stream', payload: `${workflowId}::log` });
    await scene.app.call('open', 'stream 4');
  });

  it('reaches a reader at the tail, a reader from the end and readStreamOffset', async () => {
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 0 },
      { do: 'write', key: 'log', value: 1 },
      { do: 'pass', gate: 'tail' },
      { do: 'write', key: 'log', value: 2 },
      { do: 'close', key: 'log' },
    );
    await scene.app.call('reached', 'tail');
    const tail = await startWaiting(scene.daemon, workflowId, () =>
      collect(client.readStream(workflowId, 'log', { tail: true })),
    );
    const fromEnd = client.readStream(workflowId, 'log', { fromEnd: 1 });
    expect(await next(fromEnd)).to.equal(1);
    const offset = await startWaiting(scene.daemon, workflowId, () =>
      client.readStreamOffset(workflowId, 'log', 2),
    );
    await scene.app.call('open', 'tail');
    expect(await collect(fromEnd)).to.deep.equal([2]);
    expect(await tail.outcome).to.deep.equal([2]);
    expect(await offset.outcome).to.equal(2);
  });

  it('that was closed before is read whole, whoever begins to read when', async () => {
    const values = Array.from({ length: 30 }, (_, place) => place);
    const workflowId = await scene.perform(
      ...values.map((value) => ({ do: 'write' as const, key: 'log', value, inStep: value % 3 === 0 })),
      { do: 'close', key: 'log' },
      { do: 'pass', gate: 'closed' },
    );
    await scene.app.call('reached', 'closed');
    expect(await collect(client.readStream(workflowId, 'log'))).to.deep.equal(values);
    expect(await collect(client.readStream(workflowId, 'log', { offset: 28 }))).to.deep.equal([28, 29]);
    expect(await collect(client.listStreams(workflowId))).to.deep.equal([
      { key: 'log', nextOffset: 30, closed: true },
    ]);
    await scene.app.call('open', 'closed');
  });
});

describe('the end of a workflow of a DBOS application, which no notification announces', () => {
  let scene: Scene;
  let client: DBOSClient;

  before(async () => {
    // Values are found by notifications alone, ends by the sweep.
    scene = await openScene({ daemon: { ...NEVER_SWEEPING, sweepIntervalMs: 100 } });
    client = scene.client;
  });

  after(() => scene.close());

  it('ends a stream that was not closed, after its last value', async () => {
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 1 },
      { do: 'pass', gate: 'unclosed' },
      { do: 'write', key: 'log', value: 2 },
    );
    const values = client.readStream(workflowId, 'log');
    expect(await next(values)).to.equal(1);
    await scene.app.call('open', 'unclosed');
    expect(await next(values)).to.equal(2);
    expect((await values.next()).done).to.equal(true);
    expect(await collect(client.listStreams(workflowId))).to.deep.equal([
      { key: 'log', nextOffset: 2, closed: false },
    ]);
  });

  it('ends a stream on which nothing was ever written', async () => {
    const workflowId = await scene.perform({ do: 'pass', gate: 'empty' });
    const reading = await startWaiting(scene.daemon, workflowId, () =>
      collect(client.readStream(workflowId, 'log')),
    );
    await scene.app.call('open', 'empty');
    expect(await reading.outcome).to.deep.equal([]);
  });

  it('ends a stream and an events watch when the workflow is cancelled by the application', async () => {
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 1 },
      { do: 'setEvent', key: 'state', value: 1 },
      { do: 'pass', gate: 'cancelled' },
    );
    const values = client.readStream(workflowId, 'log');
    const changes = client.watchEvents(workflowId);
    expect(await next(values)).to.equal(1);
    expect(await next(changes)).to.deep.equal({ type: 'set', key: 'state', value: 1 });
    await scene.app.call('cancel', workflowId);
    expect((await values.next()).done).to.equal(true);
    expect(await next(changes)).to.deep.equal({ type: 'workflowEnded', status: 'CANCELLED' });
    await scene.app.call('open', 'cancelled');
  });

  it('ends a getEvent whose event was not set', async () => {
    const workflowId = await scene.perform({ do: 'pass', gate: 'not set' });
    const event = await startWaiting(scene.daemon, workflowId, () =>
      client.getEvent(workflowId, 'never', { timeoutSeconds: 3600 }),
    );
    await scene.app.call('open', 'not set');
    expect(await event.outcome).to.equal(null);
  });

  it('is the last thing that watchEvents tells', async () => {
    const workflowId = await scene.perform(
      { do: 'pass', gate: 'last' },
      { do: 'setEvent', key: 'state', value: 'final' },
    );
    const changes = await startWaiting(scene.daemon, workflowId, () =>
      collect(client.watchEvents(workflowId)),
    );
    await scene.app.call('open', 'last');
    expect(await changes.outcome).to.deep.equal([
      { type: 'set', key: 'state', value: 'final' },
      { type: 'workflowEnded', status: 'SUCCESS' },
    ] satisfies EventChange[]);
  });
});
