import { expect } from 'chai';
import { Wakeup } from '@dbosd/daemon/internal/hub/wakeup.js';

const never = new AbortController().signal;

describe('a wakeup', () => {
  it('ends the wait during which it comes', async () => {
    const wakeup = new Wakeup();
    const woken = wakeup.wait(Infinity, never);

    wakeup.wake();

    await woken;
  });

  it('that came before the wait ends it at once, until it is cleared', async () => {
    const wakeup = new Wakeup();
    wakeup.wake();

    await wakeup.wait(Infinity, never);
    expect(wakeup.pending).to.equal(true);
    wakeup.clear();

    expect(wakeup.pending).to.equal(false);
    let woken = false;
    const waiting = wakeup.wait(Infinity, never).then(() => (woken = true));
    await Promise.resolve();
    expect(woken).to.equal(false);
    wakeup.wake();
    await waiting;
  });

  it('lets a wait end by its time', async () => {
    const wakeup = new Wakeup();

    await wakeup.wait(1, never);

    expect(wakeup.pending).to.equal(false);
  });

  it('fails a wait whose caller aborts, before or during it, with the caller’s reason', async () => {
    const wakeup = new Wakeup();
    const aborting = new AbortController();
    const reason = new Error('gone');

    const during = wakeup.wait(Infinity, aborting.signal).catch((cause: unknown) => cause);
    aborting.abort(reason);

    expect(await during).to.equal(reason);
    expect(await wakeup.wait(Infinity, aborting.signal).catch((cause: unknown) => cause)).to.equal(reason);
    wakeup.wake();
  });
});
