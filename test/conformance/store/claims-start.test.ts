import { expect } from 'chai';
import type {
  DurableOperations,
  QueuePlacement,
  StartWorkflowCommand,
} from '@dbosd/daemon/internal/model/durable.js';
import { queueHash, type Hint } from '@dbosd/daemon/internal/store/channels.js';
import { call, durableVerbs, ownedWorkflow, startOf } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

describe('the start of a workflow', () => {
  let test: TestStore;
  let verbs: DurableOperations;
  let heard: Hint[];
  let made = 0;

  before(async () => {
    test = await openTestStore();
    ({ verbs, heard } = durableVerbs(test.store.write));
  });

  after(() => test.close());

  function newId(): string {
    made += 1;
    return `w${String(made)}`;
  }
  async function owned(): Promise<string> {
    const id = newId();
    await ownedWorkflow(test, id);
    return id;
  }

  const start = (workflowId: string, more: Partial<StartWorkflowCommand> = {}): StartWorkflowCommand =>
    startOf(workflowId, { workflowName: 'child', ...more });
  const child = (parent: string, functionId: number, more: Partial<StartWorkflowCommand> = {}) =>
    start(`${parent}-${String(functionId)}`, { parent: call(parent, functionId), ...more });
  const onQueue = (more: Partial<QueuePlacement> = {}): QueuePlacement => ({
    queueName: 'q',
    returnDeduplicated: false,
    priority: 0,
    delayMs: 0,
    ...more,
  });

  const steps = (id: string) =>
    test.query(
      `select function_id as id, function_name as name, output, error, child_workflow_id as child, serialization
      from dbos.operation_outputs where workflow_uuid = $1 order by function_id`,
      [id],
    );
  const row = async (id: string): Promise<Record<string, unknown> | undefined> =>
    (
      await test.query(
        `select ws.*, wi.inputs as input from dbos.workflow_status ws
        left join dbos.workflow_input wi using (workflow_uuid) where workflow_uuid = $1`,
        [id],
      )
    )[0];

  it('at once is the starter’s, under the token of the start, and is recorded by its parent', async () => {
    const parent = await owned();

    const started = await verbs.startWorkflow(child(parent, 3));

    const id = `${parent}-3`;
    expect(started).to.deep.equal({ workflowId: id, existing: false, run: true, status: 'PENDING' });
    expect(await row(id)).to.deep.include({
      status: 'PENDING',
      owner_xid: `token of ${id}`,
      creator_xid: `token of ${id}`,
      executor_id: 'dbosd:e',
      recovery_attempts: '1',
      parent_workflow_id: parent,
      started_at_epoch_ms: null,
      input: '{"positionalArgs":[1]}',
    });
    expect(await steps(parent)).to.deep.equal([
      { id: 3, name: 'child', output: null, error: null, child: id, serialization: null },
    ]);
    expect(heard).to.deep.equal([]);
  });

  it('that is repeated is the first call, and run while it is still the starter’s', async () => {
    const [parent, free] = [await owned(), newId()];
    for (const command of [child(parent, 0), start(free)]) {
      const first = await verbs.startWorkflow(command);
      expect(await verbs.startWorkflow({ ...command, rejectIdInUse: true })).to.deep.equal(first);
      await test.query(
        `update dbos.workflow_status set status = 'SUCCESS', owner_xid = null where workflow_uuid = $1`,
        [command.workflowId],
      );
      expect(await verbs.startWorkflow(command)).to.deep.equal({ ...first, run: false, status: 'SUCCESS' });
    }
    expect(await steps(parent)).to.have.length(1);
  });

  it('under an id in use answers with that workflow, which its parent records', async () => {
    const parent = await owned();
    const id = newId();
    await verbs.startWorkflow(start(id, { token: 'another' }));

    const byParent = await verbs.startWorkflow(child(parent, 0, { workflowId: id }));
    const free = await verbs.startWorkflow(start(id));

    const standing = { workflowId: id, existing: true, run: false, status: 'PENDING' };
    expect([byParent, free]).to.deep.equal([standing, standing]);
    expect(await steps(parent)).to.deep.include.members([
      { id: 0, name: 'child', output: null, error: null, child: id, serialization: null },
    ]);
  });

  it('under an id in use with another name, class or configuration, or to be refused, records nothing', async () => {
    const parent = await owned();
    const id = newId();
    await verbs.startWorkflow(start(id, { className: 'C', token: 'another' }));

    const refusals: Partial<StartWorkflowCommand>[] = [
      { workflowName: 'other', className: 'C' },
      {},
      { className: 'C', configName: 'c' },
      { className: 'C', rejectIdInUse: true },
    ];
    const reasons: string[] = [];
    for (const more of refusals) {
      reasons.push(
        (await failureOf(verbs.startWorkflow(child(parent, 0, { workflowId: id, ...more })))).reason,
      );
      reasons.push((await failureOf(verbs.startWorkflow(start(id, more)))).reason);
    }

    const conflict = 'WORKFLOW_ID_CONFLICT';
    expect(reasons).to.deep.equal([
      ...Array.from({ length: 6 }, () => conflict),
      'WORKFLOW_ID_IN_USE',
      'WORKFLOW_ID_IN_USE',
    ]);
    expect(await steps(parent)).to.deep.equal([]);
  });

  it('has the deadline of its timeout, or its parent’s, or none', async () => {
    const parent = await owned();
    await test.query(
      `update dbos.workflow_status set workflow_deadline_epoch_ms = 4102444800000 where workflow_uuid = $1`,
      [parent],
    );

    const [none, inherited, own, queued, queuedInheriting] = [
      await verbs.startWorkflow(child(parent, 0)),
      await verbs.startWorkflow(child(parent, 1, { inheritDeadline: true })),
      await verbs.startWorkflow(child(parent, 2, { timeoutMs: 60_000 })),
      await verbs.startWorkflow(child(parent, 3, { timeoutMs: 60_000, queue: onQueue() })),
      await verbs.startWorkflow(child(parent, 4, { inheritDeadline: true, queue: onQueue() })),
    ];

    expect(none).to.not.have.property('deadlineInMs');
    expect(inherited.deadlineInMs).to.be.above(1e11);
    expect(own.deadlineInMs).to.be.within(50_000, 60_000);
    expect(queued).to.not.have.property('deadlineInMs');
    expect(queuedInheriting.deadlineInMs).to.be.above(1e11);
    const stored = await Promise.all(
      [0, 1, 2, 3, 4].map(async (i) => {
        const found = await row(`${parent}-${String(i)}`);
        return [found!['workflow_timeout_ms'], found!['workflow_deadline_epoch_ms'] !== null];
      }),
    );
    expect(stored).to.deep.equal([
      [null, false],
      [null, true],
      ['60000', true],
      ['60000', false],
      [null, true],
    ]);
  });

  it('on a queue waits there, with its priority, its partition and its delay, owned by nobody', async () => {
    const parent = await owned();

    const placement = { priority: 4, queuePartitionKey: 'p', deduplicationId: 'd-queued' };
    const waiting = await verbs.startWorkflow(child(parent, 0, { queue: onQueue(placement) }));
    const delayed = await verbs.startWorkflow(
      child(parent, 1, { queue: onQueue({ delayMs: 60_000, applicationVersion: 'v7' }) }),
    );

    expect(heard.at(-1)).to.deep.equal({ kind: 'work', hash: queueHash('q') });
    expect(waiting).to.include({ existing: false, run: false, status: 'ENQUEUED' });
    expect(delayed).to.include({ existing: false, run: false, status: 'DELAYED' });
    const both = { owner_xid: null, recovery_attempts: '0', queue_name: 'q', executor_id: 'dbosd:e' };
    expect(await row(`${parent}-0`)).to.deep.include({
      ...both,
      priority: 4,
      queue_partition_key: 'p',
      deduplication_id: 'd-queued',
      application_version: 'v1',
    });
    const late = await row(`${parent}-1`);
    expect(late).to.deep.include({ ...both, application_version: 'v7' });
    expect(Number(late!['delay_until_epoch_ms']) - Date.now()).to.be.within(50_000, 70_000);
  });

  it('under a deduplication id in use is refused, or answers with its holder, which the parent records', async () => {
    const parent = await owned();
    const holder = newId();
    const queue = onQueue({ deduplicationId: 'd' });
    await verbs.startWorkflow(start(holder, { queue }));

    const refused = [
      await failureOf(verbs.startWorkflow(child(parent, 0, { queue }))),
      await failureOf(verbs.startWorkflow(start(newId(), { queue }))),
    ];
    const returning = { queue: { ...queue, returnDeduplicated: true } };
    const answers = [
      await verbs.startWorkflow(child(parent, 1, returning)),
      await verbs.startWorkflow(start(newId(), returning)),
    ];

    for (const { reason, metadata } of refused) {
      expect(reason).to.equal('DEDUPLICATION_CONFLICT');
      expect(metadata).to.include({ workflow_id: holder, queue_name: 'q' });
    }
    const standing = { workflowId: holder, existing: true, run: false, status: 'ENQUEUED' };
    expect(answers).to.deep.equal([standing, standing]);
    expect(await verbs.startWorkflow(child(parent, 1, returning))).to.deep.equal(standing);
    expect(await steps(parent)).to.deep.equal([
      { id: 1, name: 'child', output: null, error: null, child: holder, serialization: null },
    ]);
  });

  it('by many at once makes each workflow once, whatever ids they share', async () => {
    const parents = await Promise.all([owned(), owned(), owned()]);
    const shared = newId();
    const queue = onQueue({ deduplicationId: 'shared', returnDeduplicated: true });

    const started = await Promise.all(
      parents.flatMap((parent) => [
        verbs.startWorkflow(child(parent, 0, { workflowId: shared, token: parent })),
        verbs.startWorkflow(child(parent, 1, { queue })),
        verbs.startWorkflow(child(parent, 2)),
      ]),
    );

    const made = started.filter(({ existing }) => !existing).map(({ workflowId }) => workflowId);
    expect(new Set(made).size).to.equal(made.length);
    expect(made).to.have.length(5);
    expect(new Set(started.filter((_, i) => i % 3 === 1).map(({ workflowId }) => workflowId)).size).to.equal(
      1,
    );
    for (const parent of parents) expect(await steps(parent)).to.have.length(3);
  });

  it('by a caller that does not run the parent, or under the id of another operation, makes nothing', async () => {
    const parent = await owned();
    await verbs.recordStep({ ...call(parent, 1), functionName: 'step' });
    await verbs.startWorkflow(child(parent, 2));

    const errors = await Promise.all([
      failureOf(verbs.startWorkflow(child(parent, 0, { parent: call(parent, 0, { ownerToken: 'thief' }) }))),
      failureOf(verbs.startWorkflow(start('none', { parent: call('gone', 0) }))),
      failureOf(verbs.startWorkflow(child(parent, 1))),
      failureOf(verbs.startWorkflow(start('none', { parent: call(parent, 2, { startedAtMs: 5 }) }))),
    ]);

    expect(errors.map(({ reason }) => reason)).to.deep.equal([
      'OWNERSHIP_LOST',
      'WORKFLOW_NOT_FOUND',
      'UNEXPECTED_STEP',
      'STEP_NONDETERMINISM',
    ]);
    for (const id of [`${parent}-0`, `${parent}-1`, 'none']) expect(await row(id)).to.equal(undefined);
  });

  it('with attributes that Postgres cannot store fails alone, naming them', async () => {
    const parent = await owned();
    const bad = { attributesJson: '{"a":"\\u0000"}' };

    const outcomes = await Promise.all([
      verbs.startWorkflow(child(parent, 0, { attributesJson: '{"a":1}' })),
      failureOf(verbs.startWorkflow(child(parent, 1, bad))),
      failureOf(verbs.startWorkflow(start(newId(), bad))),
      verbs.startWorkflow(child(parent, 2)),
    ]);

    expect(outcomes.map((o) => ('reason' in o ? o.field : o.status))).to.deep.equal([
      'PENDING',
      'attributes_json',
      'attributes_json',
      'PENDING',
    ]);
    expect(await row(`${parent}-0`)).to.deep.include({ attributes: { a: 1 } });
  });
});
