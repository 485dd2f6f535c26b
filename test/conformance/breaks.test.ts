import { randomUUID } from 'node:crypto';
import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { collect, eventually, take } from '../support/collect.js';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { startOwnDaemon, type OwnDaemon } from '../support/own-daemon.js';
import { failureOf } from '../support/failure-of.js';

/** Longer than any test: what waits this long is ended by what it waits for. */
const LONG = { timeoutSeconds: 600 };

describe('A broken connection, to callers of DBOSClient', () => {
  let daemon: OwnDaemon;
  let proxy: CuttingProxy;
  let client: DBOSClient;

  before(async () => {
    daemon = await startOwnDaemon();
  });

  beforeEach(async () => {
    proxy = await CuttingProxy.start(daemon.address);
    client = await DBOSClient.create({ address: proxy.address });
  });

  afterEach(async () => {
    await client.destroy();
    await proxy.stop();
  });

  after(async () => {
    await daemon.stop();
  });

  it('is invisible to a send whose answer was lost, which is stored once', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    proxy.swallowAnswers();
    const sends = Array.from({ length: 50 }, (_, n) => client.send(id, n));
    await eventually(async () => (await dbos.messages(id)).length === 50);
    proxy.restore();
    await Promise.all(sends);
    expect((await dbos.messages(id)).map(({ message }) => Number(message))).to.deep.equal(
      Array.from({ length: 50 }, (_, n) => n),
    );
  });

  it('is invisible to sends under way while it breaks again and again: each is stored once, in order', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    let answered = 0;
    const sends = Array.from({ length: 500 }, (_, n) => client.send(id, n).then(() => (answered += 1)));
    for (let cuts = 1; cuts <= 4; cuts++) {
      await eventually(() => answered >= cuts * 50);
      proxy.cut();
    }
    await Promise.all(sends);
    expect((await dbos.messages(id)).map(({ message }) => Number(message))).to.deep.equal(
      Array.from({ length: 500 }, (_, n) => n),
    );
  });

  it('is invisible to a batch and to a new workflow whose answers were lost', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    const queueName = randomUUID();
    proxy.swallowAnswers();
    const batch = client.sendBatch([1, 2, 3].map((message) => ({ destinationID: id, message })));
    const options = { queueName, workflowName: 'order', workflowIDReusePolicy: 'reject' as const };
    const enqueued = client.enqueue(options);
    const workflows = (): Promise<unknown[]> =>
      dbos.query('select from dbos.workflow_status where queue_name = $1', [queueName]);
    await eventually(async () => (await dbos.messages(id)).length === 3 && (await workflows()).length === 1);
    proxy.restore();
    expect((await batch).map((outcome) => outcome.ok)).to.deep.equal([true, true, true]);
    await enqueued;
    expect(await dbos.messages(id)).to.have.length(3);
    expect(await workflows()).to.have.length(1);
  });

  it('is invisible to waits, which are asked again for the rest', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    const event = client.getEvent(id, 'k', LONG);
    const value = client.readStreamOffset(id, 's', 0, LONG);
    const result = client.retrieveWorkflow(id).getResult(LONG);
    await eventually(() => daemon.parts.hub.size > 0);
    proxy.refuse();
    await dbos.setEvent(id, 'k', 1);
    await dbos.write(id, 's', 2);
    await dbos.end(id, { output: 3 });
    proxy.restore();
    expect(await Promise.all([event, value, result])).to.deep.equal([1, 2, 3]);
  });

  it('is invisible to readers of streams, which yield every value once', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    const expected = Array.from({ length: 300 }, (_, n) => n);
    const readers = Array.from({ length: 5 }, () => collect(client.readStream<number>(id, 's')));
    for (const n of expected) {
      await dbos.write(id, 's', n);
      if (n % 60 === 30) proxy.cut();
    }
    await dbos.closeStream(id, 's');
    for (const read of await Promise.all(readers)) expect(read).to.deep.equal(expected);
    expect(proxy.accepted).to.be.greaterThan(1);
  });

  it('does not move a reader of what only comes: it goes on where it began', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'before');
    const reader = client.readStream(id, 's', { tail: true });
    const coming = take(reader, 1);
    await eventually(() => daemon.parts.hub.size > 0);
    // What a reader has heard, it has heard before a call that it makes later is answered.
    await client.getEvent(id, 'k', 0);
    proxy.refuse();
    await dbos.write(id, 's', 'while broken');
    proxy.restore();
    expect(await coming).to.deep.equal(['while broken']);
    await reader.return();
  });

  it('is invisible to watchers of events, which hear no value twice', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow();
    await dbos.setEvent(id, 'a', 1);
    await dbos.setEvent(id, 'b', 1);
    const changes = client.watchEvents(id);
    await take(changes, 2);
    proxy.refuse();
    await dbos.setEvent(id, 'b', 2);
    await dbos.unsetEvent(id, 'a');
    proxy.restore();
    expect(await take(changes, 2)).to.have.deep.members([
      { type: 'set', key: 'b', value: 2 },
      { type: 'unset', key: 'a' },
    ]);
    await dbos.end(id);
    expect(await collect(changes)).to.deep.equal([{ type: 'workflowEnded', status: 'SUCCESS' }]);
  });

  it('is invisible to a registration whose answer was lost, and undoes nothing that was set since', async () => {
    const { dbos } = daemon;
    const name = randomUUID();
    proxy.swallowAnswers();
    const registering = client.registerQueue(name, { globalConcurrency: 7 });
    const stored = (): Promise<{ concurrency: number }[]> =>
      dbos.query('select concurrency from dbos.queues where name = $1', [name]);
    await eventually(async () => (await stored()).length === 1);
    await dbos.query('update dbos.queues set concurrency = 9 where name = $1', [name]);
    proxy.restore();
    expect((await registering).concurrency).to.equal(7);
    expect(await stored()).to.deep.equal([{ concurrency: 9 }]);
  });

  it('is told when it lasts longer than the caller would bear', async () => {
    const impatient = await DBOSClient.create({ address: proxy.address, unavailableTimeoutMs: 50 });
    proxy.refuse();
    const error = await failureOf(impatient.send(await daemon.dbos.workflow(), 1));
    expect(error.reason).to.equal('TRANSPORT');
    await impatient.destroy();
  });
});
