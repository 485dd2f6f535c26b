import { expect } from 'chai';
import { DBOSClient } from '@dbosd/client';
import { acknowledgeSends, FakeDaemon, portableValue } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

describe('a session that breaks', () => {
  it('is invisible to sends: they are sent again under their keys, in order, before newer ones', () => {
    let answering = false;
    return withClient(
      {
        onRequest: (session, request) => {
          if (answering) acknowledgeSends(session, request);
        },
      },
      async (client, daemon) => {
        const sends = [1, 2, 3].map((message) => client.send('wf', message));
        await daemon.until(() => daemon.requests.length === 3);
        const first = daemon.session;
        answering = true;
        first.break();
        sends.push(client.send('wf', 4));
        await Promise.all(sends);
        const again = daemon.session.requests.map(({ send }) => send?.message);
        expect(again.map((message) => message?.payload?.data)).to.deep.equal(['1', '2', '3', '4']);
        expect(again.slice(0, 3).map((message) => message?.idempotencyKey)).to.deep.equal(
          first.requests.map(({ send }) => send?.message?.idempotencyKey),
        );
      },
    );
  });

  it('is invisible to enqueues: they are sent again under their id and token', () =>
    withClient({}, async (client, daemon) => {
      const enqueuing = client.enqueue({ queueName: 'q', workflowName: 'w' });
      await daemon.until(() => daemon.requests.length === 1);
      daemon.session.break();
      await daemon.until(() => daemon.requests.length === 2);
      const [one, two] = daemon.requests.map(({ enqueueWorkflow }) => enqueueWorkflow);
      expect(two).to.deep.equal(one);
      expect(one?.requestId).to.be.a('string');
      daemon.session.answer(daemon.requests[1]?.id ?? 0, {
        enqueueWorkflow: { workflowId: one?.workflowId ?? '' },
      });
      expect((await enqueuing).workflowID).to.equal(one?.workflowId);
    }));

  it('is invisible to reads', () =>
    withClient({}, async (client, daemon) => {
      const event = client.getEvent('wf', 'key');
      await daemon.until(() => daemon.requests.length === 1);
      daemon.session.break();
      await daemon.until(() => daemon.requests.length === 2);
      daemon.session.answer(daemon.requests[1]?.id ?? 0, {
        getEvent: { value: { value: portableValue('set'), revision: Buffer.alloc(16) } },
      });
      expect(await event).to.equal('set');
    }));

  it('is invisible to a registration, which is sent again under its token', () =>
    withClient({}, async (client, daemon) => {
      const registering = client.registerQueue('q');
      await daemon.until(() => daemon.requests.length === 1);
      daemon.session.break();
      await daemon.until(() => daemon.requests.length === 2);
      const [one, two] = daemon.requests.map(({ upsertQueue }) => upsertQueue);
      expect(two).to.deep.equal(one);
      expect(one?.requestId).to.be.a('string').and.not.equal('');
      daemon.session.answer(daemon.requests[1]?.id ?? 0, { upsertQueue: { queue: { name: 'q' } } });
      expect((await registering).name).to.equal('q');
    }));

  it('does not hurt a registration that was never sent', () =>
    withClient({ limits: { maxCalls: 1 } }, async (client, daemon) => {
      const sending = client.send('wf', 1);
      const registering = client.registerQueue('q');
      await daemon.until(() => daemon.requests.length === 1);
      daemon.session.break();
      await daemon.until(() => daemon.requests.length === 2);
      acknowledgeSends(daemon.session, daemon.requests[1] ?? fail());
      await daemon.until(() => daemon.requests.length === 3);
      daemon.session.answer(daemon.requests[2]?.id ?? 0, {
        upsertQueue: { queue: { name: 'q' }, created: true },
      });
      await sending;
      expect((await registering).name).to.equal('q');
    }));

  it('is survived by calls when the daemon itself goes and comes back on its port', async () => {
    const before = await FakeDaemon.start();
    const client = await DBOSClient.create({ address: before.address });
    const sending = client.send('wf', 1);
    await before.until(() => before.requests.length === 1);
    before.stop();
    const after = await FakeDaemon.start({ port: before.port, onRequest: acknowledgeSends });
    try {
      await sending;
      expect(after.requests[0]?.send?.message).to.deep.equal(before.requests[0]?.send?.message);
    } finally {
      await client.destroy();
      after.stop();
    }
  });
});

describe('a client that cannot reach a daemon', () => {
  it('says so, names the address and the fix', async () => {
    const daemon = await FakeDaemon.start();
    daemon.stop();
    const error = await rejection(DBOSClient.create({ address: daemon.address, connectTimeoutMs: 300 }));
    expect(error).to.include({ reason: 'TRANSPORT' });
    expect(error.message).to.contain(daemon.address).and.to.contain('start it');
  });

  it('ends its calls when the time that they tolerate is over', async () => {
    const daemon = await FakeDaemon.start();
    const client = await DBOSClient.create({ address: daemon.address, unavailableTimeoutMs: 200 });
    const written = rejection(client.send('wf', 1));
    await daemon.until(() => daemon.requests.length === 1);
    daemon.stop();
    expect(await written).to.include({ reason: 'TRANSPORT', outcome: 'unknown' });
    expect(await rejection(client.send('wf', 2))).to.include({ reason: 'TRANSPORT', outcome: 'not_applied' });
    await client.destroy();
  });

  it('goes to another of its addresses', async () => {
    const gone = await FakeDaemon.start();
    gone.stop();
    const daemon = await FakeDaemon.start({ onRequest: acknowledgeSends });
    const client = await DBOSClient.create({ address: [gone.address, daemon.address] });
    await client.send('wf', 1);
    expect(daemon.requests).to.have.length(1);
    await client.destroy();
    daemon.stop();
  });

  it('refuses an address that is none', async () => {
    expect(await rejection(DBOSClient.create({ address: 'http://localhost:1' }))).to.include({
      reason: 'INVALID_FIELD',
    });
    expect(await rejection(DBOSClient.create({ address: [] }))).to.include({ reason: 'INVALID_FIELD' });
  });
});

function fail(): never {
  throw new Error('a request is missing');
}
