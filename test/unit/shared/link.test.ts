import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EXECUTOR_ID_WAIT_MS,
  InFlight,
  RetryBudget,
  UNWRITTEN_BEATS_MS,
  WORKER_BEAT_MS,
  WORKER_GONE_MS,
  WORKER_LEASE_MS,
  WORKER_SILENCE_MS,
  type Clock,
} from '@dbosd/shared';
import { expect } from 'chai';
import { workspacePath } from '../../support/workspace.js';

describe('the times of a worker’s stream', () => {
  it('let a worker find another daemon before its lease is over, and lose some frames before that', () => {
    expect(WORKER_SILENCE_MS).to.be.lessThan(WORKER_LEASE_MS);
    expect(UNWRITTEN_BEATS_MS).to.be.lessThan(WORKER_LEASE_MS / 2);
    expect(WORKER_SILENCE_MS / WORKER_BEAT_MS).to.be.at.least(3);
  });

  it('end the stream of a worker only when its lease is over, and let a launch outlast the lease of another process', () => {
    expect(WORKER_GONE_MS).to.be.at.least(WORKER_LEASE_MS);
    expect(EXECUTOR_ID_WAIT_MS).to.be.greaterThan(WORKER_LEASE_MS);
  });
});

describe('what is in flight on a stream', () => {
  const call = (id: number, bytes: number) => ({ id, bytes, isWait: false });
  const wait = (id: number) => ({ id, bytes: 1000, isWait: true });

  it('counts calls and their bytes, and waits separately', () => {
    const inFlight = new InFlight();
    for (const item of [call(1, 10), wait(2), call(3, 20)]) inFlight.add(item);
    expect(inFlight).to.include({ size: 3, calls: 2, waits: 1 });
    expect(inFlight.isBelow(3, 31)).to.equal(true);
    expect(inFlight.isBelow(2, 31)).to.equal(false);
    expect(inFlight.isBelow(3, 30)).to.equal(false);
    expect(inFlight.take(1)).to.deep.equal(call(1, 10));
    expect(inFlight.take(1)).to.equal(undefined);
    expect(inFlight.take(2)).to.deep.equal(wait(2));
    expect(inFlight).to.include({ size: 1, calls: 1, waits: 0 });
    expect(inFlight.isBelow(2, 21)).to.equal(true);
  });

  it('takes a call that is larger than all that may be in flight when no other call is', () => {
    const inFlight = new InFlight();
    inFlight.add(wait(1));
    expect(inFlight.fits(500, 10, 100)).to.equal(true);
    inFlight.add(call(2, 1));
    expect(inFlight.fits(500, 10, 100)).to.equal(false);
    expect(inFlight.fits(99, 10, 100)).to.equal(true);
    expect(inFlight.fits(99, 1, 100)).to.equal(false);
  });

  it('removes an item, and no other one that has got its number meanwhile', () => {
    const inFlight = new InFlight();
    const [first, second] = [call(1, 10), call(1, 20)];
    inFlight.add(first);
    expect(inFlight.remove(first)).to.equal(true);
    inFlight.add(second);
    expect(inFlight.remove(first)).to.equal(false);
    expect(inFlight.get(1)).to.equal(second);
  });
});

describe('a retry budget', () => {
  let nowMs = 0;
  const clock = { monotonicMs: () => nowMs } as Clock;
  const item = (deadlineMs?: number) => ({
    deadlineMs,
    failingSinceMs: undefined as number | undefined,
    writtenAtMs: undefined as number | undefined,
  });

  beforeEach(() => {
    nowMs = 1000;
  });

  it('counts from the first failure in a row, and starts again after a success', () => {
    const budget = new RetryBudget(clock, 60_000);
    const one = item();
    expect(budget.allows(one)).to.equal(true);
    nowMs += 59_999;
    expect(budget.allows(one)).to.equal(true);
    nowMs += 1;
    expect(budget.allows(one)).to.equal(false);
    one.failingSinceMs = undefined;
    expect(budget.allows(one)).to.equal(true);
  });

  it('goes on until the item’s own deadline where it has one', () => {
    const budget = new RetryBudget(clock, 10);
    const one = item(500_000);
    nowMs = 499_999;
    expect(budget.allows(one)).to.equal(true);
    nowMs = 500_000;
    expect(budget.allows(one)).to.equal(false);
    // A break does not keep a wait from its last answer.
    expect(budget.allowsBreak(one)).to.equal(true);
  });

  it('does not count a break against a call that had been in flight for long', () => {
    const budget = new RetryBudget(clock, 60_000);
    const one = item();
    one.writtenAtMs = one.failingSinceMs = nowMs;
    nowMs += 60_000;
    expect(budget.allows(one)).to.equal(false);
    expect(budget.allowsBreak(one)).to.equal(true);
  });
});

describe('how connections are secured', () => {
  it('is written in one file for each end', async () => {
    const written: string[] = [];
    for (const file of await sources()) {
      const text = await readFile(workspacePath(file), 'utf8');
      if (/createInsecure|createSsl/.test(text)) written.push(file);
    }
    expect(written.sort()).to.deep.equal([
      'packages/daemon/src/rpc/transport/credentials.ts',
      'packages/shared/src/link/credentials.ts',
    ]);
  });

  async function sources(): Promise<string[]> {
    const all: string[] = [];
    for (const name of await readdir(workspacePath('packages'))) {
      const folder = join('packages', name, 'src');
      const entries = await readdir(workspacePath(folder), { recursive: true });
      all.push(...entries.filter((entry) => entry.endsWith('.ts')).map((entry) => join(folder, entry)));
    }
    return all;
  }
});
