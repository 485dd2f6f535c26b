import { getEventListeners } from 'node:events';
import { onAbort, systemClock } from '@dbosd/shared';
import { expect } from 'chai';

describe('one signal of many waits', () => {
  it('has one listener, and none when they are over', async () => {
    const { signal } = new AbortController();
    const count = (): number => getEventListeners(signal, 'abort').length;
    const sleeps = Promise.all(Array.from({ length: 11 }, () => systemClock.sleep(1, signal)));
    const takeBack = onAbort(signal, () => undefined);
    expect(count()).to.equal(1);
    await sleeps;
    expect(count()).to.equal(1);
    takeBack();
    takeBack();
    expect(count()).to.equal(0);
  });

  it('ends them all with its reason, each once', async () => {
    const aborting = new AbortController();
    const { signal } = aborting;
    const reason = new Error('enough');
    const sleeps = Array.from({ length: 11 }, () =>
      systemClock.sleep(60_000, signal).catch((e: unknown) => e),
    );
    let heard = 0;
    const hear = (): void => {
      heard += 1;
    };
    onAbort(signal, hear);
    onAbort(signal, hear);
    onAbort(signal, hear)();
    aborting.abort(reason);
    expect(await Promise.all(sleeps)).to.deep.equal(Array(11).fill(reason));
    expect(heard).to.equal(2);
    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  });
});
