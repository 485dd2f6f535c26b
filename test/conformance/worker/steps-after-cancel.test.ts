import type { DBOSClient } from '@dbosd/client';
import { RUN_PROOF_MS } from '@dbosd/shared';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { withClient } from '../../support/connect.js';
import { NEVER_SWEEPING, startDaemon, type TestDaemon } from '../../support/daemon.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { gate, type Gate } from '../../support/gate.js';
import { until } from '../../support/until.js';

const ROUNDS = 10;
const STEPS = 50;

describe('a step of a workflow that is cancelled', () => {
  let database: TestDatabase;
  /** The worker's. */
  let daemon: TestDaemon;
  let other: TestDaemon;
  let gated: (id: string) => Promise<void>;
  let looping: (id: string) => Promise<never>;
  let manySteps: () => Promise<void>;
  let onStep: (at: number) => void = () => undefined;
  const gates = new Map<string, Gate>();
  const started = new Map<string, number>();
  /** How the step after the gate came out. */
  const outcomes = new Map<string, Promise<unknown>>();

  before(async () => {
    database = await createDatabase();
    // Nothing is found by a sweep here.
    daemon = await startDaemon(database.url, NEVER_SWEEPING);
    other = await startDaemon(database.url, NEVER_SWEEPING);
    for (const one of [daemon, other]) await until(() => one.events.includes('listener.hearing'));
    const step = (id: string): Promise<unknown> =>
      DBOS.runStep(
        () => {
          started.set(id, (started.get(id) ?? 0) + 1);
          return Promise.resolve();
        },
        { name: 'step', retriesAllowed: true, maxAttempts: 1 },
      );
    gated = DBOS.registerWorkflow(
      async (id: string) => {
        await gates.get(id)!.passed;
        const outcome = step(id).then(
          () => 'began',
          () => 'did not begin',
        );
        outcomes.set(id, outcome);
        await outcome;
      },
      { name: 'gated' },
    );
    looping = DBOS.registerWorkflow(
      async (id: string) => {
        for (;;) await step(id);
      },
      { name: 'looping' },
    );
    manySteps = DBOS.registerWorkflow(
      async () => {
        for (let at = 0; at < STEPS; at += 1) {
          await DBOS.runStep(
            () => {
              onStep(at);
              return Promise.resolve();
            },
            { name: 'step' },
          );
        }
      },
      { name: 'manySteps' },
    );
    DBOS.setConfig({
      name: 'cancelled',
      daemonAddress: daemon.address,
      logger: {
        info: () => undefined,
        debug: () => undefined,
        warn: () => undefined,
        error: () => undefined,
      },
    });
    await DBOS.launch();
  });

  after(async () => {
    await DBOS.shutdown({ deregister: true });
    for (const one of [daemon, other]) await one.stop();
    await database.drop();
  });

  /** Starts a workflow that waits at its gate. */
  async function begin(id: string): Promise<void> {
    gates.set(id, gate());
    const handle = await DBOS.startWorkflow(gated, { workflowID: id })(id);
    handle.getResult().catch(() => undefined);
  }

  /** Lets it go on, and answers whether its step began. */
  async function goOn(id: string): Promise<unknown> {
    gates.get(id)!.open();
    await until(() => outcomes.has(id));
    return outcomes.get(id);
  }

  const CHANGES: Readonly<
    Record<string, (id: string, far: DBOSClient, near: DBOSClient) => Promise<unknown>>
  > = {
    'the worker’s own cancelWorkflow': (id) => DBOS.cancelWorkflow(id),
    'cancelWorkflow of its daemon': (id, _far, near) => near.cancelWorkflow(id),
    'cancelWorkflow of another daemon': (id, far) => far.cancelWorkflow(id),
    'deleteWorkflow of its daemon': (id, _far, near) => near.deleteWorkflow(id),
    'deleteWorkflow of another daemon': (id, far) => far.deleteWorkflow(id),
    'resumeWorkflow of another daemon, on a queue that is not listened to': (id, far) =>
      far.resumeWorkflow(id, { queueName: 'elsewhere' }),
  };

  for (const [name, change] of Object.entries(CHANGES)) {
    it(`does not begin after ${name} has resolved`, async () => {
      const [near, far] = [await daemon.connect(), await other.connect()];
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = `${name} ${String(round)}`;
        await begin(id);
        await change(id, far, near);
        expect(await goOn(id)).to.equal('did not begin');
        expect(started.get(id)).to.equal(undefined);
      }
    });

    it(`does not begin in a loop of steps after ${name} has resolved`, async () => {
      const [near, far] = [await daemon.connect(), await other.connect()];
      for (let round = 0; round < ROUNDS / 2; round += 1) {
        const id = `loop ${name} ${String(round)}`;
        const handle = await DBOS.startWorkflow(looping, { workflowID: id })(id);
        const end = handle.getResult().catch(() => 'over');
        await until(() => (started.get(id) ?? 0) > 3);
        await change(id, far, near);
        const count = started.get(id);
        if (!name.startsWith('resume')) expect(await end).to.equal('over');
        else await new Promise((resolve) => setTimeout(resolve, 20));
        expect(started.get(id)).to.equal(count);
      }
    });
  }

  it('does not begin when another program has cancelled it, and that it is run here was last proven a second ago', async () => {
    await begin('foreign');
    await withClient(database.url, (db) =>
      db.query(`update dbos.workflow_status set status = 'CANCELLED' where workflow_uuid = 'foreign'`),
    );
    await new Promise((resolve) => setTimeout(resolve, RUN_PROOF_MS + 50));
    expect(await goOn('foreign')).to.equal('did not begin');
    expect(started.get('foreign')).to.equal(undefined);
  });

  it('costs no statement more where steps follow each other', async () => {
    const { write } = daemon.parts.store;
    const query = write.query.bind(write);
    const names: string[] = [];
    let lastMs = performance.now();
    let pauses = 0;
    onStep = (at) => {
      // What the start and the end of a workflow cost is not counted.
      if (at === 1) write.query = counted;
      if (at === STEPS - 1) write.query = query;
      if (performance.now() - lastMs >= RUN_PROOF_MS) pauses += 1;
      lastMs = performance.now();
    };
    const counted: typeof query = (statement, values) => {
      names.push(statement.name ?? '');
      return query(statement, values);
    };
    try {
      await manySteps();
    } finally {
      write.query = query;
    }
    expect(names.filter((name) => name.startsWith('record-steps'))).to.have.length(STEPS - 2);
    // On a machine that stands still for a second it is right to ask.
    expect(names.filter((name) => name === 'read-owners').length).to.be.at.most(pauses);
  });

  it('begins as before when nothing has happened to its workflow for longer than that', async () => {
    await begin('idle');
    await new Promise((resolve) => setTimeout(resolve, RUN_PROOF_MS + 50));
    expect(await goOn('idle')).to.equal('began');
  });
});
