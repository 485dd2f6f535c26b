import { ClaimBackoff } from '@dbosd/daemon/internal/dispatch/claims.js';
import { expect } from 'chai';
import { HeldClock } from '../../support/held-clock.js';

describe('the backoff of claims', () => {
  let clock: HeldClock;
  let wakes: number;
  let backoff: ClaimBackoff;

  beforeEach(() => {
    clock = new HeldClock();
    wakes = 0;
    backoff = new ClaimBackoff(clock, () => {
      wakes += 1;
    });
  });

  it('leaves a target alone after a conflict, and wakes the claims when that is over', async () => {
    backoff.failed('a');
    expect([backoff.mustWait('a'), backoff.mustWait('b')]).to.deep.equal([true, false]);
    await clock.advance(clock.sleeps[0]!);
    expect([backoff.mustWait('a'), wakes]).to.deep.equal([false, 1]);
  });

  it('forgets targets from which no worker claims any more', async () => {
    for (let i = 0; i < 100; i++) backoff.failed(`partition ${String(i)}`);
    await clock.advance(2000);
    await clock.advance(2000);
    expect(backoff.size).to.equal(0);
  });

  it('remembers a target with one conflict after the other', async () => {
    backoff.failed('a');
    await clock.advance(clock.sleeps.at(-1)!);
    backoff.failed('a');
    await clock.advance(1999);
    expect(backoff.size).to.equal(1);
  });

  it('wakes no claims after it has stopped', async () => {
    backoff.failed('a');
    backoff.stop();
    await clock.advance(10_000);
    expect(wakes).to.equal(0);
  });
});
