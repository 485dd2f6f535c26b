import { insertRequest } from '@dbosd/daemon/internal/store/queries/requests/keep-request.js';
import { readStatus } from '@dbosd/daemon/internal/store/queries/workflows/read-status.js';
import { openStore } from '@dbosd/daemon/internal/store/store.js';
import { expect } from 'chai';
import { openTestStore } from '../../support/test-store.js';
import { startTransactionPooler } from '../../support/transaction-pooler.js';

describe('the store, behind a pooler in transaction mode', () => {
  it('writes on a connection that has served its reads before', async () => {
    const test = await openTestStore();
    const pooler = await startTransactionPooler(test.url, 1);
    const store = openStore({
      databaseUrl: pooler.url,
      dbosSchema: 'dbos',
      writePoolSize: 2,
      readPoolSize: 2,
      namedStatements: false,
      allowAsyncCommit: true,
      onIdleError: () => undefined,
    });
    try {
      await readStatus(store.read, 'nobody');
      const request = { requestId: 'r', method: 'm', digest: Buffer.alloc(1) };
      expect(await insertRequest(store.write, request)).to.equal(true);
      await Promise.all([readStatus(store.read, 'nobody'), readStatus(store.read, 'nobody')]);
      expect(await insertRequest(store.write, { ...request, requestId: 's' })).to.equal(true);
    } finally {
      await store.close();
      await pooler.close();
      await test.close();
    }
  });
});
