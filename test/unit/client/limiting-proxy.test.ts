import { expect } from 'chai';
import { DBOSClient } from '@dbosd/client';
import { DbosdError } from '@dbosd/shared';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import { acknowledgeSends, FakeDaemon } from '../../support/fake-daemon.js';
import { failureOf } from '../../support/failure-of.js';

/** What a connection may send in all, as where a proxy counts a whole stream as one request. */
const LIMIT_BYTES = 300_000;

describe('a client on the other side of a proxy that limits what a stream may send', () => {
  let daemon: FakeDaemon;
  let proxy: CuttingProxy;
  let client: DBOSClient;

  beforeEach(async () => {
    daemon = await FakeDaemon.start({ onRequest: acknowledgeSends });
    proxy = await CuttingProxy.start(daemon.address);
    proxy.limitSent(LIMIT_BYTES);
    client = await DBOSClient.create({ address: proxy.address, unavailableTimeoutMs: 600_000 });
  });

  afterEach(async () => {
    const ended = client.destroy();
    daemon.stop();
    await Promise.all([ended, proxy.stop()]);
  });

  it('is told of a request that can never pass, and all others pass', async () => {
    const before = [1, 2, 3].map((n) => client.send('wf', n));
    const tooLarge = failureOf(client.send('wf', 'x'.repeat(500_000)));
    const after = [4, 5, 6].map((n) => client.send('wf', n));
    const others = Array.from({ length: 50 }, (_, n) => client.send(`wf ${String(n)}`, 'y'.repeat(1000)));
    const error = await tooLarge;
    expect(error.reason).to.equal('PAYLOAD_TOO_LARGE');
    expect(error.message).to.match(/a proxy in between limits the size.*client_max_body_size/);
    expect(error.metadata).to.include({ proxy: 'request_too_large' });
    expect(Number(error.metadata['size'])).to.be.greaterThan(500_000);
    expect(error.cause).to.be.instanceOf(DbosdError);
    await Promise.all([...before, ...after, ...others]);
    await client.send('wf', 'and it goes on');
  });

  it('gets through what passes one after the other, however much it sends at once', async () => {
    const value = 'x'.repeat(20_000);
    await Promise.all(Array.from({ length: 40 }, (_, n) => client.send(`wf ${String(n % 7)}`, value)));
    await client.send('wf', 'x'.repeat(200_000));
  });
});
