import { expect } from 'chai';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import {
  claimMessages,
  type ClaimVerdict,
  type MessageClaim,
} from '@dbosd/daemon/internal/store/queries/messages/claim-messages.js';
import { call, ownedWorkflow } from '../../support/durable.js';
import { PausePoints, running, type Running } from '../../support/pause-points.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { until } from '../../support/until.js';

const MINUTE_MS = 60_000;

function claim(workflowId: string, functionId: number, more: Partial<MessageClaim> = {}): MessageClaim {
  return {
    ...call(workflowId, functionId),
    topic: 't',
    timeoutMs: MINUTE_MS,
    deadlineFunctionId: functionId + 1,
    maxValueBytes: 1000,
    ...more,
  };
}

const textOf = (verdict: ClaimVerdict | undefined): string =>
  verdict?.kind === 'message' ? verdict.message.data : (verdict?.kind ?? 'none');

describe('a claim', () => {
  let test: TestStore;
  let db: Database;
  let workflows = 0;

  before(async () => {
    test = await openTestStore();
    db = test.session('claims');
  });

  after(() => test.close());

  async function owned(): Promise<string> {
    workflows += 1;
    const id = `w${String(workflows)}`;
    await ownedWorkflow(test, id);
    return id;
  }

  /** Stores messages as DBOS's client does, one a millisecond unless they are to tie. */
  async function store(
    id: string,
    texts: readonly string[],
    { tie = false, topic = 't' } = {},
  ): Promise<void> {
    await test.query(
      `insert into dbos.notifications
        (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms)
      select $1 || m || $3, $1, $3, m, 'portable_json', case when $4 then 1000 else 1000 + ord end
      from unnest($2::text[]) with ordinality as i (m, ord)`,
      [id, texts, topic, tie],
    );
  }

  const steps = (id: string) =>
    test.query(
      `select function_id as id, function_name as name, output, error, child_workflow_id as child, serialization,
        started_at_epoch_ms::text as started, completed_at_epoch_ms - (extract(epoch from now()) * 1000)::bigint
          between -10000 and 10000 as completed_now, application_name as app
      from dbos.operation_outputs where workflow_uuid = $1 order by function_id`,
      [id],
    );

  const consumers = async (id: string): Promise<Record<string, number | null>> =>
    Object.fromEntries(
      (
        await test.query<{ message: string; by: number | null }>(
          `select message, case when consumed then coalesce(consumed_by_function_id, -1) end as by
          from dbos.notifications where destination_uuid = $1 order by message`,
          [id],
        )
      ).map(({ message, by }) => [message, by]),
    );

  it('consumes the oldest message of its topic, and records it and its deadline as DBOS does', async () => {
    const id = await owned();
    await store(id, ['"other"'], { topic: 'other' });
    await store(id, ['"first"', '"second"']);

    const [verdict] = await claimMessages(db, [claim(id, 4)]);

    expect(verdict).to.deep.equal({
      kind: 'message',
      message: { data: '"first"', serialization: 'portable_json' },
    });
    expect(await consumers(id)).to.deep.equal({ '"first"': 4, '"other"': null, '"second"': null });
    const [receipt, deadline] = await steps(id);
    expect(receipt).to.deep.equal({
      id: 4,
      name: 'DBOS.recv',
      output: '"first"',
      error: null,
      child: null,
      serialization: 'portable_json',
      started: '1700000000004',
      completed_now: true,
      app: 'app',
    });
    expect(deadline).to.deep.include({ id: 5, name: 'DBOS.sleep', started: '1700000000004', app: 'app' });
    expect(Number((deadline as { output: string }).output) - Date.now()).to.be.within(50_000, 70_000);
  });

  it('that finds nothing records its deadline once, and waits the rest of that one', async () => {
    const id = await owned();
    const [first] = await claimMessages(db, [claim(id, 0)]);
    const before = await steps(id);

    const [second] = await claimMessages(db, [claim(id, 0, { timeoutMs: 1 })]);

    expect(first).to.have.property('kind', 'empty');
    expect(second).to.have.property('kind', 'empty');
    expect((second as { remainingMs: number }).remainingMs).to.be.within(30_000, MINUTE_MS);
    expect(await steps(id)).to.deep.equal(before);
    expect(before).to.have.length(1);
  });

  it('after its deadline looks once more, and records the timeout only if it finds nothing', async () => {
    const [empty, full] = [await owned(), await owned()];
    for (const id of [empty, full]) {
      await claimMessages(db, [claim(id, 0)]);
      await test.query(
        `update dbos.operation_outputs set output = '1000' where workflow_uuid = $1 and function_id = 1`,
        [id],
      );
    }
    await store(full, ['1']);

    const verdicts = await claimMessages(db, [claim(empty, 0), claim(full, 0)]);

    expect(verdicts.map(textOf)).to.deep.equal(['timedOut', '1']);
    expect((await steps(empty))[0]).to.deep.include({ name: 'DBOS.recv', output: null, serialization: null });
  });

  it('without a timeout is one look, and records no deadline; with a negative one it records that', async () => {
    const [zero, negative] = [await owned(), await owned()];
    const { deadlineFunctionId: _none, ...withoutDeadline } = claim(zero, 0, { timeoutMs: 0 });

    const verdicts = await claimMessages(db, [withoutDeadline, claim(negative, 0, { timeoutMs: -5000 })]);

    expect(verdicts.map(textOf)).to.deep.equal(['timedOut', 'timedOut']);
    expect((await steps(zero)).map((step) => (step as { id: number }).id)).to.deep.equal([0]);
    const [, deadline] = await steps(negative);
    expect(Number((deadline as { output: string }).output)).to.be.below(Date.now());
  });

  it('of several recvs gives the n-th oldest message to the n-th function id, however they come', async () => {
    const id = await owned();
    await store(id, ['1', '2', '3']);

    const verdicts = await claimMessages(db, [claim(id, 6), claim(id, 2), claim(id, 9), claim(id, 4)]);

    expect(verdicts.map(textOf)).to.deep.equal(['3', '1', 'empty', '2']);
    expect(await consumers(id)).to.deep.equal({ 1: 2, 2: 4, 3: 6 });
  });

  it('breaks ties of stamps the same way always', async () => {
    const id = await owned();
    await store(id, ['3', '1', '2'], { tie: true });

    const received: string[] = [];
    for (const functionId of [0, 2, 4]) {
      received.push(textOf((await claimMessages(db, [claim(id, functionId)]))[0]));
    }

    expect(received).to.deep.equal(['1', '2', '3']);
  });

  it('takes its message as it is stored, in whatever format, or none', async () => {
    const id = await owned();
    await test.query(
      `insert into dbos.notifications (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms)
      values ('p', $1, 't', 'gAROLg==', 'py_pickle', 1), ('n', $1, 't', 'null', null, 2)`,
      [id],
    );

    const verdicts = await claimMessages(db, [claim(id, 0), claim(id, 2)]);

    expect(verdicts).to.deep.equal([
      { kind: 'message', message: { data: 'gAROLg==', serialization: 'py_pickle' } },
      { kind: 'message', message: { data: 'null' } },
    ]);
    expect((await steps(id))[2]).to.deep.include({ output: 'null', serialization: null });
  });

  it('leaves a message that is larger than it takes where it is, and says how large', async () => {
    const id = await owned();
    await store(id, ['"äö"', '2']);

    const verdicts = await claimMessages(db, [claim(id, 0, { maxValueBytes: 5 }), claim(id, 2)]);

    expect(verdicts).to.deep.equal([
      { kind: 'oversized', size: 6 },
      { kind: 'message', message: { data: '2', serialization: 'portable_json' } },
    ]);
    expect(await consumers(id)).to.deep.equal({ '"äö"': null, 2: 2 });
    expect(textOf((await claimMessages(db, [claim(id, 0, { maxValueBytes: 6 })]))[0])).to.equal('"äö"');
  });

  it('changes nothing for a caller that does not run the workflow, and for what is recorded', async () => {
    const [cancelled, stolen, recorded, occupied] = [
      await owned(),
      await owned(),
      await owned(),
      await owned(),
    ];
    await test.query(`update dbos.workflow_status set status = 'CANCELLED' where workflow_uuid = $1`, [
      cancelled,
    ]);
    await claimMessages(db, [claim(recorded, 0, { timeoutMs: -1 })]);
    await test.query(
      `insert into dbos.operation_outputs (workflow_uuid, function_id, function_name) values ($1, 1, 'step')`,
      [occupied],
    );
    for (const id of [cancelled, stolen, recorded, occupied]) await store(id, ['1']);

    const verdicts = await claimMessages(db, [
      claim(cancelled, 0),
      claim(stolen, 0, { ownerToken: 'thief' }),
      claim(recorded, 0),
      claim(occupied, 0),
      claim('nobody', 0),
    ]);

    expect(verdicts).to.deep.equal([
      { kind: 'refused', status: 'CANCELLED' },
      { kind: 'refused', status: 'PENDING' },
      { kind: 'recorded' },
      { kind: 'notADeadline', functionName: 'step' },
      { kind: 'skipped' },
    ]);
    for (const id of [cancelled, stolen, recorded, occupied]) {
      expect(await consumers(id)).to.deep.equal({ 1: null });
    }
  });

  it('of what is recorded takes no message’s place: the next recv gets the oldest', async () => {
    const id = await owned();
    await store(id, ['1', '2']);
    await claimMessages(db, [claim(id, 0)]);

    const verdicts = await claimMessages(db, [claim(id, 0), claim(id, 2)]);

    expect(verdicts.map(textOf)).to.deep.equal(['recorded', '2']);
  });

  describe('against another that is at work', () => {
    let pauses: PausePoints;
    let sessions: Record<'one' | 'two', Database>;

    before(async () => {
      pauses = await PausePoints.install(test.url, []);
      sessions = { one: test.session('one'), two: test.session('two') };
    });

    after(() => pauses.close());

    /** Starts a claim that waits behind what `other`, a transaction in session one, has done. */
    async function behind(
      other: () => Promise<void>,
      claims: MessageClaim[],
    ): Promise<Running<ClaimVerdict[]>> {
      await sessions.one.plain.query('begin');
      await other();
      const waiting = running('two', claimMessages(sessions.two, claims));
      await pauses.settled([waiting]);
      return waiting;
    }
    const consume = async (id: string, message: string): Promise<void> => {
      await sessions.one.plain.query(
        `update dbos.notifications set consumed = true where destination_uuid = $1 and message = $2`,
        [id, message],
      );
    };
    const verdictsOf = async (work: Running<ClaimVerdict[]>): Promise<ClaimVerdict[]> => {
      const outcome = await work.outcome;
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    };

    it('takes the next message when the oldest goes to another: DBOS’s statement returns null', async () => {
      const [ours, theirs] = [await owned(), await owned()];
      for (const id of [ours, theirs]) await store(id, ['1', '2']);

      const waiting = await behind(() => consume(ours, '1'), [claim(ours, 0, { timeoutMs: -1 })]);
      await sessions.one.plain.query('commit');
      expect((await verdictsOf(waiting)).map(textOf)).to.deep.equal(['2']);

      await sessions.one.plain.query('begin');
      await consume(theirs, '1');
      const naive = running(
        'two',
        sessions.two.plain.query(
          `update dbos.notifications set consumed = true, consumed_by_function_id = 0
          where destination_uuid = $1 and topic = 't' and consumed = false and message_uuid = (
            select message_uuid from dbos.notifications
            where destination_uuid = $1 and topic = 't' and consumed = false
            order by created_at_epoch_ms asc limit 1)
          returning message`,
          [theirs],
        ),
      );
      await pauses.settled([naive]);
      await sessions.one.plain.query('commit');
      const outcome = await naive.outcome;
      expect(outcome.status === 'fulfilled' && outcome.value.rows).to.deep.equal([]);
    });

    it('takes the oldest when the other lets it go', async () => {
      const id = await owned();
      await store(id, ['1', '2']);

      const waiting = await behind(() => consume(id, '1'), [claim(id, 0)]);
      await sessions.one.plain.query('rollback');

      expect((await verdictsOf(waiting)).map(textOf)).to.deep.equal(['1']);
    });

    it('records no timeout when the only message that it saw went to another: one may have come since', async () => {
      const id = await owned();
      await store(id, ['1']);

      const waiting = await behind(() => consume(id, '1'), [claim(id, 0, { timeoutMs: -1 })]);
      await store(id, ['2']);
      await sessions.one.plain.query('commit');

      expect((await verdictsOf(waiting)).map(textOf)).to.deep.equal(['again']);
      expect(textOf((await claimMessages(db, [claim(id, 0, { timeoutMs: -1 })]))[0])).to.equal('2');
    });

    it('records no timeout for a deadline that passed while it waited: what came in time may not be in its snapshot', async () => {
      const [id, other] = [await owned(), await owned()];
      await store(other, ['1']);
      await claimMessages(db, [claim(id, 0)]);
      await test.query(
        `update dbos.operation_outputs set output = ((extract(epoch from clock_timestamp()) * 1000)::bigint + 300)::text
        where workflow_uuid = $1 and function_id = 1`,
        [id],
      );
      const isOver = async (): Promise<boolean> => {
        const rows = await test.query(
          `select from dbos.operation_outputs where workflow_uuid = $1 and function_id = 1
            and output::bigint < (extract(epoch from clock_timestamp()) * 1000)::bigint - 1`,
          [id],
        );
        return rows.length > 0;
      };

      // One statement claims for both workflows, and waits for the other's message.
      const waiting = await behind(() => consume(other, '1'), [claim(id, 0), claim(other, 0)]);
      await store(id, ['in time']);
      await until(isOver);
      await sessions.one.plain.query('commit');

      expect(textOf((await verdictsOf(waiting))[0])).to.equal('empty');
      expect(textOf((await claimMessages(db, [claim(id, 0)]))[0])).to.equal('in time');
    });

    it('is undone whole when its outcome is recorded meanwhile', async () => {
      const id = await owned();
      await store(id, ['1']);

      const waiting = await behind(async () => {
        await sessions.one.plain.query(
          `insert into dbos.operation_outputs (workflow_uuid, function_id, function_name) values ($1, 0, 'DBOS.recv')`,
          [id],
        );
      }, [claim(id, 0)]);
      await sessions.one.plain.query('commit');

      const outcome = await waiting.outcome;
      expect(outcome).to.have.nested.property('reason.cause.code', '23505');
      // The error is told before the locks are let go.
      await sessions.two.plain.query('select');
      expect(await consumers(id)).to.deep.equal({ 1: null });
      expect((await claimMessages(db, [claim(id, 0)]))[0]).to.deep.equal({ kind: 'recorded' });
    });

    it('waits for nobody’s lock on a workflow: it is skipped, and the others of its statement are not held up', async () => {
      const [locked, free] = [await owned(), await owned()];
      for (const id of [locked, free]) await store(id, ['1']);
      await sessions.one.plain.query('begin');
      await sessions.one.plain.query(
        `select from dbos.workflow_status where workflow_uuid = $1 for no key update`,
        [locked],
      );

      const verdicts = await claimMessages(sessions.two, [claim(locked, 0), claim(free, 0)]);
      await sessions.one.plain.query('rollback');

      expect(verdicts.map(textOf)).to.deep.equal(['skipped', '1']);
    });
  });
});
