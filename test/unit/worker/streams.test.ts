import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { rejection } from '../client/client-and-daemon.js';
import { failure } from '../../support/memory-engine.js';
import { withWorker } from '../../support/launched-worker.js';

const valuesOf = (stream: readonly { value: string }[] | undefined): unknown[] =>
  (stream ?? []).map(({ value }) => {
    const parsed = JSON.parse(value) as { json?: unknown } | string;
    return typeof parsed === 'string' ? parsed : parsed.json;
  });

describe('a stream of the worker', () => {
  it('keeps the order of writes that nobody awaits, whatever fails in passing', async () => {
    const writing = DBOS.registerWorkflow(
      async () => {
        for (let at = 0; at < 20; at += 1) void DBOS.writeStream('s', at);
        return Promise.resolve();
      },
      { name: 'writing' },
    );
    await withWorker(async ({ engine }) => {
      let refusals = 0;
      engine.intercept = (worker, operation) => {
        if (operation.kind !== 'writeStream' || refusals >= 3 || operation.functionId !== refusals * 5)
          return false;
        refusals += 1;
        worker.refuse(operation.id, failure('STORE_UNAVAILABLE', 'the store rests'));
        return true;
      };
      await DBOS.withNextWorkflowID('w', writing);
      expect(valuesOf(engine.of('w').streams.get('s'))).to.deep.equal([...Array(20).keys()]);
      expect(refusals).to.equal(3);
    });
  });

  it('tells of a write that failed and that nobody awaited: at the next await, at close, at the end', async () => {
    const seen: unknown[] = [];
    const note = (error: unknown): void => {
      seen.push((error as { reason?: unknown }).reason);
    };
    const writing = DBOS.registerWorkflow(
      async () => {
        await DBOS.closeStream('s');
        void DBOS.writeStream('s', 1);
        await DBOS.setEvent('k', 1).catch(note);
        void DBOS.writeStream('s', 2);
        await DBOS.closeStream('s').catch(note);
        await DBOS.writeStream('s', 3).catch(note);
        await DBOS.setEvent('k', 2);
        void DBOS.writeStream('s', 4);
      },
      { name: 'writing' },
    );
    await withWorker(async ({ engine }) => {
      expect(await rejection(DBOS.withNextWorkflowID('w', writing))).to.have.property(
        'reason',
        'STREAM_CLOSED',
      );
      expect(seen).to.deep.equal(['STREAM_CLOSED', 'STREAM_CLOSED', 'STREAM_CLOSED']);
      expect(engine.of('w').status).to.equal('ERROR');
    });
  });

  it('is written once for each try of a step, or once for all with dedupe', async () => {
    let tries = 0;
    const writing = DBOS.registerWorkflow(
      () =>
        DBOS.runStep(
          async () => {
            tries += 1;
            await DBOS.writeStream('plain', tries);
            await DBOS.writeStream('once', 'a', { dedupe: true });
            if (tries < 3) throw new Error('again');
            await DBOS.writeStream('once', 'b', { dedupe: true });
          },
          { name: 'step', retriesAllowed: true, intervalSeconds: 0 },
        ),
      { name: 'writing' },
    );
    await withWorker(async ({ engine }) => {
      await DBOS.withNextWorkflowID('w', writing);
      expect(valuesOf(engine.of('w').streams.get('plain'))).to.deep.equal([1, 2, 3]);
      expect(valuesOf(engine.of('w').streams.get('once'))).to.deep.equal(['a', 'b']);
    });
  });

  it('is not written outside a workflow, nor with what ends it or cannot be stored', async () => {
    const writing = DBOS.registerWorkflow(
      async () =>
        [
          await rejection(DBOS.writeStream('s', '__DBOS_STREAM_CLOSED__')),
          await rejection(DBOS.writeStream('', 1)),
          await rejection(DBOS.writeStream('s', new Map([[1, 2]]), { serializationType: 'portable' })),
        ].map(({ message }) => message),
      { name: 'writing' },
    );
    await withWorker(async () => {
      expect(await rejection(DBOS.writeStream('s', 1)))
        .to.have.property('message')
        .that.matches(/outside a workflow/);
      const [close, empty, map] = await writing();
      expect(close).to.match(/call DBOS.closeStream/);
      expect(empty).to.match(/key is empty/);
      expect(map).to.match(/value cannot be serialized/);
    });
  });
});
