import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { withDaemon } from '../support/surfaces/over-surfaces.js';

const ENQUEUE = { queueName: 'q', workflowName: 'order' };

type Call = readonly [
  field: string,
  call: (client: DBOSClient, given: never) => Promise<unknown>,
  given: readonly unknown[],
];

const NOT_WHOLE = ['5', 5n, 1.5, -1, NaN, Infinity, 2 ** 53, 1e300];
/** Columns of 4 bytes; a larger number would be stored as another one. */
const NOT_INT4 = [...NOT_WHOLE, 2 ** 31];
/** Neither above 0 nor up to ten years. */
const NOT_A_SPAN = ['5', true, 5n, -1, NaN, Infinity, 1e300];
const NOT_A_DATE = ['2026-01-01', 5, new Date(NaN), {}];
const QUEUE_LIMITS = [
  'concurrency',
  'globalConcurrency',
  'workerConcurrency',
  'partitionConcurrency',
  'partitionWorkerConcurrency',
] as const;

/** Calls of a program without a compiler, with something else than an option takes; each by the field that it names. */
const CALLS: readonly Call[] = [
  [
    'delaySeconds',
    (client, delaySeconds) => client.enqueue({ ...ENQUEUE, delaySeconds }),
    ['5', true, [], 5n],
  ],
  [
    'workflowTimeoutMS',
    (client, workflowTimeoutMS) => client.enqueue({ ...ENQUEUE, workflowTimeoutMS }),
    ['5', 5n],
  ],
  ['timeoutMS', (client, timeoutMS) => client.forkWorkflow('w', 0, { timeoutMS }), ['5', true, 5n]],
  ['limit', (client, limit) => client.listWorkflowSteps('w', { limit }), [...NOT_WHOLE, true, []]],
  ['offset', (client, offset) => client.listWorkflowSteps('w', { offset }), NOT_WHOLE],
  ['limit', (client, limit) => client.listWorkflows({ limit }), NOT_WHOLE],
  ['offset', (client, offset) => client.listWorkflows({ offset }), NOT_WHOLE],
  ['pageSize', (client, pageSize) => drained(client.listMessages('w', { pageSize })), [...NOT_WHOLE, 1001]],
  ['sentBefore', (client, sentBefore) => drained(client.listMessages('w', { sentBefore })), NOT_A_DATE],
  ['sentSince', (client, sentSince) => drained(client.listMessages('w', { sentSince })), NOT_A_DATE],
  ['offset', (client, offset) => drained(client.readStream('w', 's', { offset })), NOT_INT4],
  ['fromEnd', (client, fromEnd) => drained(client.readStream('w', 's', { fromEnd })), NOT_INT4],
  ['offset', (client, offset) => client.readStreamOffset('w', 's', offset), NOT_INT4],
  ['startStep', (client, startStep) => client.forkWorkflow('w', startStep), NOT_INT4],
  ['startStep', (client, startStep) => client.rewindWorkflow('w', { startStep }), NOT_INT4],
  ['priority', (client, priority) => client.enqueue({ ...ENQUEUE, priority }), NOT_INT4],
  ['priority', (client, priority) => client.setWorkflowPriority('w', priority), NOT_INT4],
  ['delaySeconds', (client, delaySeconds) => client.setWorkflowDelay('w', { delaySeconds }), NOT_A_SPAN],
  [
    'delayUntilEpochMS',
    (client, delayUntilEpochMS) => client.setWorkflowDelay('w', { delayUntilEpochMS }),
    [...NOT_A_SPAN, 253_402_300_800_000],
  ],
  ...QUEUE_LIMITS.map(
    (field) =>
      [
        field,
        (client: DBOSClient, limit: never) => client.registerQueue('q', { [field]: limit }),
        NOT_INT4,
      ] satisfies Call,
  ),
  [
    'limitPerPeriod',
    (client, limitPerPeriod) => client.registerQueue('q', { rateLimit: { limitPerPeriod, periodSec: 1 } }),
    NOT_INT4,
  ],
  [
    'periodSec',
    (client, periodSec) =>
      client.registerQueue('q', { partitionRateLimit: { limitPerPeriod: 1, periodSec } }),
    NOT_A_SPAN,
  ],
  [
    'minPollingIntervalMs',
    (client, minPollingIntervalMs) => client.registerQueue('q', { minPollingIntervalMs }),
    NOT_A_SPAN,
  ],
  [
    'pollingIntervalMs',
    (client, pollingIntervalMs) => client.getEvent('w', 'k', { pollingIntervalMs }),
    NOT_A_SPAN,
  ],
  [
    'connectTimeoutMs',
    (_client, connectTimeoutMs) => DBOSClient.create({ connectTimeoutMs }),
    [...NOT_A_SPAN],
  ],
  [
    'unavailableTimeoutMs',
    (_client, unavailableTimeoutMs) => DBOSClient.create({ unavailableTimeoutMs }),
    ['5', NaN, 0, -1, 5n],
  ],
  ['startTime', (client, startTime) => client.listWorkflows({ startTime }), [5n, true, {}]],
  ['workflowIDs', (client, ids) => client.cancelWorkflows(ids), ['w', 5, null, {}]],
  ['workflowIDs', (client, ids) => client.resumeWorkflows(ids), ['w', null]],
  ['workflowIDs', (client, ids) => client.deleteWorkflows(ids), ['w', null]],
  ['handles', (client, handles) => client.waitFirst(handles), ['w', 5, null]],
  ['handles', (client, handles) => client.waitAll(handles), ['w', null]],
  ['options', (client, options) => client.getEvent('w', 'k', options), ['5', true, 5n]],
  ['signal', (client, signal) => client.getWorkflow('w', { signal }), ['5', 5, {}]],
  ['signal', (client, signal) => client.getEvent('w', 'k', { signal }), [true]],
];

withDaemon('Options of DBOSClient', (on) => {
  let client: DBOSClient;

  before(async () => {
    client = await DBOSClient.create({ address: on().address });
  });

  after(() => client.destroy());

  it('are refused by name when they are of another kind than they take', async () => {
    const accepted: string[] = [];
    for (const [field, call, values] of CALLS) {
      for (const given of values) {
        const what = `${field}: ${typeof given} ${String(given)}`;
        const error = await Promise.resolve()
          .then(() => call(client, given as never))
          .then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
        const { reason, message } = (error ?? {}) as { reason?: string; message?: string };
        if (reason !== 'INVALID_FIELD' || message?.includes(field) !== true || !message.includes('give'))
          accepted.push(`${what}: ${String(error)}`);
      }
    }
    expect(accepted).to.deep.equal([]);
  });
});

async function drained(values: AsyncIterable<unknown>): Promise<void> {
  for await (const value of values) expect(value).to.equal(undefined);
}
