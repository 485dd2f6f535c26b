import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { DBOSClient } from '@dbosd/client';
import { checkHealth } from '@dbosd/daemon/internal/rpc/check-health.js';
import { expect } from 'chai';
import { eventually } from '../support/collect.js';
import { startDaemon, type TestDaemon } from '../support/daemon.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { announceMissing } from '../support/not-run.js';
import { runSql } from '../support/sql.js';
import { workspacePath } from '../support/workspace.js';

/** Takes nothing, as a full disk. */
const FULL = '/dev/full';

if (!existsSync(FULL)) announceMissing('e2e', FULL);
else {
  describe('a log and a ready line that a full disk takes nothing of', () => {
    let database: TestDatabase;
    let full: number;

    before(async () => {
      full = openSync(FULL, 'w');
      database = await createDatabase();
    });

    after(async () => {
      closeSync(full);
      await database.drop();
    });

    it('end no daemon: it serves, through lost connections that it logs, until it is told to end', async () => {
      const { child, address } = await startOnFull(database.url, full);
      const ended = once(child, 'exit');
      try {
        await eventually(async () => child.exitCode !== null || (await isServing(address)));
        expect(child.exitCode).to.equal(null);
        await runSql(
          database.url,
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'dbosd %' and datname = current_database()`,
        );
        const client = await DBOSClient.create({ address, applicationName: 'log' });
        try {
          await client.enqueuePortable({ queueName: 'q', workflowName: 'w', workflowID: 'logged' }, []);
          expect((await client.getWorkflow('logged'))?.workflowID).to.equal('logged');
        } finally {
          await client.destroy();
        }
        child.kill('SIGTERM');
        expect((await ended)[0]).to.equal(0);
      } finally {
        child.kill('SIGKILL');
      }
    });

    it('leave an error that was not handled its exit code', async () => {
      // Preloaded: what this program does is nothing that dbosd knows of.
      const faulty = `data:text/javascript,process.on('SIGUSR2',()=>{void Promise.reject(Object.create(null))})`;
      const { child, address } = await startOnFull(database.url, full, ['--import', faulty]);
      const ended = once(child, 'exit');
      try {
        await eventually(async () => child.exitCode !== null || (await isServing(address)));
        expect(child.exitCode).to.equal(null);
        child.kill('SIGUSR2');
        expect((await ended)[0]).to.equal(1);
      } finally {
        child.kill('SIGKILL');
      }
    });

    describe('with a worker', () => {
      let daemon: TestDaemon;
      before(async () => (daemon = await startDaemon(database.url)));
      after(() => daemon.stop());

      it('end no program: its workflows run, whatever they log', async () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, daemon.address], {
          stdio: ['ignore', 'pipe', full],
          cwd: workspacePath('test'),
        });
        let answer = '';
        child.stdout?.setEncoding('utf8').on('data', (text: string) => (answer += text));
        const [code] = (await once(child, 'close')) as [number | null];
        expect({ code, answer }).to.deep.equal({ code: 0, answer: '"done"' });
      });
    });
  });
}

const PROGRAM = `
  import { DBOS } from '@dbosd/worker';
  const logs = DBOS.registerWorkflow(
    async () => {
      const circle = {};
      circle.self = circle;
      for (const entry of ['one', circle, 1n]) DBOS.logger.error(entry);
      await DBOS.sleepms(1);
      return 'done';
    },
    { name: 'logs' },
  );
  DBOS.setConfig({ name: 'logger', daemonAddress: process.argv[1], logLevel: 'debug' });
  await DBOS.launch();
  const handle = await DBOS.startWorkflow(logs)();
  process.stdout.write(JSON.stringify(await handle.getResult()));
  await DBOS.shutdown();
`;

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
}

/** `dbosd serve` whose output and log cannot be written. */
async function startOnFull(url: string, full: number, node: readonly string[] = []): Promise<Started> {
  const port = await freePort();
  const args = [...node, workspacePath('packages/cli/bin/dbosd.js'), 'serve', '--port', String(port)];
  const child = spawn(process.execPath, [...args, '--allow-async-commit'], {
    env: { PATH: process.env['PATH'], DBOSD_DATABASE_URL: url },
    stdio: ['ignore', full, full],
    cwd: '/',
  });
  return { child, address: `127.0.0.1:${String(port)}` };
}

async function isServing(address: string): Promise<boolean> {
  return (await checkHealth(address, 1000)).kind === 'serving';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
