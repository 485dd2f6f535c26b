import { expect } from 'chai';
import type {
  EnqueueCommand,
  Operations,
  UpsertQueueCommand,
} from '@dbosd/daemon/internal/operations/operations.js';
import { failureOf } from '../../support/failure-of.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';
import { defined } from '../../support/defined.js';

const payload = { data: '1' };
const send = (message: object): object => ({ message: { destinationId: 'w', payload, ...message } });
const enqueue = (request: object): object => ({ queueName: 'q', workflowName: 'f', ...request });
const queue = (settings: object, request: object = {}): object => ({
  queue: { name: 'q', ...settings },
  ...request,
});
const TEN_YEARS_S = 10 * 365 * 24 * 3600;

// What is sent, and the field that the refusal names.
const REFUSED: readonly (readonly [path: string, request: object, field: string])[] = [
  ['MessageService/Send', {}, 'message'],
  ['MessageService/Send', { message: { destinationId: 'w' } }, 'message.payload'],
  ['MessageService/Send', send({ destinationId: '' }), 'message.destination_id'],
  ['MessageService/Send', send({ destinationId: 'é'.repeat(641) }), 'message.destination_id'],
  ['MessageService/Send', send({ destinationId: 'a\0b' }), 'message.destination_id'],
  ['MessageService/Send', send({ topic: '' }), 'message.topic'],
  ['MessageService/Send', send({ topic: '__null__topic__' }), 'message.topic'],
  ['MessageService/Send', send({ idempotencyKey: 'k'.repeat(1025) }), 'message.idempotency_key'],
  ['MessageService/Send', send({ payload: { data: '{' } }), 'message.payload.data'],
  ['MessageService/Send', send({ payload: { data: '' } }), 'message.payload.data'],
  ['MessageService/Send', send({ payload: { data: 'a\0', serialization: 'own' } }), 'message.payload.data'],
  [
    'MessageService/Send',
    send({ payload: { data: '1', serialization: '' } }),
    'message.payload.serialization',
  ],
  ['MessageService/SendBatch', { messages: [] }, 'messages'],
  ['MessageService/SendBatch', { messages: Array.from({ length: 1001 }, () => ({})) }, 'messages'],
  ['MessageService/ListMessages', { workflowId: 'w', state: 9 }, 'state'],
  ['MessageService/ListMessages', { workflowId: 'w', pageSize: -1 }, 'page_size'],
  ['MessageService/ListMessages', { workflowId: 'w', pageSize: 1001 }, 'page_size'],
  ['MessageService/ListMessages', { workflowId: 'w', sentBefore: { seconds: 1, nanos: -1 } }, 'sent_before'],
  ['MessageService/ListMessages', { workflowId: 'w', sentSince: { seconds: 253_402_300_800 } }, 'sent_since'],
  ['EventService/GetEvent', { workflowId: 'w', key: '' }, 'key'],
  ['EventService/GetEvent', { workflowId: 'w', key: 'k', timeout: { seconds: -1 } }, 'timeout'],
  ['EventService/GetEvent', { workflowId: 'w', key: 'k', timeout: { seconds: 1, nanos: -1 } }, 'timeout'],
  ['EventService/GetEvent', { workflowId: 'w', key: 'k', timeout: { nanos: 1_000_000_000 } }, 'timeout'],
  ['EventService/GetEvent', { workflowId: 'w', key: 'k', timeout: { seconds: TEN_YEARS_S + 1 } }, 'timeout'],
  [
    'EventService/GetEvent',
    { workflowId: 'w', key: 'k', readOptions: { maxValueBytes: 0 } },
    'read_options.max_value_bytes',
  ],
  [
    'EventService/GetEvent',
    { workflowId: 'w', key: 'k', readOptions: { maxValueBytes: 2 ** 26 + 1 } },
    'read_options.max_value_bytes',
  ],
  [
    'EventService/GetEvent',
    { workflowId: 'w', key: 'k', readOptions: { payloadFormat: 7 } },
    'read_options.payload_format',
  ],
  ['EventService/WatchEvents', { workflowId: 'w', keys: ['a', ''] }, 'keys[1]'],
  ['EventService/WatchEvents', { workflowId: 'w', known: { a: Buffer.alloc(3) } }, 'known["a"]'],
  ['StreamService/ReadStream', { workflowId: 'w', key: 'k', offset: -1 }, 'offset'],
  ['StreamService/ReadStream', { workflowId: 'w', key: 'k', fromEnd: 2 ** 31 }, 'from_end'],
  ['StreamService/ReadStreamOffset', { workflowId: 'w', key: 'k', offset: 2 ** 31 }, 'offset'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ queueName: 'q'.repeat(256) }), 'queue_name'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ workflowName: '' }), 'workflow_name'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ workflowId: '  ' }), 'workflow_id'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ requestId: 'r' }), 'workflow_id'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ deduplicationPolicy: 2 }), 'deduplication_id'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ workflowIdReusePolicy: 9 }), 'workflow_id_reuse_policy'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ priority: -1 }), 'priority'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ queuePartitionKey: 'p'.repeat(513) }), 'queue_partition_key'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ delay: { seconds: TEN_YEARS_S + 1 } }), 'delay'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ timeout: {} }), 'timeout'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ attributesJson: '[]' }), 'attributes_json'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ authenticatedRoles: ['a', ''] }), 'authenticated_roles[1]'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ input: {} }), 'input'],
  ['WorkflowService/EnqueueWorkflow', enqueue({ input: { raw: { data: '[1]' } } }), 'input.raw.data'],
  [
    'WorkflowService/EnqueueWorkflow',
    enqueue({ input: { raw: { data: '{"positionalArgs":{}}' } } }),
    'input.raw.data',
  ],
  [
    'WorkflowService/EnqueueWorkflow',
    enqueue({ input: { raw: { data: '{"namedArgs":[]}' } } }),
    'input.raw.data',
  ],
  ['WorkflowService/EnqueueWorkflow', enqueue({ input: { raw: { data: '{"args":[]}' } } }), 'input.raw.data'],
  [
    'WorkflowService/EnqueueWorkflow',
    enqueue({ input: { portable: { positionalJson: ['1', '1,2'] } } }),
    'input.portable.positional_json[1]',
  ],
  [
    'WorkflowService/EnqueueWorkflow',
    enqueue({ input: { portable: { namedJson: { a: '' } } } }),
    'input.portable.named_json["a"]',
  ],
  ['QueueService/UpsertQueue', {}, 'queue'],
  ['QueueService/UpsertQueue', queue({ name: '_dbos_internal_queue' }), 'queue.name'],
  ['QueueService/UpsertQueue', queue({ concurrency: -1 }), 'queue.concurrency'],
  ['QueueService/UpsertQueue', queue({ concurrency: 1, workerConcurrency: 2 }), 'queue.worker_concurrency'],
  ['QueueService/UpsertQueue', queue({ partitionConcurrency: 0 }), 'queue.partition_concurrency'],
  ['QueueService/UpsertQueue', queue({ rateLimit: { limit: 1 } }), 'queue.rate_limit.period'],
  [
    'QueueService/UpsertQueue',
    queue({ rateLimit: { limit: -1, period: { seconds: 1 } } }),
    'queue.rate_limit.limit',
  ],
  ['QueueService/UpsertQueue', queue({ pollingInterval: {} }), 'queue.polling_interval'],
  ['QueueService/UpsertQueue', queue({}, { updateMask: { paths: ['name'] } }), 'update_mask.paths[0]'],
  ['QueueService/UpsertQueue', queue({}, { updateMask: { paths: ['__proto__'] } }), 'update_mask.paths[0]'],
  ['QueueService/UpsertQueue', queue({}, { updateMask: {} }), 'update_mask'],
  ['QueueService/GetQueue', {}, 'name'],
];

describe('validation', () => {
  for (const [path, request, field] of REFUSED) {
    it(`${path} names ${field} in ${JSON.stringify(request).slice(0, 80)}`, async () => {
      await withServer(fakeOperations({}), async ({ caller }) => {
        const error = await failureOf(caller.call(path, request));
        expect(error).to.include({ reason: 'INVALID_FIELD', field, outcome: 'not_applied' });
      });
    });
  }

  it('refuses a payload, and a request, above their limits', async () => {
    await withServer(
      fakeOperations({}),
      async ({ caller }) => {
        const large = await failureOf(
          caller.call('MessageService/Send', send({ payload: { data: JSON.stringify('x'.repeat(99)) } })),
        );
        expect(large.reason).to.equal('PAYLOAD_TOO_LARGE');
        expect(large.metadata).to.deep.include({ size: '101', limit: '100', field: 'message.payload.data' });
        const messages = Array.from({ length: 700 }, () => ({ destinationId: 'w'.repeat(1000), payload }));
        const request = await failureOf(caller.call('MessageService/SendBatch', { messages }));
        expect(request.reason).to.equal('PAYLOAD_TOO_LARGE');
        const session = caller.openSession();
        session.write({ requests: [{ id: 1, sendBatch: { messages } }] });
        expect((await session.refusal(1)).reason).to.equal('PAYLOAD_TOO_LARGE');
      },
      { maxPayloadBytes: 100 },
    );
  });

  it('puts portable arguments together as they came, whatever they are called', async () => {
    const inputs = await enqueued([
      {
        input: {
          portable: { positionalJson: ['1.0', ' "a" '], namedJson: { ['__proto__']: '{}', 'é"': 'null' } },
        },
      },
      {},
      { input: { raw: { data: 'gASV', serialization: 'py_pickle' } } },
    ]);
    expect(inputs.map(({ input }) => input)).to.deep.equal([
      {
        data: '{"positionalArgs":[1.0, "a" ],"namedArgs":{"__proto__":{},"é\\"":null}}',
        serialization: 'portable_json',
      },
      { data: '{"positionalArgs":[],"namedArgs":{}}', serialization: 'portable_json' },
      { data: 'gASV', serialization: 'py_pickle' },
    ]);
  });

  it('makes an id for a workflow without one, and rounds spans up to milliseconds', async () => {
    const [first, second] = await enqueued([
      { timeout: { nanos: 1 } },
      { workflowId: 'mine', delay: { seconds: 2 } },
    ]);
    expect(first?.workflowId).to.match(/^[0-9a-f-]{36}$/);
    expect(first).to.include({ timeoutMs: 1, delayMs: 0, rejectIdInUse: false, returnDeduplicated: false });
    expect(second).to.include({ workflowId: 'mine', delayMs: 2000 });
  });

  it('judges only the settings that an update mask names', async () => {
    const commands: UpsertQueueCommand[] = [];
    const operations = fakeOperations({
      upsertQueue: (command) => {
        commands.push(defined(command));
        return Promise.resolve({ queue: command.queue, created: false });
      },
    });
    await withServer(operations, async ({ caller }) => {
      const settings = { concurrency: 1, workerConcurrency: 2, pollingInterval: { nanos: 500_000_000 } };
      const updateMask = { paths: ['worker_concurrency', 'polling_interval'] };
      const answer = await caller.call('QueueService/UpsertQueue', queue(settings, { updateMask }));
      expect(answer.queue).to.deep.include({
        workerConcurrency: 2,
        pollingInterval: { seconds: 0, nanos: 500_000_000 },
      });
    });
    expect(commands).to.deep.equal([
      {
        queue: { name: 'q', workerConcurrency: 2, pollingIntervalMs: 500 },
        updateExisting: true,
        only: ['workerConcurrency', 'pollingIntervalMs'],
      },
    ]);
  });
});

async function enqueued(requests: readonly object[]): Promise<readonly EnqueueCommand[]> {
  const commands: EnqueueCommand[] = [];
  const enqueueWorkflow: Operations['enqueueWorkflow'] = (command) => {
    commands.push(command);
    return Promise.resolve({
      workflowId: command.workflowId,
      existing: false,
      queueRegistered: true,
      status: 'ENQUEUED',
    });
  };
  await withServer(fakeOperations({ enqueueWorkflow }), async ({ caller }) => {
    for (const request of requests) await caller.call('WorkflowService/EnqueueWorkflow', enqueue(request));
  });
  return commands;
}
