import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { expect } from 'chai';
import { fakeOperations } from '../../support/fake-operations.js';
import { methodOf, RpcCaller } from '../../support/rpc-caller.js';
import { withServer, type RunningServer } from '../../support/rpc-server.js';
import { until } from '../../support/until.js';
import type { Operations } from '@dbosd/daemon/internal/operations/operations.js';

const KIB = 1024;
const VALUE_BYTES = 200 * KIB;
const SLOTS = 2;
/** The most that a read may add after its caller was found to have room. */
const OVERSHOOT_BYTES = (SLOTS + 1) * (VALUE_BYTES + KIB);

/** Lists of one large item, and how many of them have been made. */
class LargeLists {
  made = 0;
  readonly operations: Operations = fakeOperations({
    listStreams: ({ workflowId }) => {
      this.made += workflowId === 'large' ? 1 : 0;
      const key = workflowId === 'large' ? 'x'.repeat(VALUE_BYTES) : 'x';
      return Promise.resolve({ items: [{ key, nextOffset: 0, closed: false }] });
    },
  });
}

const large = (id: number): object => ({ id, listStreams: { workflowId: 'large' } });
const frame = (calls: number): object => ({
  requests: Array.from({ length: calls }, (_, index) => large(index + 1)),
});

describe('answers that their peer does not read', () => {
  it('of sessions are not made beyond what a session, a connection and the daemon may hold', async () => {
    const lists = new LargeLists();
    const output = { maxConnectionBytes: 1000 * KIB, maxTotalBytes: 2000 * KIB };
    await withServer(
      lists.operations,
      async ({ caller, server }) => {
        const callers = Array.from({ length: 4 }, () => new RpcCaller(server.address));
        const sessions = callers.flatMap((one) => [one.openSession(), one.openSession()]);
        for (const session of sessions) {
          await session.opened();
          session.stream.pause();
          session.write(frame(40));
        }
        await settled(() => lists.made, caller);
        expect(lists.made).to.be.greaterThan(sessions.length);
        expect(server.heldOutputBytes).to.be.greaterThan(0);
        // A session that holds nothing goes on, with as many reads as there are turns.
        const bound = output.maxTotalBytes + sessions.length * OVERSHOOT_BYTES;
        expect(server.heldOutputBytes).to.be.lessThan(bound);
        for (const session of sessions) session.stream.resume();
        await Promise.all(sessions.map((session) => session.answer(40)));
        await until(() => server.heldOutputBytes === 0);
        for (const one of callers) one.close();
      },
      { output, sessions: { maxOutputBytes: 600 * KIB }, readSlots: SLOTS },
    );
  });

  it('of a session are bounded by what one session may hold', async () => {
    const lists = new LargeLists();
    await withServer(
      lists.operations,
      async ({ caller, server }) => {
        const session = caller.openSession();
        await session.opened();
        session.stream.pause();
        session.write(frame(200));
        await settled(() => lists.made, caller);
        expect(server.heldOutputBytes).to.be.lessThan(600 * KIB + OVERSHOOT_BYTES);
        session.stream.resume();
        await session.answer(200);
      },
      { sessions: { maxOutputBytes: 600 * KIB }, readSlots: SLOTS },
    );
  });

  it('of waits that end together are not all kept: most are told to ask again', async () => {
    const value = JSON.stringify('x'.repeat(VALUE_BYTES));
    const operations = fakeOperations({
      listStreams: () => Promise.resolve({ items: [] }),
      getEvent: () =>
        Promise.resolve({
          kind: 'value',
          value: { kind: 'payload', data: value },
          revision: Buffer.alloc(16),
        }),
    });
    const WAITS = 300;
    const getEvent = { workflowId: 'w', key: 'k', timeout: { seconds: 9 } };
    await withServer(
      operations,
      async ({ caller, server }) => {
        const session = caller.openSession();
        await session.opened();
        session.stream.pause();
        session.write({ requests: Array.from({ length: WAITS }, (_, n) => ({ id: n + 1, getEvent })) });
        await until(() => server.heldOutputBytes > 0);
        await caller.call('StreamService/ListStreams', { workflowId: 'small' });
        expect(server.heldOutputBytes).to.be.lessThan(600 * KIB + 2 * VALUE_BYTES + WAITS * KIB);
        session.stream.resume();
        await Promise.all(Array.from({ length: WAITS }, (_, n) => session.answer(n + 1)));
        const later = session.answers().filter((answer) => answer.getEvent?.outcome === 'notYet');
        expect(later.length).to.be.greaterThan(WAITS / 2);
        expect(later[0]?.getEvent?.notYet?.remaining?.seconds).to.be.within(1, 9);
        session.write({ requests: [{ id: WAITS + 1, getEvent }] });
        expect((await session.answer(WAITS + 1)).getEvent?.outcome).to.equal('value');
      },
      { sessions: { maxOutputBytes: 600 * KIB } },
    );
  });

  it('end a session that takes nothing for too long, with SLOW_READER, and are let go of', async () => {
    const lists = new LargeLists();
    await withServer(
      lists.operations,
      async ({ caller, server }) => {
        const session = caller.openSession();
        await session.opened();
        session.stream.pause();
        session.write(frame(100));
        await until(() => server.heldOutputBytes > 0);
        await until(() => server.openSessions === 0);
        session.stream.resume();
        expect((await session.end)?.reason).to.equal('SLOW_READER');
        await until(() => server.heldOutputBytes === 0);
      },
      { output: { timeoutMs: 200, bytesPerSecond: Infinity } },
    );
  });

  it('of a session that never reads again are let go of, too', async () => {
    await withUnreadCalls({ count: 1, timeoutMs: 100 }, async ({ server }, session) => {
      const open = session.request(headers('/dbosd.v1.SessionService/Open'));
      open.on('error', () => undefined);
      open.write(framed('SessionService/Open', frame(10)));
      await until(() => server.openSessions === 1);
      await until(() => server.openSessions === 0 && server.heldOutputBytes === 0);
      await until(() => open.closed);
    });
  });

  it('of unary calls count as calls until they have left', async () => {
    await withUnreadCalls({ count: 3, timeoutMs: 60_000 }, async ({ server, caller }, session, unread) => {
      await until(() => server.heldOutputBytes > 3 * VALUE_BYTES);
      const refused = await caller.call('StreamService/ListStreams', { workflowId: 'small' }).then(
        () => undefined,
        (error: unknown) => error as { reason: string },
      );
      expect(refused?.reason).to.equal('OVERLOADED');
      session.settings({ initialWindowSize: 2 ** 20 });
      await Promise.all(unread.map((stream) => until(() => stream.closed)));
      await until(() => server.heldOutputBytes === 0);
      await caller.call('StreamService/ListStreams', { workflowId: 'small' });
    });
  });

  it('of unary calls are let go of after a while, and make room for other calls', async () => {
    await withUnreadCalls({ count: 3, timeoutMs: 100 }, async ({ server, caller }, _session, unread) => {
      await Promise.all(unread.map((stream) => until(() => stream.closed)));
      await until(() => server.heldOutputBytes === 0);
      await caller.call('StreamService/ListStreams', { workflowId: 'small' });
    });
  });

  it('of a hundred unary calls on one connection are not made beyond what it may hold', async () => {
    const lists = new LargeLists();
    await withServer(
      lists.operations,
      async ({ server, caller }) => {
        const session = unreadConnection(server.address);
        for (let n = 0; n < 100; n += 1) unreadCall(session);
        await settled(() => lists.made, caller);
        expect(lists.made * VALUE_BYTES).to.be.lessThan(1000 * KIB + OVERSHOOT_BYTES);
        expect(server.heldOutputBytes).to.be.greaterThan(lists.made * VALUE_BYTES);
        session.destroy();
        await until(() => server.heldOutputBytes === 0);
      },
      { output: { maxConnectionBytes: 1000 * KIB }, readSlots: SLOTS },
    );
  });
});

/** Waits until a number no longer rises while other callers are served. */
async function settled(count: () => number, caller: RpcCaller): Promise<void> {
  for (let same = 0, last = count(); same < 20;) {
    await caller.call('StreamService/ListStreams', { workflowId: 'small' });
    same = count() === last && last > 0 ? same + 1 : 0;
    last = count();
  }
}

async function withUnreadCalls(
  { count, timeoutMs }: { readonly count: number; readonly timeoutMs: number },
  use: (
    running: RunningServer,
    session: ClientHttp2Session,
    unread: readonly ClientHttp2Stream[],
  ) => Promise<void>,
): Promise<void> {
  await withServer(
    new LargeLists().operations,
    async (running) => {
      const session = unreadConnection(running.server.address);
      await until(() => session.remoteSettings.maxConcurrentStreams !== undefined);
      const unread = Array.from({ length: count }, () => unreadCall(session));
      await use(running, session, unread);
      session.destroy();
    },
    { admission: { maxUnaryCalls: 3 }, output: { timeoutMs, bytesPerSecond: Infinity } },
  );
}

/** A connection whose peer gives no room for any answer. */
function unreadConnection(address: string): ClientHttp2Session {
  const session = connect(`http://${address}`, { settings: { initialWindowSize: 0 } });
  session.on('error', () => undefined);
  return session;
}

function unreadCall(session: ClientHttp2Session): ClientHttp2Stream {
  const stream = session.request(headers('/dbosd.v1.StreamService/ListStreams'));
  stream.on('error', () => undefined);
  stream.end(framed('StreamService/ListStreams', { workflowId: 'large' }));
  stream.resume();
  return stream;
}

function headers(path: string): Record<string, string> {
  return { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
}

function framed(path: string, request: object): Buffer {
  const message = Buffer.from(methodOf(path).requestSerialize(request));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
