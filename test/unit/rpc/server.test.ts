import { RpcServer } from '@dbosd/daemon/internal/rpc/server.js';
import { expect } from 'chai';
import { pino } from 'pino';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { gate } from '../../support/gate.js';
import { NO_WORKERS, withServer } from '../../support/rpc-server.js';

const send = { message: { destinationId: 'w', payload: { data: '1' } } };

describe('the server', () => {
  it('names the fix when its port is taken', async () => {
    await withServer(fakeOperations({}), async ({ server }) => {
      const second = new RpcServer({
        operations: fakeOperations({}),
        ...NO_WORKERS,
        log: pino({ level: 'silent' }),
        host: '127.0.0.1',
        port: Number(server.address.split(':')[1]),
        version: '0',
      });
      const error = await second.start().then(
        () => undefined,
        (failure: unknown) => failure as Error,
      );
      expect(error?.message).to.match(/^cannot listen on 127\.0\.0\.1:\d+: the port is taken; .*--port/);
      expect(error?.cause).to.be.instanceOf(Error);
      await second.stop();
    });
  });

  it('lets a call finish that is in flight when it stops', async () => {
    const [begun, finish] = [gate(), gate()];
    const operations = fakeOperations({
      send: async () => {
        begun.open();
        await finish.passed;
        return sent('m');
      },
    });
    await withServer(
      operations,
      async ({ caller, server }) => {
        const call = caller.call('MessageService/Send', send);
        await begun.passed;
        const stopped = server.stop();
        expect(server.draining.aborted).to.equal(true);
        finish.open();
        expect((await call).messageId).to.equal('m');
        await stopped;
        await server.stop();
      },
      { timing: { stopGraceMs: 60_000 } },
    );
  });

  it('ends its stop as soon as its sessions have gone', async () => {
    await withServer(
      fakeOperations({}),
      async ({ caller, server }) => {
        const session = caller.openSession();
        await session.opened();
        const stopped = server.stop();
        await session.until((frames) => frames.find(({ goingAway }) => goingAway?.draining));
        session.stream.end();
        expect(await session.end).to.equal(undefined);
        await stopped;
      },
      { timing: { stopGraceMs: 60_000 } },
    );
  });

  it('may be stopped before it was started, and twice', async () => {
    const server = new RpcServer({
      operations: fakeOperations({}),
      ...NO_WORKERS,
      log: pino({ level: 'silent' }),
      host: '127.0.0.1',
      port: 0,
      version: '0',
    });
    await Promise.all([server.stop(), server.stop()]);
    expect(() => server.address).to.throw('does not listen yet');
  });
});
