import { setImmediate as turn } from 'node:timers/promises';
import { Rounds } from '@dbosd/daemon/internal/dispatch/rounds.js';
import { expect } from 'chai';
import { deferred } from '../../support/deferred.js';
import { HeldClock } from '../../support/held-clock.js';

describe('rounds', () => {
  let clock: HeldClock;
  let count: number;
  let round: () => Promise<void>;
  let rounds: Rounds;

  beforeEach(async () => {
    clock = new HeldClock();
    count = 0;
    round = () => Promise.resolve();
    rounds = new Rounds({
      clock,
      restMs: 1000,
      round: () => {
        count += 1;
        return round();
      },
      onError: () => undefined,
    });
    await rounds.start();
  });

  it('come after a rest, and at once when nudged', async () => {
    await clock.advance(999);
    expect(count).to.equal(0);
    await clock.advance(1);
    expect(count).to.equal(1);
    rounds.nudge();
    await turn();
    expect(count).to.equal(2);
    await rounds.stop();
  });

  it('come once more when nudged in the middle of one', async () => {
    const held = deferred();
    round = () => held.promise;
    rounds.nudge();
    await turn();
    rounds.nudge();
    round = () => Promise.resolve();
    held.resolve();
    await turn();
    expect(count).to.equal(2);
    await rounds.stop();
  });

  it('end with the one that runs, and none follows', async () => {
    const held = deferred();
    round = () => held.promise;
    rounds.nudge();
    await turn();
    const stopped = rounds.stop();
    held.resolve();
    await stopped;
    await clock.advance(5000);
    expect(count).to.equal(1);
  });
});
