import {
  ConfiguredInstance,
  DBOS,
  type EnqueueOptions,
  type EnqueueWorkflowOptions,
  type StartWorkflowParams,
} from '@dbosd/worker';
import { expect } from 'chai';
import { withWorker, type WorkerScene } from '../../support/launched-worker.js';
import { newWorkflow } from '../../support/memory-engine.js';
import { rejection } from '../client/client-and-daemon.js';

/** A value for every option of a type: the compiler demands all of them. */
type Every<T> = Required<{ [K in keyof T]: Exclude<T[K], undefined> }>;

/** What programs without a compiler may give. */
const any = (value: unknown): never => value as never;

const onQueue: Every<EnqueueOptions> = {
  deduplicationID: 'd',
  priority: 1,
  queuePartitionKey: 'p',
  applicationVersion: 'v',
  delaySeconds: 1,
  applicationName: 'unit',
};
const start: Every<StartWorkflowParams> = {
  workflowID: 'given',
  queueName: 'q',
  timeoutMS: 1000,
  enqueueOptions: { applicationVersion: 'v' },
  authenticatedUser: 'u',
  authenticatedRoles: ['r'],
  duplicationPolicy: 'return-existing',
  workflowIDReusePolicy: 'reject',
  workflowAttributes: { a: 1 },
};
const byName: Every<EnqueueWorkflowOptions> = {
  queueName: 'other',
  workflowName: 'other',
  workflowClassName: 'c',
  workflowConfigName: 'c',
  workflowID: 'given',
  workflowIDReusePolicy: 'reject',
  appVersion: 'v',
  workflowTimeoutMS: 1,
  deduplicationID: 'd',
  duplicationPolicy: 'return-existing',
  serializationType: 'portable',
  priority: 1,
  queuePartitionKey: 'p',
  delaySeconds: 1,
  attributes: { a: 1 },
  authenticatedUser: 'u',
  authenticatedRoles: ['r'],
  applicationName: 'a',
};
const queued = { queueName: 'q', enqueueOptions: { deduplicationID: 'd' } };

describe('every option of the worker', () => {
  afterEach(() => DBOS.shutdown({ deregister: true }));

  /** What a start asks of the daemon, but for what is made anew for each. */
  async function asked({ daemon, engine }: WorkerScene, starting: () => Promise<unknown>): Promise<string> {
    const before = daemon.worker.operations.length;
    await starting();
    const operation = daemon.worker.operations.slice(before).find(({ kind }) => kind === 'startWorkflow');
    engine.workflows.clear();
    const made = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
    return JSON.stringify(operation?.startWorkflow, (_key, value: unknown) =>
      typeof value === 'string' && made.test(value) ? 'made' : value,
    );
  }

  it('is used by startWorkflow', async () => {
    const child = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'child' });
    await withWorker(async (scene) => {
      for (const [option, value] of Object.entries(start)) {
        const base = option === 'duplicationPolicy' ? queued : {};
        const without = await asked(scene, () => DBOS.startWorkflow(child, base)());
        const given = await asked(scene, () => DBOS.startWorkflow(child, { ...base, [option]: value })());
        expect(given, option).to.not.equal(without);
        const absent = await asked(scene, () =>
          DBOS.startWorkflow(child, any({ ...base, [option]: null }))(),
        );
        expect(absent, `${option}, null`).to.equal(without);
      }
    });
  });

  it('is used by startWorkflow on a queue, or refused by its name without one', async () => {
    const child = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'child' });
    await withWorker(async (scene) => {
      for (const [option, value] of Object.entries(onQueue)) {
        const enqueueOptions = { [option]: value };
        // The application's own name changes nothing; another one is refused by its name.
        if (option !== 'applicationName') {
          const without = await asked(scene, () => DBOS.startWorkflow(child, { queueName: 'q' })());
          const given = await asked(scene, () =>
            DBOS.startWorkflow(child, { queueName: 'q', enqueueOptions })(),
          );
          expect(given, option).to.not.equal(without);
        }
        if (option !== 'applicationVersion') {
          const error = await rejection(DBOS.startWorkflow(child, { enqueueOptions })());
          expect(error.message).to.match(new RegExp(`^enqueueOptions.${option} .*give queueName`));
        }
        const absent = { enqueueOptions: { [option]: null } };
        await asked(scene, () => DBOS.startWorkflow(child, any({ queueName: 'q', ...absent }))());
        await asked(scene, () => DBOS.startWorkflow(child, any(absent))());
      }
      const other = { queueName: 'q', enqueueOptions: { applicationName: 'other' } };
      expect(await rejection(DBOS.startWorkflow(child, other)())).to.include({
        field: 'enqueueOptions.applicationName',
      });
    });
  });

  it('is used by enqueueWorkflowWithOptions', async () => {
    const base = { queueName: 'q', workflowName: 'child' };
    await withWorker(async (scene) => {
      for (const [option, value] of Object.entries(byName)) {
        const company = option === 'duplicationPolicy' ? { ...base, deduplicationID: 'd' } : base;
        const without = await asked(scene, () => DBOS.enqueueWorkflowWithOptions(company, 1));
        const given = await asked(scene, () =>
          DBOS.enqueueWorkflowWithOptions({ ...company, [option]: value }, 1),
        );
        expect(given, option).to.not.equal(without);
      }
    });
  });

  const wrong: [name: string, field: string, call: (child: () => Promise<void>) => Promise<unknown>][] = [
    ['startWorkflow', 'params.nosuch', (child) => DBOS.startWorkflow(child, any({ nosuch: 1 }))()],
    [
      'startWorkflow, a policy',
      'params.duplicationPolicy',
      (child) => DBOS.startWorkflow(child, any({ duplicationPolicy: 'rejct' }))(),
    ],
    [
      'startWorkflow, the policy of an id',
      'params.workflowIDReusePolicy',
      (child) => DBOS.startWorkflow(child, any({ workflowIDReusePolicy: 'rejct' }))(),
    ],
    [
      'startWorkflow, roles',
      'authenticatedRoles',
      (child) => DBOS.startWorkflow(child, any({ authenticatedRoles: 'admin' }))(),
    ],
    [
      'startWorkflow, a delay',
      'enqueueOptions.delaySeconds',
      (child) => DBOS.startWorkflow(child, { queueName: 'q', enqueueOptions: { delaySeconds: -1 } })(),
    ],
    [
      'startWorkflow, attributes with a bigint',
      'workflowAttributes.n',
      (child) => DBOS.startWorkflow(child, { workflowAttributes: { n: 1n } })(),
    ],
    [
      'startWorkflow, attributes in themselves',
      'workflowAttributes.self',
      (child) => DBOS.startWorkflow(child, { workflowAttributes: circular() })(),
    ],
    [
      'enqueueWorkflowWithOptions',
      'options.nosuch',
      () => DBOS.enqueueWorkflowWithOptions(any({ queueName: 'q', workflowName: 'w', nosuch: 1 })),
    ],
    [
      'enqueueWorkflowWithOptions, a signal',
      'options.signal',
      () =>
        DBOS.enqueueWorkflowWithOptions(
          any({ queueName: 'q', workflowName: 'w', signal: new AbortController().signal }),
        ),
    ],
    [
      'enqueueWorkflowWithOptions, a policy',
      'options.duplicationPolicy',
      () =>
        DBOS.enqueueWorkflowWithOptions(any({ queueName: 'q', workflowName: 'w', duplicationPolicy: 'x' })),
    ],
    ['send', 'options.nosuch', () => DBOS.send('w', 1, 't', 'k', any({ nosuch: 1 }))],
    ['waitFirst', 'options.nosuch', () => DBOS.waitFirst([], any({ nosuch: 1 }))],
    ['waitFirst, polling', 'pollingIntervalMs', () => DBOS.waitFirst([], { pollingIntervalMs: -1 })],
    ['waitAll', 'options.nosuch', () => DBOS.waitAll([], any({ nosuch: 1 }))],
    ['getResult', 'options.nosuch', () => DBOS.getResult('w', any({ nosuch: 1 }))],
    ['getResult, polling', 'pollingIntervalMs', () => DBOS.getResult('w', { pollingIntervalMs: 0 })],
    ['getResult, a time', 'timeoutSeconds', () => DBOS.getResult('w', any({ timeoutSeconds: '5' }))],
    [
      'a handle’s getResult',
      'options.timeoutSeconds',
      () => DBOS.retrieveWorkflow('w').getResult(any({ timeoutSeconds: 1 })),
    ],
    [
      'a handle’s getResult, polling',
      'pollingIntervalMs',
      () => DBOS.retrieveWorkflow('w').getResult({ pollingIntervalMs: NaN }),
    ],
    ['getEvent', 'options.nosuch', () => DBOS.getEvent('w', 'k', any({ nosuch: 1 }))],
    ['readStream', 'options.nosuch', () => DBOS.readStream('w', 's', any({ nosuch: 1 })).next()],
    ['forkWorkflow', 'options.nosuch', () => DBOS.forkWorkflow('w', 0, any({ nosuch: 1 }))],
    ['launch', 'options.conductorKey', () => DBOS.launch(any({ conductorKey: 'k' }))],
    ['shutdown', 'options.nosuch', () => DBOS.shutdown(any({ nosuch: 1 }))],
    ['shutdown, a switch', 'options.deregister', () => DBOS.shutdown(any({ deregister: 'no' }))],
    [
      'runStep',
      'config of step s.nosuch',
      async () => DBOS.runStep(async () => 1, any({ name: 's', nosuch: 1 })),
    ],
    [
      'runStep, the class of a registered one',
      'config of step s.className',
      async () => DBOS.runStep(async () => 1, any({ name: 's', className: 'C' })),
    ],
  ];
  for (const [name, field, call] of wrong) {
    it(`is refused by its name: ${name}`, async () => {
      const child = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'child' });
      await withWorker(async ({ engine }) => {
        expect(await rejection(call(child))).to.include({ reason: 'INVALID_FIELD', field });
        expect(engine.workflows.size).to.equal(0);
      });
    });
  }

  it('is refused by a decorator that has no use for it', () => {
    for (const config of [{ className: 'C' }, { ctorOrProto: class {} }]) {
      expect(() => DBOS.workflow(any(config))).to.throw(/is not an option/);
      const decorate = DBOS.step(any(config)) as unknown as (...args: unknown[]) => void;
      expect(() => {
        decorate({}, 'step', { value: async () => 1 });
      }).to.throw(/is not an option/);
    }
  });

  it('gives a registered step the class that it names', () => {
    class Shop extends ConfiguredInstance {}
    DBOS.registerStep(async () => 1, { name: 'one', ctorOrProto: Shop, className: 'Shop' });
    const twice = (): unknown =>
      DBOS.registerWorkflow(async () => 1, { name: 'two', ctorOrProto: Shop, className: 'Store' });
    expect(twice).to.throw(/registered as Shop and as Store/);
  });

  it('is checked also by a stream that is read in a workflow', async () => {
    const reading = DBOS.registerWorkflow(
      async (options: object) => {
        for await (const value of DBOS.readStream('other', 's', options)) return value;
        return undefined;
      },
      { name: 'reading' },
    );
    await withWorker(async ({ engine }) => {
      const refused: [object, string][] = [
        [{ timeoutSeconds: -1 }, 'timeoutSeconds'],
        [{ tail: true }, 'options.tail'],
        [{ pollingIntervalMs: 0 }, 'pollingIntervalMs'],
      ];
      for (const [options, field] of refused) {
        expect(await rejection(reading(options))).to.include({ reason: 'INVALID_FIELD', field });
      }
      for (const { steps } of engine.workflows.values()) expect(steps.size).to.equal(0);
    });
  });

  it('newWorkflowID is taken from withNextWorkflowID where a fork gives none', async () => {
    const asks: string[] = [];
    DBOS.registerWorkflow(
      async () =>
        DBOS.withNextWorkflowID('next', async () => {
          const fork = await DBOS.forkWorkflow('w', 0);
          const given = await DBOS.forkWorkflow('w', 0, { newWorkflowID: 'given' });
          await DBOS.recv('go', 60);
          return [fork.workflowID, given.workflowID, (await DBOS.startWorkflow(child)()).workflowID];
        }),
      { name: 'forking' },
    );
    const child = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'child' });
    await withWorker(
      async ({ engine, daemon }) => {
        const outside = await DBOS.withNextWorkflowID('outside', () => DBOS.forkWorkflow('w', 0));
        expect(outside.workflowID).to.equal('outside');
        engine.workflows.set('f', newWorkflow('f', 'forking', null));
        engine.assign('f');
        const receives = (): number =>
          daemon.worker.operations.filter(({ kind }) => kind === 'receive').length;
        await daemon.until(() => receives() === 1);
        // In a replay the fork is answered from the record, and its id must not go to what is started next.
        engine.assign('f');
        await daemon.until(() => receives() === 2);
        engine.deliver('f', 1, 'go');
        await daemon.until(() => daemon.worker.operations.some(({ kind }) => kind === 'finishWorkflow'));
        expect(asks).to.deep.equal(['outside', 'next', 'given']);
        expect(engine.workflows.has('f-4')).to.equal(true);
        expect(engine.workflows.has('next')).to.equal(false);
      },
      {
        script: {
          onRequest: (session, { id, forkWorkflow }) => {
            if (!forkWorkflow) return;
            const { newWorkflowId = '' } = forkWorkflow;
            asks.push(newWorkflowId);
            session.answer(id, { forkWorkflow: { workflowId: newWorkflowId } });
          },
        },
      },
    );
  });
});

function circular(): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}
