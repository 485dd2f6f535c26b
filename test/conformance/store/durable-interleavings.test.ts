import { expect } from 'chai';
import type { DurableOperations } from '@dbosd/daemon/internal/model/durable.js';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import { isUniqueViolation } from '@dbosd/daemon/internal/store/errors.js';
import { call, durableVerbs, ownedWorkflow, TOKEN } from '../../support/durable.js';
import type { FencedCall } from '@dbosd/daemon/internal/store/queries/workflows/fence.js';
import { everyInterleaving, interleaved, type SessionName } from '../../support/interleavings.js';
import { FENCE_POINT, pausingAtFence, PausePoints, running } from '../../support/pause-points.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const POINTS = [
  { name: 'recording', table: 'dbos.operation_outputs', when: 'before' },
  { name: 'recorded', table: 'dbos.operation_outputs', when: 'after' },
  { name: 'published', table: 'dbos.workflow_events', when: 'after' },
  { name: 'appending', table: 'dbos.streams', when: 'before' },
  { name: 'appended', table: 'dbos.streams', when: 'after' },
  { name: 'ended', table: 'dbos.workflow_output', when: 'after' },
] as const;
const CHECKPOINT_STOPS = [FENCE_POINT, 'recording', 'recorded'];
const EVENT_STOPS = [...CHECKPOINT_STOPS, 'published'];
const STREAM_STOPS = [...CHECKPOINT_STOPS, 'appending', 'appended'];

type Verbs = DurableOperations;

function json(value: unknown): { data: string; serialization: string } {
  return { data: JSON.stringify(value), serialization: 'portable_json' };
}

/** How a call ended: its value, or the reason of its failure. */
async function ended(work: Promise<unknown>): Promise<unknown> {
  return work.catch((cause: unknown) => (cause as { reason?: string }).reason ?? String(cause));
}

/**
 * Each call together with the same one of another workflow, so that both share a statement: hot writes have one for a single
 * member and one for many.
 */
function inCompany(verbs: Verbs, bystander: string): Verbs {
  let calls = 0;
  const accompanied =
    <C extends FencedCall, R>(verb: (command: C) => Promise<R>) =>
    (command: C): Promise<R> => {
      calls += 1;
      // What becomes of it does not matter.
      verb({ ...command, workflowId: bystander, ownerToken: TOKEN, functionId: calls }).catch(
        () => undefined,
      );
      return verb(command);
    };
  return {
    ...verbs,
    recordStep: accompanied((command) => verbs.recordStep(command)),
    recordDeadline: accompanied((command) => verbs.recordDeadline(command)),
    setEvent: accompanied((command) => verbs.setEvent(command)),
    writeStream: accompanied((command) => verbs.writeStream(command)),
    closeStream: accompanied((command) => verbs.closeStream(command)),
  };
}

/** Two daemons, of which a worker's broken session leaves the one with what the other is sent again. */
for (const company of ['alone', 'with another workflow in the same statement'] as const) {
  describe(`two durable operations at once, ${company}, through every interleaving`, () => {
    let test: TestStore;
    let pauses: PausePoints;
    let sessions: Record<SessionName, Database>;
    let daemons: Record<SessionName, Verbs>;

    before(async () => {
      test = await openTestStore();
      pauses = await PausePoints.install(test.url, POINTS);
      sessions = { one: test.session('one'), two: test.session('two') };
      const verbsOf = async (name: SessionName): Promise<Verbs> => {
        const { verbs } = durableVerbs(pausingAtFence(sessions[name]));
        if (company === 'alone') return verbs;
        const bystander = `bystander of ${name}`;
        await ownedWorkflow(test, bystander);
        return inCompany(verbs, bystander);
      };
      daemons = { one: await verbsOf('one'), two: await verbsOf('two') };
    });

    after(async () => {
      await pauses.close();
      await test.close();
    });

    const rows = async (sql: string, id: string): Promise<string[]> =>
      (await test.query<{ row: string }>(sql, [id])).map(({ row }) => row);
    const checkpoints = (id: string) =>
      rows(
        `select function_id || ' ' || function_name as row from dbos.operation_outputs where workflow_uuid = $1
      order by function_id`,
        id,
      );
    const streamOf = (id: string) =>
      rows(
        `select "offset" || ':' || value as row from dbos.streams where workflow_uuid = $1 order by "offset"`,
        id,
      );

    /** Runs the same calls on both daemons, each lot in its order. */
    async function both(
      prefix: string,
      stops: readonly string[],
      calls: Record<SessionName, (daemon: Verbs, id: string) => Promise<unknown>[]>,
      check: (id: string, outcomes: Record<SessionName, unknown[]>) => Promise<void>,
    ): Promise<void> {
      await everyInterleaving(stops, async (schedule, round) => {
        const id = `${prefix}${String(round)}`;
        await ownedWorkflow(test, id);
        const work = (name: SessionName) => () => Promise.all(calls[name](daemons[name], id).map(ended));
        await check(id, await interleaved(pauses, schedule, { one: work('one'), two: work('two') }));
      });
    }

    it('record a step once, and both are answered', async () => {
      const calls = (daemon: Verbs, id: string) => [
        daemon.recordStep({ ...call(id, 0), functionName: 's', output: json(1) }),
      ];
      await both('step', CHECKPOINT_STOPS, { one: calls, two: calls }, async (id, { one, two }) => {
        expect([...one, ...two]).to.deep.equal([undefined, undefined]);
        expect(await checkpoints(id)).to.deep.equal(['0 s']);
      });
    });

    it('record one of two different steps under an id, and the other is told', async () => {
      const calls = (functionName: string, startedAtMs: number) => (daemon: Verbs, id: string) => [
        daemon.recordStep({ ...call(id, 0), functionName, startedAtMs }),
      ];
      await both(
        'name',
        CHECKPOINT_STOPS,
        { one: calls('a', 1), two: calls('b', 1) },
        async (id, { one, two }) => {
          const [winner] = await checkpoints(id);
          expect([...one, ...two]).to.have.members([undefined, 'UNEXPECTED_STEP']);
          expect(winner).to.equal(one[0] === undefined ? '0 a' : '0 b');
        },
      );
      await both(
        'start',
        CHECKPOINT_STOPS,
        { one: calls('a', 1), two: calls('a', 2) },
        (_id, { one, two }) => {
          expect([...one, ...two]).to.have.members([undefined, 'STEP_NONDETERMINISM']);
          return Promise.resolve();
        },
      );
    });

    it('record a deadline once, and both wait for the same one', async () => {
      const calls = (durationMs: number) => (daemon: Verbs, id: string) => [
        daemon.recordDeadline({ ...call(id, 0), durationMs, isTimeout: false }),
      ];
      await both(
        'sleep',
        CHECKPOINT_STOPS,
        { one: calls(100_000), two: calls(900_000) },
        (_id, { one, two }) => {
          expect(Math.abs(Number(one[0]) - Number(two[0]))).to.be.below(50_000);
          return Promise.resolve();
        },
      );
    });

    it('set events that go forward in the order of the calls', async () => {
      const set = (daemon: Verbs, id: string, functionId: number) =>
        daemon.setEvent({ ...call(id, functionId), key: 'k', value: json(functionId) });
      await both(
        'event',
        EVENT_STOPS,
        {
          one: (daemon, id) => [set(daemon, id, 0)],
          two: (daemon, id) => [set(daemon, id, 0), set(daemon, id, 1)],
        },
        async (id, { one, two }) => {
          expect([...one, ...two]).to.deep.equal([undefined, undefined, undefined]);
          const sql = `select value as row from dbos.workflow_events where workflow_uuid = $1`;
          expect(await rows(sql, id)).to.deep.equal(['1']);
          expect(await checkpoints(id)).to.deep.equal(['0 DBOS.setEvent', '1 DBOS.setEvent']);
        },
      );
    });

    it('write each value of a stream once, without a gap, in the order of the calls', async () => {
      const write = (daemon: Verbs, id: string, functionId: number) =>
        daemon.writeStream({ ...call(id, functionId), key: 's', value: json(functionId) });
      await both(
        'write',
        STREAM_STOPS,
        {
          one: (daemon, id) => [0, 1].map((functionId) => write(daemon, id, functionId)),
          two: (daemon, id) => [0, 1, 2].map((functionId) => write(daemon, id, functionId)),
        },
        async (id, { one, two }) => {
          expect([...one, ...two].filter((answer) => typeof answer !== 'object')).to.deep.equal([]);
          expect(await streamOf(id)).to.deep.equal(['0:0', '1:1', '2:2']);
        },
      );
    });

    it('write nothing after a close marker that the snapshot does not show', async () => {
      const close = (daemon: Verbs, id: string) => daemon.closeStream({ ...call(id, 0), key: 's' });
      await both(
        'close',
        STREAM_STOPS,
        {
          one: (daemon, id) => [close(daemon, id)],
          two: (daemon, id) => [
            close(daemon, id),
            daemon.writeStream({ ...call(id, 1), key: 's', value: json(1) }),
          ],
        },
        async (id, { one, two }) => {
          expect([...one, ...two]).to.deep.equal([undefined, undefined, 'STREAM_CLOSED']);
          expect(await streamOf(id)).to.deep.equal(['0:"__DBOS_STREAM_CLOSED__"']);
        },
      );
    });

    it('store a step’s write with an ordinal once', async () => {
      const write = (daemon: Verbs, id: string, dedupeOrdinal: number) =>
        daemon.writeStream({
          ...call(id, 7, { stepAttempt: 1 }),
          key: 's',
          value: json(dedupeOrdinal),
          dedupeOrdinal,
        });
      await both(
        'dedupe',
        [FENCE_POINT, 'appending', 'appended'],
        {
          one: (daemon, id) => [write(daemon, id, 1), write(daemon, id, 2)],
          two: (daemon, id) => [1, 2, 3].map((ordinal) => write(daemon, id, ordinal)),
        },
        async (id) => {
          expect(await streamOf(id)).to.deep.equal(['0:1', '1:2', '2:3']);
        },
      );
    });

    it('keep a stream’s values together when a DBOS application writes to it, which retries', async () => {
      const foreign = async (id: string): Promise<unknown> => {
        for (;;) {
          try {
            return await sessions.two.plain.query(
              `insert into dbos.streams (workflow_uuid, key, value, "offset", function_id)
            select $1, 's', '"theirs"', coalesce(max("offset"), -1) + 1, 9
            from dbos.streams where workflow_uuid = $1 and key = 's'`,
              [id],
            );
          } catch (cause) {
            if (!isUniqueViolation(cause)) throw cause;
          }
        }
      };
      await both(
        'foreign',
        STREAM_STOPS,
        {
          one: (daemon, id) =>
            [0, 1].map((i) => daemon.writeStream({ ...call(id, i), key: 's', value: json(i) })),
          two: (_daemon, id) => [foreign(id)],
        },
        async (id) => {
          const values = (await streamOf(id)).map((row) => row.replace(/^\d+:/, ''));
          expect(values.join(' ')).to.be.oneOf(['0 1 "theirs"', '"theirs" 0 1']);
        },
      );
    });

    it('end a workflow once', async () => {
      const finish = (output: unknown) => (daemon: Verbs, id: string) => [
        daemon.finishWorkflow({ workflowId: id, ownerToken: TOKEN, output: json(output) }),
      ];
      await both('end', [FENCE_POINT, 'ended'], { one: finish(1), two: finish(1) }, (_id, { one, two }) => {
        expect([...one, ...two]).to.deep.equal([undefined, undefined]);
        return Promise.resolve();
      });
      await both(
        'ends',
        [FENCE_POINT, 'ended'],
        { one: finish(1), two: finish(2) },
        async (id, { one, two }) => {
          expect([...one, ...two]).to.have.members([undefined, 'WORKFLOW_NOT_ACTIVE']);
          const sql = `select output as row from dbos.workflow_output where workflow_uuid = $1`;
          expect(await rows(sql, id)).to.deep.equal([one[0] === undefined ? '1' : '2']);
        },
      );
    });

    describe('against the one that takes the workflow away', () => {
      /** Takes it, and says how much of it was there then. */
      const take = async (id: string, sql: string): Promise<number> => {
        const found = await sessions.two.transaction(async (tx) => {
          await tx.query({ text: () => `update dbos.workflow_status set ${sql} where workflow_uuid = $1` }, [
            id,
          ]);
          return tx.query<{ count: number }>(
            {
              text: () => `select (select count(*) from dbos.operation_outputs where workflow_uuid = $1)
              + (select count(*) from dbos.workflow_output where workflow_uuid = $1) as count`,
            },
            [id],
          );
        });
        return found[0]?.count ?? 0;
      };
      const operations: Record<string, (daemon: Verbs, id: string) => Promise<unknown>> = {
        recordStep: (daemon, id) => daemon.recordStep({ ...call(id, 0), functionName: 's' }),
        recordDeadline: (daemon, id) =>
          daemon.recordDeadline({ ...call(id, 0), durationMs: 1, isTimeout: false }),
        setEvent: (daemon, id) => daemon.setEvent({ ...call(id, 0), key: 'k', value: json(1) }),
        writeStream: (daemon, id) => daemon.writeStream({ ...call(id, 0), key: 's', value: json(1) }),
        closeStream: (daemon, id) => daemon.closeStream({ ...call(id, 0), key: 's' }),
        finishWorkflow: (daemon, id) =>
          daemon.finishWorkflow({ workflowId: id, ownerToken: TOKEN, output: json(1) }),
      };

      for (const [name, operation] of Object.entries(operations)) {
        it(`${name} is written before, or not at all`, async () => {
          await everyInterleaving([...STREAM_STOPS, 'published', 'ended'], async (schedule, round) => {
            if (schedule.two !== undefined) return;
            const id = `${name}${String(round)}`;
            await ownedWorkflow(test, id);
            const { one, two } = await interleaved(pauses, schedule, {
              one: () => ended(operation(daemons.one, id)),
              two: () => take(id, `owner_xid = 'another'`),
            });
            expect(one === 'OWNERSHIP_LOST' ? 0 : 1).to.equal(two);
          });
        });
      }

      it('is not held off by a fence without a lock: what it does not find is written after it', async () => {
        await ownedWorkflow(test, 'naive');
        await pauses.hold('one', 'recorded');
        const naive = running(
          'one',
          sessions.one.plain.query(
            `insert into dbos.operation_outputs (workflow_uuid, function_id, function_name)
          select workflow_uuid, 0, 's' from dbos.workflow_status where workflow_uuid = 'naive' and owner_xid = $1`,
            [TOKEN],
          ),
        );
        await pauses.settled([naive]);
        const found = await take('naive', `owner_xid = 'another'`);
        await pauses.release('one', 'recorded');
        await naive.outcome;

        expect(found).to.equal(0);
        expect(await checkpoints('naive')).to.deep.equal(['0 s']);
      });
    });

    it('cannot be judged by a look-up in the same statement: what another records is neither new nor found', async () => {
      await ownedWorkflow(test, 'looks');
      await pauses.hold('one', 'recorded');
      const one = running('one', daemons.one.recordStep({ ...call('looks', 0), functionName: 's' }));
      await pauses.settled([one]);
      const naive = running(
        'two',
        sessions.two.plain.query(
          `with recorded as (
          insert into dbos.operation_outputs (workflow_uuid, function_id) values ('looks', 0)
          on conflict do nothing returning 1
        )
        select exists (select from recorded) as is_new,
          exists (select from dbos.operation_outputs where workflow_uuid = 'looks') as is_found`,
        ),
      );
      await pauses.settled([one, naive]);
      await pauses.release('one', 'recorded');
      const outcome = await naive.outcome;

      expect(outcome.status === 'fulfilled' && outcome.value.rows).to.deep.equal([
        { is_new: false, is_found: false },
      ]);
    });

    it('of a stream, stored row by row where the offset is free, would part its values', async () => {
      await ownedWorkflow(test, 'rows');
      await pauses.hold('one', 'appended');
      const one = running(
        'one',
        daemons.one.writeStream({ ...call('rows', 0), key: 's', value: json('ours') }),
      );
      await pauses.settled([one]);
      const naive = running(
        'two',
        sessions.two.plain.query(
          `insert into dbos.streams (workflow_uuid, key, value, "offset")
        values ('rows', 's', '"first"', 0), ('rows', 's', '"second"', 1) on conflict do nothing`,
        ),
      );
      await pauses.settled([one, naive]);
      await pauses.release('one', 'appended');
      await naive.outcome;

      // The first value has to be written again, behind the second.
      expect(await streamOf('rows')).to.deep.equal(['0:"ours"', '1:"second"']);
    });

    it('make an event go backwards when a worker moves without sending again what is unanswered', async () => {
      await ownedWorkflow(test, 'moved');
      const set = (daemon: Verbs, functionId: number) =>
        daemon.setEvent({ ...call('moved', functionId), key: 'k', value: json(functionId) });
      await pauses.hold('one', FENCE_POINT);
      const one = running('one', set(daemons.one, 0));
      await pauses.settled([one]);
      await set(daemons.two, 1);
      await pauses.release('one', FENCE_POINT);
      await one.outcome;

      // Its guard read the snapshot of before the lock. This is why workers send it again first (docs/protocol.md, 7).
      const sql = `select value as row from dbos.workflow_events where workflow_uuid = $1`;
      expect(await rows(sql, 'moved')).to.deep.equal(['0']);
    });
  });
}
