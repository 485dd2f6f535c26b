import { DBOS, Error as Errors } from '@dbosd/worker';
import { expect } from 'chai';
import { gate } from '../../support/gate.js';
import { rejection } from '../client/client-and-daemon.js';
import { stepNames, withWorker } from '../../support/launched-worker.js';

describe('a step of the worker', () => {
  it('is tried as often as its options say, and then fails with all errors', async () => {
    const attempts: unknown[] = [];
    const failing = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          () => {
            attempts.push(DBOS.stepStatus?.currentAttempt);
            return Promise.reject(new Error(`try ${String(attempts.length)}`));
          },
          { name: 'failing', retriesAllowed: true, maxAttempts: 3, intervalSeconds: 0.001, backoffRate: 1 },
        ),
      { name: 'w' },
    );
    await withWorker(async ({ engine }) => {
      const error = (await rejection(
        DBOS.withNextWorkflowID('w', failing),
      )) as Errors.DBOSMaxStepRetriesError;
      expect(error).to.be.instanceOf(Errors.DBOSMaxStepRetriesError);
      expect(error.errors.map(({ message }) => message)).to.deep.equal(['try 1', 'try 2', 'try 3']);
      expect(attempts).to.deep.equal([1, 2, 3]);
      expect(stepNames(engine.of('w'))).to.deep.equal(['0 failing']);
    });
  });

  it('is not tried again when its error is not worth it', async () => {
    let tries = 0;
    const picky = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          () => {
            tries += 1;
            return Promise.reject(new RangeError('hopeless'));
          },
          { name: 'picky', retriesAllowed: true, shouldRetry: (error) => !(error instanceof RangeError) },
        ),
      { name: 'w' },
    );
    await withWorker(async () => {
      expect(await rejection(picky())).to.be.instanceOf(RangeError);
      expect(tries).to.equal(1);
    });
  });

  it('that takes too long is given up, and can write no more', async () => {
    const late = gate();
    const results: unknown[] = [];
    const slow = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          async () => {
            if (DBOS.stepStatus?.currentAttempt === 2) return 'second';
            await late.passed;
            results.push(
              DBOS.stepStatus?.timeoutSignal?.aborted,
              await rejection(DBOS.writeStream('s', 'late')),
            );
            return 'first';
          },
          { name: 'slow', retriesAllowed: true, timeoutMS: 20, intervalSeconds: 0 },
        ),
      { name: 'w' },
    );
    await withWorker(async ({ engine }) => {
      expect(await DBOS.withNextWorkflowID('w', slow)).to.equal('second');
      late.open();
      await new Promise((resolve) => setImmediate(resolve));
      expect(results[0]).to.equal(true);
      expect(results[1]).to.have.property('reason', 'STEP_SUPERSEDED');
      expect(engine.of('w').streams.size).to.equal(0);
    });
  });

  it('whose timeout is longer than 2^31 ms has the time that it says', async () => {
    const monthMs = 30 * 24 * 3600 * 1000;
    const patient = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(() => new Promise((resolve) => setTimeout(resolve, 50, 'done')), {
          name: 'patient',
          timeoutMS: monthMs,
        }),
      { name: 'w' },
    );
    await withWorker(async () => {
      expect(await patient()).to.equal('done');
    });
  });

  it('that takes too long writes nothing of what had not been sent', async () => {
    const slow = DBOS.registerWorkflow(
      async () => {
        const failed = await rejection(
          DBOS.runStep(
            () => {
              for (let at = 0; at < 600; at += 1) void DBOS.writeStream('s', at);
              return new Promise<void>(() => undefined);
            },
            { name: 'slow', timeoutMS: 20 },
          ),
        );
        await DBOS.setEvent('over', true);
        return failed.message;
      },
      { name: 'w' },
    );
    await withWorker(async ({ engine }) => {
      const held: (() => void)[] = [];
      engine.intercept = (worker, operation) => {
        if (operation.kind !== 'writeStream') return false;
        held.push(() => {
          engine.perform(worker, operation);
        });
        return true;
      };
      expect(await DBOS.withNextWorkflowID('w', slow)).to.match(/took longer/);
      const sent = held.length;
      expect(sent).to.be.within(1, 599);
      for (const carryOut of held) carryOut();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(held).to.have.length(sent);
      expect(stepNames(engine.of('w'))).to.deep.equal(['0 slow', '1 DBOS.setEvent']);
    });
  });

  it('may throw anything, and is tried again', async () => {
    const thrown: unknown[] = [undefined, 'text', null];
    const odd = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          async () => {
            if (thrown.length > 0) throw thrown.shift();
            return Promise.resolve('at last');
          },
          { name: 'odd', retriesAllowed: true, maxAttempts: 4, intervalSeconds: 0 },
        ),
      { name: 'w' },
    );
    await withWorker(async () => {
      expect(await odd()).to.equal('at last');
    });
  });

  it('sends once per key, and is not a place to receive, to set events or to start workflows', async () => {
    const other = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'other' });
    const sending = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          async () => {
            await DBOS.send('w', 1, 't', 'key');
            await DBOS.send('w', 1, 't', 'key');
            return [
              await rejection(DBOS.recv('t')),
              await rejection(DBOS.setEvent('k', 1)),
              await rejection(other()),
            ].map(({ message }) => message);
          },
          { name: 'sending' },
        ),
      { name: 'w' },
    );
    await withWorker(async ({ engine }) => {
      const messages = await DBOS.withNextWorkflowID('w', sending);
      for (const message of messages)
        expect(message).to.match(/inside step sending: .* in the workflow itself/);
      expect(engine.of('w').messages).to.have.length(1);
    });
  });

  it('outside a workflow is an ordinary call', async () => {
    const double = DBOS.registerStep((n: number) => Promise.resolve(n * 2), { name: 'double' });
    await withWorker(async ({ daemon }) => {
      expect(await double(2)).to.equal(4);
      expect(await DBOS.runStep(() => double(3), { name: 'run' })).to.equal(6);
      expect(daemon.worker.operations).to.have.length(0);
    });
  });

  it('refuses options that make no sense', () => {
    expect(() => DBOS.registerStep(() => Promise.resolve(), { name: 'x', timeoutMS: 0 })).to.throw(
      /timeoutMS of step x is 0: give more than 0/,
    );
  });
});
