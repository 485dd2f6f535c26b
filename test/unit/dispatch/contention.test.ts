import { Contention } from '@dbosd/daemon/internal/dispatch/claims/contention.js';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';

describe('contention for what queues share', () => {
  let clock: HeldClock;
  let wakes: number;
  let contention: Contention;

  beforeEach(() => {
    clock = new HeldClock();
    wakes = 0;
    contention = new Contention(clock, () => {
      wakes += 1;
    });
  });

  it('leaves a lot alone for a while, and wakes who claims when that is over', async () => {
    contention.met('a');
    expect([contention.mustWait('a'), contention.mustWait('b')]).to.deep.equal([true, false]);
    await clock.advance(clock.sleeps[0]!);
    expect([contention.mustWait('a'), wakes]).to.deep.equal([false, 1]);
  });

  it('forgets lots that nobody claims from any more', async () => {
    for (let i = 0; i < 100; i++) contention.met(`partition ${String(i)}`);
    await clock.advance(2000);
    await clock.advance(2000);
    expect(contention.size).to.equal(0);
  });

  it('remembers one that is met again and again', async () => {
    contention.met('a');
    await clock.advance(clock.sleeps.at(-1)!);
    contention.met('a');
    await clock.advance(1999);
    expect(contention.size).to.equal(1);
  });

  it('wakes nobody when it has stopped', async () => {
    contention.met('a');
    contention.stop();
    await clock.advance(10_000);
    expect(wakes).to.equal(0);
  });
});
