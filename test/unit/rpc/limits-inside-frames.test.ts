import type { contract } from '@dbosd/shared';
import type { DurableOperations } from '@dbosd/daemon/internal/model/durable.js';
import type { ConnectedWorker } from '@dbosd/daemon/internal/model/workers.js';
import { expect } from 'chai';
import { deferred } from '../../support/deferred.js';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';
import { until } from '../../support/until.js';
import { helloOf } from '../../support/worker-caller.js';

const CALLS = 40;
const MOST = 3;

/** Calls that are held until they are let go, and how many of them there were at once. */
class HeldCalls {
  readonly begun: string[] = [];
  readonly #held: (() => void)[] = [];
  most = 0;

  async hold(name: string): Promise<void> {
    this.begun.push(name);
    const one = deferred();
    this.#held.push(() => {
      one.resolve();
    });
    this.most = Math.max(this.most, this.#held.length);
    await one.promise;
  }

  letGo(): void {
    this.#held.shift()?.();
  }
}

const ids = Array.from({ length: CALLS }, (_, index) => index + 1);

describe('a frame with more than may be in flight', () => {
  it('of a session is carried out as far as there is room, in its order, and nothing is read meanwhile', async () => {
    const calls = new HeldCalls();
    const send = async ({ destinationId }: { destinationId: string }): Promise<ReturnType<typeof sent>> => {
      await calls.hold(destinationId);
      return sent(destinationId);
    };
    await withServer(
      fakeOperations({ send }),
      async ({ caller }) => {
        const session = caller.openSession();
        session.write({ requests: ids.map(sendRequest) });
        session.write({ requests: [sendRequest(CALLS + 1)] });
        for (const id of [...ids, CALLS + 1]) {
          await until(() => calls.begun.length >= id);
          calls.letGo();
          await session.answer(id);
        }
        expect(calls.most).to.equal(MOST);
        expect(calls.begun).to.deep.equal([...ids, CALLS + 1].map(String));
      },
      { sessions: { maxCalls: MOST } },
    );
  });

  it('of a session ends its waits and its stream in any case', async () => {
    const calls = new HeldCalls();
    const operations = fakeOperations({
      send: async () => {
        await calls.hold('m');
        return sent('m');
      },
      getEvent: (_query, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason);
          });
        }),
    });
    await withServer(
      operations,
      async ({ caller, server }) => {
        const session = caller.openSession();
        await session.opened();
        const wait = { id: 1, getEvent: { workflowId: 'w', key: 'k' } };
        session.write({ requests: [wait, ...ids.map((id) => sendRequest(id + 1))], cancels: [1] });
        await until(() => calls.begun.length === MOST);
        session.stream.cancel();
        await until(() => server.openSessions === 0);
        calls.letGo();
        await new Promise(setImmediate);
        expect(calls.begun.length, 'nothing more is begun for a session that is over').to.equal(MOST);
      },
      { sessions: { maxCalls: MOST } },
    );
  });

  it('of a session answers all of it after the client has half-closed', async () => {
    const operations = fakeOperations({ send: () => Promise.resolve(sent('m')) });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        session.write({ requests: ids.map(sendRequest) });
        session.stream.end();
        expect(await session.end).to.equal(undefined);
        expect(session.answers().map(({ id }) => id)).to.have.members(ids);
      },
      { sessions: { maxCalls: MOST } },
    );
  });

  it('of a session waits for room in its output, too', async () => {
    let begun = 0;
    const operations = fakeOperations({
      listStreams: () => {
        begun += 1;
        return Promise.resolve({
          items: [{ key: 'x'.repeat(100_000), nextOffset: 0, closed: false }],
        });
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const session = caller.openSession();
        await session.opened();
        session.stream.pause();
        const many = Array.from({ length: 400 }, (_, index) => index + 1);
        session.write({ requests: many.map((id) => ({ id, listStreams: { workflowId: 'w' } })) });
        await until(() => begun > 0);
        await caller.call('StreamService/ListStreams', { workflowId: 'w' });
        expect(begun).to.be.lessThan(200);
        session.stream.resume();
        await session.answer(400);
      },
      { sessions: { maxOutputBytes: 300_000, maxCalls: MOST } },
    );
  });

  it('of a worker is carried out as far as there is room, with and without a hello in it', async () => {
    const calls = new HeldCalls();
    const durable = { setEvent: ({ key }: { key: string }) => calls.hold(key) };
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const worker = caller.connectWorker();
        const half = CALLS / 2;
        worker.write({ hello: helloOf(), operations: ids.slice(0, half).map(setEvent) });
        worker.write({ operations: ids.slice(half).map(setEvent) });
        for (const id of ids) {
          await until(() => calls.begun.length >= id);
          calls.letGo();
          await worker.until((frames) =>
            frames.flatMap(({ answers }) => answers).find((answer) => answer.id === id),
          );
        }
        expect(calls.most).to.equal(MOST);
        expect(calls.begun).to.deep.equal(ids.map(String));
        worker.die();
      },
      {
        workers: { maxOperations: MOST },
        durable: durable as unknown as DurableOperations,
        dispatch: { connect: () => Promise.resolve(connected()) },
      },
    );
  });
});

describe('the hello of a worker', () => {
  it('lists as many workflows as may run, and no more', async () => {
    const runs = Array.from({ length: 100_001 }, () => ({ workflowId: 'w', ownerToken: 't' }));
    let running = 0;
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const worker = caller.connectWorker();
        worker.write({ hello: helloOf({ running: runs }) });
        const refused = await worker.end;
        expect([refused?.reason, refused?.violations[0]?.field]).to.deep.equal([
          'INVALID_FIELD',
          'hello.running',
        ]);
        const next = caller.connectWorker();
        await next.join(helloOf({ running: runs.slice(1) }));
        expect(running).to.equal(100_000);
        next.die();
      },
      {
        dispatch: {
          connect: (hello) => {
            running = hello.running.length;
            return Promise.resolve(connected());
          },
        },
      },
    );
  });
});

function sendRequest(id: number): contract.SessionRequest {
  return { id, send: { message: { destinationId: String(id), payload: { data: '1' } } } };
}

function setEvent(id: number): contract.DurableOperation {
  return {
    id,
    workflowId: 'w',
    ownerToken: 't',
    functionId: id,
    startedAt: { seconds: 1 },
    setEvent: { key: String(id), value: { data: '1' } },
  };
}

function connected(): ConnectedWorker {
  const nothing = (): void => undefined;
  return {
    stops: [],
    beat: nothing,
    offer: nothing,
    answer: nothing,
    runs: nothing,
    confirm: () => Promise.resolve(0),
    lost: nothing,
    stopped: nothing,
    ended: nothing,
    goodbye: () => Promise.resolve(),
    gone: nothing,
  };
}
