import { toStatus, type DbosdError } from '@dbosd/shared';
import { DBOS, Error as Errors } from '@dbosd/worker';
import { expect } from 'chai';
import { FakeDaemon } from '../../support/fake-daemon.js';
import { withWorker } from '../../support/launched-worker.js';
import { failure } from '../../support/memory-engine.js';
import { until } from '../../support/until.js';
import { rejection } from '../client/client-and-daemon.js';

const kindsOf = (operations: readonly { kind?: string }[]): unknown[] => operations.map(({ kind }) => kind);

describe('the connection of a worker', () => {
  it('says what it is, and after a break also what it runs', async () => {
    const waiting = DBOS.registerWorkflow(() => DBOS.recv('t', 60), { name: 'waiting' });
    await withWorker(
      async ({ daemon, engine }) => {
        const handle = await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
        await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
        const { hello } = daemon.worker;
        expect(hello).to.include({ applicationName: 'unit', applicationVersion: 'v7', executorId: 'e1' });
        expect(hello?.offer).to.deep.include({ slots: 5, queueNames: ['q'] });
        expect(hello?.running).to.deep.equal([]);
        daemon.worker.break();
        await daemon.until(() => daemon.workers.length === 2 && daemon.worker.operations.length === 1);
        expect(daemon.worker.hello).to.include({ instance: hello?.instance });
        expect(daemon.worker.hello?.running).to.have.length(1);
        expect(daemon.worker.hello?.running[0]).to.include({
          workflowId: 'w',
          ownerToken: engine.of('w').token,
        });
        engine.deliver('w', 'late', 't');
        expect(await handle.getResult()).to.equal('late');
      },
      {
        config: { applicationVersion: 'v7', executorID: 'e1', listenQueues: ['q'], maxQueuedWorkflows: 5 },
      },
    );
  });

  it('sends what a break left unanswered again, in order and with the same fields', async () => {
    const writing = DBOS.registerWorkflow(
      async () => {
        const effects = [DBOS.setEvent('a', 1), DBOS.setEvent('b', 2), DBOS.send(DBOS.workflowID!, 3)];
        await Promise.all(effects);
      },
      { name: 'writing' },
    );
    await withWorker(async ({ daemon, engine }) => {
      // They have their effect, and nobody hears of it.
      engine.intercept = (worker, operation) => {
        if (operation.functionId > 2 || operation.kind === 'startWorkflow' || worker !== daemon.workers[0])
          return false;
        engine.perform({ answer: () => undefined, refuse: () => undefined } as never, operation);
        return true;
      };
      const running = DBOS.withNextWorkflowID('w', writing);
      await daemon.until(() => daemon.worker.operations.length === 4);
      const [, ...unanswered] = daemon.worker.operations;
      daemon.worker.break();
      await running;
      const again = daemon.worker.operations.slice(0, 3);
      expect(again).to.deep.equal(unanswered);
      expect(engine.of('w').messages).to.have.length(1);
    });
  });

  it('tries again what fails transiently, and goes on', async () => {
    const body = DBOS.registerWorkflow(() => DBOS.setEvent('k', 1), { name: 'body' });
    await withWorker(async ({ engine }) => {
      let failures = 0;
      engine.intercept = (worker, operation) => {
        if (operation.kind !== 'setEvent' || failures === 2) return false;
        failures += 1;
        worker.refuse(
          operation.id,
          failure(failures === 1 ? 'STORE_UNAVAILABLE' : 'OUTCOME_UNKNOWN', 'later'),
        );
        return true;
      };
      await body();
      expect(failures).to.equal(2);
    });
  });

  it('moves to the next stream when the daemon goes away, and ends the old one when it is answered', async () => {
    const waiting = DBOS.registerWorkflow(() => DBOS.recv('t', 60), { name: 'waiting' });
    await withWorker(async ({ daemon, engine }) => {
      const handle = await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
      await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
      const [old] = daemon.workers;
      old!.write({ goingAway: { draining: true } });
      await daemon.until(() => daemon.workers.length === 2 && daemon.worker.operations.length === 1);
      expect(kindsOf(daemon.worker.operations)).to.deep.equal(['receive']);
      await daemon.until(() => old!.halfClosed);
      expect(old!.cancels).to.have.length(1);
      engine.deliver('w', 1, 't');
      expect(await handle.getResult()).to.equal(1);
    });
  });

  it('leaves a daemon that drains although no other takes it, and waits for one', async () => {
    const waiting = DBOS.registerWorkflow(() => DBOS.recv('t', 60), { name: 'waiting' });
    let isGone = false;
    const refusal = (): DbosdError | undefined => (isGone ? failure('DRAINING', 'it drains') : undefined);
    await withWorker(
      async ({ daemon, engine, log }) => {
        const handle = await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
        await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
        const [old] = daemon.workers;
        isGone = true;
        old!.write({ goingAway: { draining: true } });
        await daemon.until(() => old!.halfClosed);
        expect(old!.cancels).to.have.length(1);
        await daemon.until(() => daemon.workers.length > 3);
        isGone = false;
        await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
        engine.deliver('w', 1, 't');
        expect(await handle.getResult()).to.equal(1);
        expect(log.filter((line) => line.startsWith('no daemon has this worker'))).to.have.length(1);
      },
      { script: { worker: { refusal } } },
    );
  });

  it('holds operations back beyond what the daemon takes at once', async () => {
    const many = DBOS.registerWorkflow(
      async () => {
        await Promise.all([...Array(10).keys()].map((at) => DBOS.setEvent(String(at), at)));
      },
      { name: 'many' },
    );
    await withWorker(
      async ({ daemon, engine }) => {
        const held: (() => void)[] = [];
        engine.intercept = (worker, operation) => {
          if (operation.kind !== 'setEvent') return false;
          held.push(() => {
            engine.perform(worker, operation);
          });
          return true;
        };
        const running = many();
        await until(() => held.length === 3);
        await DBOS.sleepms(20);
        expect(held).to.have.length(3);
        for (let at = 0; at < 10; at += 1) {
          await until(() => held.length > at);
          held[at]!();
        }
        await running;
        expect(daemon.workers).to.have.length(1);
      },
      { script: { worker: { accepted: { maxOperations: 3 } } } },
    );
  });

  it('refuses an operation that is larger than the daemon takes, and the workflow says so', async () => {
    const large = DBOS.registerWorkflow(() => DBOS.setEvent('k', 'x'.repeat(2000)), { name: 'large' });
    await withWorker(
      async () => {
        expect(await rejection(large())).to.include({ reason: 'PAYLOAD_TOO_LARGE' });
      },
      { script: { worker: { accepted: { maxOperationBytes: 1000 } } } },
    );
  });

  it('parks a workflow that another worker has now: it writes nothing more', async () => {
    const seen: unknown[] = [];
    const body = DBOS.registerWorkflow(
      async () => {
        await DBOS.recv('t', 60).catch((error: unknown) => seen.push(Errors.getDBOSErrorCode(error)));
        await DBOS.setEvent('k', 1).catch((error: unknown) => seen.push(Errors.getDBOSErrorCode(error)));
        return 'late';
      },
      { name: 'body' },
    );
    await withWorker(async ({ daemon, engine }) => {
      void DBOS.startWorkflow(body, { workflowID: 'w' })();
      await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
      const { token } = engine.of('w');
      engine.of('w').token = 'of another';
      const cause = { code: 9, message: 'taken', details: [] };
      daemon.worker.write({ stops: [{ workflowId: 'w', ownerToken: 'not ours', cause }] });
      daemon.worker.write({ stops: [{ workflowId: 'w', ownerToken: token!, cause }] });
      await until(() => seen.length === 2);
      expect(seen).to.deep.equal([5, 5]);
      await DBOS.sleepms(10);
      expect(kindsOf(daemon.worker.operations)).to.deep.equal(['startWorkflow', 'receive']);
      expect(engine.of('w').status).to.equal('PENDING');
    });
  });

  it('ends the operations of a cancelled workflow, and the signal of its step', async () => {
    const seen: unknown[] = [];
    const body = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          async () => {
            const { cancelSignal } = DBOS.stepStatus!;
            await new Promise<void>((resolve) => {
              cancelSignal.addEventListener('abort', () => {
                resolve();
              });
            });
            seen.push(cancelSignal.reason);
          },
          { name: 'long' },
        ),
      { name: 'body' },
    );
    await withWorker(async ({ daemon, engine }) => {
      await DBOS.startWorkflow(body, { workflowID: 'w' })();
      const { token } = engine.of('w');
      engine.of('w').status = 'CANCELLED';
      daemon.worker.write({
        stops: [{ workflowId: 'w', ownerToken: token!, cause: statusOf('WORKFLOW_CANCELLED') }],
      });
      await until(() => seen.length === 1);
      expect(seen[0]).to.be.instanceOf(Errors.DBOSWorkflowCancelledError);
      expect(engine.of('w').steps.size).to.equal(0);
    });
  });

  it('refuses an assignment that it cannot run, and takes one that it can', async () => {
    DBOS.registerWorkflow(() => Promise.resolve(1), { name: 'known' });
    await withWorker(async ({ daemon }) => {
      daemon.worker.write({
        assignments: [
          { workflowId: 'a', ownerToken: '1', workflowName: 'unknown' },
          { workflowId: 'b', ownerToken: '2', workflowName: 'known', className: 'Shop' },
          { workflowId: 'c', ownerToken: '3', workflowName: 'known' },
        ],
      });
      await daemon.until(() => daemon.worker.assignmentAnswers.length === 3);
      expect(daemon.worker.assignmentAnswers.map(({ refused }) => refused)).to.deep.equal([
        true,
        true,
        false,
      ]);
    });
  });

  it('asks again for an executor id that another process holds, until it is free', async () => {
    let refusals = 0;
    const refusal = (): ReturnType<typeof failure> | undefined => {
      refusals += 1;
      return refusals > 2 ? undefined : failure('EXECUTOR_ID_IN_USE', 'executor e1 lives');
    };
    await withWorker(
      async () => {
        expect(refusals).to.equal(3);
        await Promise.resolve();
      },
      { config: { executorID: 'e1' }, script: { worker: { refusal } } },
    );
  });

  it('is not made where the daemon refuses the worker, or none is there', async () => {
    const refusal = (): ReturnType<typeof failure> => failure('INVALID_FIELD', 'hello is wrong');
    expect(
      await rejection(withWorker(() => Promise.resolve(), { script: { worker: { refusal } } })),
    ).to.include({
      reason: 'INVALID_FIELD',
    });
    const gone = await FakeDaemon.start();
    gone.stop();
    DBOS.setConfig({ name: 'unit', daemonAddress: gone.address, connectTimeoutMs: 300 });
    expect(await rejection(DBOS.launch())).to.have.property('reason', 'TRANSPORT');
  });

  it('takes a configuration that it understands, and names what it does not', () => {
    expect(() => {
      DBOS.setConfig({ name: 'x', systemDatabaseUrl: 'postgres://' } as never);
    }).to.throw(/config.systemDatabaseUrl is of DBOS with its own database/);
    expect(() => {
      DBOS.setConfig({ name: 'x', daemonAdress: 'y' } as never);
    }).to.throw(/did you mean daemonAddress/);
    expect(() => {
      DBOS.setConfig({} as never);
    }).to.throw(/has no name/);
  });
});

function statusOf(reason: 'WORKFLOW_CANCELLED'): ReturnType<typeof toStatus> {
  return toStatus(failure(reason, reason));
}
