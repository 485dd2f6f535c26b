import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { rejection } from '../../unit/client/client-and-daemon.js';
import { until } from '../../support/until.js';
import { withRealWorker } from '../../support/real-worker.js';

const LONG = 600;

describe('a handle of the worker', () => {
  it('goes on working after a shutdown and the next launch, and so does a queue', async () => {
    const simple = DBOS.registerWorkflow(() => Promise.resolve(42), { name: 'simple' });
    await withRealWorker(async ({ relaunch }) => {
      const started = await DBOS.startWorkflow(simple, { workflowID: 'w' })();
      await started.getResult();
      const handles = [
        started,
        DBOS.retrieveWorkflow('w'),
        await DBOS.startWorkflow(simple, { workflowID: 'w' })(),
        await DBOS.forkWorkflow('w', 0),
      ];
      const queues = [
        await DBOS.registerQueue('q'),
        await DBOS.retrieveQueue('q'),
        ...(await DBOS.listQueues()),
      ];
      const starter = DBOS.startWorkflow(simple, { workflowID: 'v' });
      for (const handle of handles) await handle.getResult();

      await relaunch();

      for (const handle of handles) {
        expect(await handle.getResult()).to.equal(42);
        expect(await handle.getStatus()).to.include({ status: 'SUCCESS' });
      }
      for (const [index, queue] of queues.entries()) {
        await queue!.setGlobalConcurrency(index + 1);
        expect(await queue!.getGlobalConcurrency()).to.equal(index + 1);
      }
      expect(await (await starter()).getResult()).to.equal(42);
    });
  });

  it('is not found when its workflow is deleted, wherever that runs and whoever waits', async () => {
    const waiting = DBOS.registerWorkflow(() => DBOS.recv('t', LONG), { name: 'waiting' });
    const parent = DBOS.registerWorkflow(
      async () => {
        const child = await DBOS.startWorkflow(waiting)();
        return child.getResult();
      },
      { name: 'parent' },
    );
    const observer = DBOS.registerWorkflow(
      async (id: string) => {
        const error = await rejection(DBOS.getEvent(id, 'k', LONG));
        await DBOS.recv('go', LONG);
        return error.message;
      },
      { name: 'observer' },
    );
    await withRealWorker(async ({ daemon, relaunch }) => {
      const client = await daemon.connect();
      const own = await DBOS.startWorkflow(waiting, { workflowID: 'own' })();
      const family = await DBOS.startWorkflow(parent, { workflowID: 'p' })();
      const seen = await DBOS.startWorkflow(observer, { workflowID: 'o' })('own');
      await until(async () => (await client.listWorkflowSteps('p'))?.length === 1);
      await until(async () => (await client.listWorkflowSteps('o'))?.length === 1);
      await until(() => daemon.parts.hub.knows('own'));
      const ends = [
        own.getResult(),
        family.getResult(),
        DBOS.waitFirst([own]),
        DBOS.waitAll([own]),
        DBOS.getResult('own'),
        DBOS.retrieveWorkflow('own').getResult(),
      ].map((end) => rejection(end));
      await client.deleteWorkflows(['own', 'p-0']);
      for (const [index, end] of ends.entries()) {
        expect((await end).message, String(index)).to.match(/was deleted|no workflow/);
      }
      await until(async () => (await client.listWorkflowSteps('o'))!.length === 3);
      // A replay finds the same.
      await relaunch();
      await client.send('o', 'go', 'go');
      expect(await seen.getResult()).to.match(/was deleted/);
      expect(await rejection(DBOS.retrieveWorkflow('p').getResult())).to.be.instanceOf(Error);
      expect(await rejection(own.getResult())).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    });
  });
});
