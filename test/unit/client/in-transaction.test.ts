import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { FakeDaemon } from '../../support/fake-daemon.js';
import { failureOf } from '../../support/failure-of.js';

describe("a call that would join the caller's own transaction", () => {
  let daemon: FakeDaemon;
  let client: DBOSClient;

  beforeEach(async () => {
    daemon = await FakeDaemon.start();
    client = await DBOSClient.create({ address: daemon.address });
  });

  afterEach(async () => {
    await client.destroy();
    daemon.stop();
  });

  const workflow = { queueName: 'q', workflowName: 'w' };
  const calls: readonly [name: string, instead: string, call: () => Promise<unknown>][] = [
    ['sendInTransaction', 'idempotencyKey', () => client.sendInTransaction({}, 'wf', 1, 'topic', 'key')],
    ['enqueueInTransaction', 'workflowID', () => client.enqueueInTransaction({}, workflow, 1, 2)],
    [
      'enqueuePortableInTransaction',
      'workflowID',
      () => client.enqueuePortableInTransaction({}, workflow, []),
    ],
  ];

  for (const [name, instead, call] of calls) {
    it(`rejects, sends nothing, and says what to use in its place: ${name}`, async () => {
      const error = await failureOf(call());
      expect(error).to.include({ reason: 'INVALID_FIELD', field: 'client', outcome: 'not_applied' });
      for (const word of [name, instead, 'enqueueAndSend']) expect(error.message).to.include(word);
      // What the call had sent would have come before this.
      const aborter = new AbortController();
      const last = client.getWorkflow('last', { signal: aborter.signal }).catch(() => undefined);
      await daemon.until(() => daemon.requests.length > 0);
      expect(daemon.requests[0]?.call).to.equal('getWorkflow');
      aborter.abort();
      await last;
    });
  }
});
