import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { DbosdError, DBOSStreamTimeoutError, type DBOSClient } from '@dbosd/client';
import { workflowHash } from '@dbosd/daemon/internal/store/channels.js';
import { withClient } from '../support/connect.js';
import { NEVER_SWEEPING, startDaemon, type TestDaemon } from '../support/daemon.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { next, startWaiting } from '../support/interop/waits.js';
import { PlainWire } from '../support/surfaces/plain-wire.js';
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
    it(`wake those that wait on one for a message (${topic ?? 'no topic'}) that is sent through the other`, async () => {
      const workflowId = await scene.perform({ do: 'receive', topic: 'end' });
      const rung = ringing((wake) => other.parts.hub.onMessage(workflowId, topic ?? NO_TOPIC, wake));
      await client.send(workflowId, 'a message', topic);
      await rung;
      await client.send(workflowId, 'over', 'end');
    });
  }

  it('wake those that wait on one for a workflow that is enqueued through the other', async () => {
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

type Begin = (client: DBOSClient, workflowId: string) => Promise<unknown>;

/** What waits for a workflow, or for something of it, and with what it ends when the workflow is cancelled. */
const WAITS: readonly (readonly [wait: string, begin: Begin, ended: (workflowId: string) => unknown])[] = [
  [
    'a getResult',
    (client, id) => reasonOf(client.retrieveWorkflow(id).getResult()),
    () => 'WORKFLOW_CANCELLED',
  ],
  ['a getEvent', (client, id) => client.getEvent(id, 'never set', 600), () => null],
  [
    'a readStream',
    (client, id) => client.readStream(id, 'log', { timeoutSeconds: 600 }).next(),
    () => ({ done: true, value: undefined }),
  ],
  [
    'a readStreamOffset',
    (client, id) => wasEnded(client.readStreamOffset(id, 'log', 0, { timeoutSeconds: 600 })),
    () => true,
  ],
  [
    'a waitFirst',
    async (client, id) =>
      (await client.waitFirst([client.retrieveWorkflow(id), client.retrieveWorkflow('nobody')])).workflowID,
    (id) => id,
  ],
  ['a waitAll', async (client, id) => (await client.waitAll([client.retrieveWorkflow(id)])).length, () => 1],
];

describe('a workflow that is cancelled through one of two daemons', () => {
  let scene: Scene;
  let other: TestDaemon;
  let clientOfOther: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: NEVER_SWEEPING });
    other = await startDaemon(scene.database.url, NEVER_SWEEPING);
    clientOfOther = await other.connect();
  });

  after(async () => {
    await other.stop();
    await scene.close();
  });

  for (const [wait, begin, ended] of WAITS) {
    it(`ends ${wait} on the other, by a notification: no daemon sweeps`, async () => {
      const gate = `cancelled under ${wait}`;
      const workflowId = await scene.perform({ do: 'pass', gate });
      await scene.app.call('reached', gate);
      const waiting = await startWaiting(other, workflowId, () => begin(clientOfOther, workflowId));
      await scene.client.cancelWorkflow(workflowId);
      expect(await waiting.outcome).to.deep.equal(ended(workflowId));
      expect(other.hints).to.deep.include({ kind: 'workflow', hash: workflowHash(workflowId) });
      await scene.app.call('open', gate);
    });
  }

  it('ends an AwaitWorkflow and an AwaitFirst of a generated client on the other', async () => {
    const workflowId = await scene.perform({ do: 'receive', topic: 'never sent' });
    const wire = new PlainWire(other.address);
    try {
      const timeout = { seconds: 600 };
      const ended = await startWaiting(other, workflowId, () =>
        wire.call('awaitWorkflow', { workflowId, timeout }),
      );
      const first = await startWaiting(other, workflowId, () =>
        wire.call('awaitFirst', { workflowIds: [workflowId], timeout }),
      );
      await scene.client.cancelWorkflow(workflowId);
      expect((await ended.outcome).completed?.status).to.equal('WORKFLOW_STATUS_CANCELLED');
      expect((await first.outcome).completed).to.include({ workflowId });
    } finally {
      await wire.close();
    }
  });

  it('and its children end the waits for them, too', async () => {
    const [parent, child] = [await scene.perform(PAUSE), await scene.perform(PAUSE)];
    await withClient(scene.database.url, (client) =>
      client.query('update dbos.workflow_status set parent_workflow_id = $2 where workflow_uuid = $1', [
        child,
        parent,
      ]),
    );
    const waiting = await startWaiting(other, child, () =>
      reasonOf(clientOfOther.retrieveWorkflow(child).getResult()),
    );
    await scene.client.cancelWorkflow(parent, { cancelChildren: true });
    expect(await waiting.outcome).to.equal('WORKFLOW_CANCELLED');
  });
});

describe('a workflow that a DBOS application ends', () => {
  let scene: Scene;
  let never: TestDaemon;
  let client: DBOSClient;
  let clientOfNever: DBOSClient;

  before(async () => {
    scene = await openScene({ daemon: { ...NEVER_SWEEPING, sweepIntervalMs: 50 } });
    never = await startDaemon(scene.database.url, NEVER_SWEEPING);
    client = scene.client;
    clientOfNever = await never.connect();
  });

  after(async () => {
    await never.stop();
    await scene.close();
  });

  const endings: readonly (readonly [how: string, reason: string | undefined, end: EndsIt])[] = [
    ['with a result', undefined, (gate) => scene.app.call('open', gate)],
    ['by a cancel', 'WORKFLOW_CANCELLED', (_gate, id) => scene.app.call('cancel', id)],
  ];
  for (const [how, reason, end] of endings) {
    it(`${how} is found by the sweep, and by nothing else: a daemon that does not sweep waits on`, async () => {
      const workflowId = await scene.perform({ do: 'pass', gate: how }, { do: 'return', value: 'done' });
      await scene.app.call('reached', how);
      const aborter = new AbortController();
      const forgotten = await startWaiting(never, workflowId, () =>
        reasonOf(clientOfNever.retrieveWorkflow(workflowId).getResult({ signal: aborter.signal })),
      );
      const found = await startWaiting(scene.daemon, workflowId, () =>
        reasonOf(client.retrieveWorkflow(workflowId).getResult()),
      );
      await end(how, workflowId);
      expect(await found.outcome).to.equal(reason);
      const notified = { kind: 'workflow', hash: workflowHash(workflowId) };
      for (const daemon of [scene.daemon, never]) expect(daemon.hints).to.not.deep.include(notified);
      // Between two holds the client asks again, and is not registered for a moment.
      await until(() =>
        never.parts.hub.question(true).question.workflows.some((waited) => waited.workflowId === workflowId),
      );
      aborter.abort();
      expect(await forgotten.outcome).to.equal('REQUEST_ABORTED');
      await scene.app.call('open', how);
    });
  }
});

type EndsIt = (gate: string, workflowId: string) => Promise<void>;

/** A workflow that goes on for longer than any test. */
const PAUSE = { do: 'receive', topic: 'never sent' } as const;

/** The reason of the failure; undefined: there was none. */
async function reasonOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof DbosdError) return error.reason;
    throw error;
  }
}

/** Whether a read of a stream failed because the stream has ended, and not for its timeout. */
async function wasEnded(read: Promise<unknown>): Promise<boolean> {
  try {
    await read;
  } catch (error) {
    if (error instanceof DBOSStreamTimeoutError) return error.timeoutMS === undefined;
    throw error;
  }
  return false;
}

/** Resolves when the registration is woken, and ends it. */
function ringing(register: (wake: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const leave = register(() => {
      leave();
      resolve();
    });
  });
}
