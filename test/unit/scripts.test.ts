import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { announceMissing, findTool } from '../support/not-run.js';
import { workspacePath } from '../support/workspace.js';

const LOCK = pathToFileURL(workspacePath('scripts/lock.mjs')).href;

interface Ended {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the scripts', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dbosd-scripts-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  for (const script of ['bootstrap', 'start', 'test', 'lint']) {
    it(`refuse a Node that is too old, and name the one wanted (${script})`, async () => {
      const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.18.9"})';

      const ended = await node(['--import', pretend, workspacePath(`scripts/${script}.mjs`)]);

      expect(ended.code).to.equal(1);
      expect(ended.stderr).to.match(/needs Node 20\.19 or newer; this is 20\.18\.9/);
    });
  }

  it('count passed, failed and pending tests as mocha does, and tell what failed', async () => {
    const file = join(folder, 'sample.cjs');
    const result = join(folder, 'result.json');
    await writeFile(file, `it('a', () => {}); it('b', () => { throw new Error('b'); }); it('c');`);

    const mocha = workspacePath('node_modules/mocha/bin/mocha.js');
    const reporter = workspacePath('scripts/mocha-reporter.cjs');
    await node([mocha, '--no-config', '--forbid-pending', '--reporter', reporter, file], {
      DBOSD_TEST_RESULT: result,
    });

    const { failed, ...counts } = JSON.parse(await readFile(result, 'utf8')) as {
      failed: readonly { title: string; error: string }[];
    };
    expect(counts).to.deep.equal({ passes: 1, failures: 2 });
    expect(failed.map(({ title }) => title)).to.deep.equal(['b', 'c']);
    expect(failed[0]?.error).to.match(/^Error: b\n/);
  });

  it('end with a failure when no test ran', async () => {
    const ended = await node([workspacePath('scripts/test.mjs'), 'unit', '--grep', 'no test has this name']);

    expect(ended.code).to.equal(1);
    expect(ended.stdout).to.match(/^no test ran\n0 passed, 0 failed(, \d+ skipped)?\n$/m);
  });

  it('end with a failure and a closing line when npm is missing', async () => {
    const bash = findTool('bash');
    if (bash === undefined) {
      announceMissing('unit', 'bash');
      return;
    }

    const ended = await execute(bash, [workspacePath('.ci/run')], { PATH: await pathWithoutNpm() });

    expect(ended.code).to.be.greaterThan(0);
    expect(ended.stdout.trimEnd().split('\n').at(-1)).to.equal('0 passed, 1 failed');
  });

  it('work one at a time under a lock, and leave nothing of it', async () => {
    const { withLock } = await lockModule();
    const path = join(folder, 'lock');
    const steps: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      steps.push(`${name} begins`);
      await new Promise(setImmediate);
      steps.push(`${name} ends`);
    };

    await Promise.all([withLock(path, work('a')), withLock(path, work('b'))]);

    expect(steps).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('take over the lock of a process that was killed', async () => {
    const { withLock } = await lockModule();
    const path = join(folder, 'lock');
    const holding = `
      import { withLock } from '${LOCK}';
      await withLock(${JSON.stringify(path)}, async () => {
        console.log('held');
        await new Promise(() => setInterval(() => {}, 1000));
      });`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', holding], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');

    expect(await withLock(path, () => Promise.resolve('taken'))).to.equal('taken');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  async function pathWithoutNpm(): Promise<string> {
    for (const tool of ['dirname', 'mktemp', 'tee', 'grep', 'tail', 'rm']) {
      const found = findTool(tool);
      if (found !== undefined) await symlink(found, join(folder, tool));
    }
    return folder;
  }
});

async function lockModule(): Promise<{ withLock: <T>(path: string, work: () => Promise<T>) => Promise<T> }> {
  return (await import(LOCK)) as { withLock: <T>(path: string, work: () => Promise<T>) => Promise<T> };
}

async function node(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return execute(process.execPath, args, { ...process.env, ...env });
}

async function execute(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((settle) => {
    execFile(program, args, { env }, (error, stdout, stderr) => {
      settle({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}
