import { encodeSuperjson, type contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { ReadValue, WorkflowRecord } from '@dbosd/daemon/internal/operations/operations.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';

const superjson = {
  kind: 'payload',
  data: encodeSuperjson(new Set(['a'])),
  serialization: 'js_superjson',
} as const satisfies ReadValue;
const pickle = { kind: 'payload', data: 'gASV', serialization: 'py_pickle' } as const satisfies ReadValue;

describe('values', () => {
  it('are returned as they are stored, or as portable JSON where that can be made', async () => {
    const operations = fakeOperations({
      awaitWorkflow: () =>
        Promise.resolve({ kind: 'completed', status: 'ERROR', output: superjson, error: pickle }),
    });
    await withServer(operations, async ({ caller }) => {
      const read = async (payloadFormat: number): Promise<unknown[]> => {
        const answer = await caller.call<contract.AwaitWorkflowResponse__Output>(
          'WorkflowService/AwaitWorkflow',
          {
            workflowId: 'w',
            readOptions: { payloadFormat },
          },
        );
        const { completed } = answer;
        return [completed?.output, completed?.error].map((value) => [
          value?.payload?.data,
          value?.payload?.serialization,
        ]);
      };
      const stored = [superjson, pickle].map(({ data, serialization }) => [data, serialization]);
      expect(await read(0)).to.deep.equal(stored);
      expect(await read(1)).to.deep.equal(stored);
      expect(await read(2)).to.deep.equal([['["a"]', 'portable_json'], stored[1]]);
    });
  });

  it('of a workflow keep what is absent absent', async () => {
    const record: WorkflowRecord = {
      workflowId: 'w',
      status: 'A_LATER_STATUS',
      workflowName: 'f',
      authenticatedRoles: ['r'],
      createdAtMs: -1,
      updatedAtMs: 1500,
      priority: 3,
      wasForkedFrom: true,
      recoveryAttempts: 2,
      timeoutMs: 2500,
      input: pickle,
    };
    await withServer(fakeOperations({ getWorkflow: () => Promise.resolve(record) }), async ({ caller }) => {
      const { workflow } = await caller.call<contract.GetWorkflowResponse__Output>(
        'WorkflowService/GetWorkflow',
        {
          workflowId: 'w',
        },
      );
      expect(workflow).to.deep.include({
        workflowId: 'w',
        status: 'WORKFLOW_STATUS_UNSPECIFIED',
        authenticatedRoles: ['r'],
        createdAt: { seconds: -1, nanos: 999_000_000 },
        updatedAt: { seconds: 1, nanos: 500_000_000 },
        timeout: { seconds: 2, nanos: 500_000_000 },
        output: null,
        error: null,
        deadline: null,
        wasForkedFrom: true,
        recoveryAttempts: 2,
      });
      expect(workflow).not.to.have.any.keys('className', 'queueName', 'executorId');
    });
  });
});
