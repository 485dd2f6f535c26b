import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { SlowPath } from '@dbosd/daemon/internal/writer/durable/slow-path.js';
import { deferred } from '../../../support/deferred.js';
import { failureOf } from '../../../support/failure-of.js';

describe('the slow path', () => {
  it('has so many places, which are taken in turn, also when work fails', async () => {
    const path = new SlowPath({ places: 1, maxWaitMs: 60_000 });
    const first = deferred<string>();
    const begun: string[] = [];
    const run = (name: string, work: () => Promise<string>): Promise<string> =>
      path
        .run(() => {
          begun.push(name);
          return work();
        })
        .catch((error: unknown) => (error as Error).message);
    const all = [
      run('a', () => first.promise),
      run('b', () => Promise.reject(new Error('b failed'))),
      run('c', () => Promise.resolve('c')),
    ];
    await turn();
    expect(begun).to.deep.equal(['a']);

    first.resolve('a');

    expect(await Promise.all(all)).to.deep.equal(['a', 'b failed', 'c']);
    expect(begun).to.deep.equal(['a', 'b', 'c']);
    expect(await run('d', () => Promise.resolve('d'))).to.equal('d');
  });

  it('turns away who has waited too long, with nothing done', async () => {
    const path = new SlowPath({ places: 1, maxWaitMs: -1 });
    const error = await failureOf(path.run(() => Promise.reject(new Error('it was run'))));

    expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
  });
});
