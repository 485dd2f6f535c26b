import { DBOS, Error as Errors } from '@dbosd/worker';
import { expect } from 'chai';
import { withRealWorker } from '../../support/real-worker.js';
import { rejection } from '../../unit/client/client-and-daemon.js';

const LONG = 600;

describe('what a worker and a daemon promise', () => {
  it('gives each message to exactly one of two recvs at once, and none is lost', async () => {
    const racing = DBOS.registerWorkflow(
      async () => {
        const pairs: unknown[] = [];
        for (let round = 0; round < 5; round += 1) {
          pairs.push(...(await Promise.all([DBOS.recv('t', LONG), DBOS.recv('t', LONG)])));
        }
        return pairs;
      },
      { name: 'racing' },
    );
    await withRealWorker(async ({ daemon }) => {
      const client = await daemon.connect();
      const handle = await DBOS.startWorkflow(racing, { workflowID: 'w' })();
      for (let n = 0; n < 10; n += 1) await client.send('w', n, 't');
      expect(await handle.getResult()).to.deep.equal([...Array(10).keys()]);
    });
  });

  it('fails a workflow that has more under way than it may have, and records that', async () => {
    const greedy = DBOS.registerWorkflow(
      async () => {
        const steps = Array.from({ length: 10_001 }, (_, n) => DBOS.runStep(() => Promise.resolve(n)));
        await Promise.all(steps);
      },
      { name: 'greedy' },
    );
    await withRealWorker(async ({ daemon }) => {
      const handle = await DBOS.startWorkflow(greedy, { workflowID: 'w' })();
      expect(await rejection(handle.getResult())).to.have.property('reason', 'OVERLOADED');
      const client = await daemon.connect();
      expect(await client.getWorkflow('w')).to.have.property('status', 'ERROR');
    });
  });

  it('receives messages without a topic where none is asked for, and only those', async () => {
    const sorting = DBOS.registerWorkflow(
      async () => [
        await DBOS.recv(undefined, LONG),
        await DBOS.recv('t', LONG),
        await DBOS.recv(undefined, 0),
      ],
      { name: 'sorting' },
    );
    await withRealWorker(async () => {
      const handle = await DBOS.startWorkflow(sorting, { workflowID: 'w' })();
      await DBOS.send('w', 'with', 't');
      await DBOS.send('w', 'without');
      expect(await handle.getResult()).to.deep.equal(['without', 'with', null]);
    });
  });

  it('gives a workflow that reads a stream the same values in a replay, and then the rest', async () => {
    const writing = DBOS.registerWorkflow(
      async () => {
        for (let at = 0; at < 3; at += 1) await DBOS.writeStream('s', at);
        await DBOS.recv('go', LONG);
        await DBOS.writeStream('s', 3);
      },
      { name: 'writing' },
    );
    const reading = DBOS.registerWorkflow(
      async () => {
        const values: unknown[] = [];
        for await (const value of DBOS.readStream<number>('writer', 's')) {
          values.push(value);
          await DBOS.setEvent('read', values.length);
        }
        return values;
      },
      { name: 'reading' },
    );
    await withRealWorker(
      async ({ daemon, relaunch }) => {
        const client = await daemon.connect();
        await DBOS.startWorkflow(writing, { workflowID: 'writer' })();
        await DBOS.startWorkflow(reading, { workflowID: 'reader' })();
        for await (const { key, value } of readings(client.watchEvents('reader'))) {
          if (key === 'read' && value === 3) break;
        }
        await relaunch();
        await client.send('writer', 1, 'go');
        expect(await client.retrieveWorkflow('reader').getResult()).to.deep.equal([0, 1, 2, 3]);
        expect(await DBOS.getAllEvents('reader')).to.deep.equal({ read: 4 });
      },
      { executorID: 'same' },
    );
  });

  it('runs a fork from the step that it is made at', async () => {
    let ran = 0;
    const stepping = DBOS.registerWorkflow(
      async () => {
        const step = (): Promise<number> =>
          DBOS.runStep(
            async () => {
              ran += 1;
              return ran;
            },
            { name: 'step' },
          );
        return [await step(), await step()];
      },
      { name: 'stepping' },
    );
    await withRealWorker(async () => {
      await DBOS.withNextWorkflowID('w', stepping);
      const fork = await DBOS.forkWorkflow<number[]>('w', 1);
      expect(await fork.getResult()).to.deep.equal([1, 3]);
    });
  });

  it('knows one active workflow for each deduplication id of a queue', async () => {
    const waiting = DBOS.registerWorkflow(async () => DBOS.recv('go', LONG), { name: 'waiting' });
    await withRealWorker(async () => {
      await DBOS.registerQueue('q');
      const params = { queueName: 'q', enqueueOptions: { deduplicationID: 'd' } };
      const first = await DBOS.startWorkflow(waiting, params)();
      const again = await DBOS.startWorkflow(waiting, { ...params, duplicationPolicy: 'return-existing' })();
      expect(again.workflowID).to.equal(first.workflowID);
      const refused = await rejection(DBOS.startWorkflow(waiting, params)());
      expect(refused).to.be.instanceOf(Errors.DBOSQueueDuplicatedError);
      await DBOS.send(first.workflowID, 'done', 'go');
      expect(await again.getResult()).to.equal('done');
    });
  });

  it('sleeps the rest of a sleep that a restart came upon', async () => {
    const sleeping = DBOS.registerWorkflow(
      async () => {
        await DBOS.setEvent('begun', true);
        await DBOS.sleepms(700);
        return 'awake';
      },
      { name: 'sleeping' },
    );
    await withRealWorker(
      async ({ relaunch }) => {
        await DBOS.startWorkflow(sleeping, { workflowID: 'w' })();
        await DBOS.getEvent('w', 'begun', LONG);
        await relaunch();
        expect(await DBOS.getResult('w')).to.equal('awake');
        const steps = await DBOS.listWorkflowSteps('w');
        expect(steps?.map(({ name }) => name)).to.deep.equal(['DBOS.setEvent', 'DBOS.sleep']);
      },
      { executorID: 'same' },
    );
  });
});

interface Change {
  readonly key: string;
  readonly value: unknown;
}

async function* readings(changes: AsyncIterable<unknown>): AsyncGenerator<Change> {
  for await (const change of changes)
    if ((change as Partial<Change>).key !== undefined) yield change as Change;
}
