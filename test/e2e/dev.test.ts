import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exec } from 'node:child_process';
import { expect } from 'chai';
import { Program } from '../support/program.js';
import { isMakingDatabase } from '../support/making-database.js';
import { until } from '../support/until.js';
import { workspacePath } from '../support/workspace.js';

const START = workspacePath('scripts/start.mjs');
const DBOSD = workspacePath('packages/cli/bin/dbosd.js');
const shell = promisify(exec);

describe('npm start', () => {
  let folder: string;
  let running: Program[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dbosd-e2e-'));
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((program) => program.stop('SIGTERM')));
    await rm(folder, { recursive: true, force: true });
  });

  function run(script: string, ...args: string[]): Program {
    const program = new Program([script, ...args], { cwd: folder });
    running.push(program);
    return program;
  }

  /** A daemon with a Postgres of its own, from a folder that is not the checkout. */
  async function start(...args: string[]): Promise<{ program: Program; address: string }> {
    const program = run(START, '--port', '0', '--data-dir', join(folder, 'data'), ...args);
    const ready = await program.line('dbosd ready on ');
    return { program, address: ready.slice('dbosd ready on '.length) };
  }

  it('says when it is ready, with commands that work as they are printed, and ends at Ctrl-C', async () => {
    const { program } = await start();
    await program.line('  Ctrl-C');
    const commands = program.lines.filter((line) => line.startsWith('    ')).map((line) => line.trim());

    expect(commands).to.have.length(4);
    expect(commands.filter((command) => command === 'npm run demo')).to.have.length(1);
    for (const command of commands.filter((each) => each !== 'npm run demo')) {
      const { stdout } = await shell(command, { cwd: workspacePath() });
      expect(stdout).to.match(/ serves$|^[0-9a-f-]{36}$|ENQUEUED/m);
    }
    expect(await program.stop('SIGINT')).to.equal(0);
  });

  it('ends at Ctrl-C without a word while its database is made', async () => {
    const program = new Program([DBOSD, 'dev', '--port', '0', '--data-dir', join(folder, 'data')], {
      cwd: folder,
      ownGroup: true,
    });
    running.push(program);
    await until(() => isMakingDatabase(program.pid));
    expect([await program.interrupt(), program.errors]).to.deep.equal([0, '']);
  });

  it('finds its data again', async () => {
    const first = await start();
    const workflow = `
      const { DBOSClient } = await import('@dbosd/client');
      const client = await DBOSClient.create({ address: process.argv[1] });
      if (process.argv[2] === 'enqueue') {
        await client.enqueuePortable({ queueName: 'q', workflowName: 'w', workflowID: 'kept' }, []);
      }
      console.log((await client.getWorkflow('kept'))?.status);
      await client.destroy();`;
    const node = (address: string, what: string): Promise<{ stdout: string }> =>
      shell(`node --input-type=module -e "$PROGRAM" ${address} ${what}`, {
        cwd: workspacePath(),
        env: { ...process.env, PROGRAM: workflow },
      });
    await node(first.address, 'enqueue');
    await first.program.stop('SIGTERM');

    const second = await start();
    expect((await node(second.address, 'read')).stdout.trim()).to.equal('ENQUEUED');
    expect(await second.program.stop('SIGTERM')).to.equal(0);
  });

  it('says how to fix a port that is taken, and leaves no Postgres behind', async () => {
    const { address } = await start();
    const port = address.split(':').at(-1)!;
    const second = run(DBOSD, 'dev', '--port', port, '--data-dir', join(folder, 'other'));

    expect(await second.exited()).to.equal(1);
    expect(second.errors).to.include(port).and.to.include('--port').and.not.to.include('    at ');
    expect(second.errors.trim().split('\n')).to.have.length(1);
  });
});
