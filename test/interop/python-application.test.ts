import { type DBOSClient, type WorkflowHandle, PortableWorkflowError, UndecodableError } from '@dbosd/client';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { collect } from '../support/collect.js';
import { startDaemon, type TestDaemon } from '../support/daemon.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { failureOf } from '../support/failure-of.js';
import { announceMissing } from '../support/not-run.js';
import { findPython, type Python } from '../support/python.js';
import { startPythonApplication, type PythonApplication } from '../support/start-python-application.js';
import { until } from '../support/until.js';

const QUEUE = 'python';
const LONG = 60;
const silent = (): void => undefined;
const QUIET = { debug: silent, info: silent, warn: silent, error: silent };

const found = findPython();
if (found === undefined) announceMissing('interop', 'python3');
else {
  describe('a real Python application of DBOS', () => {
    tests(found);
  });
}

function tests(python: Python): void {
  let database: TestDatabase;
  let daemon: TestDaemon;
  let application: PythonApplication;
  let client: DBOSClient;
  let workflows = 0;

  before(async function () {
    this.timeout(300_000); // the first run downloads the packages
    database = await createDatabase();
    daemon = await startDaemon(database.url, { sweepIntervalMs: 50 });
    application = await startPythonApplication(python, database.url);
    client = await daemon.connect();
    registerOurs();
    DBOS.setConfig({ name: 'ours', daemonAddress: daemon.address, logger: QUIET });
    await DBOS.launch();
    await DBOS.registerQueue('ours', { minPollingIntervalMs: 50 });
  });

  after(async () => {
    await DBOS.shutdown({ deregister: true });
    await (application as PythonApplication | undefined)?.stop();
    await (daemon as TestDaemon | undefined)?.stop();
    await (database as TestDatabase | undefined)?.drop();
  });

  it('runs what is enqueued here, with positional and named arguments, and its result is read', async () => {
    const handle = await enqueue('order', ['Ada', ['wand']], { express: true });
    await client.send(handle.workflowID, { amount: 5 }, 'payment');
    await client.send(handle.workflowID, 'by the door ü ✓');

    expect(await handle.getResult({ timeoutSeconds: LONG })).to.deep.equal({
      payment: { amount: 5 },
      note: 'by the door ü ✓',
      express: true,
      missing: null,
    });
    const status = await handle.getStatus();
    expect(status).to.include({ status: 'SUCCESS', workflowName: 'order', applicationName: 'python' });
    expect(status?.input).to.deep.equal(['Ada', ['wand']]);
    const steps = await client.listWorkflowSteps(handle.workflowID);
    expect(steps?.map(({ name }) => name)).to.include.members(['DBOS.setEvent', 'DBOS.recv', 'packed']);
  });

  it('receives each message once, in the order in which they were sent', async () => {
    const handle = await enqueue('inbox', [25]);
    await client.send(handle.workflowID, 0, 'in', 'key');
    await client.send(handle.workflowID, 0, 'in', 'key');
    const batch = Array.from({ length: 20 }, (_, at) => ({
      destinationID: handle.workflowID,
      message: at + 1,
      topic: 'in',
    }));
    await client.sendBatch(batch);
    await Promise.all([21, 22, 23, 24].map((n) => client.send(handle.workflowID, n, 'in')));

    expect(await handle.getResult({ timeoutSeconds: LONG })).to.deep.equal([...Array(25).keys()]);
    const received: unknown[] = [];
    for await (const { consumed } of client.listMessages(handle.workflowID)) received.push(consumed);
    expect(received).to.deep.equal(Array(25).fill(true));
  });

  it('sets events that are waited for, watched, and read after its end', async () => {
    const handle = await enqueue('order', ['Bob', []]);
    expect(await client.getEvent(handle.workflowID, 'status', LONG)).to.equal('waiting');
    const seen: unknown[] = [];
    const watching = (async () => {
      for await (const change of client.watchEvents(handle.workflowID))
        seen.push(change.type === 'set' ? [change.key, change.value] : change.type);
    })();
    await until(() => Promise.resolve(seen.length > 0));
    await client.send(handle.workflowID, { amount: 1 }, 'payment');
    await client.send(handle.workflowID, '');
    await watching;

    expect(seen[0]).to.deep.equal(['status', 'waiting']);
    expect(seen).to.deep.include(['status', { paid: 1, by: 'Bob' }]);
    expect(seen).to.deep.include(['nothing', null]);
    expect(seen.at(-1)).to.equal('workflowEnded');
    expect(await client.getAllEvents(handle.workflowID)).to.deep.equal({
      status: { paid: 1, by: 'Bob' },
      nothing: null,
    });
  });

  it('writes streams, from its body and from steps, that are read live to their end', async () => {
    const handle = await enqueue('order', ['Cy', ['hat', 'owl']]);
    const reading = collect(client.readStream(handle.workflowID, 'progress'));
    await client.send(handle.workflowID, { amount: 1 }, 'payment');
    await client.send(handle.workflowID, '');

    expect(await reading).to.deep.equal(['packed hat', 'packed owl', null]);
    expect(await collect(client.listStreams(handle.workflowID))).to.deep.equal([
      { key: 'progress', nextOffset: 3, closed: true },
    ]);
  });

  it('fails with errors that keep name, message, code and data', async () => {
    const portable = await errorOf(await enqueue('fails', ['portable']));
    expect(portable).to.be.instanceOf(PortableWorkflowError);
    // DBOS for Python records the class of the exception as its name.
    expect(portable).to.include({ name: 'PortableWorkflowError', message: 'no stock', code: 7 });
    expect((portable as PortableWorkflowError).data).to.deep.equal({ sku: 'w' });

    const plain = await errorOf(await enqueue('fails', ['plain']));
    expect(plain).to.include({ name: 'OutOfStock', message: 'none left: ü' });
  });

  it('writes pickles that are said to be undecodable, next to what can be read', async () => {
    const handle = await pickles(false);
    const result = await errorOf(handle);
    expect(result).to.be.instanceOf(UndecodableError);
    expect((result as UndecodableError).payload.serialization).to.equal('py_pickle');
    expect((await handle.getStatus())?.status).to.equal('SUCCESS');
    expect(await errorOf(await pickles(true))).to.be.instanceOf(UndecodableError);
    for (const key of ['plain', 'pickled'])
      expect(await failureOf(client.getEvent(handle.workflowID, key))).to.include({ reason: 'UNDECODABLE' });
  });

  it('talks with a workflow of the worker: messages, an event and a stream', async () => {
    const ours = await client.enqueuePortable({ queueName: 'ours', workflowName: 'answers' }, [LONG]);
    const theirs = await enqueue('converses', [ours.workflowID]);

    expect(await theirs.getResult({ timeoutSeconds: LONG })).to.deep.equal({
      answer: { heard: '✓' },
      event: { at: 'work', n: [1, null] },
      stream: [0, { ü: 'ß' }, null],
    });
    expect(await ours.getResult({ timeoutSeconds: LONG })).to.deep.equal({
      from: theirs.workflowID,
      result: { answer: { heard: '✓' } },
    });
  });

  it('enqueues to the worker through its own client, and gets the result or the error', async () => {
    const result = await enqueue('delegates', ['ours', 'doubles', 21]);
    expect(await result.getResult({ timeoutSeconds: LONG })).to.deep.equal({ result: { doubled: 42 } });

    const refused = await enqueue('delegates', ['ours', 'doubles', -1]);
    expect(await refused.getResult({ timeoutSeconds: LONG })).to.deep.equal({
      name: 'Negative',
      message: 'not below zero',
      data: { value: -1 },
    });
  });

  it('stops a workflow that is cancelled here, and runs one that is resumed or forked here', async () => {
    const handle = await enqueue('endless', []);
    expect(await client.getEvent(handle.workflowID, 'ticks', LONG)).to.be.a('number');
    await client.cancelWorkflow(handle.workflowID);
    const error = await errorOf(handle);
    expect(error).to.include({ reason: 'WORKFLOW_CANCELLED' });

    const done = await enqueue('inbox', [0]);
    expect(await done.getResult({ timeoutSeconds: LONG })).to.deep.equal([]);
    const fork = await client.forkWorkflow(done.workflowID, 0, { queueName: QUEUE });
    expect(await client.retrieveWorkflow(fork).getResult({ timeoutSeconds: LONG })).to.deep.equal([]);
    await client.cancelWorkflow(fork);
    const { length } = await client.listWorkflows({ workflowName: 'inbox', status: 'SUCCESS' });
    expect(length).to.be.greaterThanOrEqual(2);
  });

  /** Started by Python itself, so that its values are in Python's own format. */
  async function pickles(fail: boolean): Promise<WorkflowHandle<unknown>> {
    const starter = await enqueue('starts_pickles', [fail]);
    return client.retrieveWorkflow((await starter.getResult({ timeoutSeconds: LONG })) as string);
  }

  function enqueue(
    workflowName: string,
    positional: unknown[],
    named?: Record<string, unknown>,
  ): ReturnType<DBOSClient['enqueuePortable']> {
    workflows += 1;
    const options = {
      queueName: QUEUE,
      workflowName,
      workflowID: `${workflowName}-${String(workflows)}`,
      applicationName: 'python',
    };
    return client.enqueuePortable(options, positional, named);
  }
}

function registerOurs(): void {
  DBOS.registerWorkflow(
    async (waitSeconds: number) => {
      await DBOS.setEvent('status', { at: 'work', n: [1, null] });
      const hello = await DBOS.recv<{ from: string; ü: string }>('hello', waitSeconds);
      await DBOS.send(hello!.from, { heard: hello!.ü }, 'answer');
      for (const value of [0, { ü: 'ß' }, null]) await DBOS.writeStream('out', value);
      await DBOS.closeStream('out');
      const { answer } = (await DBOS.getResult<{ answer: unknown }>(hello!.from, waitSeconds)) as {
        answer: unknown;
      };
      return { from: hello!.from, result: { answer } };
    },
    { name: 'answers', serialization: 'portable' },
  );
  DBOS.registerWorkflow(
    (value: number) => {
      if (value < 0) throw new PortableWorkflowError('not below zero', 'Negative', 1, { value });
      return Promise.resolve({ doubled: value * 2 });
    },
    { name: 'doubles', serialization: 'portable' },
  );
}

async function errorOf(handle: {
  getResult: (options: { timeoutSeconds: number }) => Promise<unknown>;
}): Promise<unknown> {
  return handle.getResult({ timeoutSeconds: LONG }).then(
    (value) => expect.fail(`returned ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}
