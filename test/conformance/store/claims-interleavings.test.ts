import { expect } from 'chai';
import type {
  DurableOperations,
  ReceiveCommand,
  SendMessageCommand,
  StartWorkflowCommand,
} from '@dbosd/daemon/internal/model/durable.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import { call, durableVerbs, ownedWorkflow, startOf } from '../../support/durable.js';
import { everyInterleaving, interleaved, type SessionName } from '../../support/interleavings.js';
import { FENCE_POINT, pausingAtFence, PausePoints, running } from '../../support/pause-points.js';
import { storeMessages } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const POINTS = [
  { name: 'stamping', table: 'dbosd.mailbox', when: 'before' },
  { name: 'recording', table: 'dbos.operation_outputs', when: 'before' },
  { name: 'recorded', table: 'dbos.operation_outputs', when: 'after' },
  { name: 'storing', table: 'dbos.notifications', when: 'before' },
  { name: 'stored', table: 'dbos.notifications', when: 'after' },
  { name: 'consumed', table: 'dbos.notifications', when: 'after', on: 'update' },
  { name: 'made', table: 'dbos.workflow_input', when: 'after' },
] as const;
const SEND_STOPS = [FENCE_POINT, 'stamping', 'recording', 'storing', 'stored'];
const CLAIM_STOPS = [FENCE_POINT, 'recording', 'recorded', 'consumed'];
const START_STOPS = [FENCE_POINT, 'recording', 'recorded', 'made'];

/** Two daemons, of which a worker's broken session leaves the one with what the other is sent again. */
describe('two sends, recvs or starts of workflows at once, through every interleaving', () => {
  let test: TestStore;
  let pauses: PausePoints;
  let sessions: Record<SessionName, Database>;
  let daemons: Record<SessionName, DurableOperations>;
  const here = new AbortController().signal;

  before(async () => {
    test = await openTestStore();
    pauses = await PausePoints.install(test.url, POINTS);
    sessions = { one: test.session('one'), two: test.session('two') };
    daemons = {
      one: durableVerbs(pausingAtFence(sessions.one)).verbs,
      two: durableVerbs(pausingAtFence(sessions.two)).verbs,
    };
  });

  after(async () => {
    await pauses.close();
    await test.close();
  });

  async function both<R>(
    prefix: string,
    stops: readonly string[],
    prepare: (id: string) => Promise<void>,
    work: (daemon: DurableOperations, id: string, name: SessionName) => Promise<R>,
    check: (id: string, outcomes: Record<SessionName, R>) => Promise<void> | void,
  ): Promise<void> {
    await everyInterleaving(stops, async (schedule, round) => {
      const id = `${prefix}${String(round)}`;
      await ownedWorkflow(test, id);
      await prepare(id);
      const outcomes = await interleaved(pauses, schedule, {
        one: () => work(daemons.one, id, 'one'),
        two: () => work(daemons.two, id, 'two'),
      });
      await check(id, outcomes);
    });
  }

  const messages = (id: string) =>
    test.query<{ message: string; by: number | null }>(
      `select message, consumed_by_function_id as by from dbos.notifications
      where destination_uuid = $1 order by created_at_epoch_ms`,
      [id],
    );
  const checkpoints = async (id: string): Promise<string[]> =>
    (
      await test.query<{ step: string }>(
        `select function_id || ' ' || function_name as step from dbos.operation_outputs
        where workflow_uuid = $1 order by function_id`,
        [id],
      )
    ).map(({ step }) => step);
  const nothing = (): Promise<void> => Promise.resolve();

  describe('sends', () => {
    const message = (
      from: string,
      to: string,
      data: string,
      more: Partial<SendMessageCommand> = {},
    ): SendMessageCommand => ({
      ...call(from, 0),
      destinationId: to,
      topic: 't',
      payload: { data, serialization: 'portable_json' },
      ...more,
    });

    it('that are one, sent again, store one message, and both are answered with it', async () => {
      await both(
        'same',
        SEND_STOPS,
        nothing,
        (daemon, id) => daemon.sendMessage(message(id, id, '1')),
        async (id, { one, two }) => {
          expect(two).to.deep.equal(one);
          expect(await messages(id)).to.have.length(1);
          expect(await checkpoints(id)).to.deep.equal(['0 DBOS.send']);
        },
      );
    });

    it('with one key store one message; each is recorded, and one of them is told', async () => {
      await both(
        'key',
        SEND_STOPS,
        (id) => ownedWorkflow(test, `${id}-two`),
        (daemon, id, name) =>
          daemon.sendMessage(
            message(name === 'one' ? id : `${id}-two`, id, `"${name}"`, { idempotencyKey: 'k' }),
          ),
        async (id, { one, two }) => {
          expect(await messages(id)).to.deep.equal([
            { message: one.duplicate ? '"two"' : '"one"', by: null },
          ]);
          expect([one.duplicate, two.duplicate]).to.have.members([true, false]);
          expect([await checkpoints(id), await checkpoints(`${id}-two`)]).to.deep.equal([
            ['0 DBOS.send'],
            ['0 DBOS.send'],
          ]);
        },
      );
    });

    it('of crossed mailboxes never deadlock, and keep the order of each workflow', async () => {
      await both(
        'cross',
        SEND_STOPS,
        async (id) => {
          await ownedWorkflow(test, `${id}-two`);
        },
        (daemon, id, name) => {
          const from = name === 'one' ? id : `${id}-two`;
          const to = name === 'one' ? [id, `${id}-two`, id] : [`${id}-two`, id, `${id}-two`];
          return Promise.all(
            to.map((destination, i) =>
              daemon.sendMessage({
                ...message(from, destination, `"${name} ${String(i)}"`),
                ...call(from, i),
              }),
            ),
          );
        },
        async (id) => {
          const texts = (await messages(id)).map((row) => row.message);
          expect(texts).to.have.members(['"one 0"', '"one 2"', '"two 1"']);
          expect(texts.indexOf('"one 0"')).to.be.below(texts.indexOf('"one 2"'));
        },
      );
    });

    it('and one from outside share the mailbox: no two have one stamp', async () => {
      await everyInterleaving(SEND_STOPS, async (schedule, round) => {
        const id = `outside${String(round)}`;
        await ownedWorkflow(test, id);
        const outside = { messageId: `k::${id}`, destinationId: id, topic: 't', data: '"outside"' };
        const rules = {
          serialization: 'portable_json',
          requireActive: false,
          keyed: true,
          rejectDifferent: false,
        };
        await interleaved(pauses, schedule, {
          one: () => daemons.one.sendMessage(message(id, id, '"workflow"')),
          two: () => storeMessages(sessions.two, [{ ...outside, ...rules }]),
        });
        const rows = await test.query(
          `select distinct created_at_epoch_ms from dbos.notifications where destination_uuid = $1`,
          [id],
        );
        expect(rows).to.have.length(2);
      });
    });

    it('behind a fence cannot be guarded by a look at the checkpoint: it is on an old snapshot, and sends twice', async () => {
      await ownedWorkflow(test, 'naive');
      const naive = `
        with owner as (
          select workflow_uuid from dbos.workflow_status where workflow_uuid = 'naive' for no key update
        ),
        sent as (
          insert into dbos.notifications (destination_uuid, topic, message)
          select workflow_uuid, 't', '1' from owner
          where not exists (
            select from dbos.operation_outputs where workflow_uuid = 'naive' and function_id = 0
          )
        )
        insert into dbos.operation_outputs (workflow_uuid, function_id, function_name)
        select workflow_uuid, 0, 'DBOS.send' from owner
        on conflict (workflow_uuid, function_id) do nothing`;
      await pauses.hold('one', 'stored');
      const one = running('one', sessions.one.plain.query(naive));
      await pauses.settled([one]);
      const two = running('two', sessions.two.plain.query(naive));
      await pauses.settled([one, two]);
      await pauses.release('one', 'stored');
      await Promise.all([one.outcome, two.outcome]);

      expect(await messages('naive')).to.have.length(2);
    });
  });

  describe('recvs', () => {
    /** One look, so that each is answered. */
    const recv = (id: string, functionId: number): ReceiveCommand => ({
      ...call(id, functionId),
      topic: 't',
      timeoutMs: 0,
      maxValueBytes: 1000,
    });
    const twoMessages = async (id: string): Promise<void> => {
      await test.query(
        `insert into dbos.notifications (destination_uuid, topic, message, created_at_epoch_ms)
        values ($1, 't', '1', 1), ($1, 't', '2', 2)`,
        [id],
      );
    };
    const message = (data: string) => ({ kind: 'message', message: { data } });

    it('that are one, sent again, consume one message, and both are answered with it', async () => {
      await both(
        'again',
        CLAIM_STOPS,
        twoMessages,
        (daemon, id) => daemon.receive(recv(id, 0), here),
        async (id, { one, two }) => {
          expect([one, two]).to.deep.equal([message('1'), message('1')]);
          expect(await messages(id)).to.deep.equal([
            { message: '1', by: 0 },
            { message: '2', by: null },
          ]);
        },
      );
    });

    it('of one topic get a message each, and neither is null while one waits', async () => {
      await both(
        'pair',
        CLAIM_STOPS,
        twoMessages,
        (daemon, id, name) => daemon.receive(recv(id, name === 'one' ? 0 : 2), here),
        async (id, { one, two }) => {
          expect([one, two]).to.have.deep.members([message('1'), message('2')]);
          expect(new Set((await messages(id)).map(({ by }) => by))).to.deep.equal(new Set([0, 2]));
          expect(await checkpoints(id)).to.deep.equal(['0 DBOS.recv', '2 DBOS.recv']);
        },
      );
    });

    it('that wait get a message each, the deadline is recorded once, and none is lost', async () => {
      await both(
        'wait',
        CLAIM_STOPS,
        twoMessages,
        (daemon, id, name) => {
          const functionId = name === 'one' ? 0 : 2;
          const waits = { timeoutMs: 600_000, deadlineFunctionId: functionId + 1 };
          return daemon.receive({ ...recv(id, functionId), ...waits }, here);
        },
        async (id, { one, two }) => {
          expect([one, two]).to.have.deep.members([message('1'), message('2')]);
          expect(await checkpoints(id)).to.deep.equal([
            '0 DBOS.recv',
            '1 DBOS.sleep',
            '2 DBOS.recv',
            '3 DBOS.sleep',
          ]);
        },
      );
    });

    it('and a send: the message is received, or it waits', async () => {
      await everyInterleaving(['recording', 'stored'], async (schedule, round) => {
        const id = `sent${String(round)}`;
        await ownedWorkflow(test, id);
        const rules = {
          serialization: 'portable_json',
          requireActive: false,
          keyed: true,
          rejectDifferent: false,
        };
        const { one } = await interleaved(pauses, schedule, {
          one: () => daemons.one.receive(recv(id, 0), here),
          two: () =>
            storeMessages(sessions.two, [
              { messageId: `k::${id}`, destinationId: id, topic: 't', data: '1', ...rules },
            ]),
        });
        const [row] = await messages(id);
        expect(row!.by).to.equal(one.kind === 'message' ? 0 : null);
        expect((await daemons.two.receive(recv(id, 2), here)).kind).to.equal(
          one.kind === 'message' ? 'timedOut' : 'message',
        );
      });
    });
  });

  describe('starts', () => {
    const start = (
      parent: string,
      workflowId: string,
      more: Partial<StartWorkflowCommand> = {},
    ): StartWorkflowCommand =>
      startOf(workflowId, {
        parent: call(parent, 0),
        workflowName: 'child',
        input: { data: '{}', serialization: 'portable_json' },
        token: `token of ${parent}`,
        ...more,
      });

    it('that are one, sent again, make one workflow, which the starter runs', async () => {
      await both(
        'start',
        START_STOPS,
        nothing,
        (daemon, id) => daemon.startWorkflow(start(id, `${id}-0`)),
        async (id, { one, two }) => {
          const started = { workflowId: `${id}-0`, existing: false, run: true, status: 'PENDING' };
          expect([one, two]).to.deep.equal([started, started]);
          expect(await checkpoints(id)).to.deep.equal(['0 child']);
        },
      );
    });

    it('of one id by two workflows make it once, and one of them runs it', async () => {
      await both(
        'shared',
        START_STOPS,
        (id) => ownedWorkflow(test, `${id}-two`),
        (daemon, id, name) => daemon.startWorkflow(start(name === 'one' ? id : `${id}-two`, `${id}-child`)),
        async (id, { one, two }) => {
          expect([one.run, two.run]).to.have.members([true, false]);
          expect([one.existing, two.existing]).to.deep.equal([!one.run, !two.run]);
          expect(await checkpoints(id)).to.deep.equal(await checkpoints(`${id}-two`));
        },
      );
    });

    it('under one deduplication id enqueue one workflow, with which both are answered', async () => {
      await both(
        'dedup',
        START_STOPS,
        (id) => ownedWorkflow(test, `${id}-two`),
        (daemon, id, name) => {
          const parent = name === 'one' ? id : `${id}-two`;
          const queue = {
            queueName: 'q',
            deduplicationId: id,
            returnDeduplicated: true,
            priority: 0,
            delayMs: 0,
          };
          return daemon.startWorkflow(start(parent, `${parent}-0`, { queue }));
        },
        (_id, { one, two }) => {
          expect(two.workflowId).to.equal(one.workflowId);
          expect([one.existing, two.existing]).to.have.members([true, false]);
        },
      );
    });
  });
});
