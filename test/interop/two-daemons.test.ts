import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import { workflowHash } from '@dbosd/daemon/internal/store/channels.js';
import { NEVER_SWEEPING, startDaemon, type TestDaemon } from '../support/daemon.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { next, startWaiting } from '../support/interop/waits.js';
import { until } from '../support/until.js';

/** DBOS's stand-in for no topic. */
const NO_TOPIC = '__null__topic__';

describe('two daemons on one database, woken by notifications alone', () => {
  let scene: Scene;
  let other: TestDaemon;
  let client: DBOSClient;
  let clientOfOther: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: NEVER_SWEEPING });
    other = await startDaemon(scene.database.url, NEVER_SWEEPING);
    client = scene.client;
    clientOfOther = await other.connect();
    await scene.app.call('registerQueue', 'shared');
  });

  after(async () => {
    await other.stop();
    await scene.close();
  });

  for (const topic of ['orders', undefined]) {
    it(`wake who waits on one for a message (${topic ?? 'no topic'}) that is sent through the other`, async () => {
      const workflowId = await scene.perform({ do: 'receive', topic: 'end' });
      const rung = ringing((wake) => other.parts.hub.onMessage(workflowId, topic ?? NO_TOPIC, wake));
      await client.send(workflowId, 'a message', topic);
      await rung;
      await client.send(workflowId, 'over', 'end');
    });
  }

  it('wake who waits on one for a workflow that is enqueued through the other', async () => {
    const workflowID = randomUUID();
    const rung = ringing((wake) => other.parts.hub.onWorkflow(workflowID, wake));
    await client.enqueue({ queueName: 'not registered', workflowName: 'echo', workflowID });
    await rung;
  });

  it('let a getResult on one look again when its workflow is enqueued through the other', async () => {
    const workflowID = randomUUID();
    const aborter = new AbortController();
    const result = await startWaiting(other, workflowID, () =>
      clientOfOther
        .retrieveWorkflow(workflowID)
        .getResult({ signal: aborter.signal })
        .catch((error: unknown) => error),
    );
    const looks = other.parts.store.read.statements;
    await client.enqueue({ queueName: 'not registered', workflowName: 'echo', workflowID });
    await until(() => other.parts.store.read.statements > looks);
    expect(other.hints).to.deep.include({ kind: 'workflow', hash: workflowHash(workflowID) });
    aborter.abort();
    expect(await result.outcome).to.include({ reason: 'REQUEST_ABORTED' });
  });

  it('carry a request of one to an answer on the other: message, recv, event', async () => {
    const workflowId = await scene.perform(
      { do: 'receive', topic: 'request' },
      { do: 'setEvent', key: 'answer', value: 42 },
    );
    const answer = await startWaiting(other, workflowId, () => clientOfOther.getEvent(workflowId, 'answer'));
    await client.send(workflowId, 'question', 'request');
    expect(await answer.outcome).to.equal(42);
    expect(await scene.app.call('result', workflowId)).to.deep.equal(['question']);
  });

  it('carry a workflow enqueued through one to an event on the other', async () => {
    const workflowID = randomUUID();
    const event = await startWaiting(other, workflowID, () => clientOfOther.getEvent(workflowID, 'state'));
    await client.enqueue({ queueName: 'shared', workflowName: 'perform', workflowID }, [
      { do: 'setEvent', key: 'state', value: 'runs' },
    ]);
    expect(await event.outcome).to.equal('runs');
  });

  it('both hear of an event that the application sets', async () => {
    const workflowId = await scene.perform(
      { do: 'pass', gate: 'both' },
      { do: 'setEvent', key: 'state', value: 'set' },
    );
    const waits = [
      await startWaiting(scene.daemon, workflowId, () => client.getEvent(workflowId, 'state')),
      await startWaiting(other, workflowId, () => clientOfOther.getEvent(workflowId, 'state')),
    ];
    await scene.app.call('open', 'both');
    expect(await Promise.all(waits.map(({ outcome }) => outcome))).to.deep.equal(['set', 'set']);
  });

  it('both hear of each stream value that the application writes', async () => {
    const workflowId = await scene.perform(
      { do: 'write', key: 'log', value: 0 },
      { do: 'pass', gate: 'both streams' },
      { do: 'write', key: 'log', value: 1 },
      { do: 'close', key: 'log' },
    );
    const readers = [client, clientOfOther].map((one) => one.readStream(workflowId, 'log'));
    expect(await Promise.all(readers.map(next))).to.deep.equal([0, 0]);
    await scene.app.call('open', 'both streams');
    expect(await Promise.all(readers.map(next))).to.deep.equal([1, 1]);
    for (const reader of readers) expect((await reader.next()).done).to.equal(true);
  });
});

/** Resolves when the registration is woken, and ends it. */
function ringing(register: (wake: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const leave = register(() => {
      leave();
      resolve();
    });
  });
}
