import { DBOSClient } from '@dbos-inc/dbos-sdk';
import { expect } from 'chai';
import {
  enqueueWorkflow as enqueueOnDaemon,
  type EnqueueOptions,
} from '@dbosd/daemon/internal/operations/enqueue.js';
import type { EnqueueCommand, Enqueued } from '@dbosd/daemon/internal/operations/operations.js';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import { startKinds } from '@dbosd/daemon/internal/writer/kinds/start-workflow.js';
import { failureOf } from '../../support/failure-of.js';
import { PausePoints, running } from '../../support/pause-points.js';
import { openWriter } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';
import { defined } from '../../support/defined.js';

const POINTS = [
  { name: 'status', table: 'dbos.workflow_status', when: 'before' },
  { name: 'input', table: 'dbos.workflow_input', when: 'before' },
  { name: 'inserted', table: 'dbos.workflow_input', when: 'after' },
] as const;

function command(workflowId: string, more: Partial<EnqueueCommand> = {}): EnqueueCommand {
  return {
    workflowId,
    queueName: 'q',
    workflowName: 'flow',
    rejectIdInUse: false,
    input: { data: '{"positionalArgs":[1]}', serialization: 'portable_json' },
    returnDeduplicated: false,
    priority: 0,
    delayMs: 0,
    authenticatedRoles: [],
    ...more,
  };
}

const enqueueWorkflow: typeof enqueueOnDaemon = (deps, command) =>
  enqueueOnDaemon(deps, command).then(defined);

describe('an enqueue', () => {
  let test: TestStore;
  let pauses: PausePoints;

  before(async () => {
    test = await openTestStore();
    pauses = await PausePoints.install(test.url, POINTS);
  });

  after(async () => {
    await pauses.close();
    await test.close();
  });

  function deps(db: Queryable = test.store.write, legacyInputs = false): EnqueueOptions {
    return { writer: openWriter(db as Database).writer, starts: startKinds({ legacyInputs }) };
  }

  const count = async (where: string): Promise<number> =>
    (await test.query(`select from dbos.workflow_status where ${where}`)).length;

  it('of an id that exists answers with that workflow, or refuses, as it was told', async () => {
    const first = await enqueueWorkflow(deps(), command('reuse'));
    const again = await enqueueWorkflow(deps(), command('reuse', { queueName: 'another' }));
    const rejected = await failureOf(enqueueWorkflow(deps(), command('reuse', { rejectIdInUse: true })));
    const otherName = await failureOf(enqueueWorkflow(deps(), command('reuse', { workflowName: 'other' })));
    const otherClass = await failureOf(enqueueWorkflow(deps(), command('reuse', { className: 'C' })));

    expect(first).to.deep.equal({
      workflowId: 'reuse',
      existing: false,
      queueRegistered: false,
      status: 'ENQUEUED',
    });
    expect(again).to.include({ workflowId: 'reuse', existing: true, status: 'ENQUEUED' });
    expect(rejected).to.include({ reason: 'WORKFLOW_ID_IN_USE' });
    expect(otherName).to.include({ reason: 'WORKFLOW_ID_CONFLICT' });
    expect(otherClass).to.include({ reason: 'WORKFLOW_ID_CONFLICT' });
    expect(await count(`workflow_uuid = 'reuse'`)).to.equal(1);
  });

  it('that is sent again finds its own token, and is the first call, though it rejects ids in use', async () => {
    const own = command('own', { requestId: 'token-1', rejectIdInUse: true });
    const first = await enqueueWorkflow(deps(), own);
    await test.query(`update dbos.workflow_status set status = 'PENDING' where workflow_uuid = 'own'`);

    const again = await enqueueWorkflow(deps(), own);
    const foreign = await failureOf(enqueueWorkflow(deps(), { ...own, requestId: 'token-2' }));

    expect(first.existing).to.equal(false);
    expect(again).to.include({ existing: false, status: 'PENDING' });
    expect(foreign).to.include({ reason: 'WORKFLOW_ID_IN_USE' });
  });

  it('of a deduplication id that is held is refused, or answered with the holder', async () => {
    await enqueueWorkflow(deps(), command('holder', { deduplicationId: 'd' }));

    const refused = await failureOf(enqueueWorkflow(deps(), command('second', { deduplicationId: 'd' })));
    const answered = await enqueueWorkflow(
      deps(),
      command('third', { deduplicationId: 'd', returnDeduplicated: true }),
    );
    const elsewhere = await enqueueWorkflow(
      deps(),
      command('elsewhere', { deduplicationId: 'd', queueName: 'q2' }),
    );

    expect(refused).to.include({ reason: 'DEDUPLICATION_CONFLICT' });
    expect(refused.metadata).to.include({ workflow_id: 'holder' });
    expect(answered).to.include({ workflowId: 'holder', existing: true });
    expect(elsewhere.existing).to.equal(false);
    expect(await count(`workflow_uuid in ('second', 'third')`)).to.equal(0);
  });

  it('whose deduplication id is let go before the holder is looked at takes it itself', async () => {
    let statements = 0;
    const db: Queryable = {
      query: async (statement, values) => {
        statements += 1;
        // A holder that came after the snapshot of the first statement, and is gone before that of the second.
        if (statements === 1) throw await takenByAnother('v');
        return test.store.write.query(statement, values);
      },
    };

    const enqueued = await enqueueWorkflow(deps(db), command('next', { deduplicationId: 'v' }));

    expect(enqueued).to.include({ workflowId: 'next', existing: false });
    expect(statements).to.equal(2);
  });

  it('at the same moment as 199 others shares a handful of statements with them', async () => {
    const statements: string[] = [];
    const db: Queryable = {
      query: (statement, values) => {
        statements.push(statement.name ?? '');
        return test.store.write.query(statement, values);
      },
    };
    const shared = deps(db);
    const ids = Array.from({ length: 200 }, (_, i) => `together-${String(i)}`);

    const enqueued = await Promise.all(ids.map((id) => enqueueWorkflow(shared, command(id))));

    expect(enqueued.map(({ workflowId, existing }) => ({ workflowId, existing }))).to.deep.equal(
      ids.map((workflowId) => ({ workflowId, existing: false })),
    );
    expect(statements.length).to.be.at.most(4);
    expect(await count(`workflow_uuid like 'together-%'`)).to.equal(200);
  });

  it('that is refused does not fail those that share its statement', async () => {
    await enqueueWorkflow(deps(), command('in the way', { deduplicationId: 'shared' }));
    const shared = deps();
    const broken = command('broken', { attributesJson: '{"a":"\\u0000"}' });

    const outcomes = await Promise.allSettled([
      enqueueWorkflow(shared, command('neighbour one')),
      enqueueWorkflow(shared, broken),
      enqueueWorkflow(shared, command('in the way', { rejectIdInUse: true })),
      enqueueWorkflow(shared, command('second', { deduplicationId: 'shared' })),
      enqueueWorkflow(shared, command('neighbour two')),
    ]);

    expect(
      outcomes.map((outcome) =>
        outcome.status === 'fulfilled'
          ? outcome.value.workflowId
          : (outcome.reason as { reason: string }).reason,
      ),
    ).to.deep.equal([
      'neighbour one',
      'INVALID_FIELD',
      'WORKFLOW_ID_IN_USE',
      'DEDUPLICATION_CONFLICT',
      'neighbour two',
    ]);
  });

  it('takes its application from the caller, else from the queue, else from nobody', async () => {
    await test.query(`insert into dbos.queues (name, application_name) values ('owned', 'owner')`);

    const [fromQueue, fromCaller, fromNobody] = [
      await enqueueWorkflow(deps(), command('app1', { queueName: 'owned' })),
      await enqueueWorkflow(deps(), command('app2', { queueName: 'owned', applicationName: 'caller' })),
      await enqueueWorkflow(deps(), command('app3')),
    ];

    expect(fromQueue).to.include({ applicationName: 'owner', queueRegistered: true });
    expect(fromCaller).to.include({ applicationName: 'caller' });
    expect(fromNobody).to.not.have.property('applicationName');
  });

  it('writes its input where older SDKs look for it only when told', async () => {
    await enqueueWorkflow(deps(), command('modern'));
    await enqueueWorkflow(deps(test.store.write, true), command('legacy'));

    const rows = await test.query(
      `select s.workflow_uuid as id, s.inputs as old, i.inputs as new
      from dbos.workflow_status s join dbos.workflow_input i using (workflow_uuid)
      where workflow_uuid in ('modern', 'legacy') order by id`,
    );
    const input = '{"positionalArgs":[1]}';
    expect(rows).to.deep.equal([
      { id: 'legacy', old: input, new: input },
      { id: 'modern', old: null, new: input },
    ]);
  });

  it('next to another of the same id, or the same deduplication id, makes one workflow through every interleaving', async () => {
    const sessions = { one: test.session('one'), two: test.session('two') };
    const stops = [...POINTS.map(({ name }) => name), undefined];
    let round = 0;
    for (const kind of ['id', 'deduplication id'] as const) {
      for (const one of stops) {
        for (const two of stops) {
          for (const [first, second] of [
            ['one', 'two'],
            ['two', 'one'],
          ] as const) {
            round += 1;
            const at = { one, two };
            const enqueue = (name: 'one' | 'two'): Promise<Enqueued> =>
              enqueueWorkflow(
                deps(sessions[name]),
                kind === 'id'
                  ? command(`same ${String(round)}`, { requestId: `${name} ${String(round)}` })
                  : command(`${name} ${String(round)}`, {
                      deduplicationId: `same ${String(round)}`,
                      returnDeduplicated: true,
                    }),
              );
            for (const name of ['one', 'two'] as const) if (at[name]) await pauses.hold(name, at[name]);
            const a = running('one', enqueue('one'));
            await pauses.settled([a]);
            const b = running('two', enqueue('two'));
            await pauses.settled([a, b]);
            if (at[first]) await pauses.release(first, at[first]);
            await pauses.settled([a, b]);
            if (at[second]) await pauses.release(second, at[second]);
            const outcomes = [await a.outcome, await b.outcome];

            const what = `${kind}: one at ${String(one)}, two at ${String(two)}, ${first} first`;
            const made = outcomes.map((outcome) => {
              if (outcome.status === 'rejected') throw new Error(what, { cause: outcome.reason });
              return outcome.value;
            });
            expect(made.map(({ existing }) => existing).sort(), what).to.deep.equal([false, true]);
            expect(made[0]!.workflowId, what).to.equal(made[1]!.workflowId);
            const inputs = await test.query(`select from dbos.workflow_input where workflow_uuid like $1`, [
              `% ${String(round)}`,
            ]);
            expect(inputs, what).to.have.length(1);
          }
        }
      }
    }
  });

  it('leaves the rows that the official client leaves', async () => {
    const client = await DBOSClient.create({ systemDatabaseUrl: test.url, applicationName: 'app' });
    const official = {
      plain: { workflowName: 'flow', queueName: 'q', workflowID: 'theirs plain' },
      full: {
        workflowName: 'flow',
        workflowClassName: 'C',
        workflowConfigName: 'cfg',
        queueName: 'q',
        workflowID: 'theirs full',
        appVersion: 'v1',
        workflowTimeoutMS: 5000,
        deduplicationID: 'theirs',
        priority: 3,
        authenticatedUser: 'user',
        authenticatedRoles: ['a', 'b'],
      },
    };
    try {
      await client.enqueuePortable(official.plain, [1]);
      await client.enqueuePortable(official.full, [1]);
    } finally {
      await client.destroy();
    }
    await enqueueWorkflow(deps(), command('ours plain', { applicationName: 'app' }));
    await enqueueWorkflow(
      deps(),
      command('ours full', {
        applicationName: 'app',
        className: 'C',
        configName: 'cfg',
        applicationVersion: 'v1',
        timeoutMs: 5000,
        deduplicationId: 'ours',
        priority: 3,
        authenticatedUser: 'user',
        authenticatedRoles: ['a', 'b'],
      }),
    );

    for (const kind of ['plain', 'full']) {
      expect(await leftBy(`ours ${kind}`), kind).to.deep.equal(await leftBy(`theirs ${kind}`));
    }
  });

  /** How Postgres fails a statement whose deduplication id another writer took; that writer's row is gone afterwards. */
  async function takenByAnother(deduplicationId: string): Promise<unknown> {
    return test
      .query(
        `insert into dbos.workflow_status (workflow_uuid, status, name, queue_name, deduplication_id)
        select 'taken-' || i, 'ENQUEUED', 'flow', 'q', $1 from generate_series(1, 2) i`,
        [deduplicationId],
      )
      .catch((cause: unknown) => cause);
  }

  /** Both rows of a workflow; ids, tokens and times stand for themselves. */
  async function leftBy(id: string): Promise<unknown> {
    const [row] = await test.query<{ status: Record<string, unknown>; input: Record<string, unknown> }>(
      `select to_jsonb(s) as status, to_jsonb(i) as input
      from dbos.workflow_status s join dbos.workflow_input i using (workflow_uuid)
      where workflow_uuid = $1`,
      [id],
    );
    const hour = 3_600_000;
    const normal = (record: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(record).map(([name, value]) => {
          if (typeof value === 'number' && Math.abs(value - Date.now()) < hour) return [name, '<now>'];
          if (name === 'creator_xid' && typeof value === 'string') return [name, '<token>'];
          return [name, typeof value === 'string' ? value.replace(/^(ours|theirs)/, '<whose>') : value];
        }),
      );
    return { status: normal(row!.status), input: normal(row!.input) };
  }
});
