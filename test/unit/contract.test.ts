import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { contractMethods } from '../support/contract.js';
import { workspacePath } from '../support/workspace.js';

const BUF = workspacePath('node_modules/.bin/buf');
const RELEASED = workspacePath('proto/released.binpb');
const GENERATE = workspacePath('scripts/generate.mjs');
const GENERATED = 'packages/shared/src/generated';
const TYPES = `${GENERATED}/contract.ts`;
const DESCRIPTORS = 'packages/daemon/assets/descriptors.binpb';

/** The methods of docs/protocol.md that write, and the streams that carry them. All others only read. */
const WRITING = new Set([
  'dbosd.v1.MessageService.Send',
  'dbosd.v1.MessageService.SendBatch',
  'dbosd.v1.WorkflowService.EnqueueWorkflow',
  'dbosd.v1.WorkflowService.EnqueueAndSend',
  'dbosd.v1.WorkflowService.CancelWorkflows',
  'dbosd.v1.WorkflowService.ResumeWorkflows',
  'dbosd.v1.WorkflowService.RewindWorkflow',
  'dbosd.v1.WorkflowService.ForkWorkflow',
  'dbosd.v1.WorkflowService.DeleteWorkflows',
  'dbosd.v1.WorkflowService.SetWorkflowDelay',
  'dbosd.v1.WorkflowService.SetWorkflowPriority',
  'dbosd.v1.WorkflowService.SetWorkflowAttributes',
  'dbosd.v1.QueueService.UpsertQueue',
  'dbosd.v1.QueueService.DeleteQueue',
  'dbosd.v1.SessionService.Open',
  'dbosd.v1.WorkerService.Connect',
]);

interface Ended {
  readonly code: number | string | null;
  /** Both of its outputs. */
  readonly said: string;
}

describe('the contract in proto/', () => {
  let scratch: string;

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'dbosd-contract-'));
    for (const path of ['buf.yaml', 'proto']) {
      await cp(workspacePath(path), join(scratch, path), { recursive: true });
    }
  });

  afterEach(async () => {
    await rm(scratch, { recursive: true, force: true });
  });

  it('follows the rules of buf', async () => {
    expect(await buf(workspacePath(), 'lint')).to.deep.equal({ code: 0, said: '' });
  });

  it('is refused by buf for a field that says nothing about itself', async () => {
    await edit('proto/dbosd/v1/queue_service.proto', 'message GetQueueRequest {', (line) => [
      line,
      '  string colour = 2;',
    ]);

    const { code, said } = await buf(scratch, 'lint');

    expect(code).to.equal(100);
    expect(said).to.match(/queue_service\.proto.*"colour" should have a non-empty comment/);
  });

  it('breaks nobody who uses the released one', async () => {
    expect(await breaking()).to.deep.equal({ code: 0, said: '' });
  });

  it('is refused by buf for a renumbered field', async () => {
    await edit('proto/dbosd/v1/event_service.proto', '  string key = 2;', () => ['  string key = 7;']);

    const { code, said } = await breaking();

    expect(code).to.equal(100);
    expect(said.trimEnd().split('\n')).to.have.lengthOf(1);
    expect(said).to.match(/Previously present field "2" with name "key" on message "GetEventRequest"/);
  });

  it('is what the generated types and descriptors were made of', async () => {
    expect(await node(GENERATE, '--check')).to.deep.include({ code: 0 });
  });

  it('tells which generated files are stale, and writes none of them in a check', async () => {
    for (const path of [GENERATED, DESCRIPTORS]) {
      await cp(workspacePath(path), join(scratch, path), { recursive: true });
    }
    await writeFile(join(scratch, GENERATED, 'left.ts'), '// of a generator that is gone\n');
    await appendFile(join(scratch, 'proto/dbosd/v1/values.proto'), '// One.\nmessage Added {}\n');

    const { code, said } = await node(GENERATE, '--check', '--root', scratch);

    expect(code).to.equal(1);
    for (const name of ['left.ts', 'contract.ts', 'descriptors.binpb']) {
      expect(said).to.match(new RegExp(`stale: .*\\b${name}\\b`));
    }
    expect(await readFile(join(scratch, GENERATED, 'left.ts'), 'utf8')).to.contain('is gone');
    expect(await readFile(join(scratch, TYPES), 'utf8')).not.to.contain('Added');
  });

  it('tells that the generated types were changed by hand, or are missing', async () => {
    for (const path of [GENERATED, DESCRIPTORS]) {
      await cp(workspacePath(path), join(scratch, path), { recursive: true });
    }

    await appendFile(join(scratch, TYPES), '// changed by hand\n');
    const changed = await node(GENERATE, '--check', '--root', scratch);
    await rm(join(scratch, TYPES));
    const missing = await node(GENERATE, '--check', '--root', scratch);

    for (const { code, said } of [changed, missing]) {
      expect(code).to.equal(1);
      expect(said).to.match(/^stale: \S*\bcontract\.ts;/m);
    }
  });

  it('has the types of all its messages, and of nothing else, in one file', async () => {
    const types = await readFile(workspacePath(TYPES), 'utf8');

    const names = [...types.matchAll(/^export (?:interface|type|const) (\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(names).to.include.members([
      'SendRequest',
      'SendRequest__Output',
      'WorkflowStatus',
      'Status',
      'Timestamp',
    ]);
    expect(names.filter((name) => /Service|ProtoGrpcType|Definition$|^_/.test(name))).to.deep.equal([]);
    expect(types).not.to.match(/\b_(?:dbosd|google)_|@grpc\/grpc-js| from '\./);
  });

  it('gives every method a request and a response of its own, named after it', () => {
    const methods = contractMethods();

    const types = methods.flatMap(({ inputType, outputType }) => [inputType, outputType]);
    const named = methods.flatMap(({ name }) => {
      const last = name.slice(name.lastIndexOf('.') + 1);
      return [`.dbosd.v1.${last}Request`, `.dbosd.v1.${last}Response`];
    });

    expect(methods).not.to.deep.equal([]);
    expect(types).to.deep.equal(named);
    expect(new Set(types).size).to.equal(types.length);
  });

  it('says of exactly those methods that only read that they have no side effects', () => {
    for (const { name, noSideEffects } of contractMethods()) {
      expect(noSideEffects, name).to.equal(!WRITING.has(name));
    }
  });

  /** Compares whole with whole: of a workspace, buf would compare each module with the whole. */
  async function breaking(): Promise<Ended> {
    const image = join(scratch, 'now.binpb');
    const built = await buf(scratch, 'build', '-o', image);
    return built.code === 0 ? buf(scratch, 'breaking', image, '--against', RELEASED) : built;
  }

  /** Replaces the first line of a file in the scratch copy that reads like `line`. */
  async function edit(file: string, line: string, replace: (line: string) => string[]): Promise<void> {
    const path = join(scratch, file);
    const lines = (await readFile(path, 'utf8')).split('\n');
    const at = lines.indexOf(line);
    if (at === -1) throw new Error(`${file} has no line "${line}"`);
    lines.splice(at, 1, ...replace(line));
    await writeFile(path, lines.join('\n'));
  }
});

function buf(cwd: string, ...args: string[]): Promise<Ended> {
  return ended(BUF, args, cwd);
}

function node(...args: string[]): Promise<Ended> {
  return ended(process.execPath, args, workspacePath());
}

function ended(program: string, args: string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? null), said: stdout + stderr });
    });
  });
}
