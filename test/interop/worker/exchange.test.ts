import { DBOS as Official, DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { withRealWorker } from '../../support/real-worker.js';

const LONG = 60;

describe('workflows of the worker next to DBOS', () => {
  it('are read, sent to and awaited by the official client', async () => {
    const serving = DBOS.registerWorkflow(
      async (greeting: string) => {
        await DBOS.setEvent('ready', { greeting });
        const message = await DBOS.recv<{ n: number }>('work', LONG);
        for (let at = 0; at < message!.n; at += 1) void DBOS.writeStream('out', at);
        await DBOS.closeStream('out');
        return message;
      },
      { name: 'serving' },
    );
    await withRealWorker(async ({ database }) => {
      const client = await OfficialClient.create({ systemDatabaseUrl: database.url });
      try {
        await DBOS.startWorkflow(serving, { workflowID: 'w' })('hello');
        expect(
          await client.getEvent('w', 'ready', { timeoutSeconds: LONG, pollingIntervalMs: 20 }),
        ).to.deep.equal({
          greeting: 'hello',
        });
        await client.send('w', { n: 3 }, 'work');
        const values: unknown[] = [];
        for await (const value of client.readStream('w', 'out')) values.push(value);
        expect(values).to.deep.equal([0, 1, 2]);
        const handle = client.retrieveWorkflow('w');
        expect(await handle.getResult()).to.deep.equal({ n: 3 });
        const status = await handle.getStatus();
        expect(status).to.include({ status: 'SUCCESS', workflowName: 'serving', applicationName: 'program' });
        expect(status?.input).to.deep.equal(['hello']);
        expect(status?.executorId).to.match(/^dbosd:/);
        const steps = await client.listWorkflowSteps('w');
        expect(steps?.map(({ name }) => name)).to.deep.equal([
          'DBOS.setEvent',
          'DBOS.recv',
          'DBOS.sleep',
          'DBOS.writeStream',
          'DBOS.writeStream',
          'DBOS.writeStream',
          'DBOS.closeStream',
        ]);
        expect(steps?.[1]?.output).to.deep.equal({ n: 3 });
      } finally {
        await client.destroy();
      }
    });
  });

  it('talk with workflows of a real DBOS application, both ways', async () => {
    const asking = DBOS.registerWorkflow(
      async (to: string) => {
        await DBOS.send(to, { from: DBOS.workflowID, n: 20 }, 'ask');
        const answer = await DBOS.recv<number>('answer', LONG);
        const event = await DBOS.getEvent<string>(to, 'done', LONG);
        const values: number[] = [];
        for await (const value of DBOS.readStream<number>(to, 'steps')) values.push(value);
        return { answer, event, values };
      },
      { name: 'asking' },
    );
    const theirs = Official.registerWorkflow(
      async () => {
        const ask = await Official.recv<{ from: string; n: number }>('ask', LONG);
        for (const value of [1, 2]) await Official.writeStream('steps', value);
        await Official.closeStream('steps');
        await Official.send(ask!.from, ask!.n * 2, 'answer');
        await Official.setEvent('done', 'all of it');
        return ask!.n;
      },
      { name: 'answering' },
    );
    await withRealWorker(async ({ database }) => {
      Official.setConfig({ name: 'official', systemDatabaseUrl: database.url, logLevel: 'error' });
      await Official.launch();
      try {
        await Official.startWorkflow(theirs, { workflowID: 'theirs' })();
        const handle = await DBOS.startWorkflow(asking, { workflowID: 'ours' })('theirs');
        expect(await handle.getResult()).to.deep.equal({ answer: 40, event: 'all of it', values: [1, 2] });
        expect(await DBOS.getResult('theirs')).to.equal(20);
      } finally {
        await Official.shutdown({ deregister: true });
      }
    });
  });
});
