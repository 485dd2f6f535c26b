import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { startOwnDaemon, type OwnDaemon } from '../support/own-daemon.js';

const SENDS = 64;
/** 100 bytes as it is stored. */
const VALUE = 'x'.repeat(57);

describe('What goes over the wire', () => {
  let daemon: OwnDaemon;
  let proxy: CuttingProxy;
  let client: DBOSClient;
  let workflowId: string;

  before(async () => {
    daemon = await startOwnDaemon();
    workflowId = await daemon.dbos.workflow();
    proxy = await CuttingProxy.start(daemon.address);
    client = await DBOSClient.create({ address: proxy.address });
    // What a session begins with is said by then.
    await client.send(workflowId, VALUE);
  });

  after(async () => {
    await client.destroy();
    await proxy.stop();
    await daemon.stop();
  });

  /** Of each send, on average. */
  async function bytesOf(send: () => Promise<unknown>): Promise<{ sent: number; received: number }> {
    const before = { ...proxy.passed };
    await send();
    const { sent, received } = proxy.passed;
    return { sent: (sent - before.sent) / SENDS, received: (received - before.received) / SENDS };
  }

  it('of a message of 100 bytes that is sent alone is a frame of less than twice as many, and a short answer', async () => {
    const { sent, received } = await bytesOf(async () => {
      for (let n = 0; n < SENDS; n += 1) await client.send(workflowId, VALUE);
    });
    expect(sent).to.be.within(100, 200);
    expect(received).to.be.below(115);
  });

  it('of messages that are sent at once is less: they share frames', async () => {
    const { sent, received } = await bytesOf(() =>
      Promise.all(Array.from({ length: SENDS }, () => client.send(workflowId, VALUE))),
    );
    expect(sent).to.be.within(100, 180);
    expect(received).to.be.below(95);
  });
});
