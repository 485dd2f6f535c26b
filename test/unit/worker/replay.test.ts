import { DBOS, Error as Errors } from '@dbosd/worker';
import { expect } from 'chai';
import { stepNames, withWorker } from '../../support/launched-worker.js';
import { until } from '../../support/until.js';

/** Runs it to its end, then again under each prefix of what it recorded, and says how often each step ran. */
describe('a replay', () => {
  it('from any point gives what the first run gave, and runs no recorded step again', async () => {
    const ran: string[] = [];
    const step = (name: string): Promise<string> =>
      DBOS.runStep(
        async () => {
          ran.push(name);
          return Promise.resolve(`${name} ${String(ran.length)}`);
        },
        { name },
      );
    const child = DBOS.registerWorkflow(async (n: number) => Promise.resolve(n + 1), { name: 'child' });
    const whole = DBOS.registerWorkflow(
      async () => {
        const out: unknown[] = [await step('a'), await DBOS.now(), await DBOS.randomUUID()];
        await DBOS.setEvent('k', 1);
        void DBOS.writeStream('s', 1);
        out.push(...(await Promise.all([step('b'), step('c')])));
        await DBOS.sleepms(5);
        await DBOS.send(DBOS.workflowID!, 'to me', 't');
        out.push(await DBOS.recv('t', 30), await DBOS.recv('nothing', 0.001), await child(1));
        out.push(
          await DBOS.runStep(() => Promise.reject(new RangeError('no')), { name: 'no' }).catch(String),
        );
        out.push(await DBOS.send('nobody', 1).catch((error: unknown) => Errors.getDBOSErrorCode(error)));
        await DBOS.closeStream('s');
        return out;
      },
      { name: 'whole' },
    );
    await withWorker(async ({ engine }) => {
      const first = await (await DBOS.startWorkflow(whole, { workflowID: 'w' })()).getResult();
      const workflow = engine.of('w');
      const recorded = new Map(workflow.steps);
      const names = stepNames(workflow);
      const ids = [...recorded.keys()].sort((a, b) => a - b);
      for (let kept = ids.length; kept > ids.length - 4; kept -= 1) {
        workflow.steps.clear();
        for (const id of ids.slice(0, kept)) workflow.steps.set(id, recorded.get(id)!);
        const before = ran.length;
        const output = workflow.output!;
        engine.assign('w', 1 + (kept % 3));
        await until(() => workflow.status !== 'PENDING');
        expect(workflow.output, `with ${String(kept)} steps`).to.deep.equal(output);
        expect(ran.length, `with ${String(kept)} steps`).to.equal(before);
        expect(stepNames(workflow)).to.deep.equal(names);
      }
      expect(first).to.have.length(10);
      expect(ran).to.deep.equal(['a', 'b', 'c']);
    });
  });

  it('sleeps no longer than it was asked to, though the database’s clock has stepped back since', async () => {
    const body = DBOS.registerWorkflow(
      async () => {
        await DBOS.sleepms(5);
        return DBOS.runStep(() => Promise.resolve('awake'), { name: 'after' });
      },
      { name: 'stepping' },
    );
    await withWorker(async ({ engine }) => {
      await (await DBOS.startWorkflow(body, { workflowID: 'w' })()).getResult();
      const workflow = engine.of('w');
      for (const [id, step] of workflow.steps) {
        if (step.untilMs === undefined) workflow.steps.delete(id);
        else workflow.steps.set(id, { ...step, untilMs: step.untilMs + 3_600_000 });
      }
      engine.assign('w');

      await until(() => workflow.status === 'SUCCESS');
      expect(stepNames(workflow)).to.include('0 DBOS.sleep');
    });
  });

  it('asks the daemon nothing for what is recorded', async () => {
    const body = DBOS.registerWorkflow(
      async () => {
        await DBOS.setEvent('k', 1);
        return DBOS.recv('t', 30);
      },
      { name: 'body' },
    );
    await withWorker(async ({ engine, daemon }) => {
      const handle = await DBOS.startWorkflow(body, { workflowID: 'w' })();
      engine.deliver('w', 1, 't');
      await handle.getResult();
      const asked = daemon.worker.operations.length;
      engine.assign('w');
      await until(() => engine.of('w').status === 'SUCCESS');
      expect(daemon.worker.operations.slice(asked).map(({ kind }) => kind)).to.deep.equal(['finishWorkflow']);
    });
  });

  it('waits where it runs past the checkpoints that have come', async () => {
    const reached: number[] = [];
    const body = DBOS.registerWorkflow(
      async () => {
        for (let at = 0; at < 4; at += 1) {
          await DBOS.runStep(() => Promise.resolve(at), { name: `step ${String(at)}` });
          reached.push(at);
        }
      },
      { name: 'body' },
    );
    await withWorker(async ({ engine, daemon }) => {
      await (await DBOS.startWorkflow(body, { workflowID: 'w' })()).getResult();
      const workflow = engine.of('w');
      workflow.status = 'PENDING';
      workflow.token = 'second';
      reached.length = 0;
      const page = (from: number, to: number, last: boolean): object => ({
        workflowId: 'w',
        ownerToken: 'second',
        checkpoints: [...Array(to - from).keys()].map((at) => ({
          functionId: from + at,
          functionName: `step ${String(from + at)}`,
          output: workflow.steps.get(from + at)!.output,
        })),
        last,
      });
      const assignment = {
        workflowId: 'w',
        ownerToken: 'second',
        workflowName: 'body',
        input: workflow.input,
      };
      daemon.worker.write({ assignments: [{ ...assignment, checkpoints: page(0, 2, false) }] });
      await until(() => reached.length === 2);
      await DBOS.sleepms(20);
      expect(reached).to.deep.equal([0, 1]);
      daemon.worker.write({ checkpointPages: [page(2, 4, true)] });
      await until(() => workflow.status === 'SUCCESS');
      expect(reached).to.deep.equal([0, 1, 2, 3]);
    });
  });

  it('that diverges fails with an error that names both steps', async () => {
    let name = 'then';
    const changing = DBOS.registerWorkflow(
      async () => {
        await DBOS.runStep(() => Promise.resolve(1), { name });
      },
      { name: 'changing' },
    );
    await withWorker(async ({ engine }) => {
      await (await DBOS.startWorkflow(changing, { workflowID: 'w' })()).getResult();
      name = 'now';
      engine.assign('w');
      await until(() => engine.of('w').status === 'ERROR');
      const { json } = JSON.parse(engine.of('w').error!.data) as { json: Record<string, unknown> };
      expect(json.message).to.match(/step 0 of workflow w is now now, but then is recorded/);
      expect(json).to.include({ dbosErrorCode: 26, stepID: 0, expectedName: 'now' });
      expect(new Errors.DBOSUnexpectedStepError('w', 0, 'a', 'b').reason).to.equal('UNEXPECTED_STEP');
    });
  });

  it('goes on by a patch where the old variant is recorded, and takes the new one where nothing is', async () => {
    const variants: boolean[] = [];
    let isPatched = false;
    const patched = DBOS.registerWorkflow(
      async () => {
        if (isPatched) variants.push(await DBOS.patch('p'));
        await DBOS.runStep(() => Promise.resolve(1), { name: 'step' });
      },
      { name: 'patched' },
    );
    await withWorker(async ({ engine }) => {
      await (await DBOS.startWorkflow(patched, { workflowID: 'old' })()).getResult();
      isPatched = true;
      engine.assign('old');
      await until(() => engine.of('old').status === 'SUCCESS');
      await (await DBOS.startWorkflow(patched, { workflowID: 'new' })()).getResult();
      engine.assign('new');
      await until(() => engine.of('new').status === 'SUCCESS');
      expect(variants).to.deep.equal([false, true, true]);
      expect(stepNames(engine.of('old'))).to.deep.equal(['0 step']);
      expect(stepNames(engine.of('new'))).to.deep.equal(['0 DBOS.patch-p', '1 step']);
    });
  });
});
