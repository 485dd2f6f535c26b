import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { Backlog } from '@dbosd/daemon/internal/writer/backlog.js';
import {
  Lanes,
  type LaneMember,
  type LaneVerdict,
  type LanesOptions,
} from '@dbosd/daemon/internal/writer/lanes.js';
import type { LaneKind, Pool, Verdict } from '@dbosd/daemon/internal/writer/write-kind.js';
import { deferred, type Deferred } from '../../support/deferred.js';
import { until } from '../../support/until.js';

interface Member extends LaneMember {
  readonly id: string;
}
interface Batch {
  readonly kind: string;
  readonly ids: readonly string[];
  readonly verdicts: Deferred<readonly LaneVerdict<string>[]>;
}

/** Lanes whose batches the test carries out. A result is the member's id with an exclamation mark. */
function heldLanes({
  maxBatches = 10,
  maxBatchesOfKind = 1,
  ...limits
}: Partial<LanesOptions<Member, string>> & { maxBatches?: number; maxBatchesOfKind?: number } = {}): {
  lanes: Lanes<Member, string>;
  /** `a1 step`: member 1 of lane a, of kind step. */
  member: (what: string, more?: Partial<Member>) => Member;
  batches: Batch[];
  /** The ids of the batches that have been begun. */
  readonly begun: () => (readonly string[])[];
  readonly finish: (batch: Batch | undefined, verdict?: (id: string) => LaneVerdict<string>) => Promise<void>;
} {
  const batches: Batch[] = [];
  const pool: Pool = { maxBatches };
  const kinds = new Map<string, LaneKind>();
  const kindOf = (name: string): LaneKind => {
    const kind = kinds.get(name) ?? { name, pool, maxBatches: maxBatchesOfKind };
    kinds.set(name, kind);
    return kind;
  };
  const lanes = new Lanes<Member, string>({
    run: (members) => {
      const batch = {
        kind: members[0]!.kind.name,
        ids: members.map(({ id }) => id),
        verdicts: deferred<readonly LaneVerdict<string>[]>(),
      };
      batches.push(batch);
      return batch.verdicts.promise;
    },
    maxBatch: 100,
    maxBatchBytes: 1000,
    worthSharing: 100,
    backlog: new Backlog({ members: 100, bytes: 10_000 }),
    ...limits,
  });
  return {
    lanes,
    member: (what, more = {}) => {
      const [id = '', kind = 'step'] = what.split(' ');
      return { id, kind: kindOf(kind), lane: id.charAt(0), identity: id, bytes: 1, ...more };
    },
    batches,
    begun: () => batches.map(({ ids }) => ids),
    finish: async (batch, verdict = done) => {
      batch!.verdicts.resolve(batch!.ids.map(verdict));
      await turn();
    },
  };
}

function done(id: string): Verdict<string> {
  return { kind: 'done', result: `${id}!` };
}

describe('the lanes of workflows', () => {
  it('put what is at the head of different lanes into one batch by kind, and kinds side by side', async () => {
    const { lanes, member, batches, begun } = heldLanes();
    for (const what of ['a1 step', 'b1 event', 'c1 step', 'd1 event']) void lanes.submit(member(what));
    await turn();

    expect(begun()).to.deep.equal([
      ['a1', 'c1'],
      ['b1', 'd1'],
    ]);
    expect(batches.map(({ kind }) => kind)).to.deep.equal(['step', 'event']);
  });

  it('take of a workflow what follows without a gap, and nothing more until that is answered', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes();
    for (const what of ['a1', 'a2', 'a3 event', 'a4', 'b1', 'b2 event']) void lanes.submit(member(what));
    await turn();
    expect(begun()).to.deep.equal([['a1', 'a2', 'b1']]);

    await finish(batches[0]);
    expect(begun().slice(1)).to.deep.equal([['a3', 'b2']]);

    await finish(batches[1]);
    expect(begun().slice(2)).to.deep.equal([['a4']]);
  });

  it('answer each member of its own, and are idle when all are answered', async () => {
    const { lanes, member, batches, finish } = heldLanes();
    const good = lanes.submit(member('a1'));
    const bad = lanes.submit(member('b1')).catch((error: unknown) => (error as Error).message);
    let idle = false;
    void lanes.idle().then(() => (idle = true));
    await turn();
    expect(idle).to.equal(false);

    await finish(batches[0], (id) => (id === 'b1' ? { kind: 'failed', error: new Error('bad') } : done(id)));

    expect([await good, await bad]).to.deep.equal(['a1!', 'bad']);
    expect(idle).to.equal(true);
    await lanes.idle();
  });

  it('never put two members with one identity into a batch', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes();
    void lanes.submit(member('a1'));
    void lanes.submit(member('a2', { identity: 'a1' }));
    void lanes.submit(member('b1', { identity: 'a1' }));
    await turn();

    expect(begun()).to.deep.equal([['a1', 'b1']]);
    await finish(batches[0]);
    expect(begun()[1]).to.deep.equal(['a2']);
  });

  it('wait for what is written separately, each workflow for its own', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes();
    const separate = deferred<Verdict<string>>();
    const answers: string[] = [];
    for (const id of ['a1', 'a2', 'b1', 'a3', 'b2']) {
      void lanes
        .submit(member(id === 'a3' || id === 'b2' ? `${id} event` : id))
        .then((answer) => answers.push(answer));
    }
    await turn();
    await finish(batches[0], (id) =>
      id.startsWith('a') ? { kind: 'separate', verdict: separate.promise } : done(id),
    );

    expect(begun().slice(1)).to.deep.equal([['b2']]);
    expect(answers).to.deep.equal(['b1!']);
    separate.resolve({ kind: 'done', result: 'late' });
    await turn();
    expect(answers).to.deep.equal(['b1!', 'late', 'late']);
    await finish(batches[1]);
    expect(begun().slice(2)).to.deep.equal([['a3']]);
  });

  it('hold back what has to wait in its place, and its workflow with it', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes();
    for (const id of ['a1', 'a2', 'b1']) void lanes.submit(member(id));
    await turn();
    void lanes.submit(member('a3'));
    void lanes.submit(member('b2'));
    await finish(batches[0], (id) => (id === 'a2' ? { kind: 'later', afterMs: 5 } : done(id)));

    expect(begun()[1]).to.deep.equal(['b2']);
    await finish(batches[1]);
    await until(() => batches.length === 3);
    expect(begun()[2]).to.deep.equal(['a2', 'a3']);
  });

  it('cut a batch at its members and at its bytes, and take the lanes left over in the next', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes({ maxBatch: 3, maxBatchBytes: 10 });
    for (const id of ['a1', 'a2', 'b1', 'b2', 'c1']) void lanes.submit(member(id));
    void lanes.submit(member('d1', { bytes: 100 }));
    await turn();
    expect(begun()).to.deep.equal([['a1', 'a2', 'b1']]);
    await finish(batches[0]);
    expect(begun()[1]).to.deep.equal(['c1']);
    await finish(batches[1]);
    expect(begun()[2]).to.deep.equal(['d1']);
    await finish(batches[2]);
    expect(begun()[3]).to.deep.equal(['b2']);
  });

  it('have so many batches in flight, and give each kind its turn', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes({ maxBatches: 1 });
    for (const what of ['a1 step', 'b1 event', 'c1 step', 'd1 sleep']) void lanes.submit(member(what));
    await turn();
    void lanes.submit(member('e1 step'));
    await finish(batches[0]);
    await finish(batches[1]);
    await finish(batches[2]);

    expect(begun()).to.deep.equal([['a1', 'c1'], ['b1'], ['d1'], ['e1']]);
  });

  it('share what is ready together out among the places of its kind, and never split a workflow', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes({ maxBatchesOfKind: 2, worthSharing: 3 });
    for (const id of ['a1', 'a2', 'b1', 'c1', 'd1', 'e1']) void lanes.submit(member(id));
    await turn();
    expect(begun()).to.deep.equal([
      ['a1', 'a2', 'b1', 'c1'],
      ['d1', 'e1'],
    ]);

    for (const id of ['a3', 'd2', 'f1', 'g1', 'h1']) void lanes.submit(member(id));
    await turn();
    expect(begun()).to.have.length(2);
    await finish(batches[1]);
    expect(begun()[2]).to.have.members(['f1', 'g1', 'h1', 'd2']);
  });

  it('begin a second batch of a kind next to the first, of other workflows', async () => {
    const { lanes, member, batches, begun, finish } = heldLanes({ maxBatchesOfKind: 2 });
    void lanes.submit(member('a1'));
    await turn();
    for (const id of ['a2', 'b1', 'c1']) void lanes.submit(member(id));
    await turn();
    expect(begun()).to.deep.equal([['a1'], ['b1', 'c1']]);

    await finish(batches[1]);
    expect(begun()).to.have.length(2);
    await finish(batches[0]);
    expect(begun()[2]).to.deep.equal(['a2']);
  });

  it('count in the backlog until they are answered', async () => {
    const backlog = new Backlog({ members: 2, bytes: 1000 });
    const { lanes, member, batches, finish } = heldLanes({ backlog });
    for (const id of ['a1', 'b1', 'c1']) void lanes.submit(member(id));
    await turn();
    expect(backlog.full).to.equal(true);

    await finish(batches[0]);

    expect(backlog.full).to.equal(false);
  });

  it('that are stopped fail what is not in flight, whatever it waits for, and answer the rest', async () => {
    const backlog = new Backlog({ members: 2, bytes: 1000 });
    const { lanes, member, batches, finish } = heldLanes({ backlog });
    const outcome = (id: string): Promise<string> =>
      lanes.submit(member(id)).catch((error: unknown) => `${id}: ${(error as Error).message}`);
    const later = (): LaneVerdict<string> => ({ kind: 'later', afterMs: 3_600_000 });
    const held = outcome('a1');
    await turn();
    await finish(batches[0], later);
    const behind = outcome('a2');
    const inFlight = [outcome('b1'), outcome('c1')];
    await turn();
    const ready = outcome('d1');

    const stopped = lanes.stop(new Error('stopped'));
    expect(await Promise.all([held, behind, ready])).to.deep.equal([
      'a1: stopped',
      'a2: stopped',
      'd1: stopped',
    ]);
    await finish(batches[1], (id) => (id === 'b1' ? done(id) : later()));

    expect(await Promise.all(inFlight)).to.deep.equal(['b1!', 'c1: stopped']);
    await stopped;
    expect(await outcome('e1')).to.equal('e1: stopped');
    expect(backlog.full).to.equal(false);
  });
});
