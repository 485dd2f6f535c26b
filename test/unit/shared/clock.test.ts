import { startTimer, systemClock } from '@dbosd/shared';
import { expect } from 'chai';

const MONTH_MS = 30 * 24 * 3600 * 1000;

describe('a timer', () => {
  it('of more than 2^31 ms, or without end, does not fire early', async () => {
    const fired: number[] = [];
    const cancels = [2 ** 31, MONTH_MS, 10 * 365 * 24 * 3600 * 1000, Infinity].map((ms) =>
      startTimer(ms, () => fired.push(ms)),
    );
    await systemClock.sleep(20);
    for (const cancel of cancels) cancel();
    expect(fired).to.deep.equal([]);
  });

  it('of NaN ms is refused, and does not fire at once', async () => {
    expect(() => startTimer(NaN, () => undefined)).to.throw(TypeError, /NaN/);
    const slept = await systemClock.sleep(NaN).catch((error: unknown) => error);
    expect(slept).to.be.instanceOf(TypeError);
  });
});
