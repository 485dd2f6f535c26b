import type { DBOSClient } from '@dbosd/client';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { eventually } from '../../support/collect.js';
import { withRealWorker } from '../../support/real-worker.js';
import { rejection } from '../../unit/client/client-and-daemon.js';

type Formats = 'native' | 'portable';
const FORMATS: readonly Formats[] = ['native', 'portable'];

const circular: Record<string, unknown> = {};
circular['request'] = { response: circular };
const never = (): never => {
  throw new Error('never');
};

/** What a workflow may throw, and a part of the message that is told of it. */
const THROWN: Readonly<Record<string, [make: () => unknown, message: string]>> = {
  bigint: [() => 404n, '404'],
  nan: [() => NaN, 'NaN'],
  symbol: [() => Symbol('out'), 'Symbol(out)'],
  nothing: [() => undefined, 'undefined'],
  circular: [() => Object.assign(new Error('said 503'), { data: circular }), 'said 503'],
  toJSON: [() => Object.assign(new Error('said 503'), { data: { toJSON: never } }), 'said 503'],
  getter: [
    () => Object.defineProperty(new Error('said 503'), 'data', { enumerable: true, get: never }),
    'said 503',
  ],
  message: [() => Object.defineProperty(new Error(), 'message', { get: never }), ''],
  bare: [() => Object.assign(Object.create(null) as object, { message: 'said 503' }), 'said 503'],
  proxy: [
    () => new Proxy(new Error('x'), { get: never, has: never, ownKeys: never, getPrototypeOf: never }),
    '',
  ],
  huge: [() => new Error(`said 503 ${'x'.repeat(5_000_000)}`), 'said 503'],
  enormous: [() => Object.assign(new Error('said 503'), { data: 'x'.repeat(40_000_000) }), 'said 503'],
  odd: [() => new Error('said 503 \u0000 \ud800'), 'said 503'],
};

/** What a workflow may return that cannot be stored. */
const RETURNED: Readonly<Record<string, () => unknown>> = {
  toJSON: () => ({ toJSON: never }),
  proxy: () => new Proxy({}, { ownKeys: never, has: never, getPrototypeOf: never }),
  huge: () => 'x'.repeat(5_000_000),
  enormous: () => 'x'.repeat(40_000_000),
};

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

describe('A workflow ends', () => {
  for (const format of FORMATS) {
    it(`whatever it throws, and the next one of its queue begins (${format})`, async () => {
      DBOS.registerWorkflow((what: string) => Promise.reject(THROWN[what]![0]() as Error), {
        name: 'throwing',
        serialization: format,
      });
      await withRealWorker(
        async ({ daemon }) => {
          const client = await daemon.connect();
          await DBOS.registerQueue('one', { concurrency: 1 });
          for (const [what, [, message]] of Object.entries(THROWN)) {
            const error = await rejection(enqueued(client, 'throwing', what, format));
            expect(error, what).to.be.instanceOf(Error);
            expect(error.message, what).to.contain(message);
          }
          // Each can be looked at, alone and in a list.
          const listed = await client.listWorkflows({ workflowName: 'throwing' });
          expect(listed.map(({ status }) => status)).to.deep.equal(Object.keys(THROWN).map(() => 'ERROR'));
          for (const { workflowID } of listed)
            expect(await client.getWorkflow(workflowID)).to.have.property('error');
          expect(await DBOS.listWorkflows({ workflowName: 'throwing' })).to.have.length(listed.length);
        },
        { logger: silent },
      );
    });

    it(`whatever it returns (${format})`, async () => {
      DBOS.registerWorkflow((what: string) => Promise.resolve(RETURNED[what]!()), {
        name: 'returning',
        serialization: format,
      });
      await withRealWorker(
        async ({ daemon }) => {
          const client = await daemon.connect();
          await DBOS.registerQueue('one', { concurrency: 1 });
          for (const what of Object.keys(RETURNED)) {
            const error = await rejection(enqueued(client, 'returning', what, format));
            expect(error.message, what).to.match(/cannot be serialized|bytes/);
          }
        },
        { logger: silent },
      );
    });
  }

  it('when its logger throws', async () => {
    const failing = DBOS.registerWorkflow(() => Promise.reject(new Error('said 503')), { name: 'failing' });
    const logger = { ...silent, warn: never, error: never };
    await withRealWorker(
      async ({ daemon }) => {
        const handle = await DBOS.startWorkflow(failing)();
        expect(await rejection(handle.getResult())).to.include({ message: 'said 503' });
        const client = await daemon.connect();
        expect(await client.getWorkflow(handle.workflowID)).to.include({ status: 'ERROR' });
      },
      { logger },
    );
  });

  it('with the error of its step, of a child, and of a step with retries, whatever they throw', async () => {
    const child = DBOS.registerWorkflow((what: string) => Promise.reject(THROWN[what]![0]() as Error), {
      name: 'child',
    });
    const parent = DBOS.registerWorkflow(
      async (what: string) => {
        const throwing = async (): Promise<never> => {
          throw THROWN[what]![0]();
        };
        const retries = { retriesAllowed: true, maxAttempts: 2, intervalSeconds: 0 };
        const failures: unknown[] = [];
        await DBOS.runStep(throwing, { name: 'step' }).catch((error: unknown) => failures.push(error));
        await DBOS.runStep(throwing, { name: 'retried', ...retries }).catch((error: unknown) =>
          failures.push(error),
        );
        const handle = await DBOS.startWorkflow(child)(what);
        await handle.getResult().catch((error: unknown) => failures.push(error));
        return failures.length;
      },
      { name: 'parent' },
    );
    await withRealWorker(
      async ({ daemon }) => {
        const client = await daemon.connect();
        for (const [what, [, message]] of Object.entries(THROWN)) {
          const handle = await DBOS.startWorkflow(parent)(what);
          expect(await handle.getResult(), what).to.equal(3);
          const steps = (await client.listWorkflowSteps(handle.workflowID))!;
          const failed = steps.filter(({ error }) => error !== null);
          expect(failed.map(({ name }) => name)).to.deep.equal(['step', 'retried', 'DBOS.getResult']);
          for (const { error } of failed) expect(error!.message, what).to.contain(message);
        }
      },
      { logger: silent },
    );
  });

  it('after a step whose result cannot be stored, which a replay does not run again', async () => {
    let runs = 0;
    const stepping = DBOS.registerWorkflow(
      async () => {
        const failures: unknown[] = [];
        for (const make of Object.values(RETURNED)) {
          const body = (): Promise<unknown> => {
            runs += 1;
            return Promise.resolve(make());
          };
          await DBOS.runStep(body, { name: 's' }).catch((error: unknown) => failures.push(error));
        }
        await DBOS.recv('go', 600);
        return failures.map((error) => (error as Error).message);
      },
      { name: 'stepping' },
    );
    await withRealWorker(async ({ daemon, relaunch }) => {
      const handle = await DBOS.startWorkflow(stepping, { workflowID: 'w' })();
      const client = await daemon.connect();
      await eventually(
        async () => ((await client.listWorkflowSteps('w')) ?? []).length > Object.keys(RETURNED).length,
      );
      await relaunch();
      await client.send('w', 'now', 'go');
      const messages = await client.retrieveWorkflow<string[]>(handle.workflowID).getResult();
      expect(messages).to.have.length(Object.keys(RETURNED).length);
      for (const message of messages) expect(message).to.match(/cannot be serialized|bytes/);
      expect(runs).to.equal(Object.keys(RETURNED).length);
    });
  });
});

/** Runs it on the queue of one place; what came before it must have ended. */
async function enqueued(client: DBOSClient, name: string, what: string, format: Formats): Promise<unknown> {
  const options = { queueName: 'one', workflowName: name, applicationName: 'program' };
  const handle = await client.enqueue({ ...options, serializationType: format }, what);
  return handle.getResult();
}
