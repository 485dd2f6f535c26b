import type { DBOSClient } from '@dbosd/client';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { collect } from '../support/collect.js';
import { runInside } from '../support/cli/run-inside.js';
import { DbosWriter } from '../support/dbos-writer.js';
import {
  base64,
  EMPTY_COLUMNS,
  GO_COLUMNS,
  GO_FAILURE,
  GO_PORTABLE_FAILURE,
  GO_PORTABLE_SUCCESS,
  GO_SUCCESS,
  JAVA_INSTANT,
  JAVA_OWN_SUCCESS,
  JAVA_PORTABLE_FAILURE,
  JAVA_SUCCESS,
  storeSteps,
  storeWorkflow,
  type ForeignWorkflow,
} from '../support/foreign-rows.js';
import { withRealWorker } from '../support/real-worker.js';
import { overSurfaces, overWires, withDaemon } from '../support/surfaces/over-surfaces.js';
import { rejection } from '../unit/client/client-and-daemon.js';

const LONG_MS = 600_000;
const SUM = { a: 4, b: 8 };

overSurfaces('Results of Go workflows', (on) => {
  for (const [format, row] of Object.entries({ own: GO_SUCCESS, portable: GO_PORTABLE_SUCCESS })) {
    it(`are their outputs in their ${format} format, though an empty error is next to them`, async () => {
      const { surface, dbos } = on();
      const id = await storeWorkflow(dbos, row);
      expect(await surface.awaitWorkflow(id, LONG_MS)).to.deep.equal({ output: SUM });
      expect(await surface.getWorkflow(id)).to.deep.include({ status: 'SUCCESS', output: SUM });
    });
  }

  it('are errors where the status says so, though an output is next to them', async () => {
    const { surface, dbos } = on();
    const id = await storeWorkflow(dbos, GO_PORTABLE_FAILURE);
    expect(await surface.awaitWorkflow(id, LONG_MS)).to.deep.equal({ failed: 'no stock' });
    expect((await surface.getWorkflow(id))?.output).to.equal(undefined);
  });
});

overWires('Rows with an empty text for what is not there', (on) => {
  it('have an output or an error, as their status says, and never both', async () => {
    const { wire, dbos } = on();
    for (const row of [GO_SUCCESS, GO_PORTABLE_SUCCESS, GO_FAILURE, GO_PORTABLE_FAILURE]) {
      const workflowId = await storeWorkflow(dbos, row);
      const expected =
        row.status === 'ERROR' ? { output: null, error: row.error } : { output: row.output, error: null };
      const { completed } = await wire.call('awaitWorkflow', { workflowId });
      expect(textsOf(completed!)).to.deep.equal(expected);
      const first = await wire.call('awaitFirst', { workflowIds: [workflowId] });
      expect(textsOf(first.completed!.outcome!)).to.deep.equal(expected);
      const { workflow } = await wire.call('getWorkflow', { workflowId });
      expect(textsOf(workflow!)).to.deep.equal(expected);
      const { workflows } = await wire.call('listWorkflows', { workflowIds: [workflowId] });
      expect(textsOf(workflows[0]!)).to.deep.equal(expected);
    }
  });

  it('have the same in the columns that the payloads were in before, as Java writes them', async () => {
    const { wire, dbos } = on();
    const { output, error, ...row } = GO_PORTABLE_SUCCESS;
    const workflowId = await storeWorkflow(dbos, { ...row, columns: { output, error } });
    const { completed } = await wire.call('awaitWorkflow', { workflowId });
    expect(textsOf(completed!)).to.deep.equal({ output, error: null });
    for (const java of [JAVA_SUCCESS, JAVA_OWN_SUCCESS]) {
      const id = await storeWorkflow(dbos, java);
      const ended = await wire.call('awaitWorkflow', { workflowId: id });
      expect(textsOf(ended.completed!)).to.deep.equal({ output: java.columns!['output'], error: null });
    }
  });

  it('have no error where a Go error has no text, and are failures all the same', async () => {
    const { wire, dbos } = on();
    const workflowId = await storeWorkflow(dbos, { ...GO_FAILURE, error: '' });
    const { completed } = await wire.call('awaitWorkflow', { workflowId });
    expect(completed!.status).to.equal('WORKFLOW_STATUS_ERROR');
    expect(textsOf(completed!)).to.deep.equal({ output: null, error: null });
  });

  it('have steps with an output or an error, and no child of an empty name', async () => {
    const { wire, dbos } = on();
    const workflowId = await storeWorkflow(dbos, GO_SUCCESS);
    const serialization = 'DBOS_JSON';
    await storeSteps(
      dbos,
      workflowId,
      { functionId: 0, name: 's1', output: base64('4'), error: '', childWorkflowId: '', serialization },
      { functionId: 1, name: 's2', output: base64('""'), error: 'bang', serialization },
      { functionId: 2, name: 'DBOS.getResult', output: '4', error: '', serialization: '' },
    );
    const { steps } = await wire.call('listWorkflowSteps', { workflowId });
    expect(steps.map(textsOf)).to.deep.equal([
      { output: base64('4'), error: null },
      { output: null, error: 'bang' },
      { output: '4', error: null },
    ]);
    expect(steps[0]).not.to.have.property('childWorkflowId');
    expect(steps[2]!.output!.payload).to.deep.equal({ data: '4' });
  });

  it('have no format where its name is empty, in events, messages and streams', async () => {
    const { wire, dbos } = on();
    const workflowId = await storeWorkflow(dbos, { ...GO_SUCCESS, status: 'PENDING' });
    const value = { data: '1', serialization: '' };
    await dbos.storeEvent(workflowId, 'k', value);
    await dbos.store(workflowId, 's', value);
    await dbos.query(
      `insert into dbos.notifications (destination_uuid, topic, message, serialization) values ($1, '', '1', '')`,
      [workflowId],
    );
    const bare = { data: '1' };
    const event = await wire.call('getEvent', { workflowId, key: 'k' });
    expect(event.value!.value!.payload).to.deep.equal(bare);
    const { events } = await wire.call('listEvents', { workflowId });
    expect(events[0]!.value!.value!.payload).to.deep.equal(bare);
    const read = await wire.call('readStreamOffset', { workflowId, key: 's', offset: 0 });
    expect(read.value!.value!.payload).to.deep.equal(bare);
    const { messages } = await wire.call('listMessages', { workflowId });
    expect(messages[0]!.value!.payload).to.deep.equal(bare);
    expect(messages[0]).not.to.have.property('topic');
  });

  it('have no name, owner, parent or label of an empty text', async () => {
    const { wire, dbos } = on();
    const workflowId = await storeWorkflow(dbos, { ...GO_SUCCESS, columns: EMPTY_COLUMNS });
    const { workflow } = await wire.call('getWorkflow', { workflowId });
    const fields = Object.entries(workflow!).filter(([, value]) => value === '' || value === 'null');
    expect(fields).to.deep.equal([]);
    expect(workflow!.authenticatedRoles).to.deep.equal([]);
    for (const field of [
      'className',
      'parentWorkflowId',
      'forkedFrom',
      'attributesJson',
      'applicationVersion',
    ])
      expect(workflow, field).not.to.have.property(field);
  });

  it('are no children, no forks and on no queue for a filter', async () => {
    const { wire, dbos } = on();
    const workflowId = await storeWorkflow(dbos, {
      ...GO_SUCCESS,
      status: 'PENDING',
      columns: EMPTY_COLUMNS,
    });
    const listed = async (filter: object): Promise<number> =>
      (await wire.call('listWorkflows', { workflowIds: [workflowId], ...filter })).workflows.length;
    expect(await listed({ hasParent: true })).to.equal(0);
    expect(await listed({ hasParent: false })).to.equal(1);
    expect(await listed({ isFork: true })).to.equal(0);
    expect(await listed({ isFork: false })).to.equal(1);
    expect(await listed({ queuesOnly: true })).to.equal(0);
  });

  it('are taken by an enqueue of the same workflow without a class', async () => {
    const { wire, dbos } = on();
    const columns = { class_name: '', config_name: '', queue_name: 'q' };
    const workflowId = await storeWorkflow(dbos, { ...GO_SUCCESS, name: 'answer', columns });
    const enqueued = await wire.call('enqueueWorkflow', {
      workflowId,
      workflowName: 'answer',
      queueName: 'q',
      requestId: workflowId,
    });
    expect(enqueued.workflowId).to.equal(workflowId);
  });
});

withDaemon('Rows of Go applications', (on) => {
  let client: DBOSClient;

  before(async () => {
    client = await on().connect();
  });

  it('have their arguments, results and errors in a status', async () => {
    const { dbos } = on();
    const ended = await client.getWorkflow(await storeWorkflow(dbos, GO_SUCCESS));
    expect(ended).to.deep.include({ input: [3], output: SUM });
    expect(ended).not.to.have.property('error');
    const failed = await client.getWorkflow(await storeWorkflow(dbos, GO_FAILURE));
    expect(failed).not.to.have.property('output');
    expect(failed!.error).to.be.instanceOf(Error).and.have.property('message', 'bang ü');
  });

  it('have errors of plain text, which getResult throws', async () => {
    const id = await storeWorkflow(on().dbos, GO_FAILURE);
    const error = await rejection(client.retrieveWorkflow(id).getResult());
    expect(error).to.be.instanceOf(Error).and.include({ name: 'Error', message: 'bang ü' });
  });

  it('have errors as base64 of a type of Go, which are UNDECODABLE, and texts that only look so', async () => {
    const { dbos } = on();
    // Recorded: gob of a *dbos.Error begins with the length of its first message.
    const gob = Buffer.concat([Buffer.from([4, 1, 2, 3, 4]), Buffer.from([2, 9, 9])]).toString('base64');
    const typed = await storeWorkflow(dbos, { ...GO_FAILURE, error: gob });
    expect(await rejection(client.retrieveWorkflow(typed).getResult())).to.include({ reason: 'UNDECODABLE' });
    const plain = await storeWorkflow(dbos, { ...GO_FAILURE, error: 'rejected' });
    expect(await rejection(client.retrieveWorkflow(plain).getResult())).to.include({ message: 'rejected' });
    const portable = await storeWorkflow(dbos, {
      ...GO_FAILURE,
      error: '{"name":"OutOfStock","message":"none"}',
    });
    expect(await rejection(client.retrieveWorkflow(portable).getResult())).to.include({ name: 'OutOfStock' });
  });

  it('have failures without a text', async () => {
    const id = await storeWorkflow(on().dbos, { ...GO_FAILURE, error: '' });
    expect(await rejection(client.retrieveWorkflow(id).getResult())).to.be.instanceOf(Error);
    expect(await client.getWorkflow(id)).to.include({ status: 'ERROR' });
  });

  it('have steps, and the child that is none is null', async () => {
    const { dbos } = on();
    const id = await storeWorkflow(dbos, GO_SUCCESS);
    const serialization = 'DBOS_JSON';
    await storeSteps(
      dbos,
      id,
      { functionId: 0, name: 's1', output: base64('4'), error: '', childWorkflowId: '', serialization },
      { functionId: 1, name: 's2', output: base64('0'), error: 'bang', serialization },
      { functionId: 2, name: 'DBOS.setEvent', output: '__DBOS_NIL', serialization },
    );
    const steps = (await client.listWorkflowSteps(id))!;
    expect(steps.map(({ output }) => output)).to.deep.equal([4, null, null]);
    expect(steps.map(({ error }) => error?.message)).to.deep.equal([undefined, 'bang', undefined]);
    expect(steps.map(({ childWorkflowID }) => childWorkflowID)).to.deep.equal([null, null, null]);
  });

  it('have streams that end with bare text without a format', async () => {
    const { dbos } = on();
    const id = await storeWorkflow(dbos, { ...GO_SUCCESS, status: 'PENDING' });
    const values = [{ data: '{"wf":0}', serialization: 'portable_json' }, go('"from step 1"')];
    await dbos.store(id, 's', ...values, { data: '__DBOS_STREAM_CLOSED__', serialization: '' });
    expect(await collect(client.readStream(id, 's'))).to.deep.equal([{ wf: 0 }, 'from step 1']);
    expect(await collect(client.listStreams(id))).to.deep.equal([{ key: 's', nextOffset: 2, closed: true }]);
  });

  it('are shown by the command line', async () => {
    const { dbos, address } = on();
    const env = { DBOSD_ADDRESS: address };
    const ended = await storeWorkflow(dbos, GO_SUCCESS);
    expect(await runInside(['workflow', 'wait', ended], { env })).to.deep.include({
      code: 0,
      out: '{"a":4,"b":8}\n',
    });
    const failed = await storeWorkflow(dbos, GO_FAILURE);
    const { code, err } = await runInside(['workflow', 'wait', failed], { env });
    expect([code, err]).to.deep.equal([1, `dbosd: workflow ${failed} ended with an error: Error: bang ü\n`]);
  });

  it('and attributes of JSON null, as Python writes them, are none', async () => {
    const { dbos, address } = on();
    const id = await storeWorkflow(dbos, { ...GO_PORTABLE_SUCCESS, columns: { attributes: 'null' } });
    expect(await client.getWorkflow(id)).not.to.have.property('attributes');
    const shown = await runInside(['workflow', 'get', id, '-o', 'json'], { env: { DBOSD_ADDRESS: address } });
    expect(JSON.parse(shown.out)).not.to.have.property('attributes');
  });
});

withDaemon('Rows of Java applications', (on) => {
  it('are read where they are portable', async () => {
    const { dbos } = on();
    const client = await on().connect();
    const id = await storeWorkflow(dbos, JAVA_SUCCESS);
    expect(await client.retrieveWorkflow(id).getResult()).to.deep.equal(SUM);
    expect(await client.getWorkflow(id)).to.deep.include({
      input: [3],
      output: SUM,
      workflowClassName: 'App',
    });
    const failed = await storeWorkflow(dbos, JAVA_PORTABLE_FAILURE);
    const error = await rejection(client.retrieveWorkflow(failed).getResult());
    expect(error).to.include({ name: 'IllegalStateException', message: 'bang ü', code: undefined });
  });

  it('are UNDECODABLE, with their text, in the format of Java', async () => {
    const { dbos } = on();
    const client = await on().connect();
    const id = await storeWorkflow(dbos, JAVA_OWN_SUCCESS);
    const error = await rejection(client.retrieveWorkflow(id).getResult());
    expect(error).to.include({ reason: 'UNDECODABLE' });
    expect(error).to.have.deep.property('payload', { data: JAVA_OWN_SUCCESS.columns!['output'] });
    await dbos.storeEvent(id, 'instant', JAVA_INSTANT);
    expect(await rejection(client.getEvent(id, 'instant'))).to.have.deep.property('payload', JAVA_INSTANT);
  });
});

describe('A worker with rows of other SDKs', () => {
  const results = async (rows: readonly ForeignWorkflow[]): Promise<unknown[]> => {
    const ask = DBOS.registerWorkflow(
      async (id: string) => {
        try {
          return await DBOS.getResult(id);
        } catch (error) {
          return (error as Error).message;
        }
      },
      { name: 'ask' },
    );
    const found: unknown[] = [];
    await withRealWorker(async ({ database }) => {
      await withWriter(database.url, async (dbos) => {
        for (const row of rows) {
          const id = await storeWorkflow(dbos, row);
          found.push(await (await DBOS.startWorkflow(ask)(id)).getResult());
        }
      });
    });
    return found;
  };

  it('gets the results of Go workflows', async () => {
    const rows = [GO_SUCCESS, GO_PORTABLE_SUCCESS, GO_FAILURE, GO_PORTABLE_FAILURE];
    expect(await results(rows)).to.deep.equal([SUM, SUM, 'bang ü', 'no stock']);
  });

  it('takes an empty error of a checkpoint for none in a replay, and an empty input for no arguments', async () => {
    DBOS.registerWorkflow(
      async (...args: unknown[]) => [
        args,
        await DBOS.runStep(() => Promise.reject(new Error('ran again')), { name: 's1' }),
        await DBOS.recv('t', 0),
      ],
      { name: 'replaying' },
    );
    await withRealWorker(async ({ database, daemon }) => {
      await withWriter(database.url, async (dbos) => {
        const client = await daemon.connect();
        await DBOS.registerQueue('q');
        const id = await storeWorkflow(dbos, {
          name: 'replaying',
          status: 'PENDING',
          serialization: 'portable_json',
          input: '',
          columns: { ...GO_COLUMNS, class_name: '', application_name: 'program' },
        });
        await storeSteps(
          dbos,
          id,
          { functionId: 0, name: 's1', output: base64('4'), error: '', serialization: 'DBOS_JSON' },
          { functionId: 1, name: 'DBOS.recv', output: '"m"', error: '', serialization: 'portable_json' },
        );
        // As after a recovery: enqueued, and taken with what is recorded.
        await dbos.query(
          `update dbos.workflow_status set status = 'ENQUEUED', queue_name = 'q', application_version = ''
           where workflow_uuid = $1`,
          [id],
        );
        expect(await client.retrieveWorkflow(id).getResult()).to.deep.equal([[], 4, 'm']);
      });
    });
  });

  it('gets the one argument of a Go client', async () => {
    DBOS.registerWorkflow((...args: unknown[]) => Promise.resolve(args), { name: 'echoing' });
    await withRealWorker(async ({ database, daemon }) => {
      await withWriter(database.url, async (dbos) => {
        const client = await daemon.connect();
        await DBOS.registerQueue('q');
        const id = await storeWorkflow(dbos, {
          name: 'echoing',
          status: 'ENQUEUED',
          serialization: 'DBOS_JSON',
          input: base64('[1,2]'),
          columns: { ...GO_COLUMNS, queue_name: 'q', application_name: 'program' },
        });
        expect(await client.retrieveWorkflow(id).getResult()).to.deep.equal([[1, 2]]);
      });
    });
  });
});

async function withWriter(url: string, use: (dbos: DbosWriter) => Promise<void>): Promise<void> {
  const dbos = new DbosWriter(url);
  try {
    await use(dbos);
  } finally {
    await dbos.close();
  }
}

function go(json: string): { data: string; serialization: string } {
  return { data: base64(json), serialization: 'DBOS_JSON' };
}

interface Outcome {
  readonly output?: { readonly payload?: { readonly data: string } | null } | null;
  readonly error?: { readonly payload?: { readonly data: string } | null } | null;
}

function textsOf({ output, error }: Outcome): object {
  return { output: output?.payload?.data ?? null, error: error?.payload?.data ?? null };
}
