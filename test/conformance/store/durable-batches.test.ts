import { expect } from 'chai';
import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { call, lostAnswer, ownedWorkflow, TOKEN, verbsOn } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { forSeeds } from '../../support/random.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { until } from '../../support/until.js';

function json(value: unknown): { data: string; serialization: string } {
  return { data: JSON.stringify(value), serialization: 'portable_json' };
}

/** A value that Postgres refuses, and the wire would have. */
const POISON = { data: '\u0000', serialization: 'portable_json' };

describe('a batch of durable operations', () => {
  let test: TestStore;
  let round = 0;

  before(async () => {
    test = await openTestStore();
  });

  after(() => test.close());

  async function workflows(count: number): Promise<string[]> {
    round += 1;
    const ids = Array.from({ length: count }, (_, i) => `b${String(round)}-${String(i)}`);
    for (const id of ids) await ownedWorkflow(test, id);
    return ids;
  }

  const functions = async (id: string): Promise<number[]> =>
    (
      await test.query<{ id: number }>(
        `select function_id as id from dbos.operation_outputs where workflow_uuid = $1 order by function_id`,
        [id],
      )
    ).map((row) => row.id);

  it('of many workflows is two statements, and of a few is one', async () => {
    const ids = await workflows(50);
    const verbs = verbsOn(test.store.write);
    const statementsOf = async (some: readonly string[], n: number): Promise<number> => {
      const before = test.store.write.statements;
      await Promise.all(some.map((id) => verbs.setEvent({ ...call(id, n), key: 'k', value: json(1) })));
      return test.store.write.statements - before;
    };

    expect(await statementsOf(ids, 0)).to.equal(2);
    expect(await statementsOf(ids.slice(0, 10), 1)).to.equal(1);
  });

  it('with a poisoned member fails that one alone, and keeps the order of its workflow', async () => {
    const ids = await workflows(3);
    const verbs = verbsOn(test.store.write);

    const outcomes = await Promise.allSettled(
      ids.flatMap((id, workflow) =>
        [0, 1, 2].map((i) =>
          verbs.writeStream({
            ...call(id, i),
            key: 's',
            value: workflow === 1 && i === 1 ? POISON : json(i),
          }),
        ),
      ),
    );

    expect(outcomes.map(({ status }) => status === 'fulfilled')).to.deep.equal([
      true,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
    const rows = await test.query<{ row: string }>(
      `select workflow_uuid || ' ' || "offset" || ' ' || value as row from dbos.streams
      where workflow_uuid = any($1) order by workflow_uuid, "offset"`,
      [ids],
    );
    expect(rows.map(({ row }) => row)).to.deep.equal([
      ...[0, 1, 2].map((i) => `${ids[0]!} ${i} ${i}`),
      `${ids[1]!} 0 0`,
      `${ids[1]!} 1 2`,
      ...[0, 1, 2].map((i) => `${ids[2]!} ${i} ${i}`),
    ]);
  });

  it('with a member whose workflow is locked for too long has it refused, and nothing of it written', async () => {
    const [locked = '', free = ''] = await workflows(2);
    const verbs = verbsOn(test.session('impatient', { lock_timeout: '50ms' }));
    const foreign = test.session('lock holder');
    await foreign.plain.query('begin');
    await foreign.plain.query(`select from dbos.workflow_status where workflow_uuid = $1 for update`, [
      locked,
    ]);

    const refused = failureOf(verbs.recordStep({ ...call(locked, 0), functionName: 's' }));
    await verbs.recordStep({ ...call(free, 0), functionName: 's' });
    const error = await refused;
    await foreign.plain.query('rollback');

    expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    expect(await functions(locked)).to.deep.equal([]);
    await verbs.recordStep({ ...call(locked, 0), functionName: 's' });
    expect(await functions(locked)).to.deep.equal([0]);
  });

  it('with a member whose workflow is deleted while it waits says that it is not there', async () => {
    const [locked = ''] = await workflows(1);
    const verbs = verbsOn(test.session('waiter'));
    const foreign = test.session('deleter');
    await foreign.plain.query('begin');
    await foreign.plain.query(`delete from dbos.workflow_status where workflow_uuid = $1`, [locked]);

    const refused = failureOf(verbs.setEvent({ ...call(locked, 0), key: 'k', value: json(1) }));
    await until(async () => {
      const rows = await test.query(
        `select from pg_stat_activity where application_name = 'waiter' and wait_event_type = 'Lock'`,
      );
      return rows.length === 1;
    });
    await foreign.plain.query('commit');

    expect((await refused).reason).to.equal('WORKFLOW_NOT_FOUND');
  });

  it('whose answer is lost is carried out once, and answered as if nothing had been', async () => {
    const [id = ''] = await workflows(1);
    let losses = 0;
    // Each statement of a batch is lost the first time: carried out, and its answer never comes.
    const losing: Queryable = {
      query: async (statement, values) => {
        const rows = await test.store.write.query(statement, values);
        losses += 1;
        if (losses % 2 === 0) return rows as never;
        throw lostAnswer();
      },
    };
    const verbs = verbsOn(losing);
    const step = call(id, 9, { stepAttempt: 1 });

    await verbs.recordStep({ ...call(id, 0), functionName: 's' });
    losses = 0;
    expect(await verbs.recordDeadline({ ...call(id, 1), durationMs: 5000, isTimeout: false })).to.be.within(
      1,
      5000,
    );
    losses = 0;
    await verbs.setEvent({ ...call(id, 2), key: 'k', value: json(1) });
    losses = 0;
    await verbs.writeStream({ ...call(id, 3), key: 's', value: json(1) });
    losses = 0;
    await verbs.writeStream({ ...step, key: 'd', value: json(1), dedupeOrdinal: 1 });
    losses = 0;
    await verbs.closeStream({ ...call(id, 4), key: 's' });
    losses = 0;
    await verbs.finishWorkflow({ workflowId: id, ownerToken: TOKEN, output: json(1) });

    expect(await functions(id)).to.deep.equal([0, 1, 2, 3, 4]);
    const streams = await test.query(
      `select key, "offset" from dbos.streams where workflow_uuid = $1 order by key, "offset"`,
      [id],
    );
    expect(streams).to.deep.equal([
      { key: 'd', offset: 0 },
      { key: 's', offset: 0 },
      { key: 's', offset: 1 },
    ]);
  });

  it('whose answer is lost, of a workflow that is cancelled then, does not say that nothing was written', async () => {
    const [id = ''] = await workflows(1);
    let first = true;
    const verbs = verbsOn({
      query: async (statement, values) => {
        const rows = await test.store.write.query(statement, values);
        if (!first) return rows as never;
        first = false;
        await test.query(`update dbos.workflow_status set status = 'CANCELLED' where workflow_uuid = $1`, [
          id,
        ]);
        throw lostAnswer();
      },
    });

    const error = await failureOf(verbs.recordStep({ ...call(id, 0), functionName: 's' }));

    expect(error).to.include({ reason: 'WORKFLOW_CANCELLED', outcome: 'unknown' });
    expect(await functions(id)).to.deep.equal([0]);
  });

  it('that is lost twice has an unknown outcome', async () => {
    const [id = ''] = await workflows(1);
    const verbs = verbsOn({ query: () => Promise.reject(lostAnswer()) });

    const error = await failureOf(verbs.recordStep({ ...call(id, 0), functionName: 's' }));

    expect(error).to.include({ reason: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
  });

  it('never has two statements of one workflow in flight, and carries each out in the order of its calls', async () => {
    await forSeeds(5, async (random) => {
      const ids = await workflows(6);
      const inFlight = new Set<string>();
      const watched: Queryable = {
        query: async (statement, values) => {
          const own = new Set([values[0] as string | string[]].flat());
          for (const id of own) {
            if (inFlight.has(id)) throw new Error(`${id} has two statements in flight`);
            inFlight.add(id);
          }
          try {
            return await test.store.write.query(statement, values);
          } finally {
            for (const id of own) inFlight.delete(id);
          }
        },
      };
      const verbs = verbsOn(watched);
      const answered = new Map(ids.map((id) => [id, [] as number[]]));
      const next = new Map(ids.map((id) => [id, 0]));
      const kinds: ((id: string, functionId: number) => Promise<unknown>)[] = [
        (id, f) => verbs.recordStep({ ...call(id, f), functionName: 's' }),
        (id, f) => verbs.setEvent({ ...call(id, f), key: 'k', value: json(f) }),
        (id, f) => verbs.writeStream({ ...call(id, f), key: `s${String(random.int(2))}`, value: json(f) }),
        (id, f) => verbs.recordDeadline({ ...call(id, f), durationMs: 1, isTimeout: true }),
      ];
      const work: Promise<unknown>[] = [];
      for (let i = 0; i < 400; i++) {
        const id = ids[random.int(ids.length)]!;
        const functionId = next.get(id)!;
        next.set(id, functionId + 1);
        work.push(
          kinds[random.int(kinds.length)]!(id, functionId).then(() => answered.get(id)!.push(functionId)),
        );
        if (random.chance(0.1)) await Promise.race(work);
      }
      await Promise.all(work);

      for (const id of ids) {
        const inOrder = Array.from({ length: next.get(id)! }, (_, i) => i);
        expect(answered.get(id)).to.deep.equal(inOrder);
        expect(await functions(id)).to.deep.equal(inOrder);
        const streams = await test.query<{ offset: number; function_id: number; key: string }>(
          `select key, "offset", function_id from dbos.streams where workflow_uuid = $1 order by key, function_id`,
          [id],
        );
        for (const key of ['s0', 's1']) {
          const offsets = streams.filter((row) => row.key === key).map(({ offset }) => offset);
          expect(offsets).to.deep.equal(offsets.map((_offset, i) => i));
        }
      }
    });
  });
});
