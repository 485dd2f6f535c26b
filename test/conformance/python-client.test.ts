import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDaemon, daemonConfig, loadConfig, type App } from '@dbosd/daemon';
import { expect } from 'chai';
import { pino } from 'pino';
import { contractFiles, contractMethods } from '../support/contract.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { announceMissing } from '../support/not-run.js';
import { findPython, pythonEnvironment, type Python } from '../support/python.js';
import { startOrderApp, type OrderApp } from '../support/start-order-app.js';
import { workspacePath } from '../support/workspace.js';

const execute = promisify(execFile);
const CLIENT = workspacePath('clients/python');

interface Reflected {
  readonly services: string[];
  readonly methods: string[];
  readonly files: string[];
  readonly call: string;
  readonly unknown: number;
}

/** What smoke_test.py prints. */
interface Report {
  readonly order: Record<string, unknown>;
  readonly session: Record<string, unknown>;
  readonly worker: Record<string, unknown>;
  readonly failures: Record<string, unknown>;
  readonly health: unknown;
  readonly answered: string[];
  readonly reflection: Record<'v1' | 'v1alpha', Reflected>;
}

const found = findPython();
if (found === undefined) announceMissing('python', 'python3');
else {
  describe('a Python client made from the .proto files alone', () => {
    tests(found);
  });
}

function tests(python: Python): void {
  let programs: string;
  let scratch: string;
  let database: TestDatabase;
  let daemon: App;
  let application: OrderApp;
  let report: Report;

  before(async function () {
    this.timeout(300_000); // the first run downloads the packages
    programs = await pythonEnvironment(python);
    scratch = await mkdtemp(join(tmpdir(), 'dbosd-python-'));
    await run('generate.py', join(scratch, 'stubs'));
    database = await createDatabase();
    daemon = createDaemon(configOf(database.url), pino({ level: 'silent' }));
    await daemon.start();
    application = await startOrderApp(database.url);
    report = JSON.parse(await run('smoke_test.py', daemon.address, 'order-1')) as Report;
  });

  after(async () => {
    await (application as OrderApp | undefined)?.stop();
    await (daemon as App | undefined)?.stop();
    await (database as TestDatabase | undefined)?.drop();
    if (scratch) await rm(scratch, { recursive: true });
  });

  it('gets an answer from every method of the contract', () => {
    const methods = contractMethods().map(({ name }) => name);

    expect(report.answered.filter((name) => name.startsWith('dbosd.'))).to.have.members(methods);
  });

  it('registers a queue, and enqueues a workflow once', () => {
    expect(report.order['queue']).to.deep.equal({
      name: 'orders',
      concurrency: 5,
      polling_ms: 100,
      worker_concurrency_set: false,
    });
    expect(report.order['enqueued']).to.deep.equal({
      workflow_id: 'order-1',
      existing: [false, true],
      queue_registered: true,
    });
  });

  it('waits for an event, and watches it change until the workflow has ended', () => {
    expect(report.order['event']).to.equal('waiting');
    expect(report.order['watched']).to.deep.equal({
      seen: [
        ['status', 'waiting'],
        ['status', 'paid in cash'],
        ['total', 10],
      ],
      ended: 'WORKFLOW_STATUS_SUCCESS',
      payment: { message_id: 'payment-1::order-1', duplicate: [false, true], same_id: true },
    });
  });

  it('reads a stream to its end', () => {
    const item = 'wïdget 🧸';
    expect(report.order['stream']).to.deep.equal({
      values: [
        { step: 'packed', item },
        { step: 'shipped', item },
      ],
      next_offset: 2,
      end: 'closed',
      at: [1, { step: 'shipped', item }],
    });
  });

  it('sees arguments, result and status of the workflow', () => {
    const item = 'wïdget 🧸';
    expect(report.order['workflow']).to.deep.equal({
      status: 'WORKFLOW_STATUS_SUCCESS',
      output: { item, quantity: 2, payment: 'in cash' },
      input: { positionalArgs: [item, 2], namedArgs: {} },
      name: 'order',
      ended_after_created: true,
    });
  });

  it('lists messages, events page by page, streams, workflows, steps and queues', () => {
    const output = { item: 'wïdget 🧸', quantity: 2, payment: 'in cash' };
    const { steps, ...lists } = report.order['lists'] as { steps: number[] };
    expect(steps).to.deep.equal(steps.map((_id, index) => index));
    expect(steps).to.not.deep.equal([]);
    expect(lists).to.deep.equal({
      workflows: [['order-1', output]],
      first: ['order-1', output],
      queues: ['orders'],
      messages: [['payment', 'in cash', true]],
      events: [
        ['status', 'paid in cash'],
        ['total', 10],
      ],
      streams: [['progress', 2, true]],
    });
  });

  it('sends a batch of which one message fails alone', () => {
    expect(report.order['batch']).to.deep.equal(['WORKFLOW_STATUS_SUCCESS', 'WORKFLOW_NOT_FOUND']);
  });

  it('changes, cancels, resumes and deletes a workflow, and deletes its queue', () => {
    expect(report.order['managed']).to.deep.equal({
      changed: [true, true, true],
      cancelled: [1, 1],
      forked: ['fork', 'fork'],
      resumed: 1,
      deleted: [1, 0],
      queue_deleted: [true, false],
    });
  });

  it('makes calls in a session', () => {
    expect(report.session).to.deep.equal({
      max_payload_bytes: 2 * 1024 * 1024,
      answered: 'orders',
      failed: 'QUEUE_NOT_FOUND',
      after_half_close: 0,
    });
  });

  it('runs a workflow as a worker', () => {
    expect(report.worker).to.deep.equal({
      max_operations: 4096,
      assigned: [true, 'greet', 1],
      answers: ['recorded', 'recorded', 'recorded'],
      after_goodbye: 0,
      output: '"hello"',
    });
  });

  it('finds code, reason, outcome and wrong field in the trailers of calls that fail', () => {
    const { bad_json: badJson, ...others } = report.failures;
    expect(badJson).to.deep.include({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' });
    expect(badJson).to.have.nested.property('fields.message\\.payload\\.data').that.matches(/JSON/);
    const expected = {
      nobody: { code: 'NOT_FOUND', reason: 'WORKFLOW_NOT_FOUND' },
      ended: { code: 'FAILED_PRECONDITION', reason: 'WORKFLOW_NOT_ACTIVE' },
      in_use: { code: 'ALREADY_EXISTS', reason: 'WORKFLOW_ID_IN_USE' },
      no_stream: { code: 'NOT_FOUND', reason: 'WORKFLOW_NOT_FOUND' },
    };
    expect(others).to.have.all.keys(expected);
    for (const [name, details] of Object.entries(expected)) {
      expect(others[name], name).to.deep.include({ ...details, outcome: 'not_applied', retry_after: null });
      expect(others[name], name)
        .to.have.property('message')
        .that.matches(/nobody|order-1/);
    }
  });

  it('asks for the health of the server and of a service', () => {
    expect(report.health).to.deep.equal({ server: 'SERVING', service: 'SERVING', watch: 'SERVING' });
  });

  for (const version of ['v1', 'v1alpha'] as const) {
    it(`builds a strict descriptor pool from reflection ${version} alone, and makes a call with it`, () => {
      const { services, methods, files, call, unknown } = report.reflection[version];
      const wanted = contractMethods();

      expect(services).to.have.members([
        ...new Set(wanted.map(({ service }) => service)),
        'grpc.health.v1.Health',
        'grpc.reflection.v1.ServerReflection',
        'grpc.reflection.v1alpha.ServerReflection',
      ]);
      expect(methods).to.include.members(wanted.map(({ name }) => name));
      expect(files).to.include.members(contractFiles());
      expect([call, unknown]).to.deep.equal(['orders', 5]);
    });
  }

  it('runs the example of the documentation', async () => {
    const printed = await run('example.py', daemon.address, 'order-2');

    expect(printed.trimEnd().split('\n')).to.deep.equal([
      'status: waiting',
      'sent: payment-1::order-2',
      "progress: {'step': 'packed', 'item': 'widget'}",
      "progress: {'step': 'shipped', 'item': 'widget'}",
      'end: closed',
      "result: {'item': 'widget', 'quantity': 2, 'payment': 'in cash'}",
    ]);
  });

  it('is told by the example, in words, that nobody is there', async () => {
    const error: unknown = await run('example.py', '127.0.0.1:1', 'order-3').catch(
      (caught: unknown) => caught,
    );

    expect((error as ExecFileException).stderr).to.match(/^UNAVAILABLE: /);
  });

  for (const language of ['java', 'csharp'] as const) {
    it(`is not the only one: the compiler makes ${language} of the same files`, async () => {
      const out = await mkdtemp(join(scratch, `${language}-`));
      const protos = workspacePath('proto');
      const files = contractFiles();

      await execute(join(programs, 'protoc'), [
        `-I${protos}`,
        `-I${join(protos, 'third_party')}`,
        `--${language}_out=${out}`,
        ...files,
        'google/rpc/status.proto',
        'google/rpc/error_details.proto',
      ]);

      const made = await readdir(out, { recursive: true });
      expect(made).to.include.members(language === 'java' ? javaClasses(files) : csharpFiles(files));
    });
  }

  async function run(program: string, ...args: string[]): Promise<string> {
    const { stdout } = await execute(join(programs, 'python'), [join(CLIENT, program), ...args], {
      env: {
        PATH: process.env['PATH'],
        PYTHONPATH: join(scratch, 'stubs'),
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONIOENCODING: 'utf-8',
        GRPC_VERBOSITY: 'NONE',
      },
      timeout: 120_000, // ends a hang with what was said until then
    });
    return stdout;
  }
}

function configOf(databaseUrl: string): Parameters<typeof createDaemon>[0] {
  const flags = { databaseUrl, port: '0', allowAsyncCommit: true };
  return daemonConfig(loadConfig({ flags, environment: {} }).config);
}

/** The class of each file; the compiler refuses a name that one of the file's messages has too. */
function javaClasses(files: readonly string[]): string[] {
  return files.map((file) => `dev/dbosd/v1/${pascalCase(file)}Proto.java`);
}

function csharpFiles(files: readonly string[]): string[] {
  return files.map((file) => `${pascalCase(file)}.cs`);
}

function pascalCase(file: string): string {
  const words = file
    .replace(/^.*\//, '')
    .replace(/\.proto$/, '')
    .split('_');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
