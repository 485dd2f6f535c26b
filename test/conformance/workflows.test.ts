import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';

/** Longer than any test: what waits this long is ended by what it waits for. */
const LONG_MS = 600_000;

overSurfaces('EnqueueWorkflow', (on) => {
  it('writes the row that an application picks up, with everything that it was told', async () => {
    const { surface, dbos } = on();
    const id = randomUUID();
    const given = {
      queue: `q ${id}`,
      workflow: 'order',
      id,
      args: [1, { two: [null] }],
      named: { three: 'drei' },
      className: 'Shop',
      configName: 'main',
      applicationName: 'shop',
      version: 'v7',
      deduplicationId: 'd',
      priority: 3,
      partitionKey: 'p',
      timeoutMs: 90_000,
      attributes: { colour: 'red' },
      user: 'ann',
      roles: ['admin', 'clerk'],
    };
    expect(await surface.enqueue(given)).to.equal(id);
    const [row] = await dbos.query(
      `select status, name, queue_name, class_name, config_name, application_name, application_version,
         deduplication_id, priority, queue_partition_key, workflow_timeout_ms::int as timeout, attributes,
         authenticated_user, authenticated_roles, serialization, i.inputs
       from dbos.workflow_status s join dbos.workflow_input i using (workflow_uuid)
       where workflow_uuid = $1`,
      [id],
    );
    expect({ ...row, inputs: JSON.parse(row!['inputs'] as string) as unknown }).to.deep.equal({
      status: 'ENQUEUED',
      name: 'order',
      queue_name: given.queue,
      class_name: 'Shop',
      config_name: 'main',
      application_name: 'shop',
      application_version: 'v7',
      deduplication_id: 'd',
      priority: 3,
      queue_partition_key: 'p',
      timeout: 90_000,
      attributes: { colour: 'red' },
      authenticated_user: 'ann',
      authenticated_roles: '["admin","clerk"]',
      serialization: 'portable_json',
      inputs: { positionalArgs: [1, { two: [null] }], namedArgs: { three: 'drei' } },
    });
  });

  it('makes an id where none is given', async () => {
    const { surface } = on();
    const id = await surface.enqueue({ queue: 'q', workflow: 'order' });
    expect(await surface.getWorkflow(id)).to.include({ id, status: 'ENQUEUED', name: 'order', queue: 'q' });
  });

  it('delays a workflow that is not to begin at once', async () => {
    const { surface } = on();
    const id = await surface.enqueue({ queue: 'q', workflow: 'order', delayMs: 3_600_000 });
    expect((await surface.getWorkflow(id))!.status).to.equal('DELAYED');
  });

  it('answers with the existing workflow of an id, unless it is to be refused', async () => {
    const { surface } = on();
    const id = randomUUID();
    const workflow = { queue: 'q', workflow: 'order', id, args: ['first'] };
    await surface.enqueue(workflow);
    expect(await surface.enqueue({ ...workflow, args: ['second'] })).to.equal(id);
    expect((await surface.getWorkflow(id))!.args).to.deep.equal(['first']);
    expect((await failureOf(surface.enqueue({ ...workflow, reuse: 'reject' }))).reason).to.equal(
      'WORKFLOW_ID_IN_USE',
    );
  });

  it('refuses the id of a workflow with another name, class or configuration', async () => {
    const { surface } = on();
    const id = randomUUID();
    await surface.enqueue({ queue: 'q', workflow: 'order', id, className: 'Shop' });
    for (const other of [
      { workflow: 'refund', className: 'Shop' },
      { workflow: 'order' },
      { workflow: 'order', className: 'Shop', configName: 'other' },
    ]) {
      const error = await failureOf(surface.enqueue({ queue: 'q', id, ...other }));
      expect(error).to.include({ reason: 'WORKFLOW_ID_CONFLICT', outcome: 'not_applied' });
    }
  });

  it('refuses a deduplication id that an active workflow of the queue has, or answers with that one', async () => {
    const { surface, dbos } = on();
    const queue = randomUUID();
    const workflow = { queue, workflow: 'order', deduplicationId: 'd' };
    const first = await surface.enqueue(workflow);
    const error = await failureOf(surface.enqueue(workflow));
    expect(error).to.include({ reason: 'DEDUPLICATION_CONFLICT', outcome: 'not_applied' });
    expect(await surface.enqueue({ ...workflow, deduplication: 'return-existing' })).to.equal(first);
    expect(await surface.enqueue({ ...workflow, queue: `${queue} other` })).to.not.equal(first);
    const rows = await dbos.query('select from dbos.workflow_status where queue_name = $1', [queue]);
    expect(rows).to.have.length(1);
  });
});

overSurfaces('GetWorkflow', (on) => {
  it('returns a workflow as it is now, and nothing of one that does not exist', async () => {
    const { surface, dbos } = on();
    const id = await surface.enqueue({ queue: 'q', workflow: 'order', args: [1, 'zwei'], priority: 9 });
    await dbos.end(id, { output: { done: true } });
    expect(await surface.getWorkflow(id)).to.deep.equal({
      id,
      status: 'SUCCESS',
      name: 'order',
      queue: 'q',
      args: [1, 'zwei'],
      output: { done: true },
      priority: 9,
    });
    expect(await surface.getWorkflow(randomUUID())).to.equal(undefined);
  });

  it('reads input and output where older SDKs left them', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow(undefined, 'SUCCESS');
    await dbos.query(
      `update dbos.workflow_status set inputs = '{"positionalArgs":[1]}', output = '"old"' where workflow_uuid = $1`,
      [id],
    );
    expect(await surface.getWorkflow(id)).to.deep.include({ args: [1], output: 'old' });
  });
});

overSurfaces('AwaitWorkflow', (on) => {
  it('returns the output of a workflow that has ended, or ends', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const waiting = surface.awaitWorkflow(id, LONG_MS);
    await dbos.end(id, { output: [1] });
    expect(await waiting).to.deep.equal({ output: [1] });
    expect(await surface.awaitWorkflow(id, 0)).to.deep.equal({ output: [1] });
  });

  it('tells the ways of ending apart', async () => {
    const { surface, dbos } = on();
    const ended = async (ending: Parameters<typeof dbos.end>[1]): Promise<unknown> => {
      const id = await dbos.workflow();
      await dbos.end(id, ending);
      return surface.awaitWorkflow(id, LONG_MS);
    };
    const error = { name: 'TypeError', message: 'bad thing' };
    expect(await ended({ status: 'ERROR', error })).to.deep.equal({ failed: 'bad thing' });
    expect(await ended({ status: 'CANCELLED' })).to.deep.equal({ failed: 'CANCELLED' });
    expect(await ended({ status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' })).to.deep.equal({
      failed: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
    });
    expect(await ended({ output: null })).to.deep.equal({ output: null });
    expect(await ended({})).to.deep.equal({ output: null });
  });

  it('ends in time where the workflow does not end', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    expect(await surface.awaitWorkflow(id, 0)).to.equal('timed out');
    expect(await surface.awaitWorkflow(id, 30)).to.equal('timed out');
  });

  it('waits for the start of a workflow that does not exist yet, where asked to', async () => {
    const { surface, dbos } = on();
    const id = randomUUID();
    const waiting = surface.awaitWorkflow(id, LONG_MS);
    await dbos.workflow(id);
    await dbos.end(id, { output: 1 });
    expect(await waiting).to.deep.equal({ output: 1 });
  });
});

overWires('The answers of WorkflowService', (on) => {
  const enqueue = { queueName: 'q', workflowName: 'order' };

  it('say whether the workflow was there, who owns it, and whether its queue is registered', async () => {
    const { wire } = on();
    const queueName = randomUUID();
    const workflowId = randomUUID();
    const request = { ...enqueue, queueName, workflowId };
    const answer = { workflowId, queueRegistered: false, status: 'WORKFLOW_STATUS_ENQUEUED' };
    expect(await wire.call('enqueueWorkflow', request)).to.deep.equal({ ...answer, existing: false });
    await wire.call('upsertQueue', { queue: { name: queueName, applicationName: 'shop' } });
    expect(await wire.call('enqueueWorkflow', request)).to.deep.equal({
      ...answer,
      existing: true,
      queueRegistered: true,
    });
    const next = await wire.call('enqueueWorkflow', { ...enqueue, queueName });
    expect(next).to.deep.include({ existing: false, queueRegistered: true, applicationName: 'shop' });
  });

  it('take a repeat under the same request id for the first call, even where a used id is refused', async () => {
    const { wire } = on();
    const workflowId = randomUUID();
    const request = {
      ...enqueue,
      workflowId,
      requestId: 'r1',
      workflowIdReusePolicy: 'WORKFLOW_ID_REUSE_POLICY_REJECT',
    } as const;
    const first = await wire.call('enqueueWorkflow', request);
    expect(await wire.call('enqueueWorkflow', request)).to.deep.equal(first);
    const foreign = await failureOf(wire.call('enqueueWorkflow', { ...request, requestId: 'r2' }));
    expect(foreign.reason).to.equal('WORKFLOW_ID_IN_USE');
  });

  it('refuse a raw portable input that would be read as no arguments', async () => {
    const { wire } = on();
    for (const data of ['[1]', '{"args":[1]}', '{"positionalArgs":1}', '{"namedArgs":[]}', '1']) {
      const error = await failureOf(wire.call('enqueueWorkflow', { ...enqueue, input: { raw: { data } } }));
      expect(error).to.deep.include({ reason: 'INVALID_FIELD' });
      expect(error.field).to.equal('input.raw.data');
    }
    const data = '{"positionalArgs":[1],"namedArgs":{}}';
    const { workflowId } = await wire.call('enqueueWorkflow', { ...enqueue, input: { raw: { data } } });
    const { workflow } = await wire.call('getWorkflow', { workflowId });
    expect(workflow!.input!.payload!.data).to.equal(data);
  });

  it('leave out what is not asked for', async () => {
    const { wire, dbos } = on();
    const { workflowId } = await wire.call('enqueueWorkflow', enqueue);
    await dbos.end(workflowId, { output: 1 });
    const { workflow } = await wire.call('getWorkflow', {
      workflowId,
      withoutInput: true,
      withoutOutput: true,
    });
    expect(workflow).to.deep.include({ input: null, output: null, error: null });
  });

  it('refuse to wait for a workflow that does not exist, unless its start is waited for', async () => {
    const { wire } = on();
    const workflowId = randomUUID();
    expect((await failureOf(wire.call('awaitWorkflow', { workflowId }))).reason).to.equal(
      'WORKFLOW_NOT_FOUND',
    );
    const looked = await wire.call('awaitWorkflow', {
      workflowId,
      waitForStart: true,
      timeout: { seconds: 0, nanos: 0 },
    });
    expect(looked.outcome).to.equal('timedOut');
  });
});
