import { expect } from 'chai';
import { openTestStore, type TestStore } from '../../support/test-store.js';

describe('a connection of the store', () => {
  let test: TestStore;

  before(async () => {
    test = await openTestStore();
  });

  after(() => test.close());

  for (const pool of ['read', 'write'] as const) {
    it(`to ${pool} has no statement compiled, for large tables make short ones look dear`, async () => {
      const { rows } = await test.store[pool].plain.query<{ jit: string }>('show jit');
      expect(rows).to.deep.equal([{ jit: 'off' }]);
    });
  }
});
