import { toStatus } from '@dbosd/shared';
import { DBOS, Error as Errors } from '@dbosd/worker';
import { expect } from 'chai';
import { stepNames, withWorker } from '../../support/launched-worker.js';
import { failure } from '../../support/memory-engine.js';
import { until } from '../../support/until.js';
import { rejection } from '../client/client-and-daemon.js';

describe('a child workflow', () => {
  it('gets its id of its starter’s and its place; called, it takes a place for its result, too', async () => {
    const child = DBOS.registerWorkflow((n: number) => Promise.resolve(n + 1), { name: 'child' });
    const parent = DBOS.registerWorkflow(
      async () => {
        const called = await child(1);
        const handle = await DBOS.startWorkflow(child)(2);
        const named = await DBOS.withNextWorkflowID('named', () => child(3));
        return [called, handle.workflowID, await handle.getResult(), named];
      },
      { name: 'parent' },
    );
    await withWorker(async ({ engine }) => {
      expect(await DBOS.withNextWorkflowID('p', parent)).to.deep.equal([2, 'p-2', 3, 4]);
      expect(stepNames(engine.of('p'))).to.deep.equal([
        '0 child',
        '1 DBOS.getResult',
        '2 child',
        '3 child',
        '4 DBOS.getResult',
        '5 DBOS.getResult',
      ]);
      expect(engine.of('p').steps.get(1)).to.include({ childWorkflowId: 'p-0', withoutSerialization: true });
      expect([...engine.workflows.keys()]).to.deep.equal(['p', 'p-0', 'p-2', 'named']);
    });
  });

  it('inherits the deadline of its starter, unless it has a limit of its own or is set free', async () => {
    const child = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'child' });
    const parent = DBOS.registerWorkflow(
      async () => {
        await DBOS.startWorkflow(child, { workflowID: 'inherits' })();
        await DBOS.startWorkflow(child, { workflowID: 'own', timeoutMS: 1500 })();
        await DBOS.startWorkflow(child, { workflowID: 'free', timeoutMS: null })();
        await DBOS.withWorkflowTimeout(2500, () => DBOS.withNextWorkflowID('within', child));
      },
      { name: 'parent' },
    );
    await withWorker(async ({ engine }) => {
      await parent();
      const startOf = (id: string): unknown[] => {
        const { timeout, inheritDeadline } = engine.of(id).start!;
        return [timeout && timeout.seconds * 1000 + timeout.nanos / 1e6, inheritDeadline];
      };
      expect(startOf('inherits')).to.deep.equal([null, true]);
      expect(startOf('own')).to.deep.equal([1500, false]);
      expect(startOf('free')).to.deep.equal([null, false]);
      expect(startOf('within')).to.deep.equal([2500, false]);
    });
  });

  it('goes on when its starter is cancelled while it waits for it', async () => {
    const child = DBOS.registerWorkflow(() => DBOS.recv('t', 60), { name: 'child' });
    let seen: unknown;
    const parent = DBOS.registerWorkflow(
      async () => {
        await child().catch((error: unknown) => {
          seen = error;
        });
      },
      { name: 'parent' },
    );
    await withWorker(async ({ daemon, engine }) => {
      await DBOS.startWorkflow(parent, { workflowID: 'p' })();
      await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
      const { token } = engine.of('p');
      engine.of('p').status = 'CANCELLED';
      const cause = toStatus(failure('WORKFLOW_CANCELLED', 'p'));
      daemon.worker.write({ stops: [{ workflowId: 'p', ownerToken: token!, cause }] });
      await until(() => seen !== undefined);
      expect(seen).to.be.instanceOf(Errors.DBOSWorkflowCancelledError);
      engine.deliver('p-0', 1, 't');
      await until(() => engine.of('p-0').status === 'SUCCESS');
      expect(stepNames(engine.of('p'))).to.deep.equal(['0 child']);
    });
  });

  it('is put on a queue with what its starter says of it', async () => {
    const child = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'child' });
    await withWorker(async ({ engine }) => {
      const enqueueOptions = { priority: 3, deduplicationID: 'd', queuePartitionKey: 'p', delaySeconds: 2 };
      await DBOS.withAuthedContext('you', ['admin'], () =>
        DBOS.startWorkflow(child, {
          workflowID: 'w',
          queueName: 'q',
          enqueueOptions,
          workflowAttributes: { a: 1 },
        })(),
      );
      const start = engine.of('w').start!;
      expect(start.queue).to.deep.include({
        queueName: 'q',
        priority: 3,
        deduplicationId: 'd',
        queuePartitionKey: 'p',
      });
      expect(start.queue?.delay?.seconds).to.equal(2);
      expect(start).to.deep.include({
        authenticatedUser: 'you',
        authenticatedRoles: ['admin'],
        attributesJson: '{"a":1}',
      });
      const refused = async (params: object): Promise<string> =>
        (await rejection(DBOS.startWorkflow(child, params)())).message;
      expect(await refused({ enqueueOptions: { priority: 1 } })).to.match(
        /enqueueOptions.priority is for workflows on a queue/,
      );
      expect(await refused({ queueName: 'q', enqueueOptions: { priority: -1 } })).to.match(/priority is -1/);
      expect(await refused({ queue: 'q' })).to.match(/params.queue is not an option/);
      expect(await refused({ duplicationPolicy: 'return-existing' })).to.match(/give queueName, too/);
    });
  });

  it('with an id in use is that workflow, or an error where the caller wants none', async () => {
    const one = DBOS.registerWorkflow((n: number) => Promise.resolve(n), { name: 'one' });
    const other = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'other' });
    await withWorker(async () => {
      await (await DBOS.startWorkflow(one, { workflowID: 'w' })(1)).getResult();
      expect((await DBOS.startWorkflow(one, { workflowID: 'w' })(2)).workflowID).to.equal('w');
      const reject = { workflowID: 'w', workflowIDReusePolicy: 'reject' } as const;
      const inUse = await rejection(DBOS.startWorkflow(one, reject)(3));
      expect(Errors.isWorkflowIDInUseError(inUse)).to.equal(true);
      expect(await rejection(DBOS.startWorkflow(other, { workflowID: 'w' })())).to.be.instanceOf(
        Errors.DBOSConflictingWorkflowError,
      );
    });
  });

  it('has arguments that can be stored, or is not started', async () => {
    const child = DBOS.registerWorkflow((value: unknown) => Promise.resolve(value), {
      name: 'child',
      serialization: 'portable',
    });
    await withWorker(async ({ engine }) => {
      expect(await rejection(child(new Map([[1, 2]])))).to.be.instanceOf(
        Errors.DBOSInvalidWorkflowInputError,
      );
      expect(engine.workflows.size).to.equal(0);
    });
  });
});
