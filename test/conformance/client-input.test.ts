import { DBOSClient } from '@dbosd/client';
import { NULL_TOPIC } from '@dbosd/shared';
import { expect } from 'chai';
import { collect } from '../support/collect.js';
import { contentsOf } from '../support/contents.js';
import { failureOf } from '../support/failure-of.js';
import { withDaemon } from '../support/surfaces/over-surfaces.js';

/** One text argument of a method: its limit in bytes, and a call with that text in its place. */
interface TextArgument {
  readonly bytes: number;
  readonly call: (client: DBOSClient, text: string, id: string) => unknown;
}

const enqueue = { queueName: 'q', workflowName: 'order' };

/** Every text that a caller of DBOSClient gives, by the method and the name that errors give it. */
const TEXTS: Readonly<Record<string, TextArgument>> = {
  'send destinationID': { bytes: 1280, call: (client, text) => client.send(text, 1) },
  'send topic': { bytes: 1024, call: (client, text, id) => client.send(id, 1, text) },
  'send idempotencyKey': { bytes: 1024, call: (client, text, id) => client.send(id, 1, 't', text) },
  'sendBatch destinationID': {
    bytes: 1280,
    call: (client, text) => client.sendBatch([{ destinationID: text, message: 1 }]),
  },
  'listMessages workflowID': { bytes: 1280, call: (client, text) => collect(client.listMessages(text)) },
  'listMessages topic': {
    bytes: 1024,
    call: (client, text, id) => collect(client.listMessages(id, { topic: text })),
  },
  'getEvent workflowID': { bytes: 1280, call: (client, text) => client.getEvent(text, 'k', 0) },
  'getEvent key': { bytes: 1024, call: (client, text, id) => client.getEvent(id, text, 0) },
  'getAllEvents workflowID': { bytes: 1280, call: (client, text) => client.getAllEvents(text) },
  'watchEvents workflowID': { bytes: 1280, call: (client, text) => collect(client.watchEvents(text)) },
  'watchEvents keys': {
    bytes: 1024,
    call: (client, text, id) => collect(client.watchEvents(id, { keys: [text] })),
  },
  'readStream workflowID': { bytes: 1280, call: (client, text) => collect(client.readStream(text, 's')) },
  'readStream key': { bytes: 1024, call: (client, text, id) => collect(client.readStream(id, text)) },
  'readStreamOffset workflowID': {
    bytes: 1280,
    call: (client, text) => client.readStreamOffset(text, 's', 0),
  },
  'readStreamOffset key': { bytes: 1024, call: (client, text, id) => client.readStreamOffset(id, text, 0) },
  'listStreams workflowID': { bytes: 1280, call: (client, text) => collect(client.listStreams(text)) },
  'enqueue queueName': {
    bytes: 255,
    call: (client, text) => client.enqueue({ ...enqueue, queueName: text }),
  },
  'enqueue workflowName': {
    bytes: 255,
    call: (client, text) => client.enqueue({ ...enqueue, workflowName: text }),
  },
  'enqueue workflowID': {
    bytes: 1024,
    call: (client, text) => client.enqueue({ ...enqueue, workflowID: text }),
  },
  'getWorkflow workflowID': { bytes: 1280, call: (client, text) => client.getWorkflow(text) },
  'getResult workflowID': { bytes: 1280, call: (client, text) => client.retrieveWorkflow(text).getResult() },
  'cancelWorkflow workflowID': { bytes: 1280, call: (client, text) => client.cancelWorkflow(text) },
  'resumeWorkflow workflowID': { bytes: 1280, call: (client, text) => client.resumeWorkflow(text) },
  'resumeWorkflow queueName': {
    bytes: 255,
    call: (client, text, id) => client.resumeWorkflow(id, { queueName: text }),
  },
  'deleteWorkflow workflowID': { bytes: 1280, call: (client, text) => client.deleteWorkflow(text) },
  'forkWorkflow workflowID': { bytes: 1280, call: (client, text) => client.forkWorkflow(text, 0) },
  'forkWorkflow newWorkflowID': {
    bytes: 1024,
    call: (client, text, id) => client.forkWorkflow(id, 0, { newWorkflowID: text }),
  },
  'forkWorkflow applicationVersion': {
    bytes: 255,
    call: (client, text, id) => client.forkWorkflow(id, 0, { applicationVersion: text }),
  },
  'forkWorkflow queuePartitionKey': {
    bytes: 512,
    call: (client, text, id) => client.forkWorkflow(id, 0, { queuePartitionKey: text }),
  },
  'forkWorkflow replacementChildren': {
    bytes: 1280,
    call: (client, text, id) => client.forkWorkflow(id, 0, { replacementChildren: { [text]: 'child' } }),
  },
  'rewindWorkflow workflowID': { bytes: 1280, call: (client, text) => client.rewindWorkflow(text) },
  'rewindWorkflow queueName': {
    bytes: 255,
    call: (client, text, id) => client.rewindWorkflow(id, { queueName: text }),
  },
  'setWorkflowDelay workflowID': { bytes: 1280, call: (client, text) => client.setWorkflowDelay(text, 1) },
  'setWorkflowPriority workflowID': {
    bytes: 1280,
    call: (client, text) => client.setWorkflowPriority(text, 1),
  },
  'setWorkflowAttributes workflowID': {
    bytes: 1280,
    call: (client, text) => client.setWorkflowAttributes(text, {}),
  },
  'deleteQueue name': { bytes: 255, call: (client, text) => client.deleteQueue(text) },
  ...Object.fromEntries(
    (
      [
        ['workflowIDs', 1280],
        ['workflow_id_prefix', 1280],
        ['forkedFrom', 1280],
        ['parentWorkflowID', 1280],
        ['workflowName', 255],
        ['authenticatedUser', 255],
        ['applicationVersion', 255],
        ['executorId', 255],
        ['queueName', 255],
        ['scheduleName', 255],
        ['applicationName', 255],
      ] as const
    ).map(([filter, bytes]): [string, TextArgument] => [
      `listWorkflows ${filter}`,
      { bytes, call: (client, text) => client.listWorkflows({ [filter]: [text] }) },
    ]),
  ),
  'listWorkflowSteps workflowID': { bytes: 1280, call: (client, text) => client.listWorkflowSteps(text) },
  'waitFirst handles': {
    bytes: 1280,
    call: (client, text) => client.waitFirst([client.retrieveWorkflow(text)]),
  },
  'waitAll handles': { bytes: 1280, call: (client, text) => client.waitAll([client.retrieveWorkflow(text)]) },
  'retrieveQueue name': { bytes: 255, call: (client, text) => client.retrieveQueue(text) },
  'listQueues applicationName': { bytes: 255, call: (client, text) => client.listQueues([text]) },
  'registerQueue name': { bytes: 255, call: (client, text) => client.registerQueue(text) },
  'registerQueue applicationName': {
    bytes: 255,
    call: (client, text) => client.registerQueue('q', { applicationName: text }),
  },
};

withDaemon('Bad input to DBOSClient', (on) => {
  let client: DBOSClient;
  let id: string;

  before(async () => {
    client = await DBOSClient.create({ address: on().address });
    id = await on().dbos.workflow(undefined, 'SUCCESS');
  });

  after(async () => {
    await client.destroy();
  });

  /** Also where a method throws before it has a promise to give. */
  const failureIn = (call: () => unknown): ReturnType<typeof failureOf> =>
    failureOf(
      new Promise((resolve) => {
        resolve(call());
      }),
    );

  for (const [name, { bytes, call }] of Object.entries(TEXTS)) {
    it(`in ${name} is refused by its name, and nothing is written`, async () => {
      const contents = await contentsOf(on().dbos);
      const bad = ['', 'a\0b', 'a\uD800', '\uDC00a', 'n'.repeat(bytes + 1), 'ä'.repeat(bytes / 2 + 1)];
      if (name.endsWith('topic')) bad.push(NULL_TOPIC);
      for (const text of bad) {
        const error = await failureIn(() => call(client, text, id));
        expect(error, JSON.stringify(text.slice(0, 20))).to.include({
          reason: 'INVALID_FIELD',
          outcome: 'not_applied',
        });
        expect(error.field).to.equal(name.split(' ')[1]);
      }
      expect(await contentsOf(on().dbos)).to.deep.equal(contents);
    });
  }

  it('in a value that has no JSON is refused, and nothing is written', async () => {
    const contents = await contentsOf(on().dbos);
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const value of [circular, new Map([[1, 1]]), [{ deep: circular }]]) {
      const error = await failureIn(() => client.send(id, value));
      expect(error).to.include({ reason: 'INVALID_FIELD', outcome: 'not_applied' });
      expect(error.field).to.equal('message');
    }
    expect(await contentsOf(on().dbos)).to.deep.equal(contents);
  });

  it('in a value that is too large is refused, and the client goes on', async () => {
    const contents = await contentsOf(on().dbos);
    for (const megabytes of [2, 3, 10, 70]) {
      const error = await failureIn(() => client.send(id, 'x'.repeat(megabytes * 1024 * 1024)));
      expect(error).to.include({ reason: 'PAYLOAD_TOO_LARGE', outcome: 'not_applied' });
    }
    expect(await contentsOf(on().dbos)).to.deep.equal(contents);
    await client.send(id, 'fits');
  });

  it('in a text with a genuine U+FFFD, or with what looks like SQL, is not seen', async () => {
    for (const text of [`\uFFFD '; drop table x; --`, '%_\\', '$1', '__proto__', 'constructor']) {
      await client.send(id, text, text, text);
      const [listed] = await collect(client.listMessages(id, { topic: text }));
      expect(listed!.message).to.equal(text);
    }
  });
});
