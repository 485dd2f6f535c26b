import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { DBOSClient } from '@dbosd/client';
import { createDaemon, loadConfig, type DaemonConfig } from '@dbosd/daemon';
import { createLog } from '@dbosd/daemon/internal/ops/log.js';
import { checkHealth } from '@dbosd/daemon/internal/rpc/check-health.js';
import { expect } from 'chai';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { failureOf } from '../support/failure-of.js';
import { Program } from '../support/program.js';
import { until } from '../support/until.js';
import { workspacePath } from '../support/workspace.js';

interface Line {
  readonly level: string;
  readonly event: string;
  readonly reason?: string;
  readonly count?: number;
  readonly pool?: string;
  readonly waitedMs?: number;
  readonly err?: { readonly message: string; readonly cause?: { readonly code?: string } };
}

interface Told {
  readonly address: string;
  /** What is logged at the default level. */
  readonly lines: readonly Line[];
  stop(): Promise<void>;
}

async function start(databaseUrl: string, overrides: Partial<DaemonConfig> = {}): Promise<Told> {
  const { config } = loadConfig({ environment: {}, cwd: '/' });
  const lines: Line[] = [];
  const log = createLog(config, { isTTY: false, write: (line) => lines.push(JSON.parse(line) as Line) });
  const daemon = createDaemon({ ...config, port: 0, allowAsyncCommit: true, ...overrides, databaseUrl }, log);
  await daemon.start();
  return { address: daemon.address, lines, stop: () => daemon.stop() };
}

describe('the log of a daemon at its default level', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase();
  });

  afterEach(() => database.drop());

  it('names why calls fail, with the SQLSTATE and without payloads', async () => {
    const daemon = await start(database.url);
    const client = await DBOSClient.create({
      address: daemon.address,
      applicationName: 'told',
      unavailableTimeoutMs: 1,
    });
    const holder = new pg.Client(database.url);
    await holder.connect();
    try {
      await client.enqueuePortable({ queueName: 'q', workflowName: 'w', workflowID: 'one' }, []);
      await holder.query('begin');
      await holder.query('lock table dbos.notifications in share mode');
      const failure = await failureOf(client.send('one', 'hunter2', 't', 'key'));
      expect(failure.reason).to.equal('STORE_UNAVAILABLE');
      await holder.query('rollback');
      const told = daemon.lines.filter(({ event }) => event === 'call.failed');
      expect(told[0]).to.include({ level: 'warn', reason: 'STORE_UNAVAILABLE', count: 1 });
      expect(told[0]?.err?.cause?.code).to.equal('55P03');
    } finally {
      await holder.end();
      await client.destroy();
      await daemon.stop();
    }
    expect(JSON.stringify(daemon.lines)).not.to.contain('hunter2');
  });

  it('names why waits find nothing, though no call fails by it, and long waits for a connection', async () => {
    const daemon = await start(database.url, { readPoolSize: 2, writePoolSize: 2 });
    const client = await DBOSClient.create({ address: daemon.address, applicationName: 'told' });
    const holder = new pg.Client(database.url);
    await holder.connect();
    try {
      await client.enqueuePortable({ queueName: 'q', workflowName: 'w', workflowID: 'one' }, []);
      await holder.query('begin');
      await holder.query('lock table dbos.workflow_status in access exclusive mode');
      const reads = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => client.getWorkflow(id).catch(() => undefined));
      await until(() =>
        daemon.lines.some(({ event }) => event === 'store.slow_connection' || event === 'store.failing'),
      );
      await holder.query('rollback');
      await Promise.all(reads);
      const waited = daemon.lines.find(({ event }) => event === 'store.slow_connection');
      if (waited !== undefined) expect(waited.waitedMs).to.be.at.least(1000);
    } finally {
      await holder.end();
      await client.destroy();
      await daemon.stop();
    }
  });

  it('says from the start that no notification was ever heard, and so does health, until one is', async () => {
    const proxy = await startSwallowing(database.url);
    const daemon = await start(database.url, { listenUrl: proxy.url });
    try {
      const deaf = daemon.lines.filter(({ event }) => event === 'listener.deaf');
      expect(deaf).to.have.length(1);
      expect(deaf[0]?.level).to.equal('warn');
      expect(deaf[0]?.err?.message).to.match(/no notification came back/);
      expect(await checkHealth(daemon.address, 5000)).to.deep.equal({ kind: 'serving', hears: false });

      const health = new Program([workspacePath('packages/cli/bin/dbosd.js'), 'health', daemon.address], {
        cwd: '/',
      });
      expect(await health.exited()).to.equal(0);
      expect(health.errors).to.match(/receives no notifications.*listen_url/);

      proxy.swallow = false;
      await until(() => daemon.lines.some(({ event }) => event === 'listener.hearing'));
      expect(await checkHealth(daemon.address, 5000)).to.deep.equal({ kind: 'serving', hears: true });
    } finally {
      await daemon.stop();
      await proxy.close();
    }
  });
});

/** Leads to a database, and swallows what comes back to connections that listen, as some poolers do. */
async function startSwallowing(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const proxy = { url: '', swallow: true, close: () => Promise.resolve() };
  const server = createServer((socket) => {
    const upstream = createConnection(Number(port), hostname);
    for (const each of [socket, upstream]) {
      sockets.add(each);
      each.on('error', () => undefined);
      each.on('close', () => {
        socket.destroy();
        upstream.destroy();
      });
    }
    socket.on('data', (bytes) => upstream.write(bytes));
    // A notification to an idle session comes by itself, and begins with an A.
    upstream.on('data', (bytes: Buffer) => {
      if (!proxy.swallow || bytes[0] !== 0x41) socket.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  proxy.url = url.href;
  proxy.close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return proxy;
}
