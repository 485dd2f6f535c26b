import { expect } from 'chai';
import { DbosdError } from '@dbosd/shared';
import { OwnNotifications } from '@dbosd/daemon/internal/hub/own-notifications.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import { failureOf } from '../../support/failure-of.js';
import { until } from '../../support/until.js';

const GROWN = { kind: 'stream', payload: 'w::s' } as const;
const SENT = [{ channel: 'dbos_streams_channel', payload: 'w::s' }];
const sent = (): Promise<void> => Promise.resolve();

function listening(): { own: OwnNotifications; passedOn: Hint[] } {
  const passedOn: Hint[] = [];
  const own = new OwnNotifications((hint) => passedOn.push(hint));
  own.setListening(true);
  return { own, passedOn };
}

describe('a notification of this daemon that comes back', () => {
  it('is ignored once for each time that it was sent, even if it comes before the statement that sent it has returned', async () => {
    const { own, passedOn } = listening();
    await own.send(SENT, sent);
    await own.send(SENT, () => {
      own.receive(GROWN);
      return sent();
    });
    own.receive(GROWN);
    expect(passedOn).to.deep.equal([]);

    own.receive(GROWN);

    expect(passedOn, 'another process has sent it').to.deep.equal([GROWN]);
  });

  it('is recognised by its subject', async () => {
    const { own, passedOn } = listening();
    await own.send(SENT, sent);

    own.receive({ kind: 'event', payload: 'w::s' });
    own.receive({ kind: 'stream', payload: 'w::t' });

    expect(passedOn).to.have.length(2);
  });

  it('is passed on as long as notifications may be lost', async () => {
    const { own, passedOn } = listening();
    await own.send(SENT, sent);
    own.setListening(false);
    await own.send(SENT, sent);
    own.setListening(true);

    own.receive(GROWN);
    own.receive(GROWN);

    expect(passedOn).to.have.length(2);
  });

  it('is not expected any longer when sending takes long: what was taken for it is passed on', async () => {
    const { own, passedOn } = listening();
    let done = (): void => undefined;
    const sending = own.send(SENT, () => new Promise((resolve) => (done = resolve)));
    own.receive(GROWN);
    expect(passedOn).to.deep.equal([]);

    await until(() => passedOn.length === 1);

    done();
    await sending;
    own.receive(GROWN);
    expect(passedOn, 'it comes after it was given up').to.have.length(2);
  });

  it('does not come when sending failed: what was taken for it is passed on', async () => {
    const { own, passedOn } = listening();
    const lost = new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'lost' });

    const failure = failureOf(
      own.send(SENT, () => {
        own.receive(GROWN);
        return Promise.reject(lost);
      }),
    );

    expect(await failure).to.equal(lost);
    expect(passedOn).to.deep.equal([GROWN]);
    own.receive(GROWN);
    expect(passedOn).to.have.length(2);
  });
});
