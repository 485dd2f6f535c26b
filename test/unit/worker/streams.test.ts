import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { rejection } from '../client/client-and-daemon.js';
import { forSeeds } from '../../support/random.js';
import { withWorker } from '../../support/launched-worker.js';

const valuesOf = (stream: readonly { value: string }[] | undefined): unknown[] =>
  (stream ?? []).map(({ value }) => {
    const parsed = JSON.parse(value) as { json?: unknown } | string;
    return typeof parsed === 'string' ? parsed : parsed.json;
  });

describe('a stream of the worker', () => {
  it('keeps the order of writes that nobody awaits, whatever fails transiently', async () => {
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
        engine.failInPassing(worker, operation);
        return true;
      };
      await DBOS.withNextWorkflowID('w', writing);
      expect(valuesOf(engine.of('w').streams.get('s'))).to.deep.equal([...Array(20).keys()]);
      expect(refusals).to.equal(3);
    });
  });

  it('keeps each order though many are under way, operations fail transiently at random, and streams break', async () => {
    const COUNT = 500;
    const keys = ['a', 'b'];
    await forSeeds(2, async (random) => {
      const sink = DBOS.registerWorkflow(() => DBOS.recv('never', 600), { name: 'sink' });
      const writing = DBOS.registerWorkflow(
        async () => {
          for (let at = 0; at < COUNT; at += 1) {
            for (const key of keys) void DBOS.writeStream(key, at);
            void DBOS.send('sink', at, 't');
            if (at % 100 === 50) await new Promise((resolve) => setImmediate(resolve));
          }
          for (const key of keys) void DBOS.closeStream(key);
          return Promise.resolve();
        },
        { name: 'writing' },
      );
      await withWorker(async ({ engine, daemon }) => {
        await DBOS.startWorkflow(sink, { workflowID: 'sink' })();
        const lane: (() => void)[] = [];
        let underWay = 0;
        engine.intercept = (worker, operation) => {
          if (!/Stream|sendMessage/.test(String(operation.kind))) return false;
          // One after the other, as the daemon does, and not at once.
          lane.push(() => {
            if (random.chance(0.003)) engine.failInPassing(worker, operation);
            else engine.perform(worker, operation);
            if (random.chance(0.001)) worker.break();
          });
          underWay = Math.max(underWay, lane.length);
          if (lane.length === 1) setImmediate(drain);
          return true;
        };
        const drain = (): void => {
          for (const next of lane.splice(0, 1 + random.int(20))) next();
          if (lane.length > 0) setImmediate(drain);
        };
        await DBOS.withNextWorkflowID('w', writing);
        const all = [...Array(COUNT).keys()];
        for (const key of keys) {
          expect(valuesOf(engine.of('w').streams.get(key))).to.deep.equal([...all, '__DBOS_STREAM_CLOSED__']);
        }
        const sent = engine.of('sink').messages.map(({ payload }) => valuesOf([{ value: payload.data }])[0]);
        expect(sent).to.deep.equal(all);
        expect(underWay).to.be.greaterThan(100);
        expect(daemon.workers.length).to.be.greaterThan(0);
      });
    });
  });

  it('has the writes of a workflow that fails, though nobody awaited them', async () => {
    const writing = DBOS.registerWorkflow(
      async () => {
        for (let at = 0; at < 600; at += 1) void DBOS.writeStream('s', at);
        await DBOS.runStep(
          () => {
            for (let at = 600; at < 1200; at += 1) void DBOS.writeStream('s', at);
            return Promise.reject(new Error('given up'));
          },
          { name: 'step' },
        );
      },
      { name: 'writing' },
    );
    await withWorker(async ({ engine }) => {
      expect(await rejection(DBOS.withNextWorkflowID('w', writing))).to.have.property('message', 'given up');
      expect(valuesOf(engine.of('w').streams.get('s'))).to.deep.equal([...Array(1200).keys()]);
    });
  });

  it('does not blame an operation for a later write that its caller is about to await', async () => {
    const order: unknown[] = [];
    const writing = DBOS.registerWorkflow(
      async () => {
        await DBOS.closeStream('closed');
        void DBOS.writeStream('s', 1);
        const receiving = DBOS.recv('t', 60);
        const late = DBOS.writeStream('closed', 2);
        order.push(await receiving);
        order.push((await rejection(late)).message);
      },
      { name: 'writing' },
    );
    await withWorker(async ({ engine, daemon }) => {
      const handle = await DBOS.startWorkflow(writing, { workflowID: 'w' })();
      await daemon.until(
        () => daemon.worker.operations.filter(({ kind }) => kind === 'writeStream').length === 2,
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
      engine.deliver('w', 'message', 't');
      await handle.getResult();
      expect(order).to.deep.equal(['message', 'closed']);
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
