import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { DbosdError, systemClock } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { waitUntil } from '@dbosd/daemon/internal/operations/wait-until.js';
import type { Committed } from '@dbosd/daemon/internal/model/committed.js';
import type { Unanswered, Wait } from '@dbosd/daemon/internal/operations/operations.js';
import { deferred } from '../../support/deferred.js';

const LONG_MS = 600_000;
const away = new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'away', retryAfterMs: 1 });

interface Waiting {
  readonly hub: Hub;
  readonly answer: Promise<string | Unanswered>;
  readonly looks: () => number;
  readonly hint: () => void;
}

/** Waits for an event whose looks are answered in turn; the last answer stands. A text is an answer. */
function waiting(
  looks: readonly (() => Promise<string | undefined>)[],
  wait: Partial<Wait> = {},
  hub = new Hub(),
  againInMs?: () => number,
): Waiting {
  let looked = 0;
  const answer = waitUntil<string | undefined, string>({
    hub,
    clock: systemClock,
    wait: { timeoutMs: LONG_MS, holdMs: LONG_MS, signal: new AbortController().signal, ...wait },
    register: (wake) => hub.onEvent('w', 'k', wake),
    read: () => {
      const look = looks[Math.min(looked, looks.length - 1)]!;
      looked += 1;
      return look();
    },
    decide: (state) => state,
    ...(againInMs && { againInMs }),
  });
  return {
    hub,
    answer,
    looks: () => looked,
    hint: () => {
      hub.hint({ kind: 'event', payload: 'w::k' });
    },
  };
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);
const value = (): Promise<string> => Promise.resolve('value');

describe('a wait', () => {
  it('is answered by its first look when there is something, and leaves the hub', async () => {
    const { answer, hub, looks } = waiting([value]);

    expect(await answer).to.equal('value');
    expect([looks(), hub.size]).to.deep.equal([1, 0]);
  });

  it('finds what comes between its look and its wait', async () => {
    const first = deferred<undefined>();
    const { answer, hint } = waiting([() => first.promise, value]);
    await turn();

    // The look has read that there is nothing; the value and its hint come; only then does the look answer.
    hint();
    first.resolve(undefined);

    expect(await answer).to.equal('value');
  });

  it('looks again at each hint, and only then', async () => {
    const { answer, hint, looks, hub } = waiting([nothing, nothing, value]);
    await turn();
    expect(looks()).to.equal(1);

    hint();
    await turn();
    expect(looks()).to.equal(2);
    hub.hint({ kind: 'event', payload: 'w::another' });
    await turn();
    expect(looks()).to.equal(2);
    hint();

    expect(await answer).to.equal('value');
  });

  it('looks a last time when its time is up, and finds what no notification told of', async () => {
    const { answer, looks } = waiting([nothing, value], { timeoutMs: 5 });

    expect(await answer).to.equal('value');
    expect(looks()).to.equal(2);
  });

  it('times out when the last look finds nothing', async () => {
    const { answer, looks, hub } = waiting([nothing], { timeoutMs: 5 });

    expect(await answer).to.deep.equal({ kind: 'timedOut' });
    expect(looks()).to.be.at.least(2);
    expect(hub.size).to.equal(0);
  });

  it('without any time is one look', async () => {
    const { answer, looks } = waiting([nothing], { timeoutMs: 0 });

    expect(await answer).to.deep.equal({ kind: 'timedOut' });
    expect(looks()).to.equal(1);
  });

  it('looks again when its state says so, without a hint', async () => {
    const { answer, looks } = waiting([nothing, nothing, value], {}, new Hub(), () => 5);

    expect(await answer).to.equal('value');
    expect(looks()).to.equal(3);
  });

  it('says after its hold how much of its time is left', async () => {
    const { answer } = waiting([nothing], { holdMs: 5 });

    const outcome = (await answer) as Unanswered & { kind: 'notYet' };

    expect(outcome.kind).to.equal('notYet');
    expect(outcome.remainingMs).to.be.within(LONG_MS - 60_000, LONG_MS - 5);
  });

  for (const when of ['before it', 'while it waits']) {
    it(`answers that nothing has come yet when the daemon drains ${when}, after a look`, async () => {
      const hub = new Hub();
      if (when === 'before it') hub.drain();
      const { answer, looks } = waiting([nothing], {}, hub);
      await turn();

      if (when !== 'before it') hub.drain();

      expect(await answer).to.include({ kind: 'notYet' });
      expect(looks()).to.equal(when === 'before it' ? 1 : 2);
    });
  }

  it('ends with the caller’s reason when the caller goes, and leaves the hub', async () => {
    const caller = new AbortController();
    const { answer, hub } = waiting([nothing], { signal: caller.signal });
    await turn();
    const reason = new Error('gone');

    caller.abort(reason);

    expect(await answer.catch((cause: unknown) => cause)).to.equal(reason);
    expect(hub.size).to.equal(0);
  });

  it('fails when its first look does, and leaves the hub', async () => {
    const { answer, hub } = waiting([() => Promise.reject(away)]);

    expect(await answer.catch((cause: unknown) => cause)).to.equal(away);
    expect(hub.size).to.equal(0);
  });

  it('waits out a store that fails in its middle', async () => {
    const { answer, hint, looks } = waiting([nothing, () => Promise.reject(away), value]);
    await turn();

    hint();
    await turn();
    expect(looks()).to.equal(2);
    hint();

    expect(await answer).to.equal('value');
  });

  it('does not wait out what is not the store’s failure', async () => {
    const bug = new TypeError('a bug');
    const { answer, hint } = waiting([nothing, () => Promise.reject(bug)]);
    await turn();

    hint();

    expect(await answer.catch((cause: unknown) => cause)).to.equal(bug);
  });

  it('does not say that its time was up when its last look could not look', async () => {
    const { answer } = waiting([nothing, () => Promise.reject(away)], { timeoutMs: 5 });

    expect(await answer.catch((cause: unknown) => cause)).to.equal(away);
  });

  describe('whose hint carries a row', () => {
    const row = (begunAtMs: number, data = 'committed'): Committed => ({
      kind: 'event',
      workflowId: 'w',
      key: 'k',
      value: { data, serialization: 'portable_json' },
      begunAtMs,
    });
    const given = (read: () => Promise<string | undefined>, take = true) => {
      const hub = new Hub();
      let looks = 0;
      const answer = waitUntil<string | undefined, string>({
        hub,
        clock: systemClock,
        wait: { timeoutMs: LONG_MS, holdMs: LONG_MS, signal: new AbortController().signal },
        register: (wake) => hub.onEvent('w', 'k', wake),
        read: () => {
          looks += 1;
          return read();
        },
        decide: (state) => state,
        ...(take && { take: ({ value: { data } }: Committed) => (data === 'too large' ? undefined : data) }),
      });
      const hint = (committed: Committed): void => {
        hub.hint({ kind: 'event', payload: 'w::k' }, committed);
      };
      return { answer, hint, looks: () => looks, hub };
    };
    const now = (): number => systemClock.monotonicMs();

    it('is answered by it, without another look', async () => {
      const { answer, hint, looks, hub } = given(nothing);
      await turn();

      hint(row(now()));

      expect(await answer).to.equal('committed');
      expect([looks(), hub.size]).to.deep.equal([1, 0]);
    });

    it('looks again where the row’s statement began before its last look was over', async () => {
      const begunAtMs = now();
      const store: { value?: string } = {};
      const { answer, hint, looks } = given(() => Promise.resolve(store.value));
      await turn();

      store.value = 'stored';
      hint(row(begunAtMs));

      expect(await answer).to.equal('stored');
      expect(looks()).to.equal(2);
    });

    it('takes no row that comes during a look, which may have seen more', async () => {
      const look = deferred<string | undefined>();
      const looks = [look.promise, Promise.resolve('looked at again')];
      let looked = 0;
      const { answer, hint } = given(() => looks[looked++]!);
      await turn();

      hint(row(now()));
      look.resolve(undefined);

      expect(await answer).to.equal('looked at again');
    });

    it('looks again where the row is no answer, as where it is too large', async () => {
      const store: { value?: string } = {};
      const { answer, hint, looks } = given(() => Promise.resolve(store.value));
      await turn();

      store.value = 'its size';
      hint(row(now(), 'too large'));

      expect(await answer).to.equal('its size');
      expect(looks()).to.equal(2);
    });

    it('keeps the first of several rows: each was the value when it committed', async () => {
      const { answer, hint } = given(nothing);
      await turn();

      hint(row(now(), 'first'));
      hint(row(now(), 'second'));

      expect(await answer).to.equal('first');
    });
  });
});
