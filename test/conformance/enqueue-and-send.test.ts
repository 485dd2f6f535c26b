import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { DBOSClient } from '@dbosd/client';
import { failureOf } from '../support/failure-of.js';
import { overWires, withDaemon } from '../support/surfaces/over-surfaces.js';
import type { CallRequest } from '../support/surfaces/wire.js';

overWires('EnqueueAndSend', (on) => {
  const request = (more: object = {}) => ({
    workflow: {
      queueName: 'q',
      workflowName: 'order',
      workflowId: randomUUID(),
      requestId: randomUUID(),
      ...more,
    },
    messages: [
      { payload: { data: '1' }, topic: 't', idempotencyKey: 'a' },
      { payload: { data: '2' }, topic: 't', idempotencyKey: 'b' },
    ],
  });
  const dataOf = async (id: string): Promise<string[]> =>
    (await on().dbos.messages(id)).map(({ message }) => message);

  it('makes the workflow and its messages, in their order, and once when it is sent again', async () => {
    const { wire } = on();
    const asked = request();
    const first = await wire.call('enqueueAndSend', asked);
    expect(first.workflow).to.deep.include({ workflowId: asked.workflow.workflowId, existing: false });
    expect(first.messages.map(({ duplicate }) => duplicate)).to.deep.equal([false, false]);
    const again = await wire.call('enqueueAndSend', asked);
    expect(again.workflow).to.deep.equal(first.workflow);
    expect(again.messages.map(({ messageId }) => messageId)).to.deep.equal(
      first.messages.map(({ messageId }) => messageId),
    );
    expect(await dataOf(asked.workflow.workflowId)).to.deep.equal(['1', '2']);
  });

  it('makes neither when one message is refused', async () => {
    const { wire, dbos } = on();
    const asked = request();
    const [one, other] = asked.messages;
    const messages = [one!, { ...other!, idempotencyKey: one!.idempotencyKey }];
    const error = await failureOf(wire.call('enqueueAndSend', { ...asked, messages, rejectDifferent: true }));
    expect(error).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED', outcome: 'not_applied' });
    const { workflowId } = asked.workflow;
    expect(await dbos.query('select from dbos.workflow_status where workflow_uuid = $1', [workflowId])).to.be
      .empty;
  });

  it('sends nothing when the workflow is refused', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow();
    const inUse = request({ workflowId, workflowIdReusePolicy: 'WORKFLOW_ID_REUSE_POLICY_REJECT' });
    expect((await failureOf(wire.call('enqueueAndSend', inUse))).reason).to.equal('WORKFLOW_ID_IN_USE');
    const attributes = request({ workflowId, attributesJson: '{"a":"\\u0000"}' });
    const error = await failureOf(wire.call('enqueueAndSend', attributes));
    expect(error).to.include({ reason: 'INVALID_FIELD', field: 'workflow.attributes_json' });
    expect(await dataOf(workflowId)).to.be.empty;
  });

  it('sends the messages to the workflow that is there, by its id or its deduplication id', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow();
    const { workflow } = await wire.call('enqueueAndSend', request({ workflowId }));
    expect(workflow).to.deep.include({ workflowId, existing: true });
    expect(await dataOf(workflowId)).to.deep.equal(['1', '2']);
    const deduplicated = (): ReturnType<typeof request> =>
      request({
        queueName: workflowId,
        deduplicationId: 'd',
        deduplicationPolicy: 'DEDUPLICATION_POLICY_RETURN_EXISTING',
      });
    const holder = (await wire.call('enqueueAndSend', deduplicated())).workflow!.workflowId;
    const second = deduplicated();
    const messages = second.messages.map((message) => ({ ...message, idempotencyKey: randomUUID() }));
    const answer = await wire.call('enqueueAndSend', { ...second, messages });
    expect(answer.workflow).to.deep.include({ workflowId: holder, existing: true });
    expect(await dataOf(holder)).to.deep.equal(['1', '2', '1', '2']);
  });

  it('needs a workflow, a message, and keys where the request may be sent again', async () => {
    const { wire } = on();
    const asked = request();
    const keyless = asked.messages.map(({ idempotencyKey: _key, ...rest }) => rest);
    for (const [bad, field] of [
      [{ messages: asked.messages }, 'workflow'],
      [{ ...asked, messages: [] }, 'messages'],
      [{ ...asked, messages: keyless }, 'messages[0].idempotency_key'],
    ] as [CallRequest<'enqueueAndSend'>, string][]) {
      expect(await failureOf(wire.call('enqueueAndSend', bad))).to.include({
        reason: 'INVALID_FIELD',
        field,
      });
    }
  });
});

withDaemon('enqueueAndSend of DBOSClient', (on) => {
  let client: DBOSClient;

  before(async () => {
    client = await DBOSClient.create({ address: on().address });
  });

  after(async () => {
    await client.destroy();
  });

  it('makes a workflow with its arguments and its first messages', async () => {
    const options = { queueName: 'q', workflowName: 'order' };
    const messages = [{ message: { paid: true } }, { message: 2 }];
    const { workflowID } = await client.enqueueAndSend(options, ['cart', 3], messages);
    expect((await client.getWorkflow(workflowID))?.input).to.deep.equal(['cart', 3]);
    expect((await on().dbos.messages(workflowID)).map(({ message }) => message)).to.deep.equal([
      '{"paid":true}',
      '2',
    ]);
  });
});
