import { once } from 'node:events';
import { connect as connectHttp2, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import type { RpcServer, RpcServerOptions } from '@dbosd/daemon/internal/rpc/server.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { methodOf, RpcCaller } from '../../support/rpc-caller.js';
import { withServer, type RunningServer } from '../../support/rpc-server.js';
import { until } from '../../support/until.js';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** So short that a test sees the end of it. */
const SHORT_MS = 150;
const LIST = '/dbosd.v1.StreamService/ListStreams';
const operations = fakeOperations({
  listStreams: () => Promise.resolve({ items: [] }),
  getEvent: (_query, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason);
      });
    }),
});

function withLimits(
  options: Partial<RpcServerOptions>,
  use: (running: RunningServer) => Promise<void>,
): Promise<void> {
  return withServer(operations, use, options);
}

const shortRequests = { connections: { requestTimeoutMs: SHORT_MS } };

describe('a connection', () => {
  for (const [what, said] of [
    ['says nothing', ''],
    ['says half a preface', PREFACE.slice(0, 10)],
    ['says a preface and nothing more', PREFACE],
  ] as const) {
    it(`that ${what} is closed after a while, and no other`, async () => {
      await withLimits(shortRequests, async ({ server, caller }) => {
        const session = caller.openSession();
        await session.opened();
        const socket = dial(server);
        if (said !== '') socket.write(said);
        await once(socket, 'close');
        await until(() => server.openConnections === 1);
        session.write({ requests: [{ id: 1, listStreams: { workflowId: 'w' } }] });
        await session.answer(1);
      });
    });
  }

  it('without a call is closed after a while, one with a session or a wait is not', async () => {
    await withLimits({ connections: { idleTimeoutMs: SHORT_MS } }, async ({ server, caller }) => {
      const session = caller.openSession();
      await session.opened();
      const waiter = new RpcCaller(server.address);
      const waiting = waiter
        .call('EventService/GetEvent', { workflowId: 'w', key: 'k' })
        .catch(() => undefined);
      const idle = http2(server);
      await until(() => server.openConnections === 3);
      await until(() => idle.closed);
      await until(() => server.openConnections === 2);
      session.write({ requests: [{ id: 1, listStreams: { workflowId: 'w' } }] });
      await session.answer(1);
      waiter.close();
      await waiting;
    });
  });

  it('more than may be open is turned away, the others go on, and the operator is told once', async () => {
    await withLimits({ connections: { maxConnections: 3 } }, async ({ server, caller, log }) => {
      const session = caller.openSession();
      await session.opened();
      const open = [dial(server), dial(server)];
      await until(() => server.openConnections === 3);
      for (let n = 0; n < 5; n += 1) await once(dial(server), 'close');
      expect(server.openConnections).to.equal(3);
      session.write({ requests: [{ id: 1, listStreams: { workflowId: 'w' } }] });
      await session.answer(1);
      const warnings = log.filter(({ event, msg }) => (event ?? msg) === 'rpc.connections_full');
      expect(warnings.map(({ level, maxConnections }) => [level, maxConnections])).to.deep.equal([[40, 3]]);

      open[0]?.destroy();
      await until(() => server.openConnections === 2);
      const next = new RpcCaller(server.address);
      await next.call('StreamService/ListStreams', { workflowId: 'w' });
      next.close();
      open[1]?.destroy();
    });
  });

  it('is closed when the server stops, whatever its peer does', async () => {
    const peers: (Socket | ClientHttp2Session)[] = [];
    await withLimits({}, async ({ server }) => {
      peers.push(dial(server), http2(server));
      await until(() => server.openConnections === 2);
    });
    await Promise.all(peers.map((peer) => until(() => peer.destroyed)));
  });
});

describe('a request that does not arrive whole', () => {
  const message = framed('StreamService/ListStreams', { workflowId: 'w' });

  for (const [what, path, bytes] of [
    ['a call without a message', LIST, undefined],
    ['a call with half a message', LIST, message.subarray(0, message.length - 1)],
    ['a call that is not ended after its message', LIST, message],
    ['a server stream with half a message', '/dbosd.v1.EventService/WatchEvents', message.subarray(0, 3)],
    ['a health check with half a message', '/grpc.health.v1.Health/Check', Buffer.of(0, 0)],
    [
      'a reflection stream without a question',
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      undefined,
    ],
  ] as const) {
    it(`is ended after a while: ${what}`, async () => {
      await withLimits(shortRequests, async ({ server }) => {
        const connection = http2(server);
        const stream = begin(connection, path, bytes);
        expect(await statusOf(stream)).to.equal(4);
        await until(() => stream.closed);
        // The connection is as good as before.
        const next = begin(connection, LIST, message);
        next.end();
        expect(await statusOf(next)).to.equal(0);
        connection.destroy();
      });
    });
  }

  it('is a session or a worker that never says its first frame, or half of it', async () => {
    const timing = { silenceMs: SHORT_MS, workerSilenceMs: SHORT_MS };
    await withLimits({ timing }, async ({ server }) => {
      const connection = http2(server);
      const frame = framed('SessionService/Open', {
        requests: [{ id: 1, listStreams: { workflowId: 'w' } }],
      });
      for (const path of ['/dbosd.v1.SessionService/Open', '/dbosd.v1.WorkerService/Connect']) {
        for (const bytes of [undefined, frame.subarray(0, frame.length - 2)]) {
          const stream = begin(connection, path, bytes);
          expect(await statusOf(stream)).to.equal(14);
          await until(() => stream.closed);
        }
      }
      await until(() => server.openSessions === 0 && server.openWorkers === 0);
      connection.destroy();
    });
  });

  it('is none where the peer has asked, and only waits', async () => {
    await withLimits(shortRequests, async ({ server, caller }) => {
      const connection = http2(server);
      const reflection = begin(
        connection,
        '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        // list_services, of any host.
        Buffer.from([0, 0, 0, 0, 3, 0x3a, 1, 0x2a]),
      );
      const wait = begin(
        connection,
        '/dbosd.v1.EventService/GetEvent',
        framed('EventService/GetEvent', { workflowId: 'w', key: 'k' }),
      );
      wait.end();
      await once(reflection, 'data');
      const late = begin(connection, LIST, undefined);
      expect(await statusOf(late)).to.equal(4);
      await caller.call('StreamService/ListStreams', { workflowId: 'w' });
      expect([reflection.closed, wait.closed]).to.deep.equal([false, false]);
      connection.destroy();
    });
  });
});

function dial(server: RpcServer): Socket {
  const socket = connect(Number(server.address.split(':')[1]), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  return socket;
}

function http2(server: RpcServer): ClientHttp2Session {
  const session = connectHttp2(`http://${server.address}`);
  session.on('error', () => undefined);
  return session;
}

function begin(session: ClientHttp2Session, path: string, bytes: Buffer | undefined): ClientHttp2Stream {
  const stream = session.request(
    { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' },
    { endStream: false },
  );
  stream.on('error', () => undefined);
  if (bytes !== undefined) stream.write(bytes);
  stream.resume();
  return stream;
}

/** The grpc-status with which a call ends, in its trailers or in its only headers. */
function statusOf(stream: ClientHttp2Stream): Promise<number> {
  return new Promise((resolve) => {
    for (const event of ['response', 'trailers']) {
      stream.on(event, (headers: Record<string, unknown>) => {
        if (headers['grpc-status'] !== undefined) resolve(Number(headers['grpc-status']));
      });
    }
  });
}

function framed(path: string, request: object): Buffer {
  const message = Buffer.from(methodOf(path).requestSerialize(request));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
