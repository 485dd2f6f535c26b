import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { withWorker } from '../../support/worker-scene.js';

const names = (steps: ReadonlyMap<number, { name: string }>): string[] => [...steps].map(([at, { name }]) => `${String(at)} ${name}`);

describe('a workflow of the worker', () => {
  it('runs where it is started, and its steps are recorded under their names', async () => {
    const add = DBOS.registerStep(async (a: number, b: number) => a + b, { name: 'add' });
    const sum = DBOS.registerWorkflow(
      async (a: number, b: number) => {
        const once = await add(a, b);
        return DBOS.runStep(async () => once * 2, { name: 'double' });
      },
      { name: 'sum' },
    );
    await withWorker(async ({ engine }) => {
      const handle = await DBOS.startWorkflow(sum, { workflowID: 'w' })(1, 2);
      expect(await handle.getResult()).to.equal(6);
      expect(engine.of('w').status).to.equal('SUCCESS');
      expect(names(engine.of('w').steps)).to.deep.equal(['0 add', '1 double']);
    });
  });
});
