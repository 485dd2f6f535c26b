import { randomUUID } from 'node:crypto';
import type { DbosdError } from '@dbosd/shared';
import type { Database } from '@dbosd/daemon/internal/store/database.js';
import {
  beatExecutors,
  lockExecutor,
  registerExecutor,
} from '@dbosd/daemon/internal/store/queries/workers/executors.js';
import { claimWorkflows } from '@dbosd/daemon/internal/store/queries/queues/claim-workflows.js';
import {
  endExecutor,
  releaseExecutor,
} from '@dbosd/daemon/internal/store/queries/workers/release-workflows.js';
import { recordStepKind } from '@dbosd/daemon/internal/writer/kinds/fenced-records.js';
import { expect } from 'chai';
import { openWriter } from '../../support/writer.js';
import { call, TOKEN } from '../../support/durable.js';
import { PausePoints, running } from '../../support/pause-points.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const POINTS = [
  { name: 'ended', table: 'dbosd.executor', when: 'after', on: 'delete' },
  { name: 'changing', table: 'dbos.workflow_status', when: 'before', on: 'update' },
  { name: 'beaten', table: 'dbosd.executor', when: 'after', on: 'update' },
  { name: 'recording', table: 'dbos.operation_outputs', when: 'before' },
  { name: 'recorded', table: 'dbos.operation_outputs', when: 'after' },
] as const;
const ALL = [...POINTS.map(({ name }) => name), undefined];

interface Scene {
  /** Of a workflow that the executor runs. */
  readonly running: string;
  /** Of a workflow that waits. */
  readonly waiting: string;
  readonly application: string;
  readonly executorId: string;
  readonly session: string;
}

describe('a takeover, through every interleaving', () => {
  let test: TestStore;
  let pauses: PausePoints;
  let sessions: Record<'one' | 'two', Database>;

  before(async () => {
    test = await openTestStore();
    pauses = await PausePoints.install(test.url, POINTS);
    sessions = { one: test.session('one'), two: test.session('two') };
  });

  after(async () => {
    await pauses.close();
    await test.close();
  });

  async function setScene(): Promise<Scene> {
    const id = randomUUID();
    const scene = {
      running: `running ${id}`,
      waiting: `waiting ${id}`,
      application: `app ${id}`,
      executorId: `dbosd:${id}`,
      session: `session ${id}`,
    };
    await registerExecutor(test.store.write, {
      ...scene,
      instance: 'i',
      applicationName: scene.application,
      streamNumber: 1,
      applicationVersion: 'v',
    });
    await test.query(
      `insert into dbos.workflow_status
        (workflow_uuid, status, name, owner_xid, executor_id, queue_name, application_name, recovery_attempts)
      values ($1, 'PENDING', 'w', $3, $4, 'q', $5, 1), ($2, 'ENQUEUED', 'w', null, null, 'q', $5, 0)`,
      [scene.running, scene.waiting, TOKEN, scene.executorId, scene.application],
    );
    return scene;
  }

  function takeOver(db: Database, { executorId }: Scene): Promise<boolean> {
    return db.transaction(async (tx) => {
      const ended = await endExecutor(tx, { executorId, instance: 'i', beat: 0 });
      if (ended) await releaseExecutor(tx, executorId, { except: [], handOver: false });
      return ended;
    });
  }

  /** Runs both pieces of work under every pair of stops, in both orders of letting them go. */
  async function everyInterleaving<A, B>(
    one: (scene: Scene) => Promise<A>,
    two: (scene: Scene) => Promise<B>,
    check: (scene: Scene, a: PromiseSettledResult<A>, b: PromiseSettledResult<B>) => Promise<void>,
  ): Promise<void> {
    for (const stopOne of ALL) {
      for (const stopTwo of ALL) {
        for (const first of ['one', 'two'] as const) {
          const scene = await setScene();
          const stops = { one: stopOne, two: stopTwo };
          for (const name of ['one', 'two'] as const) if (stops[name]) await pauses.hold(name, stops[name]);
          const a = running('one', one(scene));
          await pauses.settled([a]);
          const b = running('two', two(scene));
          await pauses.settled([a, b]);
          for (const name of first === 'one' ? (['one', 'two'] as const) : (['two', 'one'] as const)) {
            if (stops[name]) await pauses.release(name, stops[name]);
            await pauses.settled([a, b]);
          }
          await check(scene, await a.outcome, await b.outcome).catch((cause: unknown) => {
            const what = `one stops at ${String(stopOne)}, two at ${String(stopTwo)}, ${first} goes on first`;
            throw new Error(`${what}: ${String(cause)}`, { cause });
          });
        }
      }
    }
  }

  async function row(id: string): Promise<Record<string, unknown>> {
    const [found] = await test.query<Record<string, unknown>>(
      'select * from dbos.workflow_status where workflow_uuid = $1',
      [id],
    );
    return found!;
  }

  it('and a checkpoint: it is written before it, or refused', async () => {
    const { writer } = openWriter(sessions.two);
    await everyInterleaving(
      (scene) => takeOver(sessions.one, scene),
      (scene) => writer.submit(recordStepKind, { ...call(scene.running, 0), functionName: 'step' }),
      async (scene, takeover, step) => {
        expect(takeover).to.deep.equal({ status: 'fulfilled', value: true });
        expect(await row(scene.running)).to.include({ status: 'ENQUEUED', owner_xid: null, queue_name: 'q' });
        const rows = await test.query('select from dbos.operation_outputs where workflow_uuid = $1', [
          scene.running,
        ]);
        expect(rows).to.have.length(step.status === 'fulfilled' ? 1 : 0);
        if (step.status === 'rejected') expect(step.reason).to.include({ reason: 'OWNERSHIP_LOST' });
      },
    );
  });

  it('and another of the same: one of them takes it', async () => {
    await everyInterleaving(
      (scene) => takeOver(sessions.one, scene),
      (scene) => takeOver(sessions.two, scene),
      async (scene, one, two) => {
        const taken = [one, two].filter((outcome) => outcome.status === 'fulfilled' && outcome.value);
        expect(taken).to.have.length(1);
        expect(await row(scene.running)).to.include({ status: 'ENQUEUED', recovery_attempts: '1' });
      },
    );
  });

  it('and a beat: who beats keeps what it runs', async () => {
    await everyInterleaving(
      (scene) => takeOver(sessions.one, scene),
      (scene) => beatExecutors(sessions.two, [scene]),
      async (scene, takeover) => {
        const rows = await test.query<{ beat: string }>(
          'select beat from dbosd.executor where executor_id = $1',
          [scene.executorId],
        );
        const taken = takeover.status === 'fulfilled' && takeover.value;
        expect(rows.map(({ beat }) => beat)).to.deep.equal(taken ? [] : ['1']);
        expect(await row(scene.running)).to.include(
          taken ? { status: 'ENQUEUED', owner_xid: null } : { status: 'PENDING', owner_xid: TOKEN },
        );
      },
    );
  });

  /** Claims for the executor, as its daemon does; answers how many. */
  function claim(db: Database, scene: Scene): Promise<number> {
    return db.transaction(async (tx) => {
      if (!(await lockExecutor(tx, scene))) return 0;
      const claimed = await claimWorkflows(
        tx,
        {
          applicationName: scene.application,
          applicationVersion: 'v',
          executorId: scene.executorId,
          workflows: [{ workflowName: 'w', maxRecoveryAttempts: 100 }],
          claimUnclaimed: false,
        },
        { queueName: 'q', rateLimited: false },
        { most: 10, nowait: false },
      );
      return claimed.length;
    });
  }

  it('and a claim: nothing is left to an executor that is gone', async () => {
    await everyInterleaving(
      (scene) => takeOver(sessions.one, scene),
      (scene) => claim(sessions.two, scene),
      async (scene, takeover, claimed) => {
        expect(takeover).to.deep.equal({ status: 'fulfilled', value: true });
        if (claimed.status === 'rejected') throw claimed.reason as DbosdError;
        for (const id of [scene.running, scene.waiting]) {
          expect(await row(id)).to.include({ status: 'ENQUEUED', owner_xid: null });
        }
      },
    );
  });

  it('by the next stream of its worker, and a claim for the one before: nothing is left to that', async () => {
    await everyInterleaving(
      (scene) =>
        sessions.one.transaction(async (tx) => {
          await registerExecutor(tx, {
            ...scene,
            session: `next ${scene.session}`,
            instance: 'i',
            applicationName: scene.application,
            applicationVersion: 'v',
            streamNumber: 2,
          });
          return releaseExecutor(tx, scene.executorId, { except: [TOKEN], handOver: false });
        }),
      (scene) => claim(sessions.two, scene),
      async (scene, registered, claimed) => {
        if (registered.status === 'rejected') throw registered.reason as DbosdError;
        if (claimed.status === 'rejected') throw claimed.reason as DbosdError;
        expect(await row(scene.running)).to.include({ status: 'PENDING', owner_xid: TOKEN });
        expect(await row(scene.waiting)).to.include({ status: 'ENQUEUED', owner_xid: null });
      },
    );
  });

  it('is not brought about by a claim: beats do not wait for it', async () => {
    const scene = await setScene();
    await sessions.one.transaction(async (tx) => {
      expect(await lockExecutor(tx, scene)).to.equal(true);
      await beatExecutors(sessions.two, [scene]);
      const shown = await beatExecutors(sessions.two, []);
      expect(shown.find(({ executorId }) => executorId === scene.executorId)?.beat).to.equal(1);
    });
  });
});
