import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import type { Clock } from '@dbosd/shared';
import { CHANNELS, workflowHash, workflowPayload, type Hint } from '@dbosd/daemon/internal/store/channels.js';
import type { Notification } from '@dbosd/daemon/internal/store/queries/hints.js';
import { Announcer } from '@dbosd/daemon/internal/writer/announcer.js';
import { HeldClock } from '../../support/held-clock.js';

const DELAY_MS = 2;
const WINDOW_MS = 10;

interface Announcing {
  readonly announcer: Announcer;
  readonly heard: Hint[];
  readonly sent: (readonly Notification[])[];
  readonly errors: unknown[];
  readonly clock: HeldClock;
}

function announcing(
  options: { messagesAnnounced?: boolean; failure?: Error; clock?: Clock } = {},
): Announcing {
  const clock = new HeldClock();
  const heard: Hint[] = [];
  const sent: (readonly Notification[])[] = [];
  const errors: unknown[] = [];
  const announcer = new Announcer({
    clock: options.clock ?? clock,
    send: (notifications) => {
      sent.push(notifications);
      return options.failure ? Promise.reject(options.failure) : Promise.resolve();
    },
    hear: (hint) => heard.push(hint),
    messagesAnnounced: () => options.messagesAnnounced ?? false,
    onError: (cause) => errors.push(cause),
  });
  return { announcer, heard, sent, errors, clock };
}

describe('the announcer', () => {
  it('sends the first after two milliseconds, and what follows within ten together, each once', async () => {
    const { announcer, sent, clock } = announcing();

    announcer.messageStored('w', 't');
    await clock.advance(DELAY_MS - 1);
    expect(sent).to.deep.equal([]);
    await clock.advance(1);
    expect(sent).to.deep.equal([[{ channel: CHANNELS.message, payload: 'w::t' }]]);
    announcer.messageStored('w', 't');
    announcer.messageStored('w', 't');
    announcer.workflowChanged('w');
    await clock.advance(WINDOW_MS - 1);
    expect(sent).to.have.length(1);
    await clock.advance(1);

    expect(sent[1]).to.deep.equal([
      { channel: CHANNELS.message, payload: 'w::t' },
      { channel: CHANNELS.own, payload: workflowPayload(workflowHash('w')) },
    ]);
    await clock.advance(WINDOW_MS);
    expect(sent).to.have.length(2);
    announcer.messageStored('w', 't');
    await clock.advance(DELAY_MS);
    expect(sent).to.have.length(3);
    await announcer.stop();
  });

  it('notifies this daemon’s own waiters at once, each time, with what was committed', () => {
    const hints: unknown[] = [];
    const announcer = new Announcer({
      clock: new HeldClock(),
      hear: (hint, committed) => hints.push([hint.kind, committed]),
      messagesAnnounced: () => true,
      onError: () => undefined,
    });
    const value = { data: '1', serialization: 'portable_json' };
    const event = { kind: 'event', workflowId: 'w', key: 'k', value, begunAtMs: 1 } as const;
    const appended = { kind: 'stream', workflowId: 'w', key: 's', value, begunAtMs: 1, offset: 0 } as const;

    announcer.eventSet('w', 'k', event);
    announcer.streamGrown('w', 's', appended);
    announcer.streamGrown('w', 's');

    expect(hints).to.deep.equal([
      ['event', event],
      ['stream', appended],
      ['stream', undefined],
    ]);
  });

  it('tells this daemon’s own waiters at once, each time', () => {
    const { announcer, heard } = announcing();

    announcer.messageStored('w', 't');
    announcer.messageStored('w', 't');
    announcer.workflowChanged('w');

    expect(heard).to.deep.equal([
      { kind: 'message', payload: 'w::t' },
      { kind: 'message', payload: 'w::t' },
      { kind: 'workflow', hash: workflowHash('w') },
    ]);
  });

  it('leaves messages to DBOS’s own trigger where it exists', async () => {
    const { announcer, sent, heard } = announcing({ messagesAnnounced: true });

    announcer.messageStored('w', 't');
    await turn();

    expect(sent).to.deep.equal([]);
    expect(heard).to.have.length(1);
  });

  it('drops what could not be sent, says why, and sends what comes later', async () => {
    const failure = new Error('the store is away');
    const { announcer, sent, errors, clock } = announcing({ failure });

    announcer.messageStored('w', 't');
    await clock.advance(DELAY_MS);
    announcer.messageStored('w', 'u');
    await clock.advance(WINDOW_MS);

    expect(sent.map((batch) => batch.map(({ payload }) => payload))).to.deep.equal([['w::t'], ['w::u']]);
    expect(errors).to.deep.equal([failure, failure]);
    await announcer.stop();
  });

  it('does not send what Postgres refuses to carry', async () => {
    const { announcer, sent } = announcing();

    announcer.messageStored('ü'.repeat(3999), '');
    await turn();

    expect(sent).to.deep.equal([]);
  });

  it('sends when it stops what has not been sent yet, without waiting', async () => {
    for (const waitedMs of [0, DELAY_MS]) {
      const { announcer, sent, clock } = announcing();
      announcer.messageStored('w', 't');
      await clock.advance(waitedMs);
      announcer.messageStored('w', 'u');

      await announcer.stop();

      expect(
        sent.flat().map(({ payload }) => payload),
        `after ${String(waitedMs)} ms`,
      ).to.deep.equal(['w::t', 'w::u']);
    }
  });

  it('loses nothing that is announced in the moment in which it falls idle', async () => {
    // The announcement comes between the last look at what is pending and the end of the loop, wherever that is.
    for (let microtasks = 0; microtasks < 12; microtasks++) {
      let wake: (() => void) | undefined;
      const clock: Clock = {
        monotonicMs: () => 0,
        sleep: () => new Promise((resolve) => (wake = resolve)),
      };
      const { announcer, sent } = announcing({ clock });
      announcer.messageStored('w', 'first');
      await turn();
      wake!();
      await turn();

      wake!();
      for (let i = 0; i < microtasks; i++) await Promise.resolve();
      announcer.messageStored('w', 'second');
      await turn();
      wake!();
      await turn();

      expect(
        sent.flat().map(({ payload }) => payload),
        `after ${String(microtasks)}`,
      ).to.deep.equal(['w::first', 'w::second']);
    }
  });
});
