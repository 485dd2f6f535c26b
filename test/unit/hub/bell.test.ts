import { expect } from 'chai';
import { Bell } from '@dbosd/daemon/internal/hub/bell.js';

const never = new AbortController().signal;

describe('a bell', () => {
  it('is heard by who waits when it rings', async () => {
    const bell = new Bell();
    const heard = bell.wait(Infinity, never);

    bell.ring();

    await heard;
  });

  it('that rang before the wait is heard at once, until it is cleared', async () => {
    const bell = new Bell();
    bell.ring();

    await bell.wait(Infinity, never);
    expect(bell.rung).to.equal(true);
    bell.clear();

    expect(bell.rung).to.equal(false);
    let heard = false;
    const waiting = bell.wait(Infinity, never).then(() => (heard = true));
    await Promise.resolve();
    expect(heard).to.equal(false);
    bell.ring();
    await waiting;
  });

  it('lets a wait end by its time', async () => {
    const bell = new Bell();

    await bell.wait(1, never);

    expect(bell.rung).to.equal(false);
  });

  it('fails a wait whose caller goes, before or during it, with the caller’s reason', async () => {
    const bell = new Bell();
    const gone = new AbortController();
    const reason = new Error('gone');

    const during = bell.wait(Infinity, gone.signal).catch((cause: unknown) => cause);
    gone.abort(reason);

    expect(await during).to.equal(reason);
    expect(await bell.wait(Infinity, gone.signal).catch((cause: unknown) => cause)).to.equal(reason);
    bell.ring();
  });
});
