import { expect } from 'chai';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { untilReady } from '@dbosd/daemon/internal/hub/wakeup.js';
import { deferred } from '../../support/deferred.js';
import { failureOf } from '../../support/failure-of.js';

const LONG_MS = 600_000;

describe('a reader whose transport is full', () => {
  it('goes on when the transport takes batches again', async () => {
    const room = deferred();
    const ready = untilReady({
      sink: { ready: () => room.promise },
      hub: new Hub(),
      slowReaderMs: LONG_MS,
      resume: {},
    });

    room.resolve();

    await ready;
  });

  it('is given up when it takes nothing for too long, and told where to resume', async () => {
    const error = await failureOf(
      untilReady({
        sink: { ready: () => deferred().promise },
        hub: new Hub(),
        slowReaderMs: 1,
        resume: { next_offset: '7' },
      }),
    );

    expect(error).to.include({ reason: 'SLOW_READER', outcome: 'not_applied', retryAfterMs: 0 });
    expect(error.metadata).to.deep.equal({ next_offset: '7' });
  });

  for (const when of ['while it waits', 'before it waits']) {
    it(`ends when the daemon drains ${when}`, async () => {
      const hub = new Hub();
      if (when === 'before it waits') hub.drain();
      const waiting = failureOf(
        untilReady({
          sink: { ready: () => deferred().promise },
          hub,
          slowReaderMs: LONG_MS,
          resume: { next_offset: '7' },
        }),
      );

      if (!hub.draining) hub.drain();

      expect(await waiting).to.include({ reason: 'DRAINING' });
    });
  }

  it('ends as its transport does', async () => {
    const gone = new Error('the call has ended');

    const outcome = await untilReady({
      sink: { ready: () => Promise.reject(gone) },
      hub: new Hub(),
      slowReaderMs: LONG_MS,
      resume: {},
    }).catch((cause: unknown) => cause);

    expect(outcome).to.equal(gone);
  });
});
