import { expect } from 'chai';
import { DBOSClient } from '@dbosd/client';
import { BufferingProxy } from '../../support/buffering-proxy.js';
import { failureOf } from '../../support/failure-of.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';

describe('a proxy that keeps requests back until they are whole', () => {
  for (const options of [{ connectTimeoutMs: 3000 }, { connectTimeoutMs: 600_000 }]) {
    it(`is named by a client that may take ${String(options.connectTimeoutMs)} ms to connect`, async () => {
      await withServer(fakeOperations({}), async ({ server }) => {
        const proxy = await BufferingProxy.start(server.address);
        try {
          const error = await failureOf(DBOSClient.create({ address: proxy.address, ...options }));
          expect(error.reason).to.equal('TRANSPORT');
          expect(error.message).to.match(
            /the proxy in between does not carry bidirectional streams.*no buffering/,
          );
          expect(error.metadata).to.include({ proxy: 'no_bidirectional_streams' });
        } finally {
          await proxy.stop();
        }
      });
    });
  }
});
