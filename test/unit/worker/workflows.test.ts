import { DBOS, ConfiguredInstance, Error as Errors, PortableWorkflowError } from '@dbosd/worker';
import { expect } from 'chai';
import { rejection } from '../client/client-and-daemon.js';
import { stepNames, withWorker } from '../../support/launched-worker.js';
import { newWorkflow } from '../../support/memory-engine.js';
import { until } from '../../support/until.js';

describe('a workflow of the worker', () => {
  it('runs where it is started, and its steps are recorded under their names', async () => {
    const add = DBOS.registerStep(async (a: number, b: number) => a + b, { name: 'add' });
    const sum = DBOS.registerWorkflow(
      async (a: number, b: number) => {
        const once = await add(a, b);
        return DBOS.runStep(async () => once * 2, { name: 'double' });
      },
      { name: 'sum' },
    );
    await withWorker(async ({ engine }) => {
      const handle = await DBOS.startWorkflow(sum, { workflowID: 'w' })(1, 2);
      expect(await handle.getResult()).to.equal(6);
      expect(engine.of('w').status).to.equal('SUCCESS');
      expect(stepNames(engine.of('w'))).to.deep.equal(['0 add', '1 double']);
    });
  });

  it('can be called like the function that it was made of', async () => {
    const greet = DBOS.registerWorkflow(async (name: string) => `hello ${name}`, { name: 'greet' });
    await withWorker(async ({ engine }) => {
      expect(await DBOS.withNextWorkflowID('named', () => greet('you'))).to.equal('hello you');
      expect(engine.of('named').input?.data).to.equal('{"json":["you"],"__dbos_serializer":"superjson"}');
      expect(engine.of('named').output?.data).to.equal(
        '{"json":"hello you","__dbos_serializer":"superjson"}',
      );
    });
  });

  it('records what it throws as DBOS does, and throws it to the caller that awaits it', async () => {
    const fail = DBOS.registerWorkflow(
      async () => {
        throw Object.assign(new TypeError('bad thing', { cause: new Error('root') }), {
          code: 17,
          data: { x: 1 },
        });
      },
      { name: 'fail' },
    );
    await withWorker(async ({ engine }) => {
      const handle = await DBOS.startWorkflow(fail, { workflowID: 'w' })();
      expect(await rejection(handle.getResult()))
        .to.be.instanceOf(TypeError)
        .with.property('code', 17);
      expect(engine.of('w').status).to.equal('ERROR');
      const { json } = JSON.parse(engine.of('w').error!.data) as { json: Record<string, unknown> };
      expect(json).to.include({ code: 17, name: 'TypeError', message: 'bad thing' });
      expect(json).to.have.nested.property('cause.message', 'root');
      expect(json).to.have.property('stack').that.contains('bad thing');
    });
  });

  it('writes portable values when it is registered so, its error too', async () => {
    const portable = DBOS.registerWorkflow(
      async (at: Date) => {
        await DBOS.setEvent('at', at);
        throw Object.assign(new TypeError('bad thing'), { code: 17, data: { x: 1 } });
      },
      { name: 'portable', serialization: 'portable' },
    );
    await withWorker(async ({ engine }) => {
      const handle = await DBOS.startWorkflow(portable, { workflowID: 'w' })(new Date(0));
      const error = await rejection(handle.getResult());
      expect(error).to.be.instanceOf(PortableWorkflowError).with.property('name', 'TypeError');
      const { input, events, error: stored } = engine.of('w');
      expect(input).to.include({
        data: '{"positionalArgs":["1970-01-01T00:00:00.000Z"]}',
        serialization: 'portable_json',
      });
      expect(events.get('at')).to.include({
        data: '"1970-01-01T00:00:00.000Z"',
        serialization: 'portable_json',
      });
      expect(JSON.parse(stored!.data)).to.deep.equal({
        name: 'TypeError',
        message: 'bad thing',
        code: 17,
        data: { x: 1 },
      });
    });
  });

  it('sees its own id, and whether it is in a step', async () => {
    const seen: unknown[] = [];
    const look = (): void => {
      seen.push([
        DBOS.workflowID,
        DBOS.isWithinWorkflow(),
        DBOS.isInWorkflow(),
        DBOS.isInStep(),
        DBOS.stepID,
      ]);
    };
    const looking = DBOS.registerWorkflow(
      async () => {
        look();
        await DBOS.now();
        await DBOS.runStep(
          async () => {
            look();
          },
          { name: 'look' },
        );
      },
      { name: 'looking' },
    );
    await withWorker(async () => {
      look();
      await (await DBOS.startWorkflow(looking, { workflowID: 'w' })()).getResult();
      expect(seen).to.deep.equal([
        [undefined, false, false, false, undefined],
        ['w', true, true, false, undefined],
        ['w', true, false, true, 1],
      ]);
    });
  });

  it('gives calls made together their places in the order of the calls', async () => {
    const gathering = DBOS.registerWorkflow(
      async () => {
        const slow = DBOS.runStep(
          async () => {
            await new Promise((resolve) => setTimeout(resolve, 20));
            return 'slow';
          },
          { name: 'slow' },
        );
        return Promise.all([slow, DBOS.runStep(async () => 'fast', { name: 'fast' }), DBOS.setEvent('k', 1)]);
      },
      { name: 'gathering' },
    );
    await withWorker(async ({ engine }) => {
      await (await DBOS.startWorkflow(gathering, { workflowID: 'w' })()).getResult();
      const { steps } = engine.of('w');
      expect([0, 1, 2].map((at) => steps.get(at)?.name)).to.deep.equal(['slow', 'fast', 'DBOS.setEvent']);
    });
  });

  it('that throws what cannot be stored still ends', async () => {
    const cyclic = DBOS.registerWorkflow(
      async () => {
        const error = new Error('cyclic') as Error & { self?: unknown };
        error.self = error;
        throw error;
      },
      { name: 'cyclic' },
    );
    const unstorable = DBOS.registerWorkflow(async () => new Map([[{}, 1]]), {
      name: 'unstorable',
      serialization: 'portable',
    });
    await withWorker(async ({ engine }) => {
      expect(await rejection(DBOS.withNextWorkflowID('a', cyclic))).to.have.property('message', 'cyclic');
      expect(await rejection(DBOS.withNextWorkflowID('b', unstorable)))
        .to.have.property('message')
        .that.contains('Map');
      expect([engine.of('a').status, engine.of('b').status]).to.deep.equal(['ERROR', 'ERROR']);
    });
  });

  it('may leave promises behind: they write nothing when it has ended', async () => {
    let late: Promise<unknown> | undefined;
    let go: () => void = () => undefined;
    const leaving = DBOS.registerWorkflow(
      async () => {
        late = new Promise<void>((resolve) => {
          go = resolve;
        }).then(() => DBOS.setEvent('late', 1));
        void DBOS.recv('never', 60);
        await DBOS.now();
        return 'done';
      },
      { name: 'leaving' },
    );
    await withWorker(async ({ engine, daemon }) => {
      expect(await DBOS.withNextWorkflowID('w', leaving)).to.equal('done');
      go();
      expect(await rejection(late!))
        .to.have.property('message')
        .that.contains('w has ended');
      expect(engine.of('w').events.size).to.equal(0);
      expect(daemon.worker.cancels).to.have.length(1);
    });
  });

  it('may be registered once, and before the launch', async () => {
    const body = async (): Promise<void> => {};
    DBOS.registerWorkflow(body, { name: 'one' });
    expect(() => DBOS.registerWorkflow(body, { name: 'two' })).to.throw(
      Errors.DBOSConflictingRegistrationError,
      /registered twice/,
    );
    expect(() => DBOS.registerWorkflow(async () => {}, { name: 'one' })).to.throw(
      /one is registered twice: give one of them another name/,
    );
    await withWorker(async () => {
      expect(() => DBOS.registerWorkflow(async () => {}, { name: 'late' })).to.throw(/after DBOS.launch/);
      await Promise.resolve();
    });
  });

  it('must be registered to be started', async () => {
    const stranger = async (): Promise<void> => {};
    const step = DBOS.registerStep(stranger, { name: 'step' });
    await withWorker(async () => {
      expect(() => DBOS.startWorkflow(stranger)()).to.throw(
        Errors.DBOSNotRegisteredError,
        /stranger is not registered/,
      );
      expect(() => DBOS.startWorkflow(step)()).to.throw(/is a step/);
      expect(() => DBOS.startWorkflow({} as ConfiguredInstance)).to.throw(/no ConfiguredInstance/);
      await Promise.resolve();
    });
  });

  it('cannot be started before the launch, and the error says so', async () => {
    const early = DBOS.registerWorkflow(async () => {}, { name: 'early' });
    expect(await rejection(early())).to.be.instanceOf(Errors.DBOSExecutorNotInitializedError);
    expect(() => DBOS.startWorkflow(early)).to.throw(/await DBOS.launch\(\) first/);
    expect(await rejection(DBOS.send('w', 1)))
      .to.have.property('message')
      .that.contains('await DBOS.launch() first');
    await withWorker(() => Promise.resolve());
  });

  it('is known to the daemon with its class, its instances and its limit of attempts', async () => {
    class Shop extends ConfiguredInstance {}
    new Shop('north');
    DBOS.registerWorkflow(async () => {}, { name: 'plain', maxRecoveryAttempts: 3 });
    DBOS.registerWorkflow(async () => {}, { name: 'open', className: 'Shop', ctorOrProto: Shop });
    await withWorker(async ({ daemon }) => {
      const { workflows } = daemon.worker.hello!;
      const known = workflows.map(({ workflowName, className, configName, maxRecoveryAttempts }) => [
        workflowName,
        className,
        configName,
        maxRecoveryAttempts,
      ]);
      expect(known).to.deep.equal([
        ['plain', undefined, undefined, 3],
        ['open', 'Shop', undefined, undefined],
        ['open', 'Shop', 'north', undefined],
      ]);
      await Promise.resolve();
    });
  });

  it('that is a method of objects runs with its object or not at all', async () => {
    class Shop extends ConfiguredInstance {
      @DBOS.workflow()
      async sell(): Promise<string> {
        return Promise.resolve(this.name);
      }
      @DBOS.workflow()
      static async count(): Promise<number> {
        return Promise.resolve(1);
      }
    }
    class Stand extends Shop {}
    const north = new Shop('north');
    const kiosk = new Stand('kiosk');
    await withWorker(async ({ daemon, engine }) => {
      const known = daemon.worker.hello!.workflows.map((one) => [one.workflowName, one.configName]);
      expect(known).to.have.deep.members([
        ['count', undefined],
        ['count', 'north'],
        ['count', 'kiosk'],
        ['sell', 'north'],
        ['sell', 'kiosk'],
      ]);
      const detached: () => Promise<string> = Reflect.get(north, 'sell');
      expect((await rejection(detached())).message).to.match(/called without one/);
      const onClass = DBOS.startWorkflow(Shop as unknown as { sell: () => Promise<string> });
      expect(() => onClass.sell()).to.throw(/called without one/);
      engine.workflows.set('w', { ...newWorkflow('w', 'sell', null), className: 'Shop' });
      engine.assign('w');
      await daemon.until(() => daemon.worker.assignmentAnswers.length === 1);
      expect(daemon.worker.assignmentAnswers[0]).to.include({ refused: true });
      const handle = await DBOS.startWorkflow(kiosk, { workflowID: 'k' }).sell();
      expect(await handle.getResult()).to.equal('kiosk');
      engine.assign('k');
      await until(() => engine.of('k').status === 'SUCCESS');
    });
  });

  it('may leave any call unawaited when it is stopped: the process lives on', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown): void => {
      unhandled.push(error);
    };
    const busy: () => Promise<void> = DBOS.registerWorkflow(
      async () => {
        void DBOS.recv('t', 60);
        void DBOS.getEvent('other', 'k', 60);
        void DBOS.sleepms(60_000);
        void DBOS.now();
        void DBOS.patch('p');
        void DBOS.getWorkflowStatus('w');
        void DBOS.listWorkflows({});
        void DBOS.cancelWorkflow('other');
        void DBOS.getResult('other');
        void DBOS.startWorkflow(busy)();
        await DBOS.recv('never', 60);
      },
      { name: 'busy' },
    );
    await withWorker(async ({ daemon, engine }) => {
      const listeners = process.listeners('unhandledRejection');
      process.removeAllListeners('unhandledRejection');
      process.on('unhandledRejection', onUnhandled);
      try {
        engine.intercept = (_worker, { kind, functionId }) => kind !== 'startWorkflow' || functionId > 0;
        void DBOS.startWorkflow(busy, { workflowID: 'w' })();
        await daemon.until(() => daemon.worker.operations.length > 3);
        const { token } = engine.of('w');
        const cause = { code: 9, message: 'taken', details: [] };
        daemon.worker.write({ stops: [{ workflowId: 'w', ownerToken: token!, cause }] });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(unhandled).to.deep.equal([]);
      } finally {
        process.removeListener('unhandledRejection', onUnhandled);
        for (const listener of listeners) process.on('unhandledRejection', listener);
      }
    });
  });

  it('ends with any number of shutdowns, also with one that comes upon the launch', async () => {
    const waiting = DBOS.registerWorkflow(() => DBOS.recv('t', 60), { name: 'waiting' });
    await withWorker(async ({ daemon }) => {
      await DBOS.startWorkflow(waiting)();
      expect(await rejection(DBOS.shutdown({ workflowCompletionTimeoutMS: -1 }))).to.have.property(
        'reason',
        'INVALID_FIELD',
      );
      expect(DBOS.isInitialized()).to.equal(true);
      await Promise.all([DBOS.shutdown(), DBOS.shutdown(), DBOS.shutdown()]);
      expect(daemon.workers).to.have.length(1);
      const launching = DBOS.launch();
      const ending = DBOS.shutdown();
      const relaunching = DBOS.launch();
      await Promise.all([launching, ending, relaunching]);
      expect(DBOS.isInitialized()).to.equal(true);
      await until(() => daemon.workers[1]?.saidGoodbye === true);
      expect(daemon.worker.saidGoodbye).to.equal(false);
    });
  });

  it('is of another version when its source is another', async () => {
    const versionWith = async (body: () => Promise<unknown>): Promise<string> => {
      DBOS.registerWorkflow(body, { name: 'w' });
      let version = '';
      await withWorker(async () => {
        version = DBOS.applicationVersion;
        await Promise.resolve();
      });
      return version;
    };
    const one = await versionWith(async () => Promise.resolve(1));
    expect(await versionWith(async () => Promise.resolve(1))).to.equal(one);
    expect(await versionWith(async () => Promise.resolve(2))).not.to.equal(one);
  });

  it('whose arguments do not fit its schema ends with the error of the schema', async () => {
    const parse = (input: unknown): unknown => {
      if (typeof (input as unknown[])[0] !== 'number') throw new RangeError('give a number');
      return input;
    };
    const typed = DBOS.registerWorkflow(async (n: number) => n, { name: 'typed', inputSchema: { parse } });
    await withWorker(async () => {
      expect(await typed(1)).to.equal(1);
      expect(await rejection(typed('x' as never))).to.be.instanceOf(RangeError);
    });
  });

  it('is drained by a shutdown that has the time, and handed over by one that has not', async () => {
    const receiving = DBOS.registerWorkflow(async () => DBOS.recv('go', 60), { name: 'receiving' });
    await withWorker(async ({ engine, daemon }) => {
      const first = await DBOS.startWorkflow(receiving, { workflowID: 'a' })();
      await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'receive'));
      const ending = DBOS.shutdown({ workflowCompletionTimeoutMS: 50_000 });
      await daemon.until(() => daemon.worker.offers.length === 1);
      expect(daemon.worker.offers[0]).to.include({ slots: 0 });
      // To refuse what comes all the same would use up its attempts.
      engine.workflows.set('late', newWorkflow('late', 'receiving', null));
      engine.assign('late');
      await daemon.until(() => daemon.worker.assignmentAnswers.length === 1);
      expect(daemon.worker.assignmentAnswers[0]).to.include({ refused: false });
      engine.deliver('late', 'too', 'go');
      engine.deliver('a', 'now', 'go');
      await ending;
      expect(await first.getResult()).to.equal('now');
      expect(daemon.worker.saidGoodbye).to.equal(true);
      await DBOS.launch();
      await DBOS.startWorkflow(receiving, { workflowID: 'b' })();
      await DBOS.shutdown();
      await until(() => daemon.worker.saidGoodbye);
      expect(engine.of('b').status).to.equal('PENDING');
    });
  });
});
