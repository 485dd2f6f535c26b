import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { withRealWorker } from '../../support/real-worker.js';
import { rejection } from '../../unit/client/client-and-daemon.js';

const LONG = 600;

describe('a worker and a daemon', () => {
  it('run a workflow with steps, messages, events and streams, seen by a client', async () => {
    const order = DBOS.registerWorkflow(
      async (item: string) => {
        const price = await DBOS.runStep(async () => 42, { name: 'price' });
        await DBOS.setEvent('price', price);
        const paid = await DBOS.recv<string>('payment', LONG);
        for (const note of ['packed', 'sent']) await DBOS.writeStream('notes', note);
        await DBOS.closeStream('notes');
        return { item, paid };
      },
      { name: 'order' },
    );
    await withRealWorker(async ({ daemon }) => {
      const client = await daemon.connect();
      const handle = await DBOS.startWorkflow(order, { workflowID: 'o' })('widget');
      expect(await client.getEvent('o', 'price', 30)).to.equal(42);
      await client.send('o', 'card', 'payment');
      const notes: unknown[] = [];
      for await (const note of client.readStream('o', 'notes')) notes.push(note);
      expect(notes).to.deep.equal(['packed', 'sent']);
      expect(await handle.getResult()).to.deep.equal({ item: 'widget', paid: 'card' });
      expect(await client.retrieveWorkflow('o').getResult()).to.deep.equal({ item: 'widget', paid: 'card' });
      const steps = await DBOS.listWorkflowSteps('o');
      expect(steps?.map(({ functionID, name }) => `${String(functionID)} ${name}`)).to.deep.equal([
        '0 price',
        '1 DBOS.setEvent',
        '2 DBOS.recv',
        '3 DBOS.sleep',
        '4 DBOS.writeStream',
        '5 DBOS.writeStream',
        '6 DBOS.closeStream',
      ]);
    });
  });

  it('record the version that a start without a queue asks for, and leave the workflow to workers of that version', async () => {
    const waiting = DBOS.registerWorkflow(async () => DBOS.recv('go', LONG), { name: 'waiting' });
    await withRealWorker(
      async ({ daemon, relaunch }) => {
        const client = await daemon.connect();
        const enqueueOptions = { applicationVersion: 'later' };
        const parent = DBOS.startWorkflow(waiting, { workflowID: 'w', enqueueOptions });
        await parent();
        await DBOS.startWorkflow(waiting, { workflowID: 'own' })();
        const versionOf = async (id: string): Promise<string | undefined> =>
          (await client.getWorkflow(id))?.applicationVersion;
        expect([await versionOf('w'), await versionOf('own')]).to.deep.equal(['later', 'now']);
        // Handed over by the shutdown, it is not for the next launch, which is of the same version as the first.
        await relaunch();
        await client.send('own', 1, 'go');
        expect(await client.retrieveWorkflow('own').getResult()).to.equal(1);
        expect((await client.getWorkflow('w'))?.status).to.equal('ENQUEUED');
      },
      { applicationVersion: 'now' },
    );
  });

  it('recover a workflow in the middle of a recv, without running its steps again', async () => {
    let ran = 0;
    const waiting = DBOS.registerWorkflow(
      async () => {
        const first = await DBOS.runStep(
          async () => {
            ran += 1;
            return ran;
          },
          { name: 'count' },
        );
        await DBOS.writeStream('s', first);
        const message = await DBOS.recv('go', LONG);
        await DBOS.writeStream('s', message);
        return { first, message };
      },
      { name: 'waiting' },
    );
    await withRealWorker(
      async ({ daemon, relaunch }) => {
        const client = await daemon.connect();
        await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
        await client.readStreamOffset('w', 's', 0);
        await relaunch();
        await client.send('w', 'on', 'go');
        expect(await client.retrieveWorkflow('w').getResult()).to.deep.equal({ first: 1, message: 'on' });
        expect(ran).to.equal(1);
        const values: unknown[] = [];
        for await (const value of client.readStream('w', 's')) values.push(value);
        expect(values).to.deep.equal([1, 'on']);
      },
      { executorID: 'same' },
    );
  });

  it('start children, which run here, on a queue, and end with their starter’s deadline', async () => {
    const child = DBOS.registerWorkflow(async (n: number) => n * 2, { name: 'child' });
    const forever = DBOS.registerWorkflow(async () => DBOS.recv('never', LONG), { name: 'forever' });
    const parent = DBOS.registerWorkflow(
      async () => {
        const called = await child(1);
        const started = await DBOS.startWorkflow(child)(2);
        const queued = await DBOS.startWorkflow(child, { queueName: 'q' })(3);
        return [called, await started.getResult(), await queued.getResult(), started.workflowID];
      },
      { name: 'parent' },
    );
    const limited = DBOS.registerWorkflow(
      async () => {
        const started = await DBOS.startWorkflow(forever, { workflowID: 'endless' })();
        return started.getResult();
      },
      { name: 'limited' },
    );
    await withRealWorker(async () => {
      await DBOS.registerQueue('q');
      expect(await DBOS.withNextWorkflowID('p', parent)).to.deep.equal([2, 4, 6, 'p-2']);
      const handle = await DBOS.startWorkflow(limited, { timeoutMS: 300 })();
      expect(await rejection(handle.getResult())).to.have.property('dbosErrorCode', 27);
      expect(await rejection(DBOS.retrieveWorkflow('endless').getResult())).to.have.property(
        'dbosErrorCode',
        27,
      );
    });
  });

  it('stop a cancelled workflow, and run it on when it is resumed', async () => {
    const waiting = DBOS.registerWorkflow(async () => DBOS.recv('go', LONG), { name: 'waiting' });
    await withRealWorker(async () => {
      const handle = await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
      await DBOS.cancelWorkflow('w');
      expect(await rejection(handle.getResult())).to.have.property('dbosErrorCode', 27);
      const resumed = await DBOS.resumeWorkflow('w');
      await DBOS.send('w', 'on', 'go');
      expect(await resumed.getResult()).to.equal('on');
    });
  });

  it('send and receive between workflows, wait for events, and time out', async () => {
    const answering = DBOS.registerWorkflow(
      async () => {
        const { from, n } = (await DBOS.recv<{ from: string; n: number }>('ask', LONG))!;
        await DBOS.send(from, n + 1, 'answer');
        await DBOS.setEvent('answered', true);
      },
      { name: 'answering' },
    );
    const asking = DBOS.registerWorkflow(
      async (to: string) => {
        await DBOS.send(to, { from: DBOS.workflowID, n: 1 }, 'ask');
        const answer = await DBOS.recv<number>('answer', LONG);
        const answered = await DBOS.getEvent<boolean>(to, 'answered', LONG);
        const nothing = await DBOS.recv('nothing', 0.05);
        const unset = await DBOS.getEvent(DBOS.workflowID!, 'unset', 0.05);
        return [answer, answered, nothing, unset];
      },
      { name: 'asking' },
    );
    await withRealWorker(async () => {
      await DBOS.startWorkflow(answering, { workflowID: 'b' })();
      const handle = await DBOS.startWorkflow(asking, { workflowID: 'a' })('b');
      expect(await handle.getResult()).to.deep.equal([2, true, null, null]);
    });
  });
});
