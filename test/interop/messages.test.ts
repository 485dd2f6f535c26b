import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import { withClient } from '../support/connect.js';
import { NEVER_SWEEPING, startDaemon, type TestDaemon } from '../support/daemon.js';
import { failureOf } from '../support/failure-of.js';
import { richValue, typesBelowDots } from '../support/interop/rich-value.js';
import { openScene, receives, type Scene } from '../support/interop/scene.js';

describe('a send through the daemon, received by a DBOS application', () => {
  let scene: Scene;
  let second: TestDaemon;
  let client: DBOSClient;
  let clientOfSecond: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: NEVER_SWEEPING });
    second = await startDaemon(scene.database.url, NEVER_SWEEPING);
    client = scene.client;
    clientOfSecond = await second.connect();
  });

  after(async () => {
    await second.stop();
    await scene.close();
  });

  it('reaches a recv without a topic', async () => {
    const workflowId = await scene.perform({ do: 'receive' });
    await client.send(workflowId, 'hello');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(['hello']);
  });

  it('reaches the recv of its topic, and no other', async () => {
    const workflowId = await scene.perform(
      { do: 'receive', topic: 'second' },
      { do: 'receive' },
      { do: 'receive', topic: 'first' },
    );
    await client.send(workflowId, 'for first', 'first');
    await client.send(workflowId, 'for none');
    await client.send(workflowId, 'for second', 'second');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(['for second', 'for none', 'for first']);
  });

  it('that came before the recv is kept for it', async () => {
    const workflowId = await scene.perform({ do: 'pass', gate: 'kept' }, { do: 'receive', topic: 'early' });
    await scene.app.call('reached', 'kept');
    await client.send(workflowId, 'was early', 'early');
    await scene.app.call('open', 'kept');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(['was early']);
  });

  it('under a key that was used is received once', async () => {
    const workflowId = await scene.perform(...receives(2, 'keyed'));
    await client.send(workflowId, 'first', 'keyed', 'key');
    await client.send(workflowId, 'first', 'keyed', 'key');
    await clientOfSecond.send(workflowId, 'another', 'keyed', 'key');
    await client.send(workflowId, 'last', 'keyed');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(['first', 'last']);
  });

  it('shares its keys with sends of the application', async () => {
    const workflowId = await scene.perform(...receives(3, 'shared'));
    await scene.app.call('send', workflowId, 'theirs', 'shared', 'theirs first');
    await client.send(workflowId, 'ours', 'shared', 'theirs first');
    await client.send(workflowId, 'ours', 'shared', 'ours first');
    await scene.app.call('send', workflowId, 'theirs', 'shared', 'ours first');
    await client.send(workflowId, 'last', 'shared');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(['theirs', 'ours', 'last']);
  });

  it('in a batch is received in the order of the batch', async () => {
    const values = Array.from({ length: 50 }, (_, place) => place);
    const workflowId = await scene.perform(...receives(values.length));
    const outcomes = await client.sendBatch(
      values.map((message) => ({ destinationID: workflowId, message })),
    );
    expect(outcomes.every(({ ok }) => ok)).to.equal(true);
    expect(await scene.app.call('result', workflowId)).to.deep.equal(values);
  });

  it('is received in the order of answers, through two daemons in turns, however fast', async () => {
    const values = Array.from({ length: 60 }, (_, place) => place);
    const workflowId = await scene.perform({ do: 'pass', gate: 'turns' }, ...receives(values.length));
    for (const value of values) await (value % 2 === 0 ? client : clientOfSecond).send(workflowId, value);
    await scene.app.call('open', 'turns');
    expect(await scene.app.call('result', workflowId)).to.deep.equal(values);
  });

  it('is received after the batch that the other daemon stored in the same milliseconds', async () => {
    const values = Array.from({ length: 63 }, (_, place) => place);
    const workflowId = await scene.perform(...receives(values.length));
    // A batch takes a millisecond for each of its messages, and less than that to be stored.
    for (let from = 0; from < values.length; from += 21) {
      const batch = values.slice(from, from + 20).map((message) => ({ destinationID: workflowId, message }));
      await client.sendBatch(batch);
      await clientOfSecond.send(workflowId, from + 20);
    }
    expect(await scene.app.call('result', workflowId)).to.deep.equal(values);
  });

  it('is received in the order of calls when nobody awaits the answers', async () => {
    const values = Array.from({ length: 60 }, (_, place) => place);
    const workflowId = await scene.perform(...receives(values.length));
    await Promise.all(values.map((value) => client.send(workflowId, value)));
    expect(await scene.app.call('result', workflowId)).to.deep.equal(values);
  });

  it('carries a native value whole', async () => {
    const workflowId = await scene.perform({ do: 'receive' });
    await client.send(workflowId, richValue(), undefined, undefined, { serializationType: 'native' });
    const [received] = (await scene.app.call('result', workflowId)) as [Record<string, unknown>];
    // IPC makes a Uint8Array of a Buffer.
    expect({ ...received, bytes: Buffer.from(received['bytes'] as Uint8Array) }).to.deep.equal(richValue());
  });

  it('carries a portable value as JSON', async () => {
    const workflowId = await scene.perform({ do: 'receive' });
    await client.send(workflowId, { date: new Date(0), big: 10n ** 30n, set: new Set([1]), text: 'ünï' });
    expect(await scene.app.call('result', workflowId)).to.deep.equal([
      { date: '1970-01-01T00:00:00.000Z', big: '1000000000000000000000000000000', set: [1], text: 'ünï' },
    ]);
  });

  for (const format of ['native', 'portable'] as const) {
    it(`stores a ${format} value byte for byte as the application does`, async () => {
      const workflowId = await scene.perform({ do: 'pass', gate: `bytes ${format}` });
      const value = format === 'native' ? richValue() : { ...portableValue(), ...typesBelowDots() };
      await client.send(workflowId, value, undefined, 'ours', { serializationType: format });
      await scene.app.call('send', workflowId, value, undefined, 'theirs', format);
      const rows = await storedMessages(scene.database.url, workflowId);
      expect(rows).to.have.length(2);
      expect(rows[0]).to.deep.equal(rows[1]);
      await scene.app.call('open', `bytes ${format}`);
    });
  }

  it('is refused where DBOS would store a native value that nothing can read again, and stores nothing', async () => {
    const workflowId = await scene.perform({ do: 'pass', gate: 'refused' });
    const error = await failureOf(
      client.send(workflowId, typesBelowDots(), undefined, 'ours', { serializationType: 'native' }),
    );
    expect(error).to.include({ reason: 'INVALID_FIELD', field: 'message["a.b"]' });
    expect(await storedMessages(scene.database.url, workflowId)).to.deep.equal([]);
    await scene.app.call('open', 'refused');
  });
});

function portableValue(): Record<string, unknown> {
  return {
    date: new Date(0),
    big: 5n,
    list: [1, undefined],
    map: new Map([['k', 1]]),
    bytes: Buffer.from('hi'),
  };
}

function storedMessages(url: string, workflowId: string): Promise<unknown[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ message: string; serialization: string }>(
      `select topic, message, serialization, consumed
        from dbos.notifications
        where destination_uuid = $1
        order by message_uuid`,
      [workflowId],
    );
    return rows;
  });
}
