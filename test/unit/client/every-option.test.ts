import type * as Client from '@dbosd/client';
import { DBOSClient, DbosdError } from '@dbosd/client';
import { expect } from 'chai';
import { FakeDaemon } from '../../support/fake-daemon.js';

/** What says nothing to the daemon by itself: what it does here instead is shown below, or by the tests of its method. */
type Here = 'signal' | 'pollingIntervalMs' | 'onGap' | 'onOffset' | 'onEnd';

/** A value for every option of a type: the compiler demands all of them. */
type Every<T> = Required<{ [K in Exclude<keyof T, Here>]: Exclude<T[K], undefined> }>;

interface Method {
  /** Options that are always given. */
  readonly base?: object;
  readonly every: object;
  /** What goes with an option that is nothing by itself. */
  readonly with?: Readonly<Record<string, object>>;
  readonly call: (client: DBOSClient, options: never) => unknown;
}

const RATE = { limitPerPeriod: 1, periodSec: 1 };
const TIME = '2026-01-31T12:00:00Z';

const enqueueOptions: Every<Client.EnqueueOptions> = {
  queueName: 'other',
  workflowName: 'other',
  workflowClassName: 'c',
  workflowConfigName: 'c',
  workflowID: 'other',
  workflowIDReusePolicy: 'reject',
  appVersion: 'v',
  workflowTimeoutMS: 1,
  deduplicationID: 'd',
  duplicationPolicy: 'return-existing',
  serializationType: 'native',
  priority: 1,
  queuePartitionKey: 'p',
  delaySeconds: 1,
  attributes: { a: 1 },
  authenticatedUser: 'u',
  authenticatedRoles: ['r'],
  applicationName: 'a',
};
const lists: Every<Client.GetWorkflowsInput> = {
  workflowIDs: ['w'],
  workflowName: 'n',
  status: 'ERROR',
  startTime: TIME,
  endTime: TIME,
  completedAfter: TIME,
  completedBefore: TIME,
  dequeuedAfter: TIME,
  dequeuedBefore: TIME,
  authenticatedUser: 'u',
  applicationVersion: 'v',
  executorId: 'e',
  workflow_id_prefix: 'w',
  queueName: 'q',
  queuesOnly: true,
  forkedFrom: 'w',
  wasForkedFrom: true,
  isFork: true,
  parentWorkflowID: 'w',
  hasParent: true,
  attributes: { a: 1 },
  scheduleName: 's',
  applicationName: 'a',
  limit: 7,
  offset: 3,
  sortDesc: true,
  loadInput: false,
  loadOutput: false,
};
const rerun = { applicationVersion: 'v', queueName: 'q', queuePartitionKey: 'p' };

/** The methods that take options, with a use of every one of them. */
const METHODS: Readonly<Record<string, Method>> = {
  send: {
    every: {
      serializationType: 'native',
      requireActive: true,
      rejectDifferent: true,
    } satisfies Every<Client.SendOptions>,
    call: (c, o) => c.send('w', { n: 1 }, 't', 'k', o),
  },
  sendBatch: {
    every: {
      allOrNothing: true,
      requireActive: true,
      rejectDifferent: true,
    } satisfies Every<Client.SendBatchOptions>,
    call: (c, o) => c.sendBatch([{ destinationID: 'w', message: 1, idempotencyKey: 'k' }], o),
  },
  'a message of sendBatch': {
    base: { destinationID: 'w', message: 1, idempotencyKey: 'k' },
    every: {
      destinationID: 'other',
      message: 2,
      topic: 't',
      idempotencyKey: 'other',
      serializationType: 'native',
    } satisfies Every<Client.MessageToSend>,
    call: (c, o) => c.sendBatch([o]),
  },
  'a first message': {
    base: { message: 1, idempotencyKey: 'k' },
    every: {
      message: 2,
      topic: 't',
      idempotencyKey: 'other',
      serializationType: 'native',
    } satisfies Every<Client.FirstMessage>,
    call: (c, o) => c.enqueueAndSend({ queueName: 'q', workflowName: 'n', workflowID: 'w' }, [], [o]),
  },
  listMessages: {
    every: {
      state: 'waiting',
      topic: 't',
      sentBefore: new Date(1),
      sentSince: new Date(1),
      pageSize: 7,
    } satisfies Every<Client.ListMessagesOptions>,
    call: (c, o) => c.listMessages('w', o).next(),
  },
  getEvent: {
    base: { timeoutSeconds: 5 },
    every: {
      timeoutSeconds: 0,
      deadlineEpochMS: 1,
    } satisfies Every<Client.GetEventOptions>,
    call: (c, o) => c.getEvent('w', 'k', o),
  },
  getResult: {
    every: { timeoutSeconds: 0, deadlineEpochMS: 1 } satisfies Every<Client.GetResultOptions>,
    call: (c, o) => c.retrieveWorkflow('w').getResult(o),
  },
  watchEvents: {
    every: { keys: ['k'] } satisfies Every<Client.WatchEventsOptions>,
    call: (c, o) => c.watchEvents('w', o).next(),
  },
  readStreamOffset: {
    every: { timeoutSeconds: 0 } satisfies Every<Client.ReadStreamOffsetOptions>,
    call: (c, o) => c.readStreamOffset('w', 's', 0, o),
  },
  listStreams: {
    every: { pageSize: 7 } satisfies Every<Client.ListStreamsOptions>,
    call: (c, o) => c.listStreams('w', o).next(),
  },
  enqueue: {
    base: { queueName: 'q', workflowName: 'n', workflowID: 'w' },
    every: enqueueOptions,
    with: { duplicationPolicy: { deduplicationID: 'd' } },
    call: (c, o) => c.enqueue(o, 1),
  },
  listWorkflows: { every: lists, with: { offset: { limit: 1 } }, call: (c, o) => c.listWorkflows(o) },
  listWorkflowSteps: {
    base: { limit: 1 },
    every: { limit: 7, offset: 3 } satisfies Every<Client.ListWorkflowStepsOptions>,
    call: (c, o) => c.listWorkflowSteps('w', o),
  },
  cancelWorkflow: {
    every: { cancelChildren: true } satisfies Every<Client.CancelWorkflowsOptions>,
    call: (c, o) => c.cancelWorkflow('w', o),
  },
  resumeWorkflow: {
    every: { queueName: 'q' } satisfies Every<Client.ResumeWorkflowsOptions>,
    call: (c, o) => c.resumeWorkflow('w', o),
  },
  forkWorkflow: {
    base: { newWorkflowID: 'new' },
    every: {
      ...rerun,
      newWorkflowID: 'other',
      timeoutMS: 1,
      replacementChildren: { a: 'b' },
    } satisfies Every<Client.ForkWorkflowOptions>,
    call: (c, o) => c.forkWorkflow('w', 0, o),
  },
  rewindWorkflow: {
    every: { ...rerun, startStep: 1 } satisfies Every<Client.RewindWorkflowOptions>,
    call: (c, o) => c.rewindWorkflow('w', o),
  },
  setWorkflowDelay: {
    base: { delaySeconds: 1 },
    every: { delaySeconds: 2, delayUntilEpochMS: 1 } satisfies Every<Client.SetWorkflowDelayOptions>,
    call: (c, o) => c.setWorkflowDelay('w', o),
  },
  registerQueue: {
    every: {
      workerConcurrency: 1,
      globalConcurrency: 1,
      concurrency: 1,
      rateLimit: RATE,
      partitionConcurrency: 1,
      partitionWorkerConcurrency: 1,
      partitionRateLimit: RATE,
      minPollingIntervalMs: 1,
      onConflict: 'never_update',
      applicationName: 'a',
    } satisfies Every<Client.RegisterQueueOptions>,
    call: (c, o) => c.registerQueue('q', o),
  },
};

/** Methods whose only option is a signal, and some whose others are shown elsewhere. */
const WITH_SIGNAL: Readonly<Record<string, (client: DBOSClient, options: never) => unknown>> = {
  getAllEvents: (c, o) => c.getAllEvents('w', o),
  getWorkflow: (c, o) => c.getWorkflow('w', o),
  'a handle’s getStatus': (c, o) => c.retrieveWorkflow('w').getStatus(o),
  'listWorkflows, its second': (c, o) => c.listWorkflows({}, o),
  waitFirst: (c, o) => c.waitFirst([c.retrieveWorkflow('w')], o),
  waitAll: (c, o) => c.waitAll([c.retrieveWorkflow('w')], o),
  deleteWorkflow: (c, o) => c.deleteWorkflow('w', true, o),
  'setWorkflowDelay, its second': (c, o) => c.setWorkflowDelay('w', 1, o),
  setWorkflowPriority: (c, o) => c.setWorkflowPriority('w', 1, o),
  setWorkflowAttributes: (c, o) => c.setWorkflowAttributes('w', {}, o),
  retrieveQueue: (c, o) => c.retrieveQueue('q', o),
  deleteQueue: (c, o) => c.deleteQueue('q', o),
  listQueues: (c, o) => c.listQueues('a', o),
  readStream: (c, o) => c.readStream('w', 's', o).next(),
};

const POLLING: Readonly<Record<string, (client: DBOSClient, options: never) => unknown>> = {
  getEvent: (c, o) => c.getEvent('w', 'k', o),
  getResult: (c, o) => c.retrieveWorkflow('w').getResult(o),
  readStream: (c, o) => c.readStream('w', 's', o).next(),
  readStreamOffset: (c, o) => c.readStreamOffset('w', 's', 0, o),
  waitFirst: (c, o) => c.waitFirst([c.retrieveWorkflow('w')], o),
  waitAll: (c, o) => c.waitAll([c.retrieveWorkflow('w')], o),
};

describe('every option of the client', () => {
  let daemon: FakeDaemon;
  let client: DBOSClient;

  beforeEach(async () => {
    daemon = await FakeDaemon.start();
    client = await DBOSClient.create({ address: daemon.address });
  });

  afterEach(async () => {
    const ending = client.destroy();
    daemon.stop();
    await ending;
  });

  /** What a call asks of the daemon, but for what is made anew for each. */
  async function asked(call: (client: DBOSClient) => unknown): Promise<string> {
    const before = said().length;
    void Promise.resolve(call(client)).catch(() => undefined);
    await daemon.until(() => said().length > before);
    return JSON.stringify(said().at(-1), (key, value: unknown) =>
      key === 'id' || key === 'requestId' ? undefined : value,
    );
  }

  /** How a call is refused, which is accepted as soon as the daemon hears of it. */
  async function refusal(call: () => unknown): Promise<DbosdError> {
    const before = said().length;
    const accepted = daemon.until(() => said().length > before);
    try {
      await Promise.race([call(), accepted]);
    } catch (error) {
      expect(error, String(error)).to.be.instanceOf(DbosdError);
      return error as DbosdError;
    }
    throw new Error('it was accepted');
  }

  function said(): object[] {
    return [...daemon.requests, ...daemon.sessions.flatMap(({ subscribes }) => subscribes)];
  }

  for (const [name, method] of Object.entries(METHODS)) {
    const { base = {}, every, call } = method;
    for (const [option, value] of Object.entries(every as Record<string, unknown>)) {
      it(`is used: ${name}, ${option}`, async () => {
        const company = { ...base, ...method.with?.[option] };
        const without = await asked((c) => call(c, company as never));
        const given = await asked((c) => call(c, { ...company, [option]: value } as never));
        expect(given).to.not.equal(without);
      });
    }

    it(`is absent where it is null: ${name}`, async () => {
      const nulls = Object.fromEntries(Object.keys(every).map((option) => [option, null]));
      const given = { ...nulls, ...base };
      // A message may be null, and a stream is not waited for null seconds, as DBOS has it.
      if (name === 'readStreamOffset') return;
      expect(await asked((c) => call(c, given as never))).to.equal(
        await asked((c) => call(c, base as never)),
      );
    });

    it(`is refused by its name where there is none such: ${name}`, async () => {
      const error = await refusal(() => call(client, { ...base, nosuch: 1 } as never));
      expect(error.field).to.match(/\.nosuch$/);
      expect(said()).to.deep.equal([]);
    });
  }

  for (const [name, call] of Object.entries(WITH_SIGNAL)) {
    it(`is used, or refused by its name: ${name}, signal`, async () => {
      const signal = AbortSignal.abort(new Error('enough'));
      expect(await refusal(() => call(client, { signal } as never))).to.include({
        reason: 'REQUEST_ABORTED',
      });
      expect((await refusal(() => call(client, { nosuch: 1 } as never))).field).to.equal('options.nosuch');
      expect(said()).to.deep.equal([]);
    });
  }

  for (const [name, call] of Object.entries(POLLING)) {
    it(`is checked where it is not needed: ${name}, pollingIntervalMs`, async () => {
      for (const pollingIntervalMs of [0, -1, NaN, Infinity, '5', null]) {
        const error = await refusal(() => call(client, { pollingIntervalMs } as never));
        expect(error).to.include({ reason: 'INVALID_FIELD', field: 'pollingIntervalMs' });
      }
      await asked((c) => call(c, { pollingIntervalMs: 5 } as never));
    });
  }

  it('is refused where it is a switch and no boolean', async () => {
    const loose = client as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const calls: [string, () => unknown][] = [
      ['options.requireActive', () => loose['send']?.('w', 1, 't', 'k', { requireActive: 'no' })],
      ['options.allOrNothing', () => loose['sendBatch']?.([], { allOrNothing: 1 })],
      ['options.cancelChildren', () => loose['cancelWorkflow']?.('w', { cancelChildren: 'false' })],
      ['deleteChildren', () => loose['deleteWorkflow']?.('w', { deleteChildren: true })],
      ['loadInput', () => loose['listWorkflows']?.({ loadInput: 0 })],
    ];
    for (const [field, call] of calls) expect((await refusal(call)).field).to.equal(field);
  });

  it('is refused inside a rate limit, too', async () => {
    const rateLimit = { ...RATE, perSecond: 1 };
    const error = await refusal(() => client.registerQueue('q', { rateLimit }));
    expect(error.field).to.equal('rateLimit.perSecond');
  });

  const noJson: [what: string, value: unknown, field: string][] = [
    ['a bigint', { n: { deep: [0, 1n] } }, 'attributes.n.deep[1]'],
    ['a function', { f: () => 1 }, 'attributes.f'],
    ['a number that is none', { n: NaN }, 'attributes.n'],
    ['a number that others read as another one', { n: 2 ** 60 }, 'attributes.n'],
    ['a Map', { m: new Map([[1, 2]]) }, 'attributes.m'],
    ['an object in itself', circular(), 'attributes.self'],
    ['an array', [], 'attributes'],
    ['a toJSON that throws', { d: new Date(NaN), x: { toJSON: thrower } }, 'attributes'],
  ];
  for (const [what, value, field] of noJson) {
    it(`is refused by its path where attributes are no JSON: ${what}`, async () => {
      const attributes = value as Record<string, unknown>;
      const queued = { queueName: 'q', workflowName: 'n', attributes };
      for (const call of [
        () => client.enqueue(queued),
        () => client.listWorkflows({ attributes }),
        () => client.setWorkflowAttributes('w', attributes),
      ]) {
        expect(await refusal(call)).to.include({ reason: 'INVALID_FIELD', field });
      }
      expect(said()).to.deep.equal([]);
    });
  }
});

function circular(): object {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}

function thrower(): never {
  throw new Error('no');
}
