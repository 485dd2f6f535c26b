import { expect } from 'chai';
import { encodeSuperjson } from '@dbosd/shared';
import type { DurableCall, DurableOperations } from '@dbosd/daemon/internal/model/durable.js';
import { withClient } from '../support/connect.js';
import { call, durableVerbs, TOKEN } from '../support/durable.js';
import type { Action } from '../support/interop/app-protocol.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { rowsOf } from '../support/interop/twins.js';
import { workerTwinOf } from '../support/interop/worker-twin.js';

function superjson(value: unknown): { data: string; serialization: string } {
  return { data: encodeSuperjson(value), serialization: 'js_superjson' };
}

function portable(value: unknown): { data: string; serialization: string } {
  return { data: JSON.stringify(value), serialization: 'portable_json' };
}

/** The same workflow, run by a DBOS application and by a worker of ours. */
describe('the rows that durable operations leave', () => {
  let scene: Scene;
  let verbs: DurableOperations;

  before(async () => {
    scene = await openScene();
    verbs = durableVerbs(scene.daemon.parts.store.write).verbs;
  });

  after(() => scene.close());

  const query = (sql: string, values: unknown[]) =>
    withClient(
      scene.database.url,
      async (client) => (await client.query<Record<string, string>>(sql, values)).rows,
    );

  async function run(...actions: Action[]): Promise<{ id: string; twin: string }> {
    const id = await scene.perform(...actions);
    await scene.app.call('result', id).catch(() => undefined);
    return { id, twin: await workerTwinOf(scene.database.url, id) };
  }

  it('are those of the official SDK', async () => {
    const { id, twin } = await run(
      { do: 'setEvent', key: 'state', value: { n: 1 } },
      { do: 'setEvent', key: 'state', value: 'two', format: 'portable' },
      { do: 'write', key: 'log', value: new Date(0) },
      { do: 'write', key: 'log', value: [1], format: 'portable' },
      { do: 'write', key: 'log', value: 'from a step', inStep: true },
      { do: 'sleep', ms: 1 },
      { do: 'close', key: 'log' },
      { do: 'write', key: 'other', value: null },
      { do: 'close', key: 'other', inStep: true },
      { do: 'return', value: 'done' },
    );

    const at = (functionId: number): DurableCall => call(twin, functionId);
    const inStep = (functionId: number): DurableCall => call(twin, functionId, { stepAttempt: 1 });
    await Promise.all([
      verbs.setEvent({ ...at(0), key: 'state', value: superjson({ n: 1 }) }),
      verbs.setEvent({ ...at(1), key: 'state', value: portable('two') }),
      verbs.writeStream({ ...at(2), key: 'log', value: superjson(new Date(0)) }),
      verbs.writeStream({ ...at(3), key: 'log', value: portable([1]) }),
      verbs.writeStream({ ...inStep(4), key: 'log', value: superjson('from a step') }),
      verbs.recordStep({ ...at(4), functionName: 'write', output: superjson(undefined) }),
      verbs.recordDeadline({ ...at(5), durationMs: 1, isTimeout: false }),
      verbs.closeStream({ ...at(6), key: 'log' }),
      verbs.writeStream({ ...at(7), key: 'other', value: superjson(null) }),
      verbs.closeStream({ ...inStep(8), key: 'other' }),
      verbs.recordStep({ ...at(8), functionName: 'close', output: superjson(undefined) }),
      verbs.finishWorkflow({ workflowId: twin, ownerToken: TOKEN, output: superjson('done') }),
    ]);

    expect(await rowsOf(scene.database.url, twin)).to.deep.equal(await rowsOf(scene.database.url, id));
  });

  it('of a workflow that fails are those of the official SDK', async () => {
    const { id, twin } = await run({ do: 'throw', message: 'bad thing', code: 17 });
    const [row] = await query(`select error from dbos.workflow_output where workflow_uuid = $1`, [id]);

    await verbs.finishWorkflow({
      workflowId: twin,
      ownerToken: TOKEN,
      error: { data: row!['error']!, serialization: 'js_superjson' },
    });

    expect(await rowsOf(scene.database.url, twin)).to.deep.equal(await rowsOf(scene.database.url, id));
  });
});
