import { DBOS, Error as Errors } from '@dbosd/worker';
import { expect } from 'chai';
import { collect } from '../../support/collect.js';
import { gate, type Gate } from '../../support/gate.js';
import { withRealWorker } from '../../support/real-worker.js';
import { until } from '../../support/until.js';
import { rejection } from '../../unit/client/client-and-daemon.js';

const LONG = 600;
const SAME = { executorID: 'same', applicationVersion: 'v1' };

/** A step that hangs in its first run, so that the process ends in the middle of it; in the second it returns. */
function hangingOnce(): {
  readonly reached: Gate;
  readonly here: () => Promise<void>;
  readonly runs: () => number;
} {
  const reached = gate();
  let runs = 0;
  return {
    reached,
    runs: () => runs,
    here: async () => {
      runs += 1;
      if (runs > 1) return;
      reached.open();
      await new Promise(() => undefined);
    },
  };
}

describe('a workflow whose process ends in the middle', () => {
  it('has sent once what it sent itself, and from a step once for each key', async () => {
    const hang = hangingOnce();
    const sink = DBOS.registerWorkflow(() => DBOS.recv('never', LONG), { name: 'sink' });
    const sending = DBOS.registerWorkflow(
      async () => {
        await DBOS.send('sink', 'from the workflow', 't');
        await DBOS.runStep(
          async () => {
            await DBOS.send('sink', 'with a key', 't', 'key');
            await DBOS.send('sink', 'without', 't');
            await hang.here();
          },
          { name: 'step' },
        );
      },
      { name: 'sending' },
    );
    await withRealWorker(async ({ daemon, relaunch }) => {
      await DBOS.startWorkflow(sink, { workflowID: 'sink' })();
      await DBOS.startWorkflow(sending, { workflowID: 'w' })();
      await hang.reached.passed;
      await relaunch();
      await DBOS.getResult('w');
      await DBOS.send('sink', 'from outside', 't', 'outer');
      await DBOS.send('sink', 'from outside', 't', 'outer');
      const client = await daemon.connect();
      const messages = await collect(client.listMessages('sink'));
      expect(messages.map(({ message }) => message)).to.deep.equal([
        'from the workflow',
        'with a key',
        'without',
        'without',
        'from outside',
      ]);
    }, SAME);
  });

  it('receives null at the deadline that was recorded before, and no later one', async () => {
    const waiting = DBOS.registerWorkflow(
      async () => {
        const both = await Promise.all([DBOS.recv('t', 1.5), DBOS.recv('t', LONG)]);
        return [...both, await DBOS.recv('t', 0)];
      },
      { name: 'waiting' },
    );
    await withRealWorker(async ({ daemon, relaunch }) => {
      const client = await daemon.connect();
      const outputs = async (of: string): Promise<unknown[]> =>
        ((await client.listWorkflowSteps('w')) ?? [])
          .filter(({ name }) => name === of)
          .map(({ output }) => output);
      await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
      await until(async () => (await outputs('DBOS.sleep')).length === 2);
      const deadlines = await outputs('DBOS.sleep');
      await relaunch();
      await until(async () => (await outputs('DBOS.recv')).length === 1);
      await DBOS.send('w', 'for the second', 't');
      expect(await DBOS.getResult('w')).to.deep.equal([null, 'for the second', null]);
      expect(await outputs('DBOS.sleep')).to.deep.equal(deadlines);
    }, SAME);
  });

  it('loses and doubles no message of two recvs at once', async () => {
    const racing = DBOS.registerWorkflow(
      async () => {
        const received: unknown[] = [];
        for (let round = 0; round < 4; round += 1) {
          received.push(...(await Promise.all([DBOS.recv('t', LONG), DBOS.recv('t', LONG)])));
          await DBOS.setEvent('round', round);
        }
        return received;
      },
      { name: 'racing' },
    );
    await withRealWorker(async ({ relaunch }) => {
      await DBOS.startWorkflow(racing, { workflowID: 'w' })();
      for (let n = 0; n < 8; n += 1) {
        await DBOS.send('w', n, 't');
        if (n % 2 === 0) await relaunch();
      }
      expect(await DBOS.getResult('w')).to.deep.equal([...Array(8).keys()]);
    }, SAME);
  });

  it('sees the event and all events as its first run did, though they have changed', async () => {
    const hang = hangingOnce();
    const setting = DBOS.registerWorkflow(
      async () => {
        await DBOS.setEvent('a', 1);
        await DBOS.setEvent('b', 1);
        await DBOS.recv('go', LONG);
        await DBOS.setEvent('a', 2);
      },
      { name: 'setting' },
    );
    const reading = DBOS.registerWorkflow(
      async () => {
        const seen: unknown[] = [await DBOS.getEvent('s', 'a', LONG), await DBOS.getEvent('s', 'unset', 0)];
        await DBOS.getEvent('s', 'b', LONG);
        seen.push(await DBOS.getAllEvents('s'));
        await DBOS.runStep(hang.here, { name: 'hang' });
        return [...seen, await DBOS.getEvent('s', 'a', LONG), await DBOS.getAllEvents('s')];
      },
      { name: 'reading' },
    );
    await withRealWorker(async ({ relaunch }) => {
      await DBOS.startWorkflow(setting, { workflowID: 's' })();
      await DBOS.startWorkflow(reading, { workflowID: 'r' })();
      await hang.reached.passed;
      await DBOS.send('s', 1, 'go');
      await DBOS.getResult('s');
      await relaunch();
      expect(await DBOS.getResult('r')).to.deep.equal([1, null, { a: 1, b: 1 }, 2, { a: 2, b: 1 }]);
      expect(await DBOS.getEvent('s', 'a', 0)).to.equal(2);
      expect(await DBOS.getAllEvents('s')).to.deep.equal({ a: 2, b: 1 });
    }, SAME);
  });

  it('has written to streams once, from a step once for each try, with dedupe once for all', async () => {
    const hang = hangingOnce();
    let tries = 0;
    const writing = DBOS.registerWorkflow(
      async () => {
        for (let at = 0; at < 20; at += 1) void DBOS.writeStream('own', at);
        await DBOS.runStep(
          async () => {
            tries += 1;
            for (let at = 0; at < 20; at += 1) {
              void DBOS.writeStream('plain', [tries, at]);
              void DBOS.writeStream('once', at, { dedupe: true });
            }
            await DBOS.writeStream('plain', [tries, 20]);
            await DBOS.writeStream('once', 20, { dedupe: true });
            await hang.here();
            if (tries < 3) throw new Error('again');
            await DBOS.writeStream('once', 21, { dedupe: true });
          },
          { name: 'step', retriesAllowed: true, intervalSeconds: 0 },
        );
        await DBOS.writeStream('own', 20);
        await DBOS.closeStream('own');
        return rejection(DBOS.writeStream('own', 21)).then(({ message }) => message);
      },
      { name: 'writing' },
    );
    await withRealWorker(async ({ daemon, relaunch }) => {
      await DBOS.startWorkflow(writing, { workflowID: 'w' })();
      await hang.reached.passed;
      await relaunch();
      expect(await DBOS.getResult('w')).to.match(/stream own of workflow w is closed/);
      const client = await daemon.connect();
      const upTo = (last: number): number[] => [...Array(last + 1).keys()];
      expect(await collect(client.readStream('w', 'own'))).to.deep.equal(upTo(20));
      expect(await collect(client.readStream('w', 'once'))).to.deep.equal(upTo(21));
      const plain = [1, 2, 3].flatMap((run) => upTo(20).map((at) => [run, at]));
      expect(await collect(client.readStream('w', 'plain'))).to.deep.equal(plain);
    }, SAME);
  });

  it('ends its streams for their readers, however it ends', async () => {
    const ending = DBOS.registerWorkflow(
      async (how: string) => {
        await DBOS.writeStream('s', how);
        if (how === 'throws') throw new Error('thrown');
        if (how === 'is cancelled') await DBOS.recv('never', LONG);
        return how;
      },
      { name: 'ending' },
    );
    const reading = DBOS.registerWorkflow(
      async (id: string) => {
        const inStep = await DBOS.runStep(() => collect(DBOS.readStream(id, 's')), { name: 'read' });
        return [inStep, await collect(DBOS.readStream(id, 's'))];
      },
      { name: 'reading' },
    );
    await withRealWorker(async ({ relaunch }) => {
      const ways = ['returns', 'throws', 'is cancelled'];
      for (const how of ways) {
        await DBOS.startWorkflow(ending, { workflowID: how })(how);
        await DBOS.startWorkflow(reading, { workflowID: `reads what ${how}` })(how);
      }
      await DBOS.readStreamOffset('is cancelled', 's', 0);
      await relaunch();
      await DBOS.cancelWorkflow('is cancelled');
      for (const how of ways) {
        expect(await collect(DBOS.readStream(how, 's'))).to.deep.equal([how]);
        expect(await DBOS.getResult(`reads what ${how}`)).to.deep.equal([[how], [how]]);
      }
    }, SAME);
  });

  it('finds its steps again in the order of the calls, and fails where the calls are others, naming both', async () => {
    const hang = hangingOnce();
    const names = ['a', 'b', 'c'];
    const ran: string[] = [];
    const inOrder = async (name: string): Promise<string> =>
      DBOS.runStep(
        async () => {
          ran.push(name);
          // Nested, it is a part of its step.
          return DBOS.runStep(() => Promise.resolve(`${name}!`), { name: 'nested' });
        },
        { name },
      );
    const gathering = DBOS.registerWorkflow(
      async () => {
        const all = await Promise.all(names.map(inOrder));
        await DBOS.runStep(hang.here, { name: 'hang' });
        return all;
      },
      { name: 'gathering' },
    );
    await withRealWorker(async ({ relaunch }) => {
      await DBOS.startWorkflow(gathering, { workflowID: 'same' })();
      await hang.reached.passed;
      await relaunch();
      expect(await DBOS.getResult('same')).to.deep.equal(['a!', 'b!', 'c!']);
      expect(ran.sort()).to.deep.equal(['a', 'b', 'c']);
      names.reverse();
      const fork = await DBOS.forkWorkflow('same', 4);
      const failure = await rejection(fork.getResult());
      expect(failure.message).to.match(/step 0 of workflow .* is c now, but a is recorded/);
      expect(Errors.getDBOSErrorCode(failure)).to.equal(26);
    }, SAME);
  });

  it('gets the results of its children, which go on, and their deadline holds', async () => {
    const child = DBOS.registerWorkflow(async (n: number) => [n, await DBOS.recv('go', LONG)], {
      name: 'child',
    });
    const parent = DBOS.registerWorkflow(
      async () => {
        const started = await DBOS.startWorkflow(child)(1);
        const named = await DBOS.withNextWorkflowID('named', () => DBOS.startWorkflow(child)(2));
        const limited = await DBOS.withWorkflowTimeout(1500, () => DBOS.startWorkflow(child)(3));
        const first = await DBOS.waitFirst([started, named]);
        const results = [await started.getResult(), await named.getResult()];
        const failure = await rejection(limited.getResult());
        return {
          first: first.workflowID,
          results,
          code: Errors.getDBOSErrorCode(failure),
          limited: limited.workflowID,
        };
      },
      { name: 'parent' },
    );
    await withRealWorker(async ({ daemon, relaunch }) => {
      const client = await daemon.connect();
      await DBOS.startWorkflow(parent, { workflowID: 'p' })();
      await until(async () => (await client.listWorkflowSteps('p'))?.length === 3);
      await relaunch();
      await DBOS.send('named', 'b', 'go');
      await until(async () => (await client.listWorkflowSteps('p'))?.length === 4);
      await relaunch();
      await DBOS.send('p-0', 'a', 'go');
      expect(await DBOS.getResult('p')).to.deep.equal({
        first: 'named',
        results: [
          [1, 'a'],
          [2, 'b'],
        ],
        code: 27,
        limited: 'p-2',
      });
      const again = await DBOS.forkWorkflow('p', 6);
      expect(await again.getResult()).to.deep.include({ first: 'named', code: 27 });
    }, SAME);
  });

  it('goes on with the retries of a step, and the errors of steps and children come back as they were', async () => {
    const hang = hangingOnce();
    let tries = 0;
    const failing = DBOS.registerWorkflow(
      async () => Promise.reject(Object.assign(new TypeError('child'), { code: 7 })),
      { name: 'failing', serialization: 'portable' },
    );
    const trying = DBOS.registerWorkflow(
      async () => {
        const step = await rejection(
          DBOS.runStep(
            () => {
              tries += 1;
              return Promise.reject(new Error(`try ${String(tries)}`));
            },
            {
              name: 'step',
              retriesAllowed: true,
              maxAttempts: 2,
              intervalSeconds: 0.001,
              shouldRetry: () => true,
            },
          ),
        );
        const slow = await rejection(
          DBOS.runStep(() => new Promise(() => undefined), { name: 'slow', timeoutMS: 10 }),
        );
        const child = await rejection(failing());
        await DBOS.runStep(hang.here, { name: 'hang' });
        return [step, slow, child].map((error) => [
          Errors.getDBOSErrorCode(error),
          error.name,
          error.message,
        ]);
      },
      { name: 'trying' },
    );
    await withRealWorker(async ({ relaunch }) => {
      await DBOS.startWorkflow(trying, { workflowID: 'w' })();
      await hang.reached.passed;
      await relaunch();
      expect(await DBOS.getResult('w')).to.deep.equal([
        [23, 'Error', 'step step failed in all of its 2 tries (1: try 1; 2: try 2)'],
        [31, 'Error', 'step slow took longer than 10 ms'],
        [undefined, 'TypeError', 'child'],
      ]);
      expect(tries).to.equal(2);
    }, SAME);
  });

  it('is run from its queue within its limits, in the order of priorities, and not before its delay', async () => {
    const hang = hangingOnce();
    const ran: string[] = [];
    const queued = DBOS.registerWorkflow(
      async (name: string) => {
        if (name === 'first') await DBOS.runStep(hang.here, { name: 'hang' });
        ran.push(name);
        return Promise.resolve(name);
      },
      { name: 'queued' },
    );
    await withRealWorker(async ({ relaunch }) => {
      await DBOS.registerQueue('q', { concurrency: 1, workerConcurrency: 1 });
      const start = (name: string, enqueueOptions: object): Promise<unknown> =>
        DBOS.startWorkflow(queued, { workflowID: name, queueName: 'q', enqueueOptions })(name);
      await start('first', { priority: 1 });
      await hang.reached.passed;
      await start('late', { priority: 1, delaySeconds: 1 });
      await start('low', { priority: 9 });
      await start('high', { priority: 2 });
      expect((await DBOS.getWorkflowStatus('late'))?.status).to.equal('DELAYED');
      await relaunch();
      for (const name of ['first', 'high', 'low', 'late']) expect(await DBOS.getResult(name)).to.equal(name);
      expect(ran.slice(0, 2)).to.deep.equal(['first', 'high']);
    }, SAME);
  });
});

describe('outside a workflow', () => {
  it('recv, setEvent and stream writes are refused with what to do', async () => {
    await withRealWorker(async () => {
      for (const call of [
        DBOS.recv('t', 0),
        DBOS.setEvent('k', 1),
        DBOS.closeStream('s'),
        DBOS.writeStream('s', 1),
      ]) {
        expect((await rejection(call)).message).to.match(/is called outside a workflow: /);
      }
    });
  });
});
