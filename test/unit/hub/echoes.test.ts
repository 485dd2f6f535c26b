import { expect } from 'chai';
import { DbosdError } from '@dbosd/shared';
import { Echoes } from '@dbosd/daemon/internal/hub/echoes.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import { failureOf } from '../../support/failure-of.js';
import { until } from '../../support/until.js';

const GROWN = { kind: 'stream', payload: 'w::s' } as const;
const SENT = [{ channel: 'dbos_streams_channel', payload: 'w::s' }];
const sent = (): Promise<void> => Promise.resolve();

function listening(): { echoes: Echoes; heard: Hint[] } {
  const heard: Hint[] = [];
  const echoes = new Echoes((hint) => heard.push(hint));
  echoes.listen(true);
  return { echoes, heard };
}

describe('the echo of a notification', () => {
  it('is passed over once for each time that it was sent, even if it comes before the sending is known to be done', async () => {
    const { echoes, heard } = listening();
    await echoes.send(SENT, sent);
    await echoes.send(SENT, () => {
      echoes.notified(GROWN);
      return sent();
    });
    echoes.notified(GROWN);
    expect(heard).to.deep.equal([]);

    echoes.notified(GROWN);

    expect(heard, 'another process has told').to.deep.equal([GROWN]);
  });

  it('is only that of the same subject', async () => {
    const { echoes, heard } = listening();
    await echoes.send(SENT, sent);

    echoes.notified({ kind: 'event', payload: 'w::s' });
    echoes.notified({ kind: 'stream', payload: 'w::t' });

    expect(heard).to.have.length(2);
  });

  it('is heard as long as notifications may be lost', async () => {
    const { echoes, heard } = listening();
    await echoes.send(SENT, sent);
    echoes.listen(false);
    await echoes.send(SENT, sent);
    echoes.listen(true);

    echoes.notified(GROWN);
    echoes.notified(GROWN);

    expect(heard).to.have.length(2);
  });

  it('is not waited for when the sending takes long: what was taken for it is heard', async () => {
    const { echoes, heard } = listening();
    let done = (): void => undefined;
    const sending = echoes.send(SENT, () => new Promise((resolve) => (done = resolve)));
    echoes.notified(GROWN);
    expect(heard).to.deep.equal([]);

    await until(() => heard.length === 1);

    done();
    await sending;
    echoes.notified(GROWN);
    expect(heard, 'the echo, which nobody expects any more').to.have.length(2);
  });

  it('does not come when the sending failed: what was taken for it is heard', async () => {
    const { echoes, heard } = listening();
    const lost = new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'lost' });

    const failure = failureOf(
      echoes.send(SENT, () => {
        echoes.notified(GROWN);
        return Promise.reject(lost);
      }),
    );

    expect(await failure).to.equal(lost);
    expect(heard).to.deep.equal([GROWN]);
    echoes.notified(GROWN);
    expect(heard).to.have.length(2);
  });
});
