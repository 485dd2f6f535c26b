import { expect } from 'chai';
import { type UndecodableError, type DBOSClient, DbosdError, PortableWorkflowError } from '@dbosd/client';
import { encodeSuperjson, type contract } from '@dbosd/shared';
import { acknowledgeSends, portableValue, type FakeSession } from '../../support/fake-daemon.js';
import { rejection, withClient } from './client-and-daemon.js';

type Answer = Omit<contract.SessionAnswer, 'id'>;

describe('values', () => {
  it('are written portably, or natively when told so', () =>
    withClient({ onRequest: acknowledgeSends }, async (client, daemon) => {
      const value = { when: new Date(0), seen: new Set([1]) };
      await client.send('wf', value);
      await client.send('wf', value, undefined, undefined, { serializationType: 'native' });
      await client.send('wf', undefined);
      expect(daemon.requests.map(({ send }) => send?.message?.payload)).to.deep.equal([
        payload('{"when":"1970-01-01T00:00:00.000Z","seen":[1]}', 'portable_json'),
        payload(encodeSuperjson(value), 'js_superjson'),
        payload('null', 'portable_json'),
      ]);
    }));

  it('that cannot be written are refused, and nothing is sent', () =>
    withClient({}, async (client, daemon) => {
      const cycle: { self?: unknown } = {};
      cycle.self = cycle;
      expect(await rejection(client.send('wf', cycle))).to.include({
        reason: 'INVALID_FIELD',
        field: 'message',
      });
      const native = { serializationType: 'native' } as const;
      for (const [field, write] of [
        ['message.list[0]', client.send('wf', { list: [Promise.resolve(1)] })],
        ['message.n', client.send('wf', { n: NaN })],
        ['message.n', client.send('wf', { n: 2 ** 60 })],
        [
          'message.constructor',
          client.send('wf', { constructor: new Date(0) }, undefined, undefined, native),
        ],
        ['message["a.b"]', client.send('wf', { 'a.b': new Date(0) }, undefined, undefined, native)],
        ['message.p', client.send('wf', { p: Promise.resolve(1) }, undefined, undefined, native)],
        [
          'args[1]',
          client.enqueue({ queueName: 'q', workflowName: 'w', serializationType: 'native' }, 1, () => 1),
        ],
        ['args[1].n', client.enqueue({ queueName: 'q', workflowName: 'w' }, 1, { n: Infinity })],
        [
          'args[0].p',
          client.enqueue(
            { queueName: 'q', workflowName: 'w', serializationType: 'native' },
            { p: Promise.resolve(1) },
          ),
        ],
        ['attributes.n', client.enqueue({ queueName: 'q', workflowName: 'w', attributes: { n: NaN } })],
      ] as const) {
        expect(await rejection(write)).to.include({ reason: 'INVALID_FIELD', field });
      }
      expect(await rejection(client.send('', 1))).to.include({
        reason: 'INVALID_FIELD',
        field: 'destinationID',
      });
      expect(daemon.requests).to.deep.equal([]);
    }));

  it('are read in both formats, and others raise UndecodableError with what is stored', () => {
    const read = (value: contract.Value): Promise<unknown> =>
      answered({ getEvent: { value: { value, revision: Buffer.alloc(16) } } }, (client) =>
        client.getEvent('wf', 'k'),
      );
    return (async () => {
      const native = {
        payload: { data: encodeSuperjson(new Map([[1, 2n]])), serialization: 'js_superjson' },
      };
      expect(await read(native)).to.deep.equal(new Map([[1, 2n]]));
      expect(await read(portableValue([1]))).to.deep.equal([1]);
      const error = (await rejection(read({ payload: { data: '??' } }))) as UndecodableError;
      expect(error.payload).to.deep.equal({ data: '??' });
      expect(error.metadata).to.include({ key: 'k' });
    })();
  });

  it('are arguments: portable ones by position and name, native ones as the array', () => {
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.answer(id, { enqueueWorkflow: { workflowId: 'wf' } });
    };
    return withClient(
      { onRequest },
      async (client, daemon) => {
        await client.enqueue({ queueName: 'q', workflowName: 'w' }, 1, 'two');
        await client.enqueue({ queueName: 'q', workflowName: 'w', serializationType: 'native' }, 1, 'two');
        await client.enqueuePortable({ queueName: 'q', workflowName: 'w', delaySeconds: 1.5 }, [1], {
          flag: true,
        });
        const [portable, native, named] = daemon.requests.map(({ enqueueWorkflow }) => enqueueWorkflow);
        expect(portable?.input?.portable?.positionalJson).to.deep.equal(['1', '"two"']);
        expect(portable).to.include({ applicationName: 'shop', queueName: 'q', workflowName: 'w' });
        expect(native?.input?.raw).to.include(payload(encodeSuperjson([1, 'two']), 'js_superjson'));
        expect(named?.input?.portable?.namedJson).to.deep.equal({ flag: 'true' });
        expect(named?.delay).to.deep.equal({ seconds: 1, nanos: 500_000_000 });
      },
      { applicationName: 'shop' },
    );
  });
});

describe('a workflow’s outcome', () => {
  const outcome = (completed: contract.WorkflowOutcome): Promise<unknown> =>
    answered({ awaitWorkflow: { completed } }, (client) => client.retrieveWorkflow('wf').getResult());

  it('is its result, and null where it has none', async () => {
    expect(
      await outcome({ status: 'WORKFLOW_STATUS_SUCCESS', output: portableValue({ n: 1 }) }),
    ).to.deep.equal({ n: 1 });
    expect(await outcome({ status: 'WORKFLOW_STATUS_SUCCESS' })).to.equal(null);
  });

  it('is thrown where it is an error: a portable one with name, code and data', async () => {
    const error = await rejection(
      outcome({
        status: 'WORKFLOW_STATUS_ERROR',
        error: portableValue({ name: 'PaymentError', message: 'declined', code: 17, data: { card: 1 } }),
      }),
    );
    expect(error).to.be.instanceOf(PortableWorkflowError);
    expect(error).to.include({ name: 'PaymentError', message: 'declined', code: 17 });
    expect((error as PortableWorkflowError).data).to.deep.equal({ card: 1 });
  });

  it('is thrown where it is an error: a native one as what it was', async () => {
    const record = {
      name: 'TypeError',
      message: 'bad thing',
      stack: 'TypeError: bad thing\n    at somewhere',
      code: 17,
      cause: { name: 'Error', message: 'root', stack: 'Error: root' },
    };
    const error = await rejection(
      outcome({
        status: 'WORKFLOW_STATUS_ERROR',
        error: { payload: { data: encodeSuperjson(record), serialization: 'js_superjson' } },
      }),
    );
    expect(error)
      .to.be.instanceOf(TypeError)
      .and.to.include({ message: 'bad thing', code: 17, stack: record.stack });
    expect(error.cause).to.be.instanceOf(Error).and.to.include({ message: 'root' });
  });

  it('is a DbosdError where it was cancelled or given up', async () => {
    const cancelled = await rejection(outcome({ status: 'WORKFLOW_STATUS_CANCELLED' }));
    expect(cancelled).to.be.instanceOf(DbosdError).and.to.include({ reason: 'WORKFLOW_CANCELLED' });
    const givenUp = await rejection(outcome({ status: 'WORKFLOW_STATUS_MAX_RECOVERY_ATTEMPTS_EXCEEDED' }));
    expect(givenUp).to.include({ reason: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' });
  });
});

describe('a workflow’s status', () => {
  it('has DBOS’s shape, and shows the text of what cannot be read', async () => {
    const status = await answered(
      {
        getWorkflow: {
          workflow: {
            workflowId: 'wf',
            status: 'WORKFLOW_STATUS_SUCCESS',
            workflowName: 'w',
            input: portableValue({ positionalArgs: [1, 2] }),
            output: { payload: { data: 'gASV', serialization: 'py_pickle' } },
            createdAt: { seconds: 1, nanos: 500_000_000 },
            attributesJson: '{"tier":"gold"}',
          },
        },
      },
      (client) => client.getWorkflow('wf'),
    );
    expect(status).to.deep.equal({
      workflowID: 'wf',
      status: 'SUCCESS',
      workflowName: 'w',
      workflowClassName: '',
      authenticatedRoles: [],
      input: [1, 2],
      output: 'gASV',
      createdAt: 1500,
      priority: 0,
      wasForkedFrom: false,
      attributes: { tier: 'gold' },
      recoveryAttempts: 0,
    });
  });

  it('is null or undefined where there is none', async () => {
    const missing = new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'there is no wf' });
    const onRequest = (session: FakeSession, { id }: contract.SessionRequest__Output): void => {
      session.refuse(id, missing);
    };
    await withClient({ onRequest }, async (client) => {
      expect(await client.getWorkflow('wf')).to.equal(undefined);
      expect(await client.retrieveWorkflow('wf').getStatus()).to.equal(null);
    });
  });
});

async function answered<T>(answer: Answer, ask: (client: DBOSClient) => Promise<T>): Promise<T> {
  const replies: T[] = [];
  await withClient(
    {
      onRequest: (session, { id }) => {
        session.answer(id, answer);
      },
    },
    async (client) => {
      replies.push(await ask(client));
    },
  );
  return replies[0] as T;
}

function payload(data: string, serialization: string): object {
  return { data, serialization, _serialization: 'serialization' };
}
