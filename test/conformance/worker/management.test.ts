import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { until } from '../../support/until.js';
import { withRealWorker } from '../../support/real-worker.js';

const LONG = 600;

describe('a workflow that manages others', () => {
  it('has each call recorded as a step of DBOS’s name, and answered from the record in a replay', async () => {
    const waiting = DBOS.registerWorkflow(async (n: number) => [n, await DBOS.recv('go', LONG)], {
      name: 'waiting',
    });
    const managing = DBOS.registerWorkflow(
      async () => {
        const handles = [await DBOS.startWorkflow(waiting)(1), await DBOS.startWorkflow(waiting)(2)];
        const [one, two] = handles.map(({ workflowID }) => workflowID);
        await DBOS.send(two!, 'go', 'go');
        const first = await DBOS.waitFirst(handles);
        await DBOS.cancelWorkflow(one!);
        await DBOS.waitAll(handles);
        const status = await DBOS.getWorkflowStatus(one!);
        const listed = await DBOS.listWorkflows({ workflowIDs: [one!, two!], sortDesc: true });
        const steps = await DBOS.listWorkflowSteps(two!);
        const late = await DBOS.getResult(DBOS.workflowID!, { timeoutSeconds: 0.01 });
        const nobody = await DBOS.getWorkflowStatus('nobody');
        await DBOS.recv('end', LONG);
        return {
          first: first.workflowID,
          status: status?.status,
          listed: listed.map(({ workflowName, status: of }) => `${workflowName} ${of}`),
          steps: steps?.map(({ name, output }) => [name, name === 'DBOS.recv' ? output : null]),
          late,
          nobody,
        };
      },
      { name: 'managing' },
    );
    await withRealWorker(
      async ({ daemon, relaunch }) => {
        const client = await daemon.connect();
        await DBOS.startWorkflow(managing, { workflowID: 'm' })();
        await until(async () => {
          const steps = await client.listWorkflowSteps('m');
          return steps?.some(({ name }) => name === 'DBOS.getResult') === true;
        });
        await relaunch();
        await client.send('m', 1, 'end');
        expect(await client.retrieveWorkflow('m').getResult()).to.deep.equal({
          first: 'm-1',
          status: 'CANCELLED',
          listed: ['waiting SUCCESS', 'waiting CANCELLED'],
          steps: [
            ['DBOS.recv', 'go'],
            ['DBOS.sleep', null],
          ],
          late: null,
          nobody: null,
        });
        const steps = await client.listWorkflowSteps('m');
        expect(steps?.map(({ name }) => name)).to.deep.equal([
          'waiting',
          'waiting',
          'DBOS.send',
          'DBOS.waitFirst',
          'DBOS.cancelWorkflow',
          'DBOS.waitAll',
          'getStatus',
          'DBOS.listWorkflows',
          'DBOS.listWorkflowSteps',
          'DBOS.sleep',
          'DBOS.getResult',
          'getStatus',
          'DBOS.recv',
          'DBOS.sleep',
        ]);
      },
      { executorID: 'same' },
    );
  });
});
