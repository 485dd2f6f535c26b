import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { checkHealth } from '@dbosd/daemon/internal/rpc/check-health.js';
import { expect } from 'chai';
import { eventually } from '../support/collect.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { workspacePath } from '../support/workspace.js';

describe('dbosd serve, whose reader has gone before it is ready', () => {
  let database: TestDatabase;

  before(async () => {
    database = await createDatabase();
  });

  after(() => database.drop());

  it('serves all the same, and ends when it is told to', async () => {
    const port = await freePort();
    const args = [workspacePath('packages/cli/bin/dbosd.js'), 'serve', '--port', String(port)];
    const child = spawn(process.execPath, [...args, '--allow-async-commit'], {
      env: { PATH: process.env['PATH'], DBOSD_DATABASE_URL: database.url },
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: '/',
    });
    const ended = once(child, 'exit');
    let over = false;
    void ended.then(() => (over = true));
    child.stdout.destroy();
    const isServing = async (): Promise<boolean> =>
      (await checkHealth(`127.0.0.1:${String(port)}`, 1000)).kind === 'serving';

    try {
      await eventually(async () => over || (await isServing()));
      // The ready line came in the same turn in which it began to serve; asked again, it still does.
      expect(await isServing()).to.equal(true);
    } finally {
      child.kill('SIGTERM');
    }
    expect((await ended)[0]).to.equal(0);
    expect(child.signalCode).to.equal(null);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
