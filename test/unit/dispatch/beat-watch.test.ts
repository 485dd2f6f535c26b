import { expect } from 'chai';
import { BeatWatch } from '@dbosd/daemon/internal/dispatch/beat-watch.js';
import type { ExecutorBeat } from '@dbosd/daemon/internal/store/queries/workers/executors.js';

const TIMES = { leaseMs: 30_000, lostLeaseMs: 5000, longestGapMs: 3000 };

function executor(beat: number, more: Partial<ExecutorBeat> = {}): ExecutorBeat {
  return { executorId: 'dbosd:e', instance: 'i', session: 's', beat, ...more };
}

/** Looks once a second up to `untilMs`, each look taking no time, and answers when the lease was found over first. */
function watch(
  watching: BeatWatch,
  {
    fromMs = 0,
    untilMs,
    shown,
  }: { fromMs?: number; untilMs: number; shown: (nowMs: number) => ExecutorBeat[] },
): number | undefined {
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += 1000) {
    const over = watching.observe(shown(nowMs), { begunMs: nowMs, endedMs: nowMs });
    if (over.length > 0) return nowMs;
  }
  return undefined;
}

describe('the watch of beats', () => {
  it('finds a lease over when the beat has stood still for all of it', () => {
    const still = (): ExecutorBeat[] => [executor(7)];
    expect(watch(new BeatWatch(TIMES), { untilMs: 60_000, shown: still })).to.equal(30_000);
  });

  it('never finds one over whose beat moves, however slowly', () => {
    const slow = (nowMs: number): ExecutorBeat[] => [executor(Math.floor(nowMs / 29_000))];
    expect(watch(new BeatWatch(TIMES), { untilMs: 300_000, shown: slow })).to.equal(undefined);
  });

  it('counts from the end of the first look to the beginning of the last', () => {
    const watching = new BeatWatch({ ...TIMES, longestGapMs: 60_000 });
    watching.observe([executor(7)], { begunMs: 0, endedMs: 2000 });
    expect(watching.observe([executor(7)], { begunMs: 31_999, endedMs: 40_000 })).to.deep.equal([]);
    expect(watching.observe([executor(7)], { begunMs: 40_000, endedMs: 40_001 })).to.have.length(1);
  });

  it('begins again after a look that failed', () => {
    const watching = new BeatWatch(TIMES);
    const still = (): ExecutorBeat[] => [executor(7)];
    watch(watching, { untilMs: 29_000, shown: still });
    watching.reset();
    expect(watch(watching, { fromMs: 30_000, untilMs: 90_000, shown: still })).to.equal(60_000);
  });

  it('begins again after a pause in which it did not look', () => {
    const watching = new BeatWatch(TIMES);
    const still = (): ExecutorBeat[] => [executor(7)];
    watch(watching, { untilMs: 20_000, shown: still });
    expect(watch(watching, { fromMs: 80_000, untilMs: 200_000, shown: still })).to.equal(110_000);
  });

  for (const [what, other] of Object.entries({
    'another process': { instance: 'j' },
    'another stream': { session: 't' },
  })) {
    it(`begins again for ${what} under the same id`, () => {
      const shown = (nowMs: number): ExecutorBeat[] => [executor(7, nowMs < 20_000 ? {} : other)];
      expect(watch(new BeatWatch(TIMES), { untilMs: 90_000, shown })).to.equal(50_000);
    });
  }

  it('waits for the short lease only when it saw the stream close, and from then on', () => {
    const watching = new BeatWatch(TIMES);
    const still = (): ExecutorBeat[] => [executor(7)];
    watch(watching, { untilMs: 10_000, shown: still });
    watching.lost('s', 10_500);
    expect(watch(watching, { fromMs: 11_000, untilMs: 90_000, shown: still })).to.equal(16_000);
  });

  it('does not take a stream for lost that was opened after the lost one', () => {
    const watching = new BeatWatch(TIMES);
    watching.lost('s', 0);
    const shown = (nowMs: number): ExecutorBeat[] => [executor(7, nowMs < 3000 ? {} : { session: 't' })];
    expect(watch(watching, { untilMs: 90_000, shown })).to.equal(33_000);
  });

  it('judges each by itself', () => {
    const watching = new BeatWatch(TIMES);
    const shown = (nowMs: number): ExecutorBeat[] => [
      executor(nowMs),
      executor(7, { executorId: 'dbosd:f' }),
    ];
    watch(watching, { untilMs: 29_000, shown });
    const over = watching.observe(shown(30_000), { begunMs: 30_000, endedMs: 30_000 });
    expect(over.map(({ executorId }) => executorId)).to.deep.equal(['dbosd:f']);
  });
});
