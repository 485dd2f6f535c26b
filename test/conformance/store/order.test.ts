import { expect } from 'chai';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import { insertMessages } from '@dbosd/daemon/internal/store/queries/messages/insert-messages.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import { failureOf } from '../../support/failure-of.js';
import { enqueueAndSend } from '@dbosd/daemon/internal/operations/enqueue.js';
import { startKinds } from '@dbosd/daemon/internal/writer/kinds/start-workflow.js';
import { send as sendMessage, sendAll } from '@dbosd/daemon/internal/operations/messages.js';
import { openWriter } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

/** How DBOS stamps its own rows, from a moment. */
const DBOS_STAMP = (moment: string): string => `((extract(epoch from ${moment}) * 1000.0))::bigint`;

describe('the order of messages', () => {
  let test: TestStore;
  /** Two daemons whose server's clock the test holds. */
  let one: Database;
  let two: Database;
  let sent = 0;

  before(async () => {
    test = await openTestStore();
    await test.query(`create schema held`);
    await test.query(`create table held.clock (moment timestamptz not null)`);
    await test.query(`insert into held.clock values ('2026-01-02T03:04:05Z')`);
    await test.query(
      `create function held.clock_timestamp() returns timestamptz language sql volatile
      as 'select moment from held.clock'`,
    );
    one = test.session('one');
    two = test.session('two');
    for (const db of [one, two]) await db.plain.query('set search_path = held, pg_catalog');
  });

  after(async () => {
    await test.close();
  });

  const setClock = (moment: string) => test.query(`update held.clock set moment = $1`, [moment]);

  async function send(db: Database, destinationId: string, count = 1): Promise<string[]> {
    const verdicts = await insertMessages(
      db,
      Array.from({ length: count }, () => {
        sent += 1;
        return {
          messageId: `${String(10_000_000 - sent)} ${destinationId}`,
          destinationId,
          topic: 't',
          data: String(sent),
          serialization: 'portable_json',
          requireActive: false,
        };
      }),
    );
    return verdicts.map(({ kind }) => kind);
  }

  const stamps = async (id: string): Promise<number[]> => {
    const rows = await test.query<{ at: string }>(
      `select created_at_epoch_ms::text as at from dbos.notifications
      where destination_uuid = $1 order by message::int`,
      [id],
    );
    return rows.map(({ at }) => Number(at));
  };

  it('is that of the sends, though all come in one millisecond through two daemons', async () => {
    await test.workflow('same');
    for (let i = 0; i < 20; i++) await send(i % 2 === 0 ? one : two, 'same');

    const at = await stamps('same');

    expect(at).to.deep.equal(at.map((_, i) => at[0]! + i));
    await test.workflow('naive');
    const naive = await test.query<{ at: string }>(
      `insert into dbos.notifications (destination_uuid, topic, message)
      values ('naive', 't', '1'), ('naive', 't', '2')
      returning created_at_epoch_ms::text as at`,
    );
    expect(naive[0], 'by the default of the column').to.deep.equal(naive[1]);
  });

  it('is that of the sends, though one’s transaction began before the other was answered', async () => {
    await test.workflow('begun');
    const own = test.session('begun');
    const naive = test.session('naive');
    await naive.plain.query('begin');
    // The moment of a transaction is that of its first statement.
    await naive.plain.query('select now()');
    const answered = await own.transaction(async (tx) => {
      await tx.query({ name: 'begin', text: () => 'select now()' }, []);
      await send(test.store.write, 'begun');
      const message = { messageId: 'behind', destinationId: 'begun', topic: 't', data: '99999999' };
      await insertMessages(tx, [{ ...message, serialization: 'portable_json', requireActive: false }]);
      return stamps('begun');
    });
    await send(test.store.write, 'begun');
    await naive.plain.query(
      `insert into dbos.notifications (message_uuid, destination_uuid, topic, message) values ('n', 'begun', 't', '999999999')`,
    );
    await naive.plain.query('commit');

    const rows = await test.query<{ id: string }>(
      `select message_uuid as id from dbos.notifications where destination_uuid = 'begun' order by created_at_epoch_ms`,
    );
    expect(answered).to.have.length(1);
    expect(rows[0], 'by the moment of its transaction').to.deep.equal({ id: 'n' });
    expect(
      rows
        .slice(1)
        .map(({ id }) => id)
        .indexOf('behind'),
    ).to.equal(1);
  });

  it('of a batch is that of the batch, and of two batches that of the batches', async () => {
    await test.workflow('batches');
    await send(one, 'batches', 100);
    await send(two, 'batches', 100);

    const at = await stamps('batches');

    expect(at).to.deep.equal(at.map((_, i) => at[0]! + i));
  });

  it('puts a message after that of a DBOS application that was answered before, whichever way DBOS rounded', async () => {
    for (const micros of ['000', '001', '400', '499', '500', '501', '999']) {
      const id = `dbos ${micros}`;
      await test.workflow(id);
      await setClock(`2026-01-02T03:04:05.123${micros}Z`);
      const [row] = await test.query<{ at: string; naive: string }>(
        `insert into dbos.notifications (destination_uuid, topic, message, created_at_epoch_ms)
        select $1, 't', '0', ${DBOS_STAMP('moment')} from held.clock
        returning created_at_epoch_ms::text as at,
          (select floor(extract(epoch from moment) * 1000)::bigint + 1 from held.clock)::text as naive`,
        [id],
      );

      await send(one, id);

      const [theirs, ours] = await stamps(id);
      expect(ours, micros).to.be.above(theirs!);
      if (micros === '501') expect(row!.naive, 'rounded down, they tie').to.equal(row!.at);
    }
  });

  it('lets a mailbox run a second ahead of the clock; then it waits, and no other does', async () => {
    await setClock('2026-01-02T04:00:00Z');
    await test.workflow('ahead');
    await test.workflow('beside');
    expect(new Set(await send(one, 'ahead', 999))).to.deep.equal(new Set(['stored']));

    expect(await send(two, 'ahead', 2)).to.deep.equal(['ahead', 'ahead']);
    expect(await send(two, 'ahead', 1)).to.deep.equal(['stored']);
    expect(await send(one, 'ahead', 1)).to.deep.equal(['ahead']);
    expect(await send(one, 'beside', 1)).to.deep.equal(['stored']);
    await setClock('2026-01-02T04:00:00.001Z');
    expect(await send(one, 'ahead', 1)).to.deep.equal(['stored']);
    await setClock('2026-01-02T05:00:00Z');
    expect(await send(one, 'ahead', 1)).to.deep.equal(['stored']);

    const at = await stamps('ahead');
    expect(at.at(-2)! - at[0]!).to.equal(1000);
    expect(at.at(-1)! - Date.parse('2026-01-02T05:00:00Z')).to.equal(1);
  });

  it('goes on from its last stamp, without a wait, after the clock has stepped back', async () => {
    await setClock('2026-01-02T07:00:00Z');
    await test.workflow('stepped');
    expect(await send(one, 'stepped', 1)).to.deep.equal(['stored']);
    await setClock('2026-01-02T06:00:00Z');

    expect(new Set(await send(two, 'stepped', 500))).to.deep.equal(new Set(['stored']));
    expect(await send(one, 'stepped', 1)).to.deep.equal(['stored']);

    const at = await stamps('stepped');
    expect(at).to.deep.equal([...at].sort((a, b) => a - b));
    expect(new Set(at).size).to.equal(502);
    expect(at[0]).to.be.at.least(Date.parse('2026-01-02T07:00:00Z'));
  });

  it('waits for the clock after a step back that load could have made', async () => {
    await setClock('2026-01-02T09:00:00Z');
    await test.workflow('nudged');
    expect(new Set(await send(one, 'nudged', 1000))).to.deep.equal(new Set(['stored']));
    await setClock('2026-01-02T08:59:59.500Z');

    expect(await send(one, 'nudged', 1)).to.deep.equal(['ahead']);
    await setClock('2026-01-02T09:00:00.001Z');
    expect(await send(one, 'nudged', 1)).to.deep.equal(['stored']);
  });

  it('holds when a mailbox gets more than it may hand out, while another’s messages go by', async () => {
    await test.workflow('flooded');
    await test.workflow('calm');
    const { writer } = openWriter(test.store.write);
    const answers: string[] = [];
    const message = (destinationId: string, i: number) => ({
      destinationId,
      topic: 't',
      payload: { data: String(i), serialization: 'portable_json' },
    });
    const options = { requireActive: false, rejectDifferent: false };

    const flood = Array.from({ length: 1500 }, async (_, i) => {
      await sendMessage(writer, message('flooded', i), options);
      answers.push(`flooded ${String(i)}`);
    });
    await sendMessage(writer, message('calm', 0), options);
    answers.push('calm');
    await Promise.all(flood);

    const at = await stamps('flooded');
    expect(at).to.have.length(1500);
    expect(at.every((stamp, i) => i === 0 || stamp > at[i - 1]!)).to.equal(true);
    expect(answers.filter((name) => name !== 'calm')).to.deep.equal(
      Array.from({ length: 1500 }, (_, i) => `flooded ${String(i)}`),
    );
    expect(answers.indexOf('calm')).to.be.below(1500);
  });

  describe('next to a mailbox that has no room for hours', () => {
    /** Two workflows of one lane of the writer, and a third. */
    const [hot, other, third] = ['hot-a', 'hot-e', 'hot-i'];
    const options = { requireActive: false, rejectDifferent: false };
    const message = (destinationId: string, topic = 't') => ({
      destinationId,
      topic,
      payload: { data: '1', serialization: 'portable_json' },
    });
    let writer: Writer;

    beforeEach(async () => {
      await setClock('2026-01-02T10:00:00Z');
      for (const id of [hot, other, third]) {
        await test.query('delete from dbos.workflow_status where workflow_uuid = $1', [id]);
        await test.workflow(id);
      }
      await test.query('delete from dbosd.mailbox');
      expect(new Set(await send(one, hot, 1000))).to.deep.equal(new Set(['stored']));
      ({ writer } = openWriter(one));
    });

    it('a batch of all or nothing holds up its own mailboxes only, and is refused when it had no room in time', async () => {
      const waiting = sendMessage(writer, message(hot), options).catch((error: unknown) => error);
      const both = failureOf(sendAll(writer, [message(hot), message(third)], options));
      const order: string[] = [];
      const after = sendMessage(writer, message(third), options).then(() => order.push('after the batch'));

      const alone = await sendAll(writer, [message(other), message(third, 'another topic')], options);
      await sendMessage(writer, message(other), options);
      order.push('beside it');

      expect(alone.map(({ kind }) => kind)).to.deep.equal(['sent', 'sent']);
      expect(await both).to.include({ reason: 'OVERLOADED', outcome: 'not_applied' });
      await after;
      expect(order).to.deep.equal(['beside it', 'after the batch']);
      await writer.stop();
      expect(await waiting).to.include({ reason: 'DRAINING' });
    });

    it('a workflow is enqueued with its first messages at once, and what waits is not overtaken', async () => {
      const waiting = sendMessage(writer, message(hot), options).catch((error: unknown) => error);
      const deps = { writer, starts: startKinds({ legacyInputs: false }) };
      const payload = { data: '1', serialization: 'portable_json' };
      const enqueue = (workflowId: string) =>
        enqueueAndSend(deps, {
          workflow: {
            workflowId,
            queueName: 'q',
            workflowName: 'w',
            rejectIdInUse: false,
            input: payload,
            returnDeduplicated: false,
            priority: 0,
            delayMs: 0,
            authenticatedRoles: [],
          },
          messages: [{ topic: 't', payload }],
          rejectDifferent: false,
        });

      const behind = failureOf(enqueue(hot));
      const { workflow, sent } = await enqueue('cold-a');

      expect(workflow).to.include({ workflowId: 'cold-a', existing: false });
      expect(sent).to.have.length(1);
      await writer.stop();
      expect(await waiting).to.include({ reason: 'DRAINING' });
      expect(await behind).to.include({ reason: 'DRAINING' });
    });

    it('the writer stops at once: what waits is refused', async () => {
      const answers = [
        failureOf(sendMessage(writer, message(hot), options)),
        failureOf(sendAll(writer, [message(hot)], options)),
      ];

      await writer.stop();

      for (const answer of answers) expect(await answer).to.include({ reason: 'DRAINING' });
      expect(await failureOf(sendMessage(writer, message(other), options))).to.include({
        reason: 'DRAINING',
      });
    });
  });
});
