import { expect } from 'chai';
import type { QueuePlacement, WorkflowStarted } from '@dbosd/daemon/internal/model/durable.js';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import { lostAnswer, startOf as start, verbsOn } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

function deduplicated(deduplicationId: string): { readonly queue: QueuePlacement } {
  return { queue: { queueName: 'q', deduplicationId, returnDeduplicated: true, priority: 0, delayMs: 0 } };
}

describe('a batch of starts', () => {
  let test: TestStore;
  let round = 0;

  before(async () => {
    test = await openTestStore();
  });

  after(() => test.close());

  function newIds(count: number): string[] {
    round += 1;
    return Array.from({ length: count }, (_, i) => `s${String(round)}-${String(i)}`);
  }

  const made = async (ids: readonly string[]): Promise<string[]> =>
    (
      await test.query<{ id: string }>(
        `select ws.workflow_uuid as id from dbos.workflow_status ws join dbos.workflow_input using (workflow_uuid)
        where ws.workflow_uuid = any($1) order by ws.workflow_uuid`,
        [ids],
      )
    ).map((row) => row.id);

  /** Keeps which workflows each statement was to start. */
  function watched(): { db: Queryable; statements: string[][] } {
    const statements: string[][] = [];
    return {
      statements,
      db: {
        query: (statement, values) => {
          statements.push(values[0] as string[]);
          return test.store.write.query(statement, values);
        },
      },
    };
  }

  it('is one statement, and what comes meanwhile is the next', async () => {
    const ids = newIds(100);
    const { db, statements } = watched();
    const verbs = verbsOn(db);

    const first = ids.slice(0, 50).map((id) => verbs.startWorkflow(start(id)));
    await Promise.resolve();
    await Promise.resolve();
    const second = ids.slice(50).map((id) => verbs.startWorkflow(start(id)));
    const started = await Promise.all([...first, ...second]);

    expect(statements).to.deep.equal([ids.slice(0, 50), ids.slice(50)]);
    expect(started).to.deep.equal(
      ids.map((workflowId): WorkflowStarted => ({
        workflowId,
        existing: false,
        run: true,
        status: 'PENDING',
      })),
    );
    expect(await made(ids)).to.have.members(ids);
  });

  it('has no two with one id or one deduplication id in a statement: the second learns of the first', async () => {
    const [shared = '', other = '', third = '', free = ''] = newIds(4);
    const { db, statements } = watched();
    const verbs = verbsOn(db);

    const started = await Promise.all([
      verbs.startWorkflow(start(shared, { token: 'first' })),
      verbs.startWorkflow(start(shared, { token: 'second' })),
      verbs.startWorkflow(start(other, deduplicated('d'))),
      verbs.startWorkflow(start(third, deduplicated('d'))),
      verbs.startWorkflow(start(free)),
    ]);

    expect(started.map(({ workflowId, existing }) => [workflowId, existing])).to.deep.equal([
      [shared, false],
      [shared, true],
      [other, false],
      [other, true],
      [free, false],
    ]);
    for (const ids of statements) {
      expect(new Set(ids).size).to.equal(ids.length);
      expect(ids.includes(other) && ids.includes(third)).to.equal(false);
    }
    expect(await made([shared, other, third, free])).to.have.members([shared, other, free]);
  });

  it('with a poisoned one fails that one alone', async () => {
    const ids = newIds(5);
    const verbs = verbsOn(test.store.write);

    const outcomes = await Promise.allSettled(
      ids.map((id, i) =>
        verbs.startWorkflow(
          start(id, {
            ...(i === 1 ? { input: { data: '\u0000', serialization: 'portable_json' } } : {}),
            ...(i === 3 ? { attributesJson: '{"a":"\\u0000"}' } : {}),
          }),
        ),
      ),
    );

    expect(outcomes.map(({ status }) => status === 'fulfilled')).to.deep.equal([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(await made(ids)).to.deep.equal([ids[0], ids[2], ids[4]]);
  });

  it('refuses those whose ids others hold locked for too long, and no other; and waits for them once', async () => {
    const [one = '', two = '', ...free] = newIds(16);
    const session = test.session('impatient', { lock_timeout: '50ms' });
    const inLane: string[][] = [];
    const verbs = verbsOn({
      query: (statement, values) => {
        inLane.push(values[0] as string[]);
        return session.query(statement, values);
      },
      transaction: session.transaction.bind(session),
    } as Pick<Database, 'query' | 'transaction'>);
    const foreign = test.session('lock holder');
    await foreign.plain.query('begin');
    for (const id of [one, two]) {
      await foreign.plain.query(
        `insert into dbos.workflow_status (workflow_uuid, status, name) values ($1, 'PENDING', 'w')`,
        [id],
      );
    }

    const refused = [one, two].map((id) => failureOf(verbs.startWorkflow(start(id))));
    await Promise.all(free.slice(0, 12).map((id) => verbs.startWorkflow(start(id))));
    const errors = await Promise.all(refused);
    const again = failureOf(verbs.startWorkflow(start(one)));
    await Promise.all(free.slice(12).map((id) => verbs.startWorkflow(start(id))));
    errors.push(await again);
    await foreign.plain.query('rollback');

    for (const error of errors) {
      expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    }
    expect(inLane.filter((ids) => ids.includes(one))).to.have.length(1);
    expect(inLane.at(-1)).to.deep.equal(free.slice(12));
    expect(await made([one, two, ...free])).to.have.members(free);
    expect(await verbs.startWorkflow(start(one))).to.include({ existing: false });
  });

  it('tries again what another has taken since, and answers with what is there then', async () => {
    const [id = '', holder = '', late = '', free = ''] = newIds(4);
    let first = true;
    const verbs = verbsOn({
      query: async (statement, values) => {
        if (first && (values[0] as readonly string[]).includes(late)) {
          first = false;
          await verbsOn(test.store.write).startWorkflow(start(holder, deduplicated('late')));
          // What Postgres says of a deduplication id that came behind the snapshot.
          throw Object.assign(new Error('duplicate key'), { code: '23505' });
        }
        return test.store.write.query(statement, values);
      },
    });

    const started = await Promise.all([
      verbs.startWorkflow(start(id)),
      verbs.startWorkflow(start(late, deduplicated('late'))),
      verbs.startWorkflow(start(free)),
    ]);

    expect(started.map(({ workflowId, existing }) => [workflowId, existing])).to.deep.equal([
      [id, false],
      [holder, true],
      [free, false],
    ]);
  });

  it('whose answer is lost starts each once, and is answered as if nothing had been', async () => {
    const ids = newIds(3);
    let first = true;
    const verbs = verbsOn({
      query: async (statement, values) => {
        const rows = await test.store.write.query(statement, values);
        if (!first) return rows as never;
        first = false;
        throw lostAnswer();
      },
    });

    const started = await Promise.all(
      ids.map((id) => verbs.startWorkflow(start(id, { rejectIdInUse: true }))),
    );

    expect(started.map(({ existing, run }) => existing || !run)).to.deep.equal([false, false, false]);
    expect(await made(ids)).to.have.members(ids);
  });

  it('that is lost twice has an unknown outcome, for each of them', async () => {
    const verbs = verbsOn({ query: () => Promise.reject(lostAnswer()) });

    const errors = await Promise.all(newIds(2).map((id) => failureOf(verbs.startWorkflow(start(id)))));

    for (const error of errors) expect(error).to.include({ reason: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
  });
});
