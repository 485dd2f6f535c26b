import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { Sweeper } from '@dbosd/daemon/internal/hub/sweeper.js';
import type { SweepAnswer, SweepQuestion } from '@dbosd/daemon/internal/store/queries/hints.js';
import { HeldClock } from '../../support/held-clock.js';

const NOTHING: SweepAnswer = { workflows: [], runs: [], events: [], streams: [], watches: [], messages: [] };
const SLICE = 20_000;

interface Sweeping {
  readonly hub: Hub;
  readonly clock: HeldClock;
  readonly sweeper: Sweeper;
  readonly asked: SweepQuestion[];
  readonly errors: unknown[];
  listening: boolean;
  answer: (question: SweepQuestion) => Promise<SweepAnswer>;
}

function sweeping({ intervalMs = 500 } = {}): Sweeping {
  const hub = new Hub();
  const clock = new HeldClock();
  const asked: SweepQuestion[] = [];
  const errors: unknown[] = [];
  const state: Omit<Sweeping, 'sweeper'> = {
    hub,
    clock,
    asked,
    errors,
    listening: true,
    answer: () => Promise.resolve(NOTHING),
  };
  const sweeper = new Sweeper({
    hub,
    clock,
    intervalMs,
    valueIntervalMs: 10_000,
    listening: () => (state as Sweeping).listening,
    ask: (question) => {
      asked.push(question);
      return (state as Sweeping).answer(question);
    },
    onError: (cause) => errors.push(cause),
  });
  return Object.assign(state, { sweeper });
}

describe('the sweeper', () => {
  it('asks nothing while there are no waiters', async () => {
    const { sweeper, asked } = sweeping();

    await sweeper.sweep();

    expect(asked).to.deep.equal([]);
  });

  it('notes for the runs that go on when it began to read', async () => {
    const state = sweeping();
    for (const token of ['goes on', 'over']) state.hub.onRun('w', token, () => undefined);
    state.answer = () => {
      state.clock.pass(40);
      return Promise.resolve({ ...NOTHING, runs: [1] });
    };
    state.clock.pass(7);

    await state.sweeper.sweep();

    expect(state.hub.runSeenAtMs('w', 'goes on')).to.equal(7);
    expect(state.hub.runSeenAtMs('w', 'over')).to.equal(undefined);
    expect(state.hub.runSeenAtMs('w', 'unknown')).to.equal(undefined);
  });

  it('wakes the waiters that the answer names, and no others', async () => {
    const state = sweeping();
    const woken: string[] = [];
    const note = (name: string) => () => woken.push(name);
    state.hub.onWorkflow('w0', note('w0'));
    state.hub.onWorkflow('w1', note('w1'));
    state.hub.onRun('w1', 't0', note('run 0'));
    state.hub.onRun('w1', 't1', note('run 1'));
    state.hub.onEvent('w2', 'k', note('event'));
    state.hub.onStream('w3', 's', () => 0, note('stream'));
    state.hub.onEvents('w4', () => Buffer.alloc(1), note('watch'));
    state.hub.onMessage('w5', 't', note('message'));
    state.answer = () =>
      Promise.resolve({ workflows: [1], runs: [1], events: [0], streams: [0], watches: [0], messages: [0] });

    await state.sweeper.sweep();

    expect(woken).to.deep.equal(['w1', 'run 1', 'event', 'stream', 'watch', 'message']);
  });

  it('asks for values in their turn while notifications arrive, and each time without them', async () => {
    const state = sweeping();
    state.hub.onEvent('w', 'k', () => undefined);
    const valuesAsked = async (): Promise<number> => {
      await state.sweeper.sweep();
      return state.asked.at(-1)!.events.length;
    };

    expect(await valuesAsked()).to.equal(1);
    expect(await valuesAsked()).to.equal(0);
    state.clock.pass(9_999);
    expect(await valuesAsked()).to.equal(0);
    state.clock.pass(1);
    expect(await valuesAsked()).to.equal(1);
    expect(await valuesAsked()).to.equal(0);
    state.listening = false;
    expect(await valuesAsked()).to.equal(1);
    expect(await valuesAsked()).to.equal(1);
  });

  it('cuts what is too much for one statement in slices, which together are all of it', async () => {
    const state = sweeping();
    state.listening = false;
    const woken = new Set<string>();
    const count = 15_000;
    for (let i = 0; i < count; i++) {
      state.hub.onEvent(`w${String(i)}`, 'k', () => woken.add(String(i)));
    }
    // Of each slice the last of either kind is answered.
    state.answer = ({ workflows, events }) =>
      Promise.resolve({
        ...NOTHING,
        workflows: workflows.length > 0 ? [workflows.length - 1] : [],
        events: events.length > 0 ? [events.length - 1] : [],
      });

    await state.sweeper.sweep();
    await state.sweeper.sweep();

    const sizes = state.asked.map(({ workflows, events }) => [workflows.length, events.length]);
    expect(sizes).to.deep.equal([
      [count, SLICE - count],
      [0, 2 * count - SLICE],
    ]);
    expect([...woken].sort()).to.deep.equal(['14999', '4999']);
    expect(new Set(state.asked.flatMap(({ events }) => events.map((e) => e.workflowId))).size).to.equal(
      count,
    );
  });

  it('carries on with the values at once until all slices of their turn are asked', async () => {
    const state = sweeping();
    for (let i = 0; i < 25_000; i++) state.hub.onMessage(`w${String(i)}`, 't', () => undefined);
    for (let i = 0; i < 15_000; i++) state.hub.onEvent(`w${String(i)}`, 'k', () => undefined);

    for (let i = 0; i < 3; i++) await state.sweeper.sweep();

    expect(state.asked.map(({ events, messages }) => [events.length, messages.length])).to.deep.equal([
      [5_000, 0],
      [10_000, 10_000],
      [0, 15_000],
    ]);
  });

  it('takes at most a tenth of the time, resting longer when it has much to ask', async () => {
    const state = sweeping();
    for (let i = 0; i < SLICE; i++) state.hub.onWorkflow(`w${String(i)}`, () => undefined);
    state.answer = () => {
      state.clock.pass(200);
      return Promise.resolve(NOTHING);
    };

    await state.sweeper.start();
    await state.clock.advance(500);
    await state.clock.advance(1_799);
    expect(state.asked).to.have.length(1);
    await state.clock.advance(1);
    expect(state.asked).to.have.length(2);
    await state.sweeper.stop();

    expect(state.clock.sleeps).to.deep.equal([500, 1_800, 1_800]);
  });

  it('does not count time in which its statement was delayed as load', async () => {
    const state = sweeping();
    for (let i = 0; i < 1000; i++) state.hub.onWorkflow(`w${String(i)}`, () => undefined);
    state.answer = () => {
      state.clock.pass(30_000);
      return Promise.resolve(NOTHING);
    };

    await state.sweeper.start();
    await state.clock.advance(500);
    await state.sweeper.stop();

    expect(state.clock.sleeps).to.deep.equal([500, 500]);
  });

  it('rests for a few seconds at most, however much there is to ask and however long it takes', async () => {
    const state = sweeping();
    for (let i = 0; i < 3 * SLICE; i++) state.hub.onWorkflow(`w${String(i)}`, () => undefined);
    state.answer = () => {
      state.clock.pass(30_000);
      return Promise.resolve(NOTHING);
    };

    await state.sweeper.start();
    await state.clock.advance(500);
    await state.sweeper.stop();

    expect(state.clock.sleeps).to.deep.equal([500, 3000]);
  });

  it('asks again soon after a failure, however long that took and however rarely it sweeps', async () => {
    for (const intervalMs of [100, 60_000]) {
      const state = sweeping({ intervalMs });
      state.hub.onWorkflow('w', () => undefined);
      state.answer = () => {
        state.clock.pass(8000);
        return Promise.reject(new Error('the table is locked'));
      };

      await state.sweeper.start();
      await state.clock.advance(intervalMs);
      await state.sweeper.stop();

      expect(state.clock.sleeps).to.deep.equal([intervalMs, Math.min(intervalMs, 500)]);
    }
  });

  it('asks for the same again after a failure: the values of that turn, and the same slice', async () => {
    const state = sweeping();
    for (let i = 0; i < 25_000; i++) state.hub.onEvent(`w${String(i)}`, 'k', () => undefined);
    state.answer = () => Promise.reject(new Error('the store is away'));

    await state.sweeper.sweep().catch(() => undefined);
    state.answer = () => Promise.resolve(NOTHING);
    for (let i = 0; i < 3; i++) await state.sweeper.sweep();

    const begins = state.asked.map(({ workflows, events }) => [
      workflows[0]?.workflowId ?? 'none',
      events[0]?.workflowId ?? 'none',
    ]);
    expect(begins).to.deep.equal([
      ['w0', 'none'],
      ['w0', 'none'],
      ['w20000', 'w0'],
      ['none', 'w15000'],
    ]);
  });

  it('goes on after a failure, and stops', async () => {
    const state = sweeping();
    state.hub.onWorkflow('w', () => undefined);
    const failure = new Error('the store is away');
    state.answer = () => Promise.reject(failure);

    await state.sweeper.start();
    await state.clock.advance(500);
    await state.clock.advance(500);
    await state.sweeper.stop();
    await state.clock.advance(5_000);
    await turn();

    expect(state.errors).to.deep.equal([failure, failure]);
    expect(state.asked).to.have.length(2);
  });
});
