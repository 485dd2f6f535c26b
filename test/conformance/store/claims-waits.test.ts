import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { DurableOperations, ReceiveCommand, Received } from '@dbosd/daemon/internal/model/durable.js';
import { systemClock } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { Sweeper } from '@dbosd/daemon/internal/hub/sweeper.js';
import { sweep } from '@dbosd/daemon/internal/store/queries/hints.js';
import { workflowHash } from '@dbosd/daemon/internal/store/channels.js';
import { call, durableVerbs, ownedWorkflow } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { until } from '../../support/until.js';

const LONG_MS = 600_000;

describe('a recv', () => {
  let test: TestStore;
  let hub: Hub;
  let durable: Pick<DurableOperations, 'receive'>;
  let made = 0;
  let stored = 0;
  const here = new AbortController().signal;

  before(async () => {
    test = await openTestStore();
  });

  beforeEach(() => {
    hub = new Hub();
    durable = durableVerbs(test.store.write, hub).verbs;
  });

  after(() => test.close());

  async function owned(): Promise<string> {
    made += 1;
    const id = `w${String(made)}`;
    await ownedWorkflow(test, id);
    return id;
  }

  function recv(id: string, functionId: number, more: Partial<ReceiveCommand> = {}): ReceiveCommand {
    return {
      ...call(id, functionId),
      topic: 't',
      timeoutMs: LONG_MS,
      deadlineFunctionId: functionId + 1,
      maxValueBytes: 1000,
      ...more,
    };
  }
  const message = (data: string): Received => ({
    kind: 'message',
    message: { data, serialization: 'portable_json' },
  });
  /** Stores messages, each with a stamp of its own (DBOS's own tie within a millisecond). */
  async function store(id: string, ...texts: string[]): Promise<void> {
    for (const text of texts) {
      stored += 1;
      await test.query(
        `insert into dbos.notifications (destination_uuid, topic, message, serialization, created_at_epoch_ms)
        values ($1, 't', $2, 'portable_json', $3)`,
        [id, text, stored],
      );
    }
  }
  const hint = (id: string): void => {
    hub.hint({ kind: 'message', payload: `${id}::t` });
  };
  const reasonOf = (answer: Promise<unknown>): Promise<string> =>
    answer.then(String, (cause: unknown) => (cause as Error).message);
  /** Resolves when so many recvs of a workflow have looked and wait. */
  const waiting = (id: string, count = 1) =>
    until(async () => {
      const [row] = await test.query<{ n: number }>(
        `select count(*)::int as n from dbos.operation_outputs
        where workflow_uuid = $1 and function_name = 'DBOS.sleep'`,
        [id],
      );
      return row?.n === count;
    });

  it('gets the message that is there, in one statement', async () => {
    const id = await owned();
    await store(id, '1');
    const before = test.store.write.statements;

    expect(await durable.receive(recv(id, 0), here)).to.deep.equal(message('1'));

    expect(test.store.write.statements - before).to.equal(1);
    expect(hub.size).to.equal(0);
  });

  it('gets the message that comes while it waits, by its hint', async () => {
    const id = await owned();
    const received = durable.receive(recv(id, 0), here);
    await waiting(id);

    await store(id, '1');
    hint(id);

    expect(await received).to.deep.equal(message('1'));
  });

  it('gets the message that comes between its look and its wait', async () => {
    const id = await owned();
    // The look has found nothing; message and hint come before it is told.
    const db = test.store.write;
    let came = false;
    const query: typeof db.query = async (...args) => {
      const rows = await db.query(...args);
      if (!came) {
        came = true;
        await store(id, '1');
        hint(id);
      }
      return rows as never;
    };
    const held = durableVerbs(Object.assign(Object.create(db) as typeof db, { query }), hub).verbs;

    expect(await held.receive(recv(id, 0), here)).to.deep.equal(message('1'));
  });

  it('times out at its deadline, after one look more, and records that', async () => {
    const id = await owned();

    expect(await durable.receive(recv(id, 0, { timeoutMs: 30 }), here)).to.deep.equal({ kind: 'timedOut' });

    const rows = await test.query(
      `select function_id, function_name, output is null as empty, serialization from dbos.operation_outputs
      where workflow_uuid = $1 order by function_id`,
      [id],
    );
    expect(rows).to.deep.equal([
      { function_id: 0, function_name: 'DBOS.recv', empty: true, serialization: null },
      { function_id: 1, function_name: 'DBOS.sleep', empty: false, serialization: 'portable_json' },
    ]);
  });

  it('times out although the clock has stepped back: a second after what was left at its first look', async () => {
    const id = await owned();
    let passedMs = 0;
    const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + passedMs };
    const received = durableVerbs(test.store.write, hub, clock).verbs.receive(recv(id, 0), here);
    await waiting(id);
    // The recorded deadline is an hour further away, as after a step back by an hour.
    await test.query(
      `update dbos.operation_outputs set output = (output::bigint + 3600000)::text
      where workflow_uuid = $1 and function_id = 1`,
      [id],
    );

    passedMs = LONG_MS + 1000;
    hint(id);

    expect(await received).to.deep.equal({ kind: 'timedOut' });
  });

  it('that is recovered after the clock has stepped back waits no longer than it was asked to', async () => {
    const id = await owned();
    await test.query(
      `insert into dbos.operation_outputs (workflow_uuid, function_id, function_name, output, started_at_epoch_ms)
      values ($1, 1, 'DBOS.sleep', ((extract(epoch from clock_timestamp()) * 1000)::bigint + 3600000)::text, 1)`,
      [id],
    );

    expect(await durable.receive(recv(id, 0, { timeoutMs: 20 }), here)).to.deep.equal({ kind: 'timedOut' });
  });

  it('finds at its deadline what no notification told of', async () => {
    const id = await owned();
    const received = durable.receive(recv(id, 0, { timeoutMs: 300 }), here);
    await waiting(id);
    await store(id, 'unheard of');

    expect(await received).to.deep.equal(message('unheard of'));
  });

  it('finds by the sweep what no notification told of: a message, and the end that another program made', async () => {
    const [told, ended] = [await owned(), await owned()];
    const received = durable.receive(recv(told, 0), here);
    const failed = failureOf(durable.receive(recv(ended, 0), here));
    await waiting(told);
    await waiting(ended);
    await store(told, '1');
    await test.query(`update dbos.workflow_status set status = 'CANCELLED' where workflow_uuid = $1`, [
      ended,
    ]);
    const sweeper = new Sweeper({
      hub,
      clock: systemClock,
      ask: (question) => sweep(test.store.read, question),
      intervalMs: LONG_MS,
      valueIntervalMs: LONG_MS,
      listening: () => false,
      onError: () => undefined,
    });

    await sweeper.sweep();

    expect(await received).to.deep.equal(message('1'));
    expect((await failed).reason).to.equal('WORKFLOW_CANCELLED');
  });

  it('that is recovered waits the rest of the recorded deadline', async () => {
    const id = await owned();
    const gone = new AbortController();
    const first = reasonOf(durable.receive(recv(id, 0, { timeoutMs: 300 }), gone.signal));
    await waiting(id);
    gone.abort(new Error('the worker crashed'));
    expect(await first).to.equal('the worker crashed');

    // Another run of it, which begins at another time and asks for as long again.
    const received = await durable.receive(recv(id, 0, { startedAtMs: 5, timeoutMs: LONG_MS }), here);

    expect(received).to.deep.equal({ kind: 'timedOut' });
  });

  it('without any time is one look', async () => {
    const id = await owned();
    const { deadlineFunctionId: _none, ...one } = recv(id, 0, { timeoutMs: 0 });

    expect(await durable.receive(one, here)).to.deep.equal({ kind: 'timedOut' });
  });

  it('that is repeated is answered as it was, message or timeout', async () => {
    const id = await owned();
    await store(id, '1', '2');
    await durable.receive(recv(id, 0), here);
    await store(id, '3');
    const { deadlineFunctionId: _none, ...other } = recv(id, 2, { topic: 'other', timeoutMs: 0 });
    await durable.receive(other, here);

    expect(await durable.receive(recv(id, 0), here)).to.deep.equal(message('1'));
    expect(await durable.receive(other, here)).to.deep.equal({ kind: 'timedOut' });
    expect(await durable.receive(recv(id, 4), here)).to.deep.equal(message('2'));
    const errors = [
      await failureOf(durable.receive(recv(id, 0, { startedAtMs: 5 }), here)),
      await failureOf(durable.receive(recv(id, 1), here)),
      await failureOf(durable.receive(recv(id, 10, { deadlineFunctionId: 0 }), here)),
    ];
    expect(errors.map(({ reason }) => reason)).to.deep.equal([
      'STEP_NONDETERMINISM',
      'UNEXPECTED_STEP',
      'UNEXPECTED_STEP',
    ]);
    expect(errors[2]?.metadata).to.include({ recorded: 'DBOS.recv', called: 'DBOS.sleep', function_id: '0' });
  });

  it('of several at once: each message to one, the oldest to the lowest id, and none is null while one waits', async () => {
    const id = await owned();
    await store(id, '1', '2');

    const received = await Promise.all(
      [2, 0].map((functionId) => durable.receive(recv(id, functionId), here)),
    );

    expect(received).to.deep.equal([message('2'), message('1')]);
  });

  it('of several that wait, the one with the lowest id gets the message, whichever of them learns of it', async () => {
    const id = await owned();
    const first = durable.receive(recv(id, 0), here);
    await waiting(id);
    await store(id, '1');

    // Nobody tells the first; the second looks, and looks for both.
    const second = durable.receive(recv(id, 2), here);

    expect(await first).to.deep.equal(message('1'));
    await waiting(id, 2);
    await store(id, '2');
    hint(id);
    expect(await second).to.deep.equal(message('2'));
  });

  it('waits on when another of its topic got the message, until its own comes', async () => {
    const id = await owned();
    const received = [0, 2, 4].map((functionId) => durable.receive(recv(id, functionId), here));
    await waiting(id, 3);
    for (const text of ['1', '2', '3']) {
      await store(id, text);
      hint(id);
    }

    expect(await Promise.all(received)).to.deep.equal([message('1'), message('2'), message('3')]);
  });

  it('of a workflow that is cancelled while it waits fails at once', async () => {
    const id = await owned();
    const failed = failureOf(durable.receive(recv(id, 0), here));
    await waiting(id);
    await test.query(
      `update dbos.workflow_status set status = 'CANCELLED', owner_xid = null where workflow_uuid = $1`,
      [id],
    );

    hub.hint({ kind: 'workflow', hash: workflowHash(id) });

    expect((await failed).reason).to.equal('WORKFLOW_CANCELLED');
    expect(hub.size).to.equal(0);
  });

  it('whose message is too large fails, and leaves it', async () => {
    const id = await owned();
    await store(id, '"too large"');

    const error = await failureOf(durable.receive(recv(id, 0, { maxValueBytes: 10 }), here));

    expect(error.reason).to.equal('VALUE_TOO_LARGE');
    expect(error.metadata).to.include({ size: '11' });
    expect(await durable.receive(recv(id, 0), here)).to.deep.equal(message('"too large"'));
  });

  it('answers not yet when the daemon drains, and records no outcome', async () => {
    const id = await owned();
    const received = durable.receive(recv(id, 0), here);
    await waiting(id);

    hub.drain();

    expect(await received).to.deep.equal({ kind: 'notYet' });
    const rows = await test.query(
      `select function_name from dbos.operation_outputs where workflow_uuid = $1`,
      [id],
    );
    expect(rows).to.deep.equal([{ function_name: 'DBOS.sleep' }]);
  });

  it('takes no message for a caller that has gone', async () => {
    const id = await owned();
    const gone = new AbortController();
    const first = reasonOf(durable.receive(recv(id, 0), gone.signal));
    await waiting(id);
    const second = durable.receive(recv(id, 2), here);
    await waiting(id, 2);
    await store(id, '1');

    // It hears of the message, and its caller goes, in the same turn.
    hint(id);
    gone.abort(new Error('gone'));

    expect(await first).to.equal('gone');
    expect(await second).to.deep.equal(message('1'));
  });

  it('costs no statement while it waits, however many there are', async () => {
    const ids = await Promise.all(Array.from({ length: 1000 }, owned));
    const callers = ids.map(() => new AbortController());
    const received = ids.map((id, i) =>
      durable.receive(recv(id, 0), callers[i]!.signal).catch(() => undefined),
    );
    await until(async () => {
      const rows = await test.query(
        `select from dbos.operation_outputs where function_name = 'DBOS.sleep' and workflow_uuid = any($1)`,
        [ids],
      );
      return rows.length === ids.length;
    });
    const before = test.store.write.statements + test.store.read.statements;
    // There is no fact to wait for: nothing is to happen.
    await sleep(300);

    expect(test.store.write.statements + test.store.read.statements - before).to.equal(0);
    for (const caller of callers) caller.abort(new Error('over'));
    await Promise.all(received);
  });
});
