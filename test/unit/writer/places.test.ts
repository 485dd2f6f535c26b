import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { Places } from '@dbosd/daemon/internal/writer/places.js';
import { deferred } from '../../support/deferred.js';

const turnedAway = (): Error => new Error('turned away');

describe('a few places for slow work', () => {
  it('are taken in turn, also when work fails', async () => {
    const path = new Places({ places: 1, maxWaitMs: 60_000, turnedAway });
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

  it('turn away what has waited too long while another still works, with nothing done', async () => {
    const path = new Places({ places: 1, maxWaitMs: 1, turnedAway });
    const working = deferred<string>();
    const first = path.run(() => working.promise);

    const second = await path
      .run(() => Promise.resolve('it was run'))
      .catch((error: unknown) => (error as Error).message);
    working.resolve('done');

    expect(second).to.equal('turned away');
    expect(await first).to.equal('done');
    expect(await path.run(() => Promise.resolve('free again'))).to.equal('free again');
  });
});
