import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { deferred } from '../support/deferred.js';
import { announceMissing, findTool } from '../support/not-run.js';
import { until } from '../support/until.js';
import { workspacePath } from '../support/workspace.js';

const LOCK = script('lock');

type SideBySide = <T>(
  jobs: readonly ((write: (text: string) => void) => Promise<T>)[],
  options: { width: number; write: (text: string) => void; signal?: AbortSignal },
) => Promise<(T | undefined)[]>;

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

  it('measure the lines of files and of named functions, without what is generated', async () => {
    const source = join(folder, 'packages/one/src');
    await mkdir(join(source, 'generated'), { recursive: true });
    await mkdir(join(folder, 'packages/none'));
    await writeFile(join(source, 'generated/large.ts'), '// generated\n'.repeat(100));
    await writeFile(join(source, 'long.ts'), '// a comment\n'.repeat(40));
    await writeFile(
      join(source, 'functions.ts'),
      [
        'export function declared(): void {',
        '  [1].forEach((each) => {',
        '    console.log(each);',
        '  });',
        '}',
        'export const held = (): number => {',
        '  return 1;',
        '};',
        'export const short = (): number => 1;',
        'export declare function typed(): void;',
        'export class Thing {',
        '  get size(): number { return 1; }',
        '}',
        '',
      ].join('\n'),
    );

    const measure = workspacePath('scripts/measure-code.mjs');
    const { stdout } = await node([measure, '--root', folder, '--json', '--no-flows']);

    const { sizes } = JSON.parse(stdout) as { sizes: { packages: object; total: object } };
    expect(sizes.packages).to.deep.equal({ one: sizes.total });
    expect(sizes.total).to.deep.equal({
      files: { count: 2, lines: 53, median: 13, p90: 40, short: 1 },
      functions: { count: 3, median: 3, p90: 5 },
    });
  });

  it('end with a failure when no test ran', async () => {
    const ended = await node([workspacePath('scripts/test.mjs'), 'unit', '--grep', 'no test has this name']);

    expect(ended.code).to.equal(1);
    expect(ended.stdout).to.match(/^no test ran\n0 passed, 0 failed(, \d+ skipped)?\n$/m);
  });

  it('name the suites when asked for one that does not exist, and run nothing', async () => {
    const ended = await node([workspacePath('scripts/test.mjs'), 'property']);

    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.equal(
      'no suite is named property; there are: lint, types, unit, conformance, interop, fault, e2e\n',
    );
    expect(ended.stdout).to.equal('\n0 passed, 1 failed\n');
  });

  it('run the tests of every folder that holds some, and know no suite without tests', async () => {
    const { SUITES } = (await import(script('suite'))) as { SUITES: readonly string[] };
    const folders = (await readdir(workspacePath('test'), { recursive: true }))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => file.split(sep)[0]);

    expect([...SUITES].sort()).to.deep.equal([...new Set(folders)].sort());
  });

  it('run jobs next to each other and show each one whole, in order, the first at once', async () => {
    const { sideBySide } = (await import(script('side-by-side'))) as { sideBySide: SideBySide };
    const shown: string[] = [];
    const [first, second] = [deferred(), deferred()];
    let running = 0;
    const job = (name: string, end: Promise<unknown>) => async (write: (text: string) => void) => {
      running += 1;
      write(`${name} begins`);
      await end;
      write(`${name} ends`);
      running -= 1;
      return name;
    };

    const outcomes = sideBySide(
      [job('a', first.promise), job('b', second.promise), job('c', second.promise)],
      {
        width: 2,
        write: (text) => shown.push(text),
      },
    );
    await Promise.resolve();
    expect(running, 'no more than its width at a time').to.equal(2);
    expect(shown).to.deep.equal(['a begins']);
    second.resolve();
    await until(() => running === 1);
    expect(shown, 'those that ended early wait for their turn').to.deep.equal(['a begins']);
    first.resolve();

    expect(await outcomes).to.deep.equal(['a', 'b', 'c']);
    expect(shown).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('start no further job once they are interrupted', async () => {
    const { sideBySide } = (await import(script('side-by-side'))) as { sideBySide: SideBySide };
    const interrupted = new AbortController();
    const first = async (): Promise<string> => {
      interrupted.abort();
      return Promise.resolve('a');
    };

    const outcomes = await sideBySide([first, first], {
      width: 1,
      write: () => undefined,
      signal: interrupted.signal,
    });

    expect(outcomes).to.deep.equal(['a', undefined]);
  });

  it('compare two checkouts by the figures of their benches, and say what is wrong with the options', async () => {
    const fake = async (name: string, sends: number, waitMs: number): Promise<string> => {
      const main = join(folder, name, 'bench', 'dist', 'main.js');
      await mkdir(join(main, '..'), { recursive: true });
      const line = (work: string, unit: string, value: number): object => ({
        work,
        unit,
        figures: { dbosd: { spread: { rounds: [value] } } },
      });
      const rows = [{ results: [line('send', 'messages/s', sends), line('wake', 'ms', waitMs)] }];
      await writeFile(
        main,
        `require('node:fs').writeFileSync(process.argv.at(-1) + '/a.json', ${JSON.stringify(JSON.stringify({ rows }))})`,
      );
      return join(folder, name);
    };
    const [before, now] = [await fake('before', 1000, 2), await fake('now', 2000, 4)];
    const pair = async (...words: string[]): Promise<Ended> =>
      node([workspacePath('scripts/bench-pair.mjs'), '--now', now, ...words]);

    const ended = await pair('--before', before, '--only', 'send', '--turns', '1');
    expect(ended.stdout).to.match(/^send, dbosd +1000\.00 +2000\.00 +messages\/s +2\.000 ×$/m);
    expect(ended.stdout).to.match(/^wake, dbosd +2\.00 +4\.00 +ms +0\.500 ×$/m);

    for (const [words, complaint] of [
      [['--only', 'send'], 'bench:pair: --before wants the folder of the other checkout\n'],
      [['--before', before], 'bench:pair: --only wants the rows; npm run bench -- --list names them\n'],
      [
        ['--before', folder, '--only', 'send'],
        `bench:pair: ${folder} is not built: run npm run build in it\n`,
      ],
      [
        ['--before', before, '--only', 'send', '--turns', '0'],
        'bench:pair: --turns 0 is no whole number above 0\n',
      ],
    ] as const) {
      const { code, stderr } = await pair(...words);
      expect([code, stderr]).to.deep.equal([2, complaint]);
    }
  });

  describe('take an install of node_modules', () => {
    const entry = { version: '1.0.0', integrity: 'sha512-a' };
    const foreign = { ...entry, optional: true, os: ['darwin'], cpu: ['arm64'] };
    const native = { ...entry, optional: true, os: ['linux'], cpu: ['x64'] };
    const lock = {
      '': { name: 'workspace' },
      'node_modules/a': entry,
      'node_modules/dev': { ...entry, dev: true },
      'node_modules/foreign': foreign,
      'node_modules/native': native,
    };
    const installed = {
      'node_modules/a': entry,
      'node_modules/dev': { ...entry, dev: true },
      'node_modules/native': native,
    };

    it('for complete when npm installed what the lock file says, without a second install', async () => {
      await install(lock, installed);
      expect(await isInstalled()).to.equal(true);
      await rm(join(folder, 'node_modules', '.package-lock.json'));
      expect(await isInstalled(), 'as its mark says').to.equal(true);
    });

    const others: Record<string, Record<string, object>> = {
      'another version': { ...installed, 'node_modules/a': { ...entry, version: '1.0.1' } },
      'another content': { ...installed, 'node_modules/a': { ...entry, integrity: 'sha512-b' } },
      'no development packages': omit(installed, 'node_modules/dev'),
      'no binaries of this platform': omit(installed, 'node_modules/native'),
      'a package that the lock file does not have': { ...installed, 'node_modules/more': entry },
    };
    for (const [what, packages] of Object.entries(others)) {
      it(`for incomplete when it holds ${what}`, async () => {
        await install(lock, packages);
        expect(await isInstalled()).to.equal(false);
      });
    }

    it('for incomplete when a folder of it is gone, or the lock file has changed', async () => {
      await install(lock, installed);
      await rm(join(folder, 'node_modules/a'), { recursive: true });
      expect(await isInstalled()).to.equal(false);

      await install(lock, installed);
      expect(await isInstalled()).to.equal(true);
      await writeLock('package-lock.json', { ...lock, 'node_modules/new': entry });
      expect(await isInstalled()).to.equal(false);
    });

    it('for incomplete when npm recorded a version that it did not install', async () => {
      await install(lock, installed);
      await writePackage('node_modules/a', '0.9.0');
      expect(await isInstalled()).to.equal(false);
    });

    it('for incomplete on another platform', async () => {
      await install(lock, installed);
      expect(await isInstalled()).to.equal(true);
      expect(await isInstalled({ os: 'darwin', cpu: 'arm64' })).to.equal(false);
    });

    async function isInstalled(machine = { os: 'linux', cpu: 'x64' }): Promise<boolean> {
      const module = (await import(script('installed'))) as {
        isInstalled: (root: string, machine: { os: string; cpu: string }) => boolean;
      };
      return module.isInstalled(folder, machine);
    }

    async function install(wanted: object, packages: Record<string, object>): Promise<void> {
      await writeLock('package-lock.json', wanted);
      for (const path of Object.keys(packages)) await writePackage(path, '1.0.0');
      await writeLock('node_modules/.package-lock.json', packages);
    }

    async function writePackage(path: string, version: string): Promise<void> {
      await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, path, 'package.json'), JSON.stringify({ version }));
    }

    async function writeLock(name: string, packages: object): Promise<void> {
      await writeFile(join(folder, name), JSON.stringify({ lockfileVersion: 3, packages }));
    }
  });

  it('install no release tool: the release command fetches it, at a pinned version', async () => {
    const lock = await readFile(workspacePath('package-lock.json'), 'utf8');
    const { scripts } = JSON.parse(await readFile(workspacePath('package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };

    expect(Object.keys((JSON.parse(lock) as { packages: object }).packages)).not.to.include(
      'node_modules/lerna',
    );
    expect(scripts['release']).to.match(/^npx --yes lerna@\d+\.\d+\.\d+ version$/);
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

function script(name: string): string {
  return pathToFileURL(workspacePath(`scripts/${name}.mjs`)).href;
}

function omit(packages: Record<string, object>, path: string): Record<string, object> {
  return Object.fromEntries(Object.entries(packages).filter(([each]) => each !== path));
}

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
