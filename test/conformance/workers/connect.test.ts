import { randomUUID } from 'node:crypto';
import type { contract } from '@dbosd/shared';
import { expect } from 'chai';
import { startOwnDaemon, type OwnDaemon } from '../../support/own-daemon.js';
import { RpcCaller } from '../../support/rpc-caller.js';
import { helloOf, type WorkerCaller } from '../../support/worker-caller.js';

describe('a worker', () => {
  let daemon: OwnDaemon;
  let caller: RpcCaller;

  before(async () => {
    daemon = await startOwnDaemon();
    caller = new RpcCaller(daemon.address);
  });

  after(async () => {
    caller.close();
    await daemon.stop();
  });

  async function join(hello: contract.WorkerHello): Promise<WorkerCaller> {
    const worker = caller.connectWorker();
    await worker.join(hello);
    return worker;
  }

  async function enqueue(applicationName: string, more: object = {}): Promise<string> {
    const queueName = `q ${applicationName}`;
    await caller.call('QueueService/UpsertQueue', { queue: { name: queueName, applicationName } });
    const { workflowId } = await caller.call<{ workflowId: string }>('WorkflowService/EnqueueWorkflow', {
      queueName,
      workflowName: 'order',
      applicationName,
      ...more,
    });
    return workflowId;
  }

  it('is let in, and given what waits for its application', async () => {
    const hello = helloOf();
    const id = await enqueue(hello.applicationName!, {
      input: { portable: { positionalJson: ['7'] } },
      timeout: { seconds: 100 },
      authenticatedUser: 'ann',
      authenticatedRoles: ['cook'],
    });
    const worker = await join(hello);
    const assignment = await worker.assignment(id);
    expect(assignment).to.deep.include({
      workflowName: 'order',
      attempt: 1,
      queueName: `q ${hello.applicationName!}`,
      input: {
        data: '{"positionalArgs":[7],"namedArgs":{}}',
        serialization: 'portable_json',
        _serialization: 'serialization',
      },
      timeout: { seconds: 100, nanos: 0 },
      authenticatedUser: 'ann',
      authenticatedRoles: ['cook'],
      checkpoints: { workflowId: id, ownerToken: assignment.ownerToken, checkpoints: [], last: true },
    });
    const [row] = await daemon.dbos.query(
      `select status, executor_id, application_version, application_name, owner_xid, recovery_attempts
      from dbos.workflow_status where workflow_uuid = $1`,
      [id],
    );
    expect(row).to.deep.equal({
      status: 'PENDING',
      executor_id: `dbosd:${hello.executorId!}`,
      application_version: 'v1',
      application_name: hello.applicationName,
      owner_xid: assignment.ownerToken,
      recovery_attempts: '1',
    });
    worker.die();
  });

  it('that says goodbye hands over what it ran, which is no attempt', async () => {
    const hello = helloOf();
    const id = await enqueue(hello.applicationName!);
    const first = await join(hello);
    const { ownerToken } = await first.assignment(id);
    const second = await join({ ...hello, executorId: randomUUID(), instance: randomUUID() });
    first.write({ goodbye: {} });
    const again = await second.assignment(id);
    expect(again.attempt).to.equal(1);
    expect(again.ownerToken).to.not.equal(ownerToken);
    expect(await first.end).to.equal(undefined);
    second.die();
  });

  it('is told at once when what it runs is cancelled', async () => {
    const hello = helloOf();
    const id = await enqueue(hello.applicationName!);
    const worker = await join(hello);
    const { ownerToken } = await worker.assignment(id);
    await caller.call('WorkflowService/CancelWorkflows', { workflowIds: [id] });
    expect(await worker.stop(ownerToken)).to.include({ reason: 'WORKFLOW_CANCELLED' });
    worker.die();
  });
});
