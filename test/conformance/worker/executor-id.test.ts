import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { withClient } from '../../support/connect.js';
import { runInside } from '../../support/cli/run-inside.js';
import { withRealWorker } from '../../support/real-worker.js';

describe('the executor of a workflow', () => {
  it('has the id that its worker gave itself, wherever it is read and wherever it is filtered by', async () => {
    const simple = DBOS.registerWorkflow(() => Promise.resolve(1), { name: 'simple' });
    await withRealWorker(
      async ({ database, daemon }) => {
        await (await DBOS.startWorkflow(simple, { workflowID: 'ours' })()).getResult();
        // A row as a DBOS application of the same executor id leaves it.
        await withClient(database.url, (db) =>
          db.query(`insert into dbos.workflow_status (workflow_uuid, status, name, executor_id, created_at, updated_at, priority)
           values ('theirs', 'SUCCESS', 'simple', 'exec-1', 1, 1, 0), ('other', 'SUCCESS', 'simple', 'exec-2', 1, 1, 0)`),
        );
        const client = await daemon.connect();
        expect((await client.retrieveWorkflow('ours').getStatus())?.executorId).to.equal('exec-1');
        expect((await DBOS.getWorkflowStatus('ours'))?.executorId)
          .to.equal('exec-1')
          .and.equal(DBOS.executorID);
        for (const listed of [
          await client.listWorkflows({ executorId: DBOS.executorID }),
          await DBOS.listWorkflows({ executorId: [DBOS.executorID] }),
        ]) {
          expect(listed.map(({ workflowID, executorId }) => [workflowID, executorId])).to.have.deep.members([
            ['ours', 'exec-1'],
            ['theirs', 'exec-1'],
          ]);
        }
        const { out } = await runInside(['workflow', 'list', '--executor', 'exec-1', '-o', 'jsonl'], {
          env: { DBOSD_ADDRESS: daemon.address },
        });
        const rows = out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(rows.map(({ executorId }) => executorId)).to.deep.equal(['exec-1', 'exec-1']);
      },
      { executorID: 'exec-1' },
    );
  });
});
