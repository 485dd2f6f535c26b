import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { attachDbosSchema } from '@dbosd/daemon/internal/store/schema/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startDaemon, type TestDaemon } from '../support/daemon.js';
import { failureOf } from '../support/failure-of.js';
import { Program } from '../support/program.js';
import { createRole } from '../support/role.js';
import { runSql } from '../support/sql.js';
import { startTransactionPooler } from '../support/transaction-pooler.js';
import { until } from '../support/until.js';
import { workspacePath } from '../support/workspace.js';

describe('a start on what the doctor calls broken', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase();
  });

  afterEach(() => database.drop());

  async function schemasIn(url: string): Promise<string[]> {
    const rows = await runSql<{ name: string }>(
      url,
      `select nspname::text as name from pg_namespace where nspname like 'dbos%' order by 1`,
    );
    return rows.map(({ name }) => name);
  }

  /** Fails where the daemon starts all the same, and stops it. */
  async function refusalOf(url: string, config: Parameters<typeof startDaemon>[1] = {}) {
    let started: TestDaemon | undefined;
    try {
      return await failureOf(
        startDaemon(url, config).then((daemon) => {
          started = daemon;
        }),
      );
    } finally {
      await started?.stop();
    }
  }

  it('is refused where listen_url leads to another database, and nothing is made in either', async () => {
    const other = await createDatabase();
    try {
      const refusal = await refusalOf(database.url, { listenUrl: other.url });
      expect(refusal).to.include({ reason: 'SCHEMA_UNSUPPORTED', outcome: 'not_applied' });
      expect(refusal.message).to.match(/listen_url leads to another database .*let both lead/);

      const migration = new Program([workspacePath('packages/cli/bin/dbosd.js'), 'migrate', 'up'], {
        env: { DBOSD_DATABASE_URL: database.url, DBOSD_LISTEN_URL: other.url },
        cwd: '/',
      });
      expect(await migration.exited()).to.equal(1);
      expect(migration.errors).to.match(/listen_url leads to another database/);
      expect([await schemasIn(database.url), await schemasIn(other.url)]).to.deep.equal([[], []]);
    } finally {
      await other.drop();
    }
  });

  it('is refused through a transaction pooler without a listen_url, and with one that leads through it, too', async () => {
    const pooler = await startTransactionPooler(database.url);
    try {
      const without = await refusalOf(pooler.url);
      expect(without.message).to.match(/database_url .*transaction mode.*give a listen_url/);
      const through = await refusalOf(database.url, { listenUrl: pooler.url });
      expect(through.message).to.match(/listen_url leads through a pooler in transaction mode/);
      expect(await schemasIn(database.url)).to.deep.equal([]);
    } finally {
      await pooler.close();
    }
  });

  it('is refused through a pooler in statement mode', async () => {
    const pooler = await startStatementPooler(database.url);
    try {
      const refusal = await refusalOf(pooler.url, { listenUrl: database.url });
      expect(refusal.message).to.match(/statement mode.*set the pooler to/);
      expect(await schemasIn(database.url)).to.deep.equal([]);
    } finally {
      await pooler.close();
    }
  });

  it('is refused for a role without grants, with the statements that grant them', async () => {
    await attachDbosSchema({ url: database.url, schema: 'dbos', listenNotify: true });
    const role = await createRole(database.url);
    try {
      await runSql(database.url, `grant usage on schema dbos to ${role.name}`);
      await runSql(database.url, `grant select on all tables in schema dbos to ${role.name}`);
      await runSql(database.url, `grant create on database ${database.name} to ${role.name}`);
      const refusal = await refusalOf(role.url);
      expect(refusal.reason).to.equal('SCHEMA_UNSUPPORTED');
      expect(refusal.message).to.match(/lacks insert, update, delete on .*grant select, insert/);

      await runSql(database.url, /: (grant [^;]*)/.exec(refusal.message)?.[1] ?? '');
      await (await startDaemon(role.url)).stop();
    } finally {
      await role.drop();
    }
  });
});

describe('a start while an application migrates', () => {
  let database: TestDatabase;

  before(async () => {
    database = await createDatabase();
    await attachDbosSchema({ url: database.url, schema: 'dbos', listenNotify: true });
  });

  after(() => database.drop());

  const setVersion = (version: number): Promise<unknown> =>
    runSql(database.url, 'update dbos.dbos_migrations set version = $1', [version]);

  it('waits for as long as the version moves, and says what it waits for', async () => {
    await setVersion(33);
    const told: string[] = [];
    // No time: each move is seen, however slow the machine.
    const options = { url: database.url, schema: 'dbos', listenNotify: true, stillMs: 600_000 };
    const attaching = attachDbosSchema({ ...options, tell: (message) => told.push(message) });
    let settled = false;
    void attaching.finally(() => (settled = true)).catch(() => undefined);
    await until(async () => (await looks(database.url)) > 0 || settled);
    await setVersion(34);
    await until(() => told.some((line) => line.includes('migrates schema "dbos"')) || settled);
    expect(settled).to.equal(false);
    expect(told.filter((line) => line.includes('migrates')).join()).to.match(/from version 33 on/);
    for (const version of [60, 100, 122]) await setVersion(version);
    await setVersion(123);
    expect((await attaching).version).to.equal(123);
  });

  it('is refused where the version stays below, however long ago it moved', async () => {
    await setVersion(33);
    const options = { url: database.url, schema: 'dbos', listenNotify: true, stillMs: 1 };
    const refusal = await failureOf(attachDbosSchema(options));
    expect(refusal).to.include({ reason: 'SCHEMA_UNSUPPORTED' });
    expect(refusal.message).to.match(/version 33, below 123/);
  });
});

/** How many sessions read the DBOS schema to attach to it. */
async function looks(url: string): Promise<number> {
  const rows = await runSql<{ n: string }>(
    url,
    `select count(*) as n from pg_stat_activity where application_name = 'dbosd schema' and datname = current_database() and query <> ''`,
  );
  return Number(rows[0]?.n);
}

/** A pooler that refuses to begin transactions, as PgBouncer in statement mode does. */
async function startStatementPooler(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const upstream = createConnection(Number(port), hostname);
    for (const each of [socket, upstream]) {
      sockets.add(each);
      each.on('error', () => undefined);
      each.on('close', () => {
        for (const one of [socket, upstream]) one.destroy();
      });
    }
    socket.on('data', (bytes: Buffer) => {
      if (bytes.toString('latin1').startsWith('Q') && /\bbegin\b/.test(bytes.toString('latin1'))) {
        socket.end(refusal('transaction blocks not allowed in statement pooling mode'));
      } else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => socket.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  return {
    url: url.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** ErrorResponse: FATAL 08P01, as PgBouncer gives it. */
function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
