import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { Backlog } from '@dbosd/daemon/internal/writer/backlog.js';
import { Lanes, type LaneMember, type LanesOptions } from '@dbosd/daemon/internal/writer/lanes.js';
import type { LaneKind, Verdict } from '@dbosd/daemon/internal/writer/write-kind.js';
import { deferred, type Deferred } from '../../support/deferred.js';

interface Member extends LaneMember {
  readonly id: string;
}
interface Batch {
  readonly ids: readonly string[];
  readonly verdicts: Deferred<readonly Verdict<string>[]>;
}

/** Lanes of one kind, one batch at a time, which the test carries out. A result is the member's id with an exclamation mark. */
function heldLane({
  maxWait,
  ...limits
}: Partial<LanesOptions<Member, string>> & Pick<LaneKind, 'maxWait'> = {}): {
  lane: Lanes<Member, string>;
  member: (id: string, group?: string, bytes?: number) => Member;
  batches: Batch[];
  readonly finish: (batch: Batch | undefined, verdict?: (id: string) => Verdict<string>) => Promise<void>;
} {
  const batches: Batch[] = [];
  const kind: LaneKind = {
    name: 'send',
    pool: { maxBatches: 1 },
    maxBatches: 1,
    ...(maxWait !== undefined && { maxWait }),
  };
  const lane = new Lanes<Member, string>({
    run: (members) => {
      const batch = { ids: members.map(({ id }) => id), verdicts: deferred<readonly Verdict<string>[]>() };
      batches.push(batch);
      return batch.verdicts.promise;
    },
    maxBatch: 100,
    maxBatchBytes: 1000,
    worthSharing: 16,
    backlog: new Backlog({ members: 100, bytes: 10_000 }),
    ...limits,
  });
  return {
    lane,
    member: (id, group = 'g', bytes = 1) => ({ id, lane: group, kind, identity: id, bytes }),
    batches,
    finish: async (batch, verdict = (id) => ({ kind: 'done', result: `${id}!` })) => {
      batch!.verdicts.resolve(batch!.ids.map(verdict));
      await turn();
    },
  };
}

describe('lanes of a kind that has one batch at a time', () => {
  it('carries out at once what comes together, and in the next batch what comes meanwhile', async () => {
    const { lane, member, batches, finish } = heldLane();

    const first = [lane.submit(member('a')), lane.submit(member('b'))];
    await turn();
    const second = [lane.submit(member('c')), lane.submit(member('d'))];
    await turn();
    expect(batches.map(({ ids }) => ids)).to.deep.equal([['a', 'b']]);
    await finish(batches[0]);
    await finish(batches[1]);

    expect(await Promise.all([...first, ...second])).to.deep.equal(['a!', 'b!', 'c!', 'd!']);
    expect(batches[1]!.ids).to.deep.equal(['c', 'd']);
  });

  it('gives each member its own verdict', async () => {
    const { lane, member, batches, finish } = heldLane();
    const good = lane.submit(member('good'));
    const bad = lane.submit(member('bad')).catch((error: unknown) => error);
    const failure = new Error('refused');
    await turn();

    await finish(batches[0], (id) =>
      id === 'bad' ? { kind: 'failed', error: failure } : { kind: 'done', result: id },
    );

    expect(await good).to.equal('good');
    expect(await bad).to.equal(failure);
  });

  it('puts members of one identity into batches one after the other, and keeps what is after them in their group', async () => {
    const { lane, member, batches, finish } = heldLane();
    for (const each of [member('a'), member('a'), member('b'), member('x', 'other')]) void lane.submit(each);
    await turn();

    await finish(batches[0]);
    await finish(batches[1]);

    expect(batches.map(({ ids }) => ids)).to.deep.equal([
      ['a', 'x'],
      ['a', 'b'],
    ]);
    await lane.idle();
  });

  it('cuts a batch by members and by bytes, and keeps the order of each group over the cut', async () => {
    const { lane, member, batches, finish } = heldLane({ maxBatch: 2, maxBatchBytes: 10 });
    const members = [member('a', 'g', 9), member('b', 'g', 9), member('c', 'g'), member('x', 'other')];
    for (const each of members) void lane.submit(each);

    for (let i = 0; i < 2; i++) {
      await turn();
      if (batches[i]) await finish(batches[i]);
    }

    expect(batches.map(({ ids }) => ids)).to.deep.equal([
      ['a', 'x'],
      ['b', 'c'],
    ]);
  });

  it('carries out alone what is larger than a whole batch', async () => {
    const { lane, member, batches, finish } = heldLane({ maxBatchBytes: 10 });
    void lane.submit(member('large', 'g', 99));
    void lane.submit(member('small', 'other'));

    await turn();
    await finish(batches[0]);
    await finish(batches[1]);

    expect(batches.map(({ ids }) => ids)).to.deep.equal([['large'], ['small']]);
  });

  it('lets a group that has to wait keep its place and its order, and no other group waits', async () => {
    const { lane, member, batches, finish } = heldLane();
    const [a, b, x] = [member('a'), member('b'), member('x', 'other')].map((each) => lane.submit(each));
    await turn();

    batches[0]!.verdicts.resolve([
      { kind: 'later', afterMs: 1 },
      { kind: 'later', afterMs: 1 },
      { kind: 'done', result: 'x!' },
    ]);
    // In the very turn in which the group begins to wait: its timer, however late this machine is, fires in another.
    expect(await x).to.equal('x!');
    const behind = lane.submit(member('c'));
    const beside = lane.submit(member('y', 'other'));
    while (batches.length < 2) await turn();
    expect(batches[1]!.ids).to.deep.equal(['y']);
    await finish(batches[1]);
    while (batches.length < 3) await turn();
    expect(batches[2]!.ids).to.deep.equal(['a', 'b', 'c']);
    await finish(batches[2]);

    expect(await Promise.all([a, b, behind, beside])).to.deep.equal(['a!', 'b!', 'c!', 'y!']);
  });

  it('counts in the backlog what is queued and in flight', async () => {
    const backlog = new Backlog({ members: 1, bytes: 10 });
    const { lane, member, batches, finish } = heldLane({ backlog });
    const first = lane.submit(member('a'));
    const underTheMark = backlog.full;
    const second = lane.submit(member('b'));
    const aboveIt = backlog.full;
    await turn();
    await finish(batches[0]);
    await Promise.all([first, second]);

    expect([underTheMark, aboveIt, backlog.full]).to.deep.equal([false, true, false]);
  });

  it('is idle when all is answered, what had to wait included', async () => {
    const { lane, member, batches, finish } = heldLane();
    await lane.idle();
    void lane.submit(member('a'));
    let idle = false;
    const waiting = lane.idle().then(() => (idle = true));
    await turn();

    await finish(batches[0], () => ({ kind: 'later', afterMs: 1 }));
    expect(idle).to.equal(false);
    while (batches.length < 2) await turn();
    await finish(batches[1]);

    await waiting;
  });

  it('lets a hold pass when all of its group before it is answered, and nothing of it after until it is released', async () => {
    const { lane, member, batches, finish } = heldLane();
    const order: string[] = [];
    const before = lane.submit(member('before')).then((answer) => order.push(answer));
    const hold = lane.hold(['g']);
    const passed = hold.reached.then(() => order.push('hold'));
    const behind = lane.submit(member('behind')).then((answer) => order.push(answer));
    await turn();
    expect(hold.isReached).to.equal(false);
    await finish(batches[0]);
    await Promise.all([before, passed]);
    await turn();
    const whileHeld = batches.length;
    hold.release();
    while (batches.length < 2) await turn();
    await finish(batches[1]);
    await behind;

    expect(whileHeld).to.equal(1);
    expect(order).to.deep.equal(['before!', 'hold', 'behind!']);
  });

  it('holds up the lanes of a hold only, whether it is reached or waits for one that has to wait', async () => {
    const { lane, member, batches, finish } = heldLane();
    void lane.submit(member('hot', 'hot')).catch(() => undefined);
    await turn();
    await finish(batches[0], () => ({ kind: 'later', afterMs: 3_600_000 }));
    const [waiting, reached] = [lane.hold(['hot', 'third']), lane.hold(['fourth'])];

    const others = lane.submit(member('x', 'other'));
    for (const group of ['hot', 'third', 'fourth'])
      lane.submit(member(`of ${group}`, group)).catch(() => undefined);
    await turn();
    await finish(batches[1]);

    expect(await others).to.equal('x!');
    expect(batches.map(({ ids }) => ids)).to.deep.equal([['hot'], ['x']]);
    expect([waiting.isReached, reached.isReached]).to.deep.equal([false, true]);
    waiting.release();
    await turn();
    expect(batches[2]!.ids).to.deep.equal(['of third']);
    await finish(batches[2]);
    reached.release();
    await turn();
    await finish(batches[3]);
    await lane.stop(new Error('over'));
  });

  it('reaches two holds with a lane in common one after the other', async () => {
    const { lane } = heldLane();
    const [first, second] = [lane.hold(['a', 'b']), lane.hold(['b', 'c'])];
    expect([first.isReached, second.isReached]).to.deep.equal([true, false]);

    first.release();
    first.release();
    expect(second.isReached).to.equal(true);
    second.release();
    await lane.idle();
  });

  it('fails a member that was told to wait for too long', async () => {
    const { lane, member, batches, finish } = heldLane({
      maxWait: { ms: -1, error: () => new Error('too late') },
    });
    const late = lane.submit(member('a')).catch((error: unknown) => (error as Error).message);
    await turn();

    await finish(batches[0], () => ({ kind: 'later', afterMs: 1 }));

    expect(await late).to.equal('too late');
    await lane.idle();
  });

  it('that is stopped fails what is not in flight, whatever it waits for, and answers the rest', async () => {
    const backlog = new Backlog({ members: 1, bytes: 10 });
    const { lane, member, batches, finish } = heldLane({ backlog });
    const outcome = (id: string, group: string): Promise<string> =>
      lane.submit(member(id, group)).catch((error: unknown) => `${id}: ${(error as Error).message}`);
    const blocked = outcome('blocked', 'hot');
    await turn();
    await finish(batches[0], () => ({ kind: 'later', afterMs: 3_600_000 }));
    const inFlight = [outcome('stored', 'g'), outcome('put off', 'cold')];
    await turn();
    const queued = outcome('queued', 'g');

    const stopped = lane.stop(new Error('stopped'));
    expect(await Promise.all([blocked, queued])).to.deep.equal(['blocked: stopped', 'queued: stopped']);
    await finish(batches[1], (id) =>
      id === 'stored' ? { kind: 'done', result: 'stored!' } : { kind: 'later', afterMs: 3_600_000 },
    );

    expect(await Promise.all(inFlight)).to.deep.equal(['stored!', 'put off: stopped']);
    await stopped;
    expect(await outcome('after', 'g')).to.equal('after: stopped');
    expect(backlog.full).to.equal(false);
  });
});
