import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { stepNames, withWorker } from '../../support/launched-worker.js';
import { workspacePath } from '../../support/workspace.js';

/** What each of both has before its first launch, which only a process of its own shows. */
const PROGRAM = `
  import { DBOS as ours } from '@dbosd/worker';
  import official from '@dbos-inc/dbos-sdk';
  const seen = [];
  for (const DBOS of [official.DBOS, ours]) {
    await DBOS.sleep(1);
    await DBOS.sleepms(1);
    await DBOS.sleepSeconds(0.001);
    DBOS.registerWorkflow(async () => 1);
    DBOS.registerStep(async () => 1);
    DBOS.registerStep(async () => 2);
    seen.push([DBOS.applicationVersion, DBOS.executorID]);
  }
  ours.setConfig({ name: 'n', applicationVersion: 'v', executorID: 'e' });
  seen.push([ours.applicationVersion, ours.executorID]);
  console.log(JSON.stringify(seen));
`;

describe('before the launch', () => {
  afterEach(() => DBOS.shutdown({ deregister: true }));

  it('a program may sleep, ask who it is, and register functions without names, as with DBOS', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', PROGRAM],
      { cwd: workspacePath('test'), env: { PATH: process.env.PATH ?? '' } },
    );
    const [official, ours, configured] = JSON.parse(stdout) as string[][];
    expect(ours).to.deep.equal(official);
    expect(configured).to.deep.equal(['v', 'e']);
  });

  it('and after a shutdown it is who it was', async () => {
    let launched: string[] = [];
    await withWorker(
      () => {
        launched = [DBOS.applicationVersion, DBOS.executorID];
        return Promise.resolve();
      },
      { config: { applicationVersion: 'v7', executorID: 'e7' } },
    );
    expect(launched).to.deep.equal(['v7', 'e7']);
    expect([DBOS.applicationVersion, DBOS.executorID]).to.deep.equal(launched);
  });

  it('a workflow of an anonymous function is registered, and runs with its anonymous steps', async () => {
    const step = DBOS.registerStep(async () => 20);
    const other = DBOS.registerStep(async () => 1);
    const workflow = DBOS.registerWorkflow(async (n: number) => n + (await step()) + (await other()));
    await withWorker(async ({ engine }) => {
      expect(await workflow(21)).to.equal(42);
      const [stored] = [...engine.workflows.values()];
      expect(stored?.name).to.equal('<unnamed>');
      expect(stored && stepNames(stored)).to.deep.equal(['0 <unnamed>', '1 <unnamed>']);
    });
  });
});
