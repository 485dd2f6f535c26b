import { expect } from 'chai';
import { recordSteps } from '@dbosd/daemon/internal/store/queries/workflows/record-steps.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import { recordStepKind } from '@dbosd/daemon/internal/writer/kinds/fenced-records.js';
import { call, ownedWorkflow } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { openWriter } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const OUTPUT = { data: '1', serialization: 'portable_json' };

describe('a durable operation', () => {
  let test: TestStore;
  let writer: Writer;

  before(async () => {
    test = await openTestStore();
    ({ writer } = openWriter(test.store.write));
  });

  after(() => test.close());

  const step = (id: string, functionId = 0, functionName = 's') => ({
    ...call(id, functionId),
    functionName,
    output: OUTPUT,
  });
  const checkpoints = (id: string) =>
    test.query(`select function_id, function_name from dbos.operation_outputs where workflow_uuid = $1`, [
      id,
    ]);

  it('of a workflow that is gone, cancelled, ended or another’s writes nothing and says which', async () => {
    await ownedWorkflow(test, 'cancelled', { status: 'CANCELLED' });
    await ownedWorkflow(test, 'ended', { status: 'SUCCESS' });
    await ownedWorkflow(test, 'failed', { status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED' });
    await ownedWorkflow(test, 'taken', { token: 'another' });
    await ownedWorkflow(test, 'enqueued', { status: 'ENQUEUED' });
    await ownedWorkflow(test, 'mine');

    const errors = await Promise.all(
      ['gone', 'cancelled', 'ended', 'failed', 'taken', 'enqueued'].map((id) =>
        failureOf(writer.submit(recordStepKind, step(id))),
      ),
    );
    await writer.submit(recordStepKind, step('mine'));

    expect(errors.map(({ reason }) => reason)).to.deep.equal([
      'WORKFLOW_NOT_FOUND',
      'WORKFLOW_CANCELLED',
      'WORKFLOW_NOT_ACTIVE',
      'WORKFLOW_NOT_ACTIVE',
      'OWNERSHIP_LOST',
      'OWNERSHIP_LOST',
    ]);
    expect(errors.map(({ outcome }) => outcome)).to.deep.equal(Array(6).fill('not_applied'));
    expect(await test.query(`select workflow_uuid from dbos.operation_outputs`)).to.deep.equal([
      { workflow_uuid: 'mine' },
    ]);
  });

  it('that is repeated is answered as the first time; under another start or name it is refused', async () => {
    await ownedWorkflow(test, 'repeats');
    await writer.submit(recordStepKind, step('repeats'));

    await writer.submit(recordStepKind, step('repeats'));
    const later = await failureOf(writer.submit(recordStepKind, { ...step('repeats'), startedAtMs: 1 }));
    const other = await failureOf(writer.submit(recordStepKind, step('repeats', 0, 'other')));

    expect(later.reason).to.equal('STEP_NONDETERMINISM');
    expect(other.reason).to.equal('UNEXPECTED_STEP');
    expect(other.message).to.contain('recorded as s, and now it is other');
    expect(await checkpoints('repeats')).to.deep.equal([{ function_id: 0, function_name: 's' }]);
  });

  it('whose workflow another holds locked waits for it, and nobody else does', async () => {
    await ownedWorkflow(test, 'locked');
    await ownedWorkflow(test, 'free');
    const foreign = test.session('foreign');
    await foreign.plain.query('begin');
    await foreign.plain.query(
      `select from dbos.workflow_status where workflow_uuid = 'locked' for no key update`,
    );

    const order: string[] = [];
    const locked = [0, 1].map((id) =>
      writer.submit(recordStepKind, step('locked', id)).then(() => order.push(`locked ${String(id)}`)),
    );
    for (const id of [0, 1, 2]) {
      await writer.submit(recordStepKind, step('free', id));
      order.push(`free ${String(id)}`);
    }
    await foreign.plain.query('commit');
    await Promise.all(locked);

    expect(order).to.deep.equal(['free 0', 'free 1', 'free 2', 'locked 0', 'locked 1']);
  });

  it('that the fence skipped is never taken for one of a missing workflow by its statement', async () => {
    await ownedWorkflow(test, 'held');
    const foreign = test.session('holder');
    await foreign.plain.query('begin');
    await foreign.plain.query(`select from dbos.workflow_status where workflow_uuid = 'held' for update`);

    const verdicts = await recordSteps(test.store.write, [step('held'), step('missing')]);
    await foreign.plain.query('rollback');

    expect(verdicts).to.deep.equal([{ kind: 'skipped' }, { kind: 'skipped' }]);
  });
});
