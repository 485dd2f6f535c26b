import { DBOSClient } from '@dbosd/client';
import { DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import { FakeDaemon } from '../../support/fake-daemon.js';

/** What a program in plain JavaScript may do. */
type Loose = Record<string, (...args: unknown[]) => Promise<unknown>>;

async function refusal(call: () => unknown): Promise<DbosdError> {
  try {
    await call();
  } catch (error) {
    expect(error, String(error)).to.be.instanceOf(DbosdError);
    return error as DbosdError;
  }
  throw new Error('it was accepted');
}

describe('what a client is given', () => {
  let daemon: FakeDaemon;
  let client: DBOSClient;
  let loose: Loose;

  beforeEach(async () => {
    daemon = await FakeDaemon.start();
    client = await DBOSClient.create({ address: daemon.address });
    loose = client as unknown as Loose;
  });

  afterEach(async () => {
    await client.destroy();
    daemon.stop();
  });

  const wrong: [name: string, field: string, call: (client: Loose) => unknown][] = [
    ['no destination', 'destinationID', (c) => c.send!(undefined, 1)],
    ['a topic that is no text', 'topic', (c) => c.send!('w', 1, 5)],
    [
      'a misspelt option of send',
      'options.requireActiv',
      (c) => c.send!('w', 1, 't', 'k', { requireActiv: true }),
    ],
    [
      'an unknown serialization',
      'serializationType',
      (c) => c.send!('w', 1, 't', 'k', { serializationType: 'foo' }),
    ],
    ['a function as a message', 'message', (c) => c.send!('w', () => 1)],
    ['a batch that is no array', 'messages', (c) => c.sendBatch!('x')],
    [
      'a misspelt member of a message',
      'message.destinationId',
      (c) => c.sendBatch!([{ destinationId: 'w' }]),
    ],
    ['no options to enqueue', 'options', (c) => c.enqueue!(undefined)],
    ['an enqueue without a workflow name', 'workflowName', (c) => c.enqueue!({ queueName: 'q' })],
    [
      'a misspelt workflow id',
      'options.workflowId',
      (c) => c.enqueue!({ queueName: 'q', workflowName: 'w', workflowId: 'x' }),
    ],
    [
      'arguments that are no array',
      'positionalArgs',
      (c) => c.enqueuePortable!({ queueName: 'q', workflowName: 'w' }, 5),
    ],
    [
      'an unknown policy',
      'options.workflowIDReusePolicy',
      (c) => c.enqueue!({ queueName: 'q', workflowName: 'w', workflowIDReusePolicy: 'x' }),
    ],
    ['a misspelt timeout', 'options.timeoutSecond', (c) => c.getEvent!('w', 'k', { timeoutSecond: 1 })],
    [
      'a misspelt option of cancel',
      'options.cancelChildern',
      (c) => c.cancelWorkflow!('w', { cancelChildern: true }),
    ],
    ['a misspelt option of resume', 'options.queue', (c) => c.resumeWorkflow!('w', { queue: 'q' })],
    [
      'a misspelt option of a fork',
      'options.newWorkflowId',
      (c) => c.forkWorkflow!('w', 0, { newWorkflowId: 'x' }),
    ],
    ['a misspelt option of a rewind', 'options.step', (c) => c.rewindWorkflow!('w', { step: 1 })],
    ['a misspelt delay', 'delay.seconds', (c) => c.setWorkflowDelay!('w', { seconds: 1 })],
    ['a misspelt filter', 'input.stats', (c) => c.listWorkflows!({ stats: 'ERROR' })],
    ['an unknown status', 'status', (c) => c.listWorkflows!({ status: ['ERROR', 'FAILED'] })],
    [
      'a misspelt option of a list of steps',
      'options.limits',
      (c) => c.listWorkflowSteps!('w', { limits: 1 }),
    ],
    ['a misspelt limit of a queue', 'options.concurency', (c) => c.registerQueue!('q', { concurency: 1 })],
  ];
  for (const [name, field, call] of wrong) {
    it(`is refused by its name: ${name}`, async () => {
      const error = await refusal(() => call(loose));
      expect(error.reason).to.equal('INVALID_FIELD');
      expect(error.field).to.equal(field);
    });
  }

  it('is told what was probably meant', async () => {
    const error = await refusal(() => loose.enqueue!({ queueName: 'q', workflowName: 'w', workflowId: 'x' }));
    expect(error.message).to.include('workflowID');
  });

  it('is refused in lists and streams at the first step', async () => {
    const list = await refusal(() => client.listMessages('w', { state: 'foo' as 'waiting' }).next());
    const stream = await refusal(() => client.readStream('w', 's', { ofset: 1 } as object).next());
    expect([list.field, stream.field]).to.deep.equal(['options.state', 'options.ofset']);
  });

  for (const options of [
    { adress: 'x' },
    { systemDatabaseUrl: 'x' },
    { address: 50051 },
    { unavailableTimeoutMs: '5' },
    null,
  ]) {
    it(`is refused by create: ${JSON.stringify(options)}`, async () => {
      const error = await refusal(() => DBOSClient.create(options as object));
      expect(error.reason).to.equal('INVALID_FIELD');
    });
  }
});
