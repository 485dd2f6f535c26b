import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { withDaemon } from '../support/surfaces/over-surfaces.js';

const ENQUEUE = { queueName: 'q', workflowName: 'order' };

/** Calls of a program without a compiler, with something else than an option takes; each by the field that it names. */
const CALLS: readonly [
  field: string,
  call: (client: DBOSClient, given: never) => Promise<unknown>,
  given: unknown[],
][] = [
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
  ['limit', (client, limit) => client.listWorkflowSteps('w', { limit }), ['5', true, [], 5n]],
  ['offset', (client, offset) => client.listWorkflowSteps('w', { offset }), ['5', 5n]],
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
    for (const [field, call, values] of CALLS) {
      for (const given of values) {
        const what = `${field}: ${typeof given} ${String(given)}`;
        const error = await call(client, given as never).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error, what).to.have.property('reason', 'INVALID_FIELD');
        expect(String(error), what).to.include(field);
      }
    }
  });
});
