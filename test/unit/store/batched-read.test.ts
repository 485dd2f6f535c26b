import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { BatchedRead } from '@dbosd/daemon/internal/store/batched-reads.js';
import { deferred, type Deferred } from '../../support/deferred.js';

type Answers = readonly (string | undefined)[];

/** A read whose batches the test answers. */
function heldRead(limits: { maxBatch?: number; maxInFlight?: number } = {}): {
  read: BatchedRead<string, string>;
  batches: { queries: readonly string[]; answer: Deferred<Answers> }[];
} {
  const batches: { queries: readonly string[]; answer: Deferred<Answers> }[] = [];
  const read = new BatchedRead<string, string>({
    run: (queries) => {
      const answer = deferred<Answers>();
      batches.push({ queries, answer });
      return answer.promise;
    },
    keyOf: (query) => query,
    maxBatch: limits.maxBatch ?? 100,
    maxInFlight: limits.maxInFlight ?? 1,
  });
  return { read, batches };
}

describe('a batched read', () => {
  it('asks one question once, however many ask it, and answers them all', async () => {
    const { read, batches } = heldRead();

    const answers = Promise.all([read.read('a'), read.read('b'), read.read('a'), read.read('a')]);
    await turn();
    batches[0]!.answer.resolve(['A', 'B']);

    expect(await answers).to.deep.equal(['A', 'B', 'A', 'A']);
    expect(batches.map(({ queries }) => queries)).to.deep.equal([['a', 'b']]);
  });

  it('never answers a question with what was read before it was asked', async () => {
    const { read, batches } = heldRead({ maxInFlight: 2 });
    const first = read.read('a');
    await turn();

    const second = read.read('a');
    await turn();
    expect(batches).to.have.length(2);
    batches[1]!.answer.resolve(['new']);
    batches[0]!.answer.resolve(['old']);

    expect(await Promise.all([first, second])).to.deep.equal(['old', 'new']);
  });

  it('gathers what comes while its statements are in flight', async () => {
    const { read, batches } = heldRead();
    const first = read.read('a');
    await turn();

    const later = Promise.all(['b', 'c', 'b', 'd'].map((query) => read.read(query)));
    await turn();
    expect(batches).to.have.length(1);
    batches[0]!.answer.resolve(['A']);
    await first;
    await turn();
    batches[1]!.answer.resolve(['B', 'C', 'D']);

    expect(await later).to.deep.equal(['B', 'C', 'B', 'D']);
    expect(batches[1]!.queries).to.deep.equal(['b', 'c', 'd']);
  });

  it('cuts what is too much for one statement', async () => {
    const { read, batches } = heldRead({ maxBatch: 2, maxInFlight: 10 });

    const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map((query) => read.read(query)));
    while (batches.length < 3) await turn();
    for (const { queries, answer } of batches) answer.resolve(queries.map((query) => query.toUpperCase()));

    expect(await answers).to.deep.equal(['A', 'B', 'C', 'D', 'E']);
    expect(batches.map(({ queries }) => queries.length)).to.deep.equal([2, 2, 1]);
  });

  it('asks again for answers that were cut off or left out, together with who asks the same again', async () => {
    const { read, batches } = heldRead();
    const answers = Promise.all(['a', 'b', 'c'].map((query) => read.read(query)));
    await turn();

    const again = read.read('c');
    batches[0]!.answer.resolve(['A', undefined]);
    while (batches.length < 2) await turn();
    expect([...batches[1]!.queries].sort()).to.deep.equal(['b', 'c']);
    batches[1]!.answer.resolve(batches[1]!.queries.map((query) => query.toUpperCase()));

    expect(await answers).to.deep.equal(['A', 'B', 'C']);
    expect(await again).to.equal('C');
  });

  it('fails those of a failed statement only', async () => {
    const { read, batches } = heldRead();
    const failing = [read.read('a'), read.read('a'), read.read('b')];
    await turn();

    const later = read.read('a');
    batches[0]!.answer.reject(new Error('the store is away'));
    const outcomes = await Promise.allSettled(failing);
    await turn();
    batches[1]!.answer.resolve(['A']);

    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(await later).to.equal('A');
  });
});
