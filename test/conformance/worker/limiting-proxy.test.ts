import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import { failureOf } from '../../support/failure-of.js';
import { startOwnDaemon, type OwnDaemon } from '../../support/own-daemon.js';

const LIMIT_BYTES = 300_000;
const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const LARGE = 'x'.repeat(500_000);

describe('a worker on the other side of a proxy that limits what a stream may send', () => {
  let daemon: OwnDaemon;
  let proxy: CuttingProxy;

  beforeEach(async () => {
    daemon = await startOwnDaemon();
    proxy = await CuttingProxy.start(daemon.address);
    proxy.limitSent(LIMIT_BYTES);
  });

  afterEach(async () => {
    await DBOS.shutdown({ deregister: true });
    await proxy.stop();
    await daemon.stop();
  });

  async function launch(): Promise<void> {
    DBOS.setConfig({ name: 'program', daemonAddress: proxy.address, logger: SILENT });
    await DBOS.launch();
  }

  it('fails the operation that can never pass, and its other workflows go on', async () => {
    const large = DBOS.registerWorkflow(
      async () => {
        const failure = await failureOf(DBOS.setEvent('k', LARGE));
        await DBOS.setEvent('k', 'small');
        return [failure.reason, failure.message];
      },
      { name: 'large' },
    );
    const innocent = DBOS.registerWorkflow(
      async (n: number) => {
        for (let step = 0; step < 5; step += 1) await DBOS.runStep(() => Promise.resolve('y'.repeat(1000)));
        return n;
      },
      { name: 'innocent' },
    );
    await launch();
    const running = await DBOS.startWorkflow(large)();
    const others = await Promise.all([...Array(20).keys()].map((n) => DBOS.startWorkflow(innocent)(n)));
    const [reason, message] = await running.getResult();
    expect(reason).to.equal('PAYLOAD_TOO_LARGE');
    expect(message).to.match(/a proxy in between limits the size/);
    expect(await Promise.all(others.map((handle) => handle.getResult()))).to.deep.equal([
      ...Array(20).keys(),
    ]);
  });

  it('ends a workflow whose result can never pass with that as its error', async () => {
    const large = DBOS.registerWorkflow(() => Promise.resolve(LARGE), { name: 'large' });
    await launch();
    const handle = await DBOS.startWorkflow(large, { workflowID: 'w' })();
    expect((await failureOf(handle.getResult())).message).to.match(/a proxy in between limits the size/);
    const client = await daemon.connect();
    expect(await client.getWorkflow('w')).to.have.property('status', 'ERROR');
  });
});
