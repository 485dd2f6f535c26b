import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import { NEVER_SWEEPING } from '../support/daemon.js';
import type { Action } from '../support/interop/app-protocol.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { collect, next, startWaiting } from '../support/interop/waits.js';

/** Names of a kind, each with something that a layer might trip over. */
const AWKWARD = {
  'the separator of payloads': 'a::b::',
  'quotes, spaces and backslashes': ` it's "quoted" \\ and spaced `,
  'letters beyond ASCII': 'ключ-🔑-ü',
  'an SQL wildcard and a comment': `%_'; --`,
  'one that objects have already': '__proto__',
  'lines and tabs': 'first\nsecond\t',
  'the longest one': 'é'.repeat(512),
};

describe('names that a DBOS application and the daemon share, woken by notifications alone', () => {
  let scene: Scene;
  let client: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: NEVER_SWEEPING });
    client = scene.client;
  });

  after(() => scene.close());

  for (const [what, name] of Object.entries(AWKWARD)) {
    it(`may hold ${what}`, async () => {
      // The workflow's id too, but apart from the test's others.
      const workflowId = name.length > 100 ? name : `${name}${randomUUID()}`;
      const actions: Action[] = [
        { do: 'receive', topic: name },
        { do: 'setEvent', key: name, value: 'set' },
        { do: 'write', key: name, value: 0 },
        { do: 'pass', gate: workflowId },
        { do: 'write', key: name, value: 1 },
        { do: 'close', key: name },
      ];
      await scene.app.call('start', 'perform', workflowId, actions);
      const event = await startWaiting(scene.daemon, workflowId, () => client.getEvent(workflowId, name));
      const changes = client.watchEvents(workflowId, { keys: [name] });
      const values = client.readStream(workflowId, name);
      const [change, value] = [next(changes), next(values)];
      await client.send(workflowId, 'received', name, name);
      await client.send(workflowId, 'received again', name, name);

      expect(await event.outcome).to.equal('set');
      expect(await change).to.deep.equal({ type: 'set', key: name, value: 'set' });
      expect(await value).to.equal(0);
      await scene.app.call('open', workflowId);
      expect(await collect(values)).to.deep.equal([1]);
      await changes.return();
      expect(await scene.app.call('result', workflowId)).to.deep.equal(['received']);
      expect(Object.entries(await client.getAllEvents(workflowId))).to.deep.equal([[name, 'set']]);
      expect((await collect(client.listStreams(workflowId))).map(({ key }) => key)).to.deep.equal([name]);
      const listed = await collect(client.listMessages(workflowId, { topic: name }));
      expect(listed.map(({ messageID }) => messageID)).to.deep.equal([`${name}::${workflowId}`]);
    });
  }

  it('that share a payload do not share what was sent or set under them', async () => {
    const first = randomUUID();
    const second = `${first}::k`;
    // `first` with the key `k::e`, and `first::k` with the key `e`: one payload, two events.
    const set = (value: string, key: string): Action[] => [
      { do: 'pass', gate: `share ${value}` },
      { do: 'setEvent', key, value },
    ];
    await scene.app.call('start', 'perform', first, set('of the first', 'k::e'));
    await scene.app.call('start', 'perform', second, set('of the second', 'e'));
    const ofFirst = await startWaiting(scene.daemon, first, () => client.getEvent(first, 'k::e'));
    const ofSecond = await startWaiting(scene.daemon, second, () => client.getEvent(second, 'e'));
    await scene.app.call('open', 'share of the second');
    expect(await ofSecond.outcome).to.equal('of the second');
    await scene.app.call('open', 'share of the first');
    expect(await ofFirst.outcome).to.equal('of the first');
  });
});
