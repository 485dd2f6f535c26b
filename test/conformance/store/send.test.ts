import { expect } from 'chai';
import { MAX_EXISTING_WORKFLOW_ID_BYTES, MAX_KEY_BYTES } from '@dbosd/shared';
import type { OutgoingMessage } from '@dbosd/daemon/internal/operations/operations.js';
import { send, sendBatch } from '@dbosd/daemon/internal/operations/messages.js';
import { insertMessages } from '@dbosd/daemon/internal/store/queries/messages/insert-messages.js';
import { sweepMailboxes } from '@dbosd/daemon/internal/store/queries/messages/mailboxes.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import { randomBytes } from 'node:crypto';
import { failureOf } from '../../support/failure-of.js';
import { PausePoints, running } from '../../support/pause-points.js';
import { openWriter } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const PLAIN = { requireActive: false, rejectDifferent: false };
const ALL = { ...PLAIN, allOrNothing: true };

function message(destinationId: string, data: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { destinationId, topic: 't', payload: { data, serialization: 'portable_json' }, ...more };
}

describe('a send', () => {
  let test: TestStore;
  let writer: Writer;

  before(async () => {
    test = await openTestStore();
    writer = openWriter(test.store.write).writer;
  });

  after(async () => {
    await test.close();
  });

  const received = async (id: string): Promise<string[]> => {
    const rows = await test.query<{ message: string }>(
      `select message from dbos.notifications where destination_uuid = $1 order by created_at_epoch_ms`,
      [id],
    );
    return rows.map((row) => row.message);
  };

  it('under one key to two topics of a destination, at the same moment, is stored once', async () => {
    await test.workflow('two topics');

    const answers = await Promise.all(
      ['one', 'two'].map((topic) =>
        send(writer, message('two topics', '1', { topic, idempotencyKey: 'k' }), PLAIN),
      ),
    );

    expect(answers.map(({ duplicate, differs }) => [duplicate, differs])).to.deep.equal([
      [false, false],
      [true, true],
    ]);
    expect(await received('two topics')).to.have.length(1);
  });

  it('under a key that is spelt like that of a message to another workflow is refused, and never a duplicate', async () => {
    await test.workflow('b::c');
    await test.workflow('c');
    await send(writer, message('b::c', '1', { idempotencyKey: 'a' }), PLAIN);

    const error = await failureOf(send(writer, message('c', '1', { idempotencyKey: 'a::b' }), PLAIN));
    const naive = await test.query(`select from dbos.notifications where message_uuid = 'a::b::c'`);

    expect(naive, 'a look-up by id alone would call it a duplicate').to.have.length(1);
    expect(error).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED', outcome: 'not_applied' });
    expect(await received('c')).to.deep.equal([]);
  });

  it('of all or nothing is refused, too, when two of its keys are spelt alike', async () => {
    await test.workflow('y::z');
    await test.workflow('z');
    const messages = [
      message('y::z', '1', { idempotencyKey: 'x' }),
      message('z', '1', { idempotencyKey: 'x::y' }),
    ];

    const error = await failureOf(sendBatch(writer, messages, ALL));

    expect(error).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED' });
    expect([...(await received('y::z')), ...(await received('z'))]).to.deep.equal([]);
  });

  it('that is repeated answers ok with the first one’s id, though its destination has ended since', async () => {
    await test.workflow('ends');
    const strict = { ...PLAIN, requireActive: true };
    const first = await send(writer, message('ends', '1', { idempotencyKey: 'k' }), strict);
    await test.query(`update dbos.workflow_status set status = 'SUCCESS' where workflow_uuid = 'ends'`);

    const again = await send(writer, message('ends', '1', { idempotencyKey: 'k' }), strict);
    const differs = await send(writer, message('ends', '2', { idempotencyKey: 'k' }), strict);
    const rejected = await failureOf(
      send(writer, message('ends', '2', { idempotencyKey: 'k' }), { ...strict, rejectDifferent: true }),
    );
    const fresh = await failureOf(send(writer, message('ends', '3'), strict));

    expect(first).to.include({ duplicate: false, destinationStatus: 'PENDING' });
    expect(again).to.deep.equal({ ...first, duplicate: true, destinationStatus: 'SUCCESS' });
    expect(differs).to.include({ duplicate: true, differs: true });
    expect(rejected).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED' });
    expect(fresh).to.include({ reason: 'WORKFLOW_NOT_ACTIVE' });
    expect(await received('ends')).to.deep.equal(['1']);
  });

  it('answers each message of a batch for itself, and the second of two under one key after the first', async () => {
    await test.workflow('batch');
    const messages = [
      message('batch', '1', { idempotencyKey: 'k' }),
      message('nobody', '2'),
      message('batch', '3', { idempotencyKey: 'k' }),
      message('batch', '4'),
    ];

    const outcomes = await sendBatch(writer, messages, { ...PLAIN, allOrNothing: false });

    expect(outcomes[0]).to.include({ kind: 'sent', duplicate: false });
    expect(outcomes[1]).to.have.nested.property('error.reason', 'WORKFLOW_NOT_FOUND');
    expect(outcomes[2]).to.include({ kind: 'sent', duplicate: true, differs: true });
    expect(await received('batch')).to.deep.equal(['1', '4']);
  });

  it('of all or nothing stores all in one order, or nothing at all', async () => {
    await test.workflow('all');
    const messages = Array.from({ length: 300 }, (_, i) => message('all', String(i)));

    const error = await failureOf(sendBatch(writer, [...messages, message('nobody', '1')], ALL));
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    expect(await received('all')).to.deep.equal([]);
    const twice = message('all', 'twice', { idempotencyKey: 'k' });
    const sent = await sendBatch(writer, [...messages, twice, twice], ALL);

    expect(await received('all')).to.deep.equal([...messages.map(({ payload }) => payload.data), 'twice']);
    expect(sent.at(-1)).to.include({ kind: 'sent', duplicate: true, differs: false });
  });

  it('of all or nothing answers that a workflow is not there which is deleted under it', async () => {
    await test.workflow('deleted');
    const pauses = await PausePoints.install(test.url, [
      { name: 'mailboxes', table: 'dbos.notifications', when: 'before' },
    ]);
    await pauses.hold('all', 'mailboxes');
    const sending = running(
      'all',
      sendBatch(openWriter(test.session('all')).writer, [message('deleted', '1')], ALL),
    );
    await pauses.settled([sending]);
    await test.query(`delete from dbos.workflow_status where workflow_uuid = 'deleted'`);
    await pauses.release('all', 'mailboxes');
    const outcome = await sending.outcome;
    await pauses.close();

    expect(outcome.status === 'rejected' && (outcome.reason as unknown)).to.include({
      reason: 'WORKFLOW_NOT_FOUND',
    });
  });

  it('whose destination is held by a foreign lock fails alone, and not its neighbours in the batch', async () => {
    await test.workflow('held');
    await test.workflow('free');
    const foreign = test.session('foreign');
    await foreign.plain.query('begin');
    await foreign.plain.query(`select from dbos.workflow_status where workflow_uuid = 'held' for update`);
    // Neighbours in a batch are only those of one lane.
    const impatient = openWriter(test.session('impatient', { lock_timeout: '50ms' })).writer;
    const [held, free] = sameLane('held', 'free') ? ['held', 'free'] : ['held', await laneMate('held')];

    const outcomes = await sendBatch(impatient, [message(held, '1'), message(free, '2')], {
      ...PLAIN,
      allOrNothing: false,
    });
    await foreign.plain.query('rollback');

    expect(outcomes[0]).to.have.nested.property('error.reason', 'STORE_UNAVAILABLE');
    expect(outcomes[1]).to.include({ kind: 'sent' });
  });

  it('whose neighbours in the batch have locked destinations waits for their locks once, and not for each of them', async () => {
    const held = ['held 1', 'held 2', 'held 3'];
    for (const id of [...held, 'not held']) await test.workflow(id);
    const foreign = test.session('foreign');
    await foreign.plain.query('begin');
    await foreign.plain.query(`select from dbos.workflow_status where workflow_uuid = any($1) for update`, [
      held,
    ]);
    const session = test.session('impatient', { lock_timeout: '50ms' });
    const together: string[][] = [];
    const { writer: impatient } = openWriter({
      query: (statement, values) => {
        together.push(values[1] as string[]);
        return session.query(statement, values);
      },
      transaction: session.transaction.bind(session),
    } as Pick<Database, 'query' | 'transaction'> as Database);

    const outcomes = await sendBatch(
      impatient,
      [...held, 'not held'].flatMap((id) => [message(id, '1'), message(id, '2')]),
      { ...PLAIN, allOrNothing: false },
    );
    await foreign.plain.query('rollback');

    for (const refused of outcomes.slice(0, 6)) {
      expect(refused).to.have.nested.property('error.reason', 'STORE_UNAVAILABLE');
      expect(refused).to.have.nested.property('error.outcome', 'not_applied');
    }
    for (const sent of outcomes.slice(6)) expect(sent).to.include({ kind: 'sent' });
    expect(together).to.have.length(1);
    expect(await received('not held')).to.deep.equal(['1', '2']);
    expect(await received('held 1')).to.deep.equal([]);
    expect(await send(impatient, message('held 1', '3'), PLAIN)).to.include({ kind: 'sent' });
  });

  /** Makes a workflow whose messages share a lane with those of `id`. */
  async function laneMate(id: string): Promise<string> {
    for (let i = 0; ; i++) {
      const mate = `mate${String(i)}`;
      if (!sameLane(id, mate)) continue;
      await test.workflow(mate);
      return mate;
    }
  }

  it('has room for the longest names of the contract in every index, and beyond them Postgres refuses', async () => {
    const name = (bytes: number): string => randomBytes(bytes).toString('base64url').slice(0, bytes);
    const id = name(MAX_EXISTING_WORKFLOW_ID_BYTES);
    await test.workflow(id);
    const longest = message(id, '1', { topic: name(MAX_KEY_BYTES), idempotencyKey: name(MAX_KEY_BYTES) });
    expect(await send(writer, longest, PLAIN)).to.include({ kind: 'sent', duplicate: false });
    for (const table of ['workflow_events', 'streams']) {
      const offset = table === 'streams' ? `, "offset"` : '';
      await test.query(
        `insert into dbos.${table} (workflow_uuid, key, value${offset}) values ($1, $2, '1'${offset && ', 0'})`,
        [id, name(MAX_KEY_BYTES)],
      );
    }

    const beyond = send(writer, message(id, '1', { topic: name(2000) }), PLAIN).catch(
      (cause: unknown) => cause,
    );

    expect(await beyond).to.have.nested.property('cause.code', '54000');
  });

  it('leaves no mailbox behind that is more than an hour old, and takes none that is younger', async () => {
    await test.query(`truncate dbosd.mailbox`);
    await test.query(
      `insert into dbosd.mailbox (destination, topic, last_ms, reserved)
      select 'old' || i, 't', (extract(epoch from now() - interval '61 minutes') * 1000)::bigint, 1
      from generate_series(1, 1500) i
      union all
      select 'young', 't', (extract(epoch from now() - interval '59 minutes') * 1000)::bigint, 1`,
    );
    const holder = test.session('holder');
    await holder.plain.query('begin');
    await holder.plain.query(`select from dbosd.mailbox where destination = 'old7' for update`);

    const swept = [
      await sweepMailboxes(test.store.write),
      await sweepMailboxes(test.store.write),
      await sweepMailboxes(test.store.write),
    ];
    await holder.plain.query('rollback');

    expect(swept).to.deep.equal([1000, 499, 0]);
    expect(await test.query(`select destination from dbosd.mailbox order by 1`)).to.deep.equal([
      { destination: 'old7' },
      { destination: 'young' },
    ]);
  });

  it('never deadlocks with others of crossed mailboxes and keys', async () => {
    const ids = ['d0', 'd1', 'd2', 'd3', 'd4'];
    for (const id of ids) await test.workflow(id);
    for (let round = 0; round < 25; round++) {
      const batch = (by: number) =>
        Array.from({ length: 20 }, (_, i) => {
          const id = ids[(i * (by + 1)) % ids.length]!;
          return {
            messageId: `${String(round)} ${String((i * 7 + by) % 20)} ${id}`,
            destinationId: id,
            topic: i % 2 === 0 ? 't' : 'u',
            data: '1',
            serialization: 'portable_json',
            requireActive: false,
          };
        });
      const outcomes = await Promise.all(
        [0, 1, 2, 3].map((by) => insertMessages(test.store.write, distinct(batch(by)))),
      );
      expect(
        outcomes.flat().every(({ kind }) => kind === 'stored' || kind === 'conflict' || kind === 'ahead'),
      ).to.equal(true);
    }
  });
});

function distinct<T extends { readonly messageId: string }>(messages: readonly T[]): T[] {
  return [...new Map(messages.map((each) => [each.messageId, each])).values()];
}

// As the writer spreads destinations over its four lanes.
function sameLane(one: string, other: string): boolean {
  const lane = (id: string): number =>
    Math.abs(Buffer.from(id).reduce((hash, byte) => (hash * 31 + byte) | 0, 0)) % 4;
  return lane(one) === lane(other);
}
