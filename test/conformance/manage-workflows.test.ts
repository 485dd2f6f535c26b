import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';

overSurfaces('Who manages workflows', (on) => {
  const rowOf = async (id: string): Promise<Record<string, unknown> | undefined> =>
    (await on().dbos.query('select * from dbos.workflow_status where workflow_uuid = $1', [id]))[0];
  const statusesOf = (...ids: string[]): Promise<unknown[]> =>
    Promise.all(ids.map(async (id) => (await rowOf(id))?.['status']));
  const family = async (): Promise<[parent: string, child: string]> => {
    const [parent, child] = [await on().dbos.workflow(), await on().dbos.workflow()];
    await on().dbos.query(
      'update dbos.workflow_status set parent_workflow_id = $2 where workflow_uuid = $1',
      [child, parent],
    );
    return [parent, child];
  };

  it('cancels them, with their children only where wanted, and passes over what has ended', async () => {
    const { surface, dbos } = on();
    const [[parent, child], ended] = [await family(), await dbos.workflow(undefined, 'SUCCESS')];
    await surface.cancel([parent, ended, 'nobody']);
    expect(await statusesOf(parent, child, ended)).to.deep.equal(['CANCELLED', 'PENDING', 'SUCCESS']);
    await surface.cancel([parent], { children: true });
    expect(await statusesOf(child)).to.deep.equal(['CANCELLED']);
  });

  it('ends the waits for one that is cancelled', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const waiting = surface.awaitWorkflow(id, 600_000);
    await surface.cancel([id]);
    expect(await waiting).to.deep.equal({ failed: 'CANCELLED' });
  });

  it('resumes them, also on another queue, and none where one is missing', async () => {
    const { surface, dbos } = on();
    const ids = [await dbos.workflow(undefined, 'CANCELLED'), await dbos.workflow(undefined, 'CANCELLED')];
    const error = await failureOf(surface.resume([...ids, 'nobody']));
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND', outcome: 'not_applied' });
    expect(await statusesOf(...ids)).to.deep.equal(['CANCELLED', 'CANCELLED']);
    await surface.resume([ids[0]!]);
    await surface.resume([ids[1]!], { queue: 'other' });
    const rows = [await rowOf(ids[0]!), await rowOf(ids[1]!)];
    expect(rows.map((row) => [row?.['status'], row?.['queue_name']])).to.deep.equal([
      ['ENQUEUED', '_dbos_internal_queue'],
      ['ENQUEUED', 'other'],
    ]);
  });

  it('deletes them, with their children only where wanted', async () => {
    const { surface } = on();
    const [one, other] = [await family(), await family()];
    await surface.remove([one[0], 'nobody']);
    await surface.remove([other[0]], { children: true });
    expect(await statusesOf(...one, ...other)).to.deep.equal([undefined, 'PENDING', undefined, undefined]);
  });

  it('forks one under an id that is free, and rewinds one that has ended', async () => {
    const { surface, dbos } = on();
    const [source, newId] = [await dbos.workflow(undefined, 'ERROR'), randomUUID()];
    expect(await surface.fork(source, 0, { newId, queue: 'q', version: 'v2' })).to.equal(newId);
    expect(await rowOf(newId)).to.include({
      status: 'ENQUEUED',
      forked_from: source,
      queue_name: 'q',
      application_version: 'v2',
    });
    const inUse = await failureOf(surface.fork(source, 0, { newId }));
    expect(inUse).to.include({ reason: 'WORKFLOW_ID_IN_USE', outcome: 'not_applied' });
    expect((await failureOf(surface.fork('nobody', 0))).reason).to.equal('WORKFLOW_NOT_FOUND');
    await surface.rewind(source);
    expect(await statusesOf(source)).to.deep.equal(['ENQUEUED']);
    const running = await failureOf(surface.rewind(source));
    expect(running).to.include({ reason: 'INVALID_FIELD', outcome: 'not_applied' });
  });

  it('sets their delay, priority and attributes, and refuses what makes no sense', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow(undefined, 'DELAYED');
    await surface.setDelay(id, { untilMs: 2e12 });
    expect((await rowOf(id))?.['delay_until_epoch_ms']).to.equal(String(2e12));
    await surface.setDelay(id, { delayMs: 1000 });
    expect(Number((await rowOf(id))?.['delay_until_epoch_ms'])).to.be.lessThan(2e12);
    await surface.setPriority(id, 7);
    await surface.setAttributes(id, { tenant: 'acme' });
    expect(await rowOf(id)).to.deep.include({ priority: 7, attributes: { tenant: 'acme' } });
    await surface.setAttributes(id, undefined);
    expect((await rowOf(id))?.['attributes']).to.equal(null);
    for (const refused of [surface.setDelay(id, { delayMs: 0 }), surface.setPriority(id, -1)]) {
      expect((await failureOf(refused)).reason).to.equal('INVALID_FIELD');
    }
    await surface.setDelay('nobody', { delayMs: 1000 });
    await surface.setPriority('nobody', 1);
    await surface.setAttributes('nobody', {});
  });
});

overWires('A cancel', (on) => {
  const statusOf = async (id: string): Promise<string | undefined> =>
    (
      await on().dbos.query<{ status: string }>(
        'select status from dbos.workflow_status where workflow_uuid = $1',
        [id],
      )
    )[0]?.status;
  const childOf = async (parent: string, status = 'PENDING'): Promise<string> => {
    const id = await on().dbos.workflow(undefined, status);
    await on().dbos.query(
      'update dbos.workflow_status set parent_workflow_id = $2 where workflow_uuid = $1',
      [id, parent],
    );
    return id;
  };

  it('says how many it cancelled, passes over what has ended, and what is not there', async () => {
    const { wire, dbos } = on();
    const [running, ended] = [await dbos.workflow(), await dbos.workflow(undefined, 'SUCCESS')];
    const workflowIds = [running, ended, 'nobody', running];
    expect((await wire.call('cancelWorkflows', { workflowIds })).cancelled).to.equal(1);
    expect([await statusOf(running), await statusOf(ended)]).to.deep.equal(['CANCELLED', 'SUCCESS']);
  });

  it('takes children along only where wanted, through those that have ended, however deep', async () => {
    const { wire, dbos } = on();
    const parent = await dbos.workflow();
    const child = await childOf(parent, 'ERROR');
    const grandchild = await childOf(child, 'ENQUEUED');
    const great = await childOf(grandchild);
    const request = { workflowIds: [parent] };
    expect((await wire.call('cancelWorkflows', request)).cancelled).to.equal(1);
    expect(await statusOf(great)).to.equal('PENDING');
    expect((await wire.call('cancelWorkflows', { ...request, cancelChildren: true })).cancelled).to.equal(3);
    expect([await statusOf(child), await statusOf(grandchild), await statusOf(great)]).to.deep.equal([
      'ERROR',
      'CANCELLED',
      'CANCELLED',
    ]);
  });

  it('does not go round for ever where parents go round', async () => {
    const { wire, dbos } = on();
    const one = await dbos.workflow();
    const other = await childOf(one);
    await dbos.query('update dbos.workflow_status set parent_workflow_id = $2 where workflow_uuid = $1', [
      one,
      other,
    ]);
    const request = { workflowIds: [one], cancelChildren: true };
    expect((await wire.call('cancelWorkflows', request)).cancelled).to.equal(2);
  });

  it('wakes those who wait for the workflow', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow();
    const waiting = wire.call('awaitWorkflow', { workflowId, timeout: { seconds: 600 } });
    await wire.call('cancelWorkflows', { workflowIds: [workflowId] });
    expect((await waiting).completed!.status).to.equal('WORKFLOW_STATUS_CANCELLED');
  });

  it('takes 1 to 1,000 workflows', async () => {
    const { wire } = on();
    for (const count of [0, 1001]) {
      const workflowIds = Array.from({ length: count }, () => 'w');
      const error = await failureOf(wire.call('cancelWorkflows', { workflowIds }));
      expect(error).to.include({ reason: 'INVALID_FIELD', field: 'workflow_ids' });
    }
  });

  it('that is beaten by the end of the workflow leaves the end', async () => {
    const { wire, dbos } = on();
    const ids = await Promise.all(Array.from({ length: 50 }, () => dbos.workflow()));
    const end = (id: string): Promise<unknown[]> =>
      dbos.query(
        `update dbos.workflow_status set status = 'SUCCESS', owner_xid = null
         where workflow_uuid = $1 and status = 'PENDING' returning 1`,
        [id],
      );
    const outcomes = await Promise.all(
      ids.map(async (id) => {
        const [ended, { cancelled }] = await Promise.all([
          end(id),
          wire.call('cancelWorkflows', { workflowIds: [id] }),
        ]);
        return { ended: ended.length, cancelled, status: await statusOf(id) };
      }),
    );
    for (const { ended, cancelled, status } of outcomes) {
      expect(ended + cancelled).to.equal(1);
      expect(status).to.equal(ended === 1 ? 'SUCCESS' : 'CANCELLED');
    }
  });
});

overWires('A resume', (on) => {
  it('sent again does not raise a workflow that was cancelled since', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow(undefined, 'CANCELLED');
    const request = { workflowIds: [id], requestId: randomUUID() };
    expect((await wire.call('resumeWorkflows', request)).resumed).to.equal(1);
    await wire.call('cancelWorkflows', { workflowIds: [id], requestId: randomUUID() });
    expect((await wire.call('resumeWorkflows', request)).resumed).to.equal(1);
    const { workflow } = await wire.call('getWorkflow', { workflowId: id });
    expect(workflow!.status).to.equal('WORKFLOW_STATUS_CANCELLED');
  });

  it('resumes none where one is missing, and names it', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow(undefined, 'CANCELLED');
    const error = await failureOf(wire.call('resumeWorkflows', { workflowIds: [id, 'nobody'] }));
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND', outcome: 'not_applied' });
    expect(error.metadata).to.include({ workflow_id: 'nobody' });
    const { workflow } = await wire.call('getWorkflow', { workflowId: id });
    expect(workflow!.status).to.equal('WORKFLOW_STATUS_CANCELLED');
  });

  it('leaves a workflow with a result as it is', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow(undefined, 'SUCCESS');
    expect((await wire.call('resumeWorkflows', { workflowIds: [id] })).resumed).to.equal(0);
  });
});

overWires('A request under a token', (on) => {
  it("is refused when the token is another method's", async () => {
    const { wire, dbos } = on();
    const request = { workflowIds: [await dbos.workflow()], requestId: randomUUID() };
    await wire.call('cancelWorkflows', request);
    for (const method of ['resumeWorkflows', 'deleteWorkflows'] as const) {
      const error = await failureOf(wire.call(method, request));
      expect(error).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED', outcome: 'not_applied' });
    }
  });
});

overWires('A deletion', (on) => {
  it('tells those who wait that the workflow is gone', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow();
    const waiting = failureOf(wire.call('awaitWorkflow', { workflowId, timeout: { seconds: 600 } }));
    await wire.call('deleteWorkflows', { workflowIds: [workflowId] });
    expect((await waiting).reason).to.equal('WORKFLOW_NOT_FOUND');
  });
});

overWires('The setters of a workflow', (on) => {
  it('say that they changed nothing where the workflow is missing or past it', async () => {
    const { wire, dbos } = on();
    const running = await dbos.workflow();
    for (const workflowId of ['nobody', running]) {
      const delay = { seconds: 1 };
      expect((await wire.call('setWorkflowDelay', { workflowId, delay })).changed).to.equal(false);
      expect((await wire.call('setWorkflowPriority', { workflowId, priority: 1 })).changed).to.equal(false);
    }
    const nobody = { workflowId: 'nobody', attributesJson: '{}' };
    expect((await wire.call('setWorkflowAttributes', nobody)).changed).to.equal(false);
  });

  it('count a delay from the clock of the database', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow(undefined, 'DELAYED');
    await wire.call('setWorkflowDelay', { workflowId, delay: { seconds: 1000 } });
    const [row] = await dbos.query<{ near: boolean }>(
      `select delay_until_epoch_ms - extract(epoch from clock_timestamp()) * 1000 between 900000 and 1000001 as near
       from dbos.workflow_status where workflow_uuid = $1`,
      [workflowId],
    );
    expect(row).to.deep.equal({ near: true });
  });

  it('refuse what has no start, a priority below 0, and attributes that jsonb cannot hold', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow(undefined, 'DELAYED');
    const refused = [
      [wire.call('setWorkflowDelay', { workflowId }), 'delay'],
      [wire.call('setWorkflowDelay', { workflowId, delay: { seconds: 0 } }), 'delay'],
      [wire.call('setWorkflowDelay', { workflowId, delayUntil: { seconds: 0 } }), 'delay_until'],
      [wire.call('setWorkflowPriority', { workflowId, priority: -1 }), 'priority'],
      [
        wire.call('setWorkflowAttributes', { workflowId, attributesJson: '{"a":"\\u0000"}' }),
        'attributes_json',
      ],
    ] as const;
    for (const [call, field] of refused) {
      expect(await failureOf(call)).to.include({ reason: 'INVALID_FIELD', field, outcome: 'not_applied' });
    }
  });
});

overWires('A fork', (on) => {
  it('sent again under its token is the first call, and one under another token is refused', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow(undefined, 'SUCCESS');
    const request = { workflowId, newWorkflowId: randomUUID(), requestId: randomUUID() };
    const first = await wire.call('forkWorkflow', request);
    expect(first.workflowId).to.equal(request.newWorkflowId);
    expect(await wire.call('forkWorkflow', request)).to.deep.equal(first);
    await wire.call('deleteWorkflows', { workflowIds: [workflowId] });
    expect(await wire.call('forkWorkflow', request), 'its source is gone').to.deep.equal(first);
    const source = await dbos.workflow();
    for (const other of [{ requestId: randomUUID() }, { requestId: undefined }]) {
      const { requestId: _token, ...rest } = { ...request, workflowId: source };
      const call = wire.call('forkWorkflow', other.requestId === undefined ? rest : { ...rest, ...other });
      expect(await failureOf(call)).to.include({ reason: 'WORKFLOW_ID_IN_USE', outcome: 'not_applied' });
    }
    expect((await wire.call('getWorkflow', { workflowId: source })).workflow!.wasForkedFrom).to.equal(false);
  });

  it('of a workflow that is not there is refused', async () => {
    const { wire } = on();
    const error = await failureOf(wire.call('forkWorkflow', { workflowId: 'nobody' }));
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND', outcome: 'not_applied' });
  });

  it('with a token needs the id of the new workflow, and a step from 0 on', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow();
    for (const [more, field] of [
      [{ requestId: 'r' }, 'new_workflow_id'],
      [{ startStep: -1 }, 'start_step'],
    ] as const) {
      const error = await failureOf(wire.call('forkWorkflow', { workflowId, ...more }));
      expect(error).to.include({ reason: 'INVALID_FIELD', field });
    }
  });
});

overWires('A rewind', (on) => {
  it('sent again does not discard the second run', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow(undefined, 'ERROR');
    const request = { workflowId, requestId: randomUUID() };
    await wire.call('rewindWorkflow', request);
    await dbos.end(workflowId, { output: 'second run' });
    await wire.call('rewindWorkflow', request);
    const { workflow } = await wire.call('getWorkflow', { workflowId });
    expect(workflow!.status).to.equal('WORKFLOW_STATUS_SUCCESS');
  });

  it('of a workflow that has not ended, or is not there, is refused', async () => {
    const { wire, dbos } = on();
    for (const status of ['PENDING', 'ENQUEUED', 'DELAYED']) {
      const workflowId = await dbos.workflow(undefined, status);
      const error = await failureOf(wire.call('rewindWorkflow', { workflowId }));
      expect(error).to.include({ reason: 'INVALID_FIELD', field: 'workflow_id', outcome: 'not_applied' });
    }
    const error = await failureOf(wire.call('rewindWorkflow', { workflowId: 'nobody' }));
    expect(error.reason).to.equal('WORKFLOW_NOT_FOUND');
  });
});
