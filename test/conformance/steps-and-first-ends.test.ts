import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';
import { until } from '../support/until.js';

const T0 = 1_700_000_000_000;
/** Longer than any test: what waits this long is ended by what it waits for. */
const LONG = { seconds: 600 };

overSurfaces('A list of steps', (on) => {
  it('shows each step with its result, its error or its child, by its number', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.query(
      `insert into dbos.operation_outputs
         (workflow_uuid, function_id, function_name, output, error, child_workflow_id, serialization)
       values ($1, 2, 'third', null, null, 'child', null),
         ($1, 0, 'first', '"ok"', null, null, 'portable_json'),
         ($1, 1, 'second', null, '{"name":"Error","message":"no"}', null, 'portable_json')`,
      [id],
    );
    expect(await surface.listSteps(id)).to.deep.equal([
      { functionId: 0, name: 'first', output: 'ok', error: undefined, child: undefined },
      { functionId: 1, name: 'second', output: null, error: 'no', child: undefined },
      { functionId: 2, name: 'third', output: null, error: undefined, child: 'child' },
    ]);
    expect(await surface.listSteps(await dbos.workflow())).to.deep.equal([]);
    expect(await surface.listSteps(randomUUID())).to.equal(undefined);
  });
});

overWires('ListWorkflowSteps', (on) => {
  it('lists the steps by their number, page by page, with results, errors, children and times', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow();
    await dbos.query(
      `insert into dbos.operation_outputs
         (workflow_uuid, function_id, function_name, output, error, child_workflow_id, started_at_epoch_ms, completed_at_epoch_ms, serialization)
       values ($1, 2, 'third', null, null, 'child', null, null, null),
         ($1, 0, 'first', '"ok"', null, null, $2::bigint, $2::bigint + 5, 'portable_json'),
         ($1, 1, 'second', null, '{"name":"Error"}', null, $2::bigint, $2::bigint, 'portable_json')`,
      [workflowId, T0],
    );
    const first = await wire.call('listWorkflowSteps', { workflowId, pageSize: 2 });
    const rest = await wire.call('listWorkflowSteps', {
      workflowId,
      pageSize: 2,
      pageToken: first.nextPageToken,
    });
    expect(rest.nextPageToken).to.equal('');
    const [one, two, three] = [...first.steps, ...rest.steps];
    expect(one).to.deep.include({ functionId: 0, name: 'first', error: null });
    expect(one!.output!.payload).to.include({ data: '"ok"', serialization: 'portable_json' });
    expect(one!.completedAt!.nanos - one!.startedAt!.nanos).to.equal(5e6);
    expect(two).to.deep.include({ functionId: 1, name: 'second', output: null });
    expect(two!.error!.payload!.data).to.equal('{"name":"Error"}');
    expect(three).to.deep.include({
      functionId: 2,
      childWorkflowId: 'child',
      output: null,
      error: null,
      startedAt: null,
    });
    const { steps } = await wire.call('listWorkflowSteps', { workflowId, withoutOutput: true });
    expect(steps.map(({ output, error }) => [output, error])).to.deep.equal([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('knows a workflow without steps from one that does not exist', async () => {
    const { wire, dbos } = on();
    const { steps, nextPageToken } = await wire.call('listWorkflowSteps', {
      workflowId: await dbos.workflow(),
    });
    expect([steps, nextPageToken]).to.deep.equal([[], '']);
    const error = await failureOf(wire.call('listWorkflowSteps', { workflowId: randomUUID() }));
    expect(error.reason).to.equal('WORKFLOW_NOT_FOUND');
  });
});

overSurfaces('A wait for the first workflow to end', (on) => {
  it('returns the workflow that ended first, whatever the order of the ids, and is woken by its end', async () => {
    const { surface, dbos, daemon } = on();
    const ids = [await dbos.workflow(), await dbos.workflow(), await dbos.workflow()];
    const waiting = daemon.parts.hub.size;
    const first = surface.awaitFirst(ids);
    await until(() => daemon.parts.hub.size >= waiting + ids.length);
    await surface.cancel([ids[1]!]);
    expect(await first).to.equal(ids[1]);
    await dbos.end(ids[0]!, {});
    // It ended a while ago, but now it is told to have done so before.
    await dbos.query('update dbos.workflow_status set completed_at = 1 where workflow_uuid = $1', [ids[0]]);
    expect(await surface.awaitFirst(ids)).to.equal(ids[0]);
  });

  it('refuses to wait for none, or for one twice', async () => {
    const { surface } = on();
    for (const ids of [[], ['a', 'b', 'a']]) {
      expect((await failureOf(surface.awaitFirst(ids))).reason).to.equal('INVALID_FIELD');
    }
  });
});

overWires('AwaitFirst', (on) => {
  it('answers with the workflow that ended first, whatever the order of the ids', async () => {
    const { wire, dbos } = on();
    const [late, early, running] = [await dbos.workflow(), await dbos.workflow(), await dbos.workflow()];
    await dbos.end(early, { output: 1 });
    await dbos.end(late, { status: 'ERROR', error: { name: 'Error', message: 'no' } });
    await dbos.query(
      'update dbos.workflow_status set completed_at = completed_at + 1000 where workflow_uuid = $1',
      [late],
    );
    const { completed } = await wire.call('awaitFirst', {
      workflowIds: [running, late, early],
      timeout: LONG,
    });
    expect(completed).to.include({ workflowId: early });
    expect(completed!.outcome).to.deep.include({ status: 'WORKFLOW_STATUS_SUCCESS', error: null });
    expect(completed!.outcome!.output!.payload!.data).to.equal('1');
  });

  it('is woken by the end of any of them', async () => {
    const { wire, dbos, daemon } = on();
    const ids = [await dbos.workflow(), await dbos.workflow(), await dbos.workflow()];
    const answer = wire.call('awaitFirst', { workflowIds: ids, timeout: LONG });
    await until(() => daemon.parts.hub.size >= ids.length);
    await dbos.end(ids[1]!, { status: 'CANCELLED' });
    const { completed } = await answer;
    expect(completed).to.include({ workflowId: ids[1] });
    expect(completed!.outcome).to.deep.include({
      status: 'WORKFLOW_STATUS_CANCELLED',
      output: null,
      error: null,
    });
  });

  it('waits for workflows that do not exist yet only if it is told to', async () => {
    const { wire, dbos } = on();
    const [there, missing] = [await dbos.workflow(), randomUUID()];
    const request = { workflowIds: [there, missing], timeout: { seconds: 0 } };
    const error = await failureOf(wire.call('awaitFirst', request));
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    expect(error.metadata['workflow_id']).to.equal(missing);
    expect((await wire.call('awaitFirst', { ...request, waitForStart: true })).outcome).to.equal('timedOut');
    await dbos.end(there, { output: null });
    expect((await wire.call('awaitFirst', request)).completed).to.include({ workflowId: there });
  });

  it('refuses no ids, too many, and one twice', async () => {
    const { wire } = on();
    const many = Array.from({ length: 1001 }, (_one, index) => String(index));
    for (const workflowIds of [[], many, ['a', 'b', 'a']]) {
      const error = await failureOf(wire.call('awaitFirst', { workflowIds }));
      expect(error).to.include({ reason: 'INVALID_FIELD', field: 'workflow_ids' });
    }
  });
});
