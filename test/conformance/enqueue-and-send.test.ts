import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';
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

overSurfaces('A workflow with its first messages', (on) => {
  const messages = [
    { message: { paid: true }, topic: 't' },
    { message: 2, topic: 't' },
  ];
  const storedFor = async (id: string): Promise<[string, string][]> =>
    (await on().dbos.messages(id)).map(({ topic, message }) => [topic, message]);
  const stored = [
    ['t', '{"paid":true}'],
    ['t', '2'],
  ];

  it('is made with its arguments and its messages, in their order', async () => {
    const { surface } = on();
    const workflow = { queue: 'q', workflow: 'order', id: randomUUID(), args: ['cart', 3] };
    const id = await surface.enqueueAndSend(workflow, messages);
    expect(id).to.equal(workflow.id);
    expect((await surface.getWorkflow(id))?.args).to.deep.equal(['cart', 3]);
    expect(await storedFor(id)).to.deep.equal(stored);
  });

  it('gets them when it is there already, unless that is refused', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const workflow = { queue: 'q', workflow: 'order', id };
    const refused = surface.enqueueAndSend({ ...workflow, reuse: 'reject' }, messages);
    expect((await failureOf(refused)).reason).to.equal('WORKFLOW_ID_IN_USE');
    const conflict = surface.enqueueAndSend({ ...workflow, workflow: 'another' }, messages);
    expect((await failureOf(conflict)).reason).to.equal('WORKFLOW_ID_CONFLICT');
    expect(await storedFor(id)).to.be.empty;
    expect(await surface.enqueueAndSend(workflow, messages)).to.equal(id);
    expect(await storedFor(id)).to.deep.equal(stored);
  });

  it('gets each message once, whoever sends it again under its key', async () => {
    const { surface } = on();
    const workflow = { queue: 'q', workflow: 'order', id: randomUUID() };
    const keyed = [{ message: 1, idempotencyKey: 'a' }];
    await surface.enqueueAndSend(workflow, keyed);
    await surface.enqueueAndSend(workflow, keyed);
    expect(await storedFor(workflow.id)).to.have.length(1);
  });

  it('is not made without a message', async () => {
    const { surface } = on();
    const id = randomUUID();
    const refused = surface.enqueueAndSend({ queue: 'q', workflow: 'order', id }, []);
    expect((await failureOf(refused)).reason).to.equal('INVALID_FIELD');
    expect(await surface.getWorkflow(id)).to.equal(undefined);
  });
});
