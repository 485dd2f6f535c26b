import { setImmediate as turn } from 'node:timers/promises';
import { Loop } from '@dbosd/daemon/internal/ops/loop.js';
import { expect } from 'chai';
import { deferred } from '../support/deferred.js';
import { HeldClock } from '../support/held-clock.js';

describe('a loop', () => {
  let clock: HeldClock;
  let count: number;
  let round: () => Promise<void>;
  let loop: Loop;

  beforeEach(async () => {
    clock = new HeldClock();
    count = 0;
    round = () => Promise.resolve();
    loop = new Loop({
      clock,
      restMs: 1000,
      round: () => {
        count += 1;
        return round();
      },
      onError: () => undefined,
    });
    await loop.start();
  });

  it('runs a round after a rest, and at once when woken', async () => {
    await clock.advance(999);
    expect(count).to.equal(0);
    await clock.advance(1);
    expect(count).to.equal(1);
    loop.wake();
    await turn();
    expect(count).to.equal(2);
    await loop.stop();
  });

  it('runs one more round when it is woken during one', async () => {
    const held = deferred();
    round = () => held.promise;
    loop.wake();
    await turn();
    loop.wake();
    round = () => Promise.resolve();
    held.resolve();
    await turn();
    expect(count).to.equal(2);
    await loop.stop();
  });

  it('stops when the present round has ended, and runs no other', async () => {
    const held = deferred();
    round = () => held.promise;
    loop.wake();
    await turn();
    const stopped = loop.stop();
    held.resolve();
    await stopped;
    await clock.advance(5000);
    expect(count).to.equal(1);
  });

  it('asks for the rest before each round, goes on after a failure, and tells a round that it is stopping', async () => {
    const rests = [0, 5, 7];
    const errors: unknown[] = [];
    const held = deferred();
    let stopping: boolean | undefined;
    const failure = new Error('the store is down');
    const work = [
      () => Promise.reject(failure),
      (signal: AbortSignal) => held.promise.then(() => (stopping = signal.aborted)),
    ];
    const other = new Loop({
      clock,
      restMs: () => rests.shift() ?? 1000,
      round: async (signal) => {
        await work.shift()?.(signal);
      },
      onError: (cause) => errors.push(cause),
    });
    await other.start();
    await clock.advance(0);
    await clock.advance(5);
    const stopped = other.stop();
    held.resolve();
    await stopped;
    expect([errors, stopping]).to.deep.equal([[failure], true]);
  });
});
