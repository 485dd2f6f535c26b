import { expect } from 'chai';
import { UndecodableError } from '@dbosd/client';
import type { contract } from '@dbosd/shared';
import { portableValue, type FakeSession } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

/** Keeps one queue, as a daemon does. */
function queueKeeper(): (session: FakeSession, request: contract.SessionRequest__Output) => void {
  let stored: contract.Queue = { name: 'q' };
  return (session, { id, upsertQueue, getQueue }) => {
    if (getQueue) session.answer(id, { getQueue: { queue: stored } });
    if (!upsertQueue) return;
    const { queue, updateMask } = upsertQueue;
    stored = { ...(updateMask === null ? {} : stored), ...presentOf(queue ?? {}) };
    session.answer(id, { upsertQueue: { queue: stored } });
  };
}

function presentOf(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) => value !== null && value !== undefined && !key.startsWith('_'),
    ),
  );
}

describe('a registered queue', () => {
  it('has its settings as fields, and asks for them again', () =>
    withClient(
      { onRequest: queueKeeper() },
      async (client, daemon) => {
        const queue = await client.registerQueue('q', {
          globalConcurrency: 10,
          rateLimit: { limitPerPeriod: 5, periodSec: 1.5 },
          onConflict: 'never_update',
        });
        expect(queue).to.include({
          name: 'q',
          concurrency: 10,
          databaseBacked: true,
          applicationName: 'shop',
        });
        expect(await queue.getRateLimit()).to.deep.equal({ limitPerPeriod: 5, periodSec: 1.5 });
        expect(await queue.getPartitionConcurrency()).to.equal(undefined);
        const [upsert] = daemon.requests;
        expect(upsert?.upsertQueue?.conflictPolicy).to.equal('QUEUE_CONFLICT_POLICY_NEVER_UPDATE');
        expect(upsert?.upsertQueue?.updateMask).to.equal(null);
      },
      { applicationName: 'shop' },
    ));

  it('changes one setting at a time, after a check against what is stored', () =>
    withClient({ onRequest: queueKeeper() }, async (client, daemon) => {
      const queue = await client.registerQueue('q', { globalConcurrency: 10 });
      await queue.setWorkerConcurrency(4);
      const last = daemon.requests.at(-1)?.upsertQueue;
      expect(last?.updateMask?.paths).to.deep.equal(['worker_concurrency']);
      expect(last?.queue).to.include({ name: 'q', workerConcurrency: 4 });
      expect(queue.workerConcurrency).to.equal(4);
      const asked = daemon.requests.length;
      expect(await rejection(queue.setGlobalConcurrency(3))).to.include({ reason: 'INVALID_FIELD' });
      expect(await rejection(queue.setPartitionConcurrency(0))).to.include({ reason: 'INVALID_FIELD' });
      expect(daemon.requests.slice(asked).map(({ call }) => call)).to.deep.equal(['getQueue', 'getQueue']);
    }));

  it('is refused with settings that contradict each other, or a name of DBOS’s own', () =>
    withClient({}, async (client, daemon) => {
      const refused = [
        client.registerQueue('q', { globalConcurrency: 1, workerConcurrency: 2 }),
        client.registerQueue('q', { globalConcurrency: 1, concurrency: 1 }),
        client.registerQueue('q', { partitionConcurrency: 0 }),
        client.registerQueue('q', { minPollingIntervalMs: 0 }),
        client.registerQueue('q', { onConflict: 'update_if_latest_version' }),
        client.registerQueue('_dbos_internal_queue'),
      ];
      for (const one of refused) expect(await rejection(one)).to.include({ reason: 'INVALID_FIELD' });
      expect(daemon.requests).to.deep.equal([]);
    }));
});

describe('lists', () => {
  it('of messages go through all pages, and one that cannot be read hides no other', () => {
    const pages: contract.ListMessagesResponse[] = [
      {
        messages: [
          {
            messageId: 'a',
            topic: 't',
            value: portableValue(1),
            sentAt: { seconds: 5 },
            consumed: true,
            consumedByFunctionId: 0,
          },
          { messageId: 'b', value: { payload: { data: 'gASV', serialization: 'py_pickle' } } },
        ],
        nextPageToken: 'more',
      },
      { messages: [{ messageId: 'c', value: portableValue(3) }] },
    ];
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.answer(id, { listMessages: pages.shift() ?? {} });
    };
    return withClient({ onRequest }, async (client, daemon) => {
      const listed = [];
      for await (const message of client.listMessages('wf', { state: 'waiting', topic: 't' }))
        listed.push(message);
      const [a, b, c] = listed;
      expect(a).to.include({
        messageID: 'a',
        topic: 't',
        message: 1,
        consumed: true,
        consumedByFunctionID: 0,
      });
      expect(a?.sentAt).to.deep.equal(new Date(5000));
      expect(() => b?.message).to.throw(UndecodableError);
      expect(b?.payload).to.deep.equal({ data: 'gASV', serialization: 'py_pickle' });
      expect(c).to.include({ message: 3, consumed: false, consumedByFunctionID: undefined });
      expect(daemon.requests.map(({ listMessages }) => listMessages?.pageToken)).to.deep.equal(['', 'more']);
      expect(daemon.requests[0]?.listMessages).to.include({ state: 'MESSAGE_STATE_WAITING', topic: 't' });
    });
  });

  it('of events are one record, whatever their keys are called', () => {
    const pages: contract.ListEventsResponse[] = [
      { events: [{ key: '__proto__', value: { value: portableValue('p') } }], nextPageToken: 'more' },
      { events: [{ key: 'status', value: { value: portableValue('paid') } }] },
    ];
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.answer(id, { listEvents: pages.shift() ?? {} });
    };
    return withClient({ onRequest }, async (client) => {
      const events = await client.getAllEvents('wf');
      expect(Object.entries(events)).to.deep.equal([
        ['__proto__', 'p'],
        ['status', 'paid'],
      ]);
    });
  });

  it('of streams say where each is', () => {
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.answer(id, { listStreams: { streams: [{ key: 'out', nextOffset: 7, closed: true }] } });
    };
    return withClient({ onRequest }, async (client) => {
      const listed = [];
      for await (const stream of client.listStreams('wf')) listed.push(stream);
      expect(listed).to.deep.equal([{ key: 'out', nextOffset: 7, closed: true }]);
    });
  });
});
