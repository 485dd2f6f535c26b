import { UndecodableValue, type DBOSClient } from '@dbosd/client';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { runInside } from '../support/cli/run-inside.js';
import { collect, eventually } from '../support/collect.js';
import { DbosWriter, portable } from '../support/dbos-writer.js';
import { JAVA_INSTANT, PYTHON_PICKLE, storeSteps, storeWorkflow } from '../support/foreign-rows.js';
import type { OwnDaemon } from '../support/own-daemon.js';
import { withRealWorker } from '../support/real-worker.js';
import { withDaemon } from '../support/surfaces/over-surfaces.js';
import { rejection } from '../unit/client/client-and-daemon.js';

const MARK = { undecodable: true, ...PYTHON_PICKLE };
const SHOWN = JSON.stringify({ undecodable: true, serialization: 'py_pickle', data: PYTHON_PICKLE.data });

/** A workflow of Python that has ended, with events of which two are in formats that are not read. */
async function storeOfPython({ dbos }: OwnDaemon): Promise<string> {
  const { data, serialization } = PYTHON_PICKLE;
  const id = await storeWorkflow(dbos, { serialization, input: data, output: data });
  await dbos.storeEvent(id, 'a', portable('portable'));
  await dbos.storeEvent(id, 'b', PYTHON_PICKLE);
  await dbos.storeEvent(id, 'c', JAVA_INSTANT);
  await dbos.storeEvent(id, 'd', portable(4));
  return id;
}

withDaemon('A value that cannot be read', (on) => {
  let client: DBOSClient;

  before(async () => {
    client = await on().connect();
  });

  it('hides no other event: it is there with its format and text', async () => {
    const id = await storeOfPython(on());
    const events = await client.getAllEvents(id);
    expect(Object.keys(events)).to.deep.equal(['a', 'b', 'c', 'd']);
    expect([events['a'], events['d']]).to.deep.equal(['portable', 4]);
    for (const [key, stored] of [['b', PYTHON_PICKLE] as const, ['c', JAVA_INSTANT] as const]) {
      const value = events[key] as UndecodableValue;
      expect(value).to.be.instanceOf(UndecodableValue).and.include(stored);
      expect(value.error).to.have.deep.property('payload', stored);
      expect(value.error.metadata).to.deep.include({ workflow_id: id, key });
    }
  });

  it('hides no change of an event, nor the end of the workflow', async () => {
    const id = await storeOfPython(on());
    const changes = await collect(client.watchEvents(id));
    expect(changes.map((change) => ('key' in change ? change.key : change.status))).to.deep.equal([
      'a',
      'b',
      'c',
      'd',
      'SUCCESS',
    ]);
    expect(changes[1])
      .to.have.property('value')
      .that.is.instanceOf(UndecodableValue)
      .and.includes(PYTHON_PICKLE);
  });

  it('is an error where it alone is asked for', async () => {
    const id = await storeOfPython(on());
    for (const asked of [client.getEvent(id, 'b'), client.retrieveWorkflow(id).getResult()])
      expect(await rejection(asked))
        .to.include({ reason: 'UNDECODABLE' })
        .and.deep.include({ payload: PYTHON_PICKLE });
  });

  it('is its text in a status and a step, and is named there', async () => {
    const { dbos } = on();
    const id = await storeOfPython(on());
    await storeSteps(
      dbos,
      id,
      { functionId: 0, name: 'fine', output: '1', serialization: 'portable_json' },
      { functionId: 1, name: 'returned', output: PYTHON_PICKLE.data, serialization: 'py_pickle' },
      { functionId: 2, name: 'raised', error: PYTHON_PICKLE.data, serialization: 'py_pickle' },
    );
    const [listed] = await client.listWorkflows({ workflowIDs: [id] });
    for (const status of [listed, await client.getWorkflow(id)]) {
      expect(status).to.include({ input: PYTHON_PICKLE.data, output: PYTHON_PICKLE.data });
      expect(Object.keys(status!.undecodable!)).to.deep.equal(['input', 'output']);
      expect(status!.undecodable!.output).to.be.instanceOf(UndecodableValue).and.include(PYTHON_PICKLE);
    }
    const steps = (await client.listWorkflowSteps(id))!;
    expect(steps[0]!.undecodable).to.equal(undefined);
    expect(steps[1]!.undecodable).to.have.property('output').that.includes(PYTHON_PICKLE);
    expect(steps[2]!.undecodable).to.have.property('error').that.includes(PYTHON_PICKLE);
  });

  it('hides nothing when its text does not hold what its format promises', async () => {
    const { dbos } = on();
    const id = await dbos.workflow();
    const broken = { data: '{"a":', serialization: 'portable_json' };
    await dbos.storeEvent(id, 'a', broken);
    await dbos.storeEvent(id, 'b', portable(2));
    const events = await client.getAllEvents(id);
    expect(events['a']).to.be.instanceOf(UndecodableValue).and.include(broken);
    expect(events['b']).to.equal(2);
  });

  it('is marked by the command line, which prints its text with --raw', async () => {
    const { dbos, address } = on();
    const id = await storeOfPython(on());
    await storeSteps(dbos, id, {
      functionId: 0,
      name: 'returned',
      output: PYTHON_PICKLE.data,
      serialization: 'py_pickle',
    });
    const run = async (...args: string[]): Promise<string> => {
      const { code, out, err } = await runInside(args, { env: { DBOSD_ADDRESS: address } });
      expect(code, err).to.equal(0);
      return out;
    };
    expect(await run('event', 'list', id)).to.match(/^KEY +VALUE\na +"portable"\nb +\{"undecodable":true,/);
    const listed = JSON.parse(await run('event', 'list', id, '-o', 'json')) as unknown[];
    expect(listed[1]).to.deep.equal({ key: 'b', value: MARK });
    expect(await run('event', 'watch', id))
      .to.contain(`b  ${SHOWN}\n`)
      .and.contain('d  4\n');
    expect(await run('event', 'get', id, 'b')).to.equal(`${SHOWN}\n`);
    expect(await run('event', 'get', id, 'b', '--raw')).to.equal(`${PYTHON_PICKLE.data}\n`);
    expect(await run('workflow', 'wait', id)).to.equal(`${SHOWN}\n`);
    expect(await run('workflow', 'wait', id, '--raw')).to.equal(`${PYTHON_PICKLE.data}\n`);
    expect(await run('workflow', 'get', id)).to.match(
      /INPUT +\{"undecodable":true,.*\nOUTPUT +\{"undecodable":true,/,
    );
    expect(JSON.parse(await run('workflow', 'get', id, '-o', 'json'))).to.deep.include({
      output: PYTHON_PICKLE.data,
      undecodable: { input: MARK, output: MARK },
    });
    expect(await run('workflow', 'steps', id)).to.contain(SHOWN);
    const watched = await run('workflow', 'watch', id);
    for (const line of [`event   b  ${SHOWN}`, 'event   d  4', `step    0 returned  ${SHOWN}`])
      expect(watched).to.contain(line);
  });

  it('is told of with its text when it is the error of a workflow', async () => {
    const { dbos, address } = on();
    const { data, serialization } = PYTHON_PICKLE;
    const id = await storeWorkflow(dbos, { status: 'ERROR', serialization, error: data });
    const { code, err } = await runInside(['workflow', 'wait', id], { env: { DBOSD_ADDRESS: address } });
    expect(code).to.equal(1);
    expect(err).to.contain('ended with an error').and.contain('py_pickle').and.contain(data);
  });
});

describe('A value that a worker cannot read', () => {
  it('hides no other event of a workflow, nor in a replay', async () => {
    const looking = DBOS.registerWorkflow(
      async (id: string) => {
        const events = await DBOS.getAllEvents(id);
        await DBOS.recv('go', 600);
        return [events['a'], events['b'] instanceof UndecodableValue, (events['b'] as UndecodableValue).data];
      },
      { name: 'looking' },
    );
    await withRealWorker(async ({ database, daemon, relaunch }) => {
      const dbos = new DbosWriter(database.url);
      try {
        const id = await dbos.workflow();
        await dbos.storeEvent(id, 'a', portable(1));
        await dbos.storeEvent(id, 'b', PYTHON_PICKLE);
        await DBOS.startWorkflow(looking, { workflowID: 'w' })(id);
        const client = await daemon.connect();
        await eventually(async () => ((await client.listWorkflowSteps('w')) ?? []).length >= 2);
        await relaunch();
        await client.send('w', 'now', 'go');
        expect(await client.retrieveWorkflow('w').getResult()).to.deep.equal([1, true, PYTHON_PICKLE.data]);
      } finally {
        await dbos.close();
      }
    });
  });

  it('is named in a recorded status, list or step too, and in a replay', async () => {
    interface Shown {
      readonly undecodable?: Readonly<Record<string, UndecodableValue>>;
    }
    const textsOf = (shown: Shown): unknown =>
      Object.entries(shown.undecodable ?? {}).map(([field, value]) => [
        field,
        value instanceof UndecodableValue && value.data,
        value.serialization,
        (shown as Record<string, unknown>)[field] === value.data,
        Object.keys(shown).includes('undecodable'),
      ]);
    const listing = DBOS.registerWorkflow(
      async (id: string) => {
        const shown = [
          await DBOS.retrieveWorkflow(id).getStatus(),
          await DBOS.getWorkflowStatus(id),
          ...(await DBOS.listWorkflows({ workflowIDs: [id] })),
          ...(await DBOS.listQueuedWorkflows({ queueName: 'of-python' })),
          ...((await DBOS.listWorkflowSteps(id)) ?? []),
        ];
        await DBOS.recv('go', 600);
        return shown.map((one) => textsOf(one as Shown));
      },
      { name: 'listing' },
    );
    await withRealWorker(async ({ database, daemon, relaunch }) => {
      const dbos = new DbosWriter(database.url);
      try {
        const { data, serialization } = PYTHON_PICKLE;
        const id = await storeWorkflow(dbos, { serialization, input: data, output: data });
        await storeWorkflow(dbos, {
          serialization,
          input: data,
          status: 'ENQUEUED',
          columns: { queue_name: 'of-python' },
        });
        await storeSteps(dbos, id, { functionId: 1, name: 'returned', output: data, serialization });
        await DBOS.startWorkflow(listing, { workflowID: 'w' })(id);
        const client = await daemon.connect();
        await eventually(async () => ((await client.listWorkflowSteps('w')) ?? []).length >= 6);
        await relaunch();
        await client.send('w', 'now', 'go');
        const [input, output] = ['input', 'output'].map((field) => [field, data, serialization, true, false]);
        expect(await client.retrieveWorkflow('w').getResult()).to.deep.equal([
          [input, output],
          [input, output],
          [input, output],
          [input],
          [output],
        ]);
      } finally {
        await dbos.close();
      }
    });
  });
});
