import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { type Check, type CheckName, CHECK_NAMES } from '@dbosd/daemon/internal/doctor/check.js';
import { makeOwnIndexes } from '@dbosd/daemon/internal/store/indexes/index.js';
import { migrateUp } from '@dbosd/daemon/internal/store/migrations/index.js';
import { attachDbosSchema } from '@dbosd/daemon/internal/store/schema/index.js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { expect } from 'chai';
import { withClient } from '../support/connect.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Program } from '../support/program.js';
import { createRole } from '../support/role.js';
import { startServe } from '../support/serve.js';
import { startTransactionPooler } from '../support/transaction-pooler.js';
import { workspacePath } from '../support/workspace.js';

const DBOSD = workspacePath('packages/cli/bin/dbosd.js');
/** The test server runs without fsync. */
const ALLOWED = { DBOSD_ALLOW_ASYNC_COMMIT: 'true' };

interface Examination {
  readonly code: number | string;
  readonly errors: string;
  readonly checks: Readonly<Record<CheckName, Check>>;
}

describe('dbosd doctor', () => {
  let database: TestDatabase;
  const query = (sql: string) => withClient(database.url, (client) => client.query(sql));

  beforeEach(async () => {
    database = await createDatabase();
  });

  afterEach(async () => {
    await database.drop();
  });

  /** As somebody runs it for a program: on the database, with variables and flags. */
  async function doctor(
    environment: Readonly<Record<string, string>> = {},
    ...flags: string[]
  ): Promise<Examination> {
    const program = new Program([DBOSD, 'doctor', '-o', 'json', '--port', '0', ...flags], {
      env: { DBOSD_DATABASE_URL: database.url, ...ALLOWED, ...environment },
      cwd: '/',
    });
    const code = await program.exited();
    const checks = JSON.parse(program.lines.join('\n')) as Check[];
    expect(checks.map(({ check }) => check)).to.deep.equal(CHECK_NAMES);
    for (const { check, verdict, fix } of checks) {
      const wantsFix = verdict === 'warning' || verdict === 'failed';
      expect(typeof fix === 'string', `a fix of ${check}, ${verdict}`).to.equal(wantsFix);
    }
    return { code, errors: program.errors, checks: byName(checks) };
  }

  async function prepare(): Promise<void> {
    await attachDbosSchema({ url: database.url, schema: 'dbos', listenNotify: true });
    await migrateUp(database.url, 'dbos');
    await makeOwnIndexes({ url: database.url, dbosSchema: 'dbos', waitMs: 0 });
  }

  it('finds nothing wrong with a database that a daemon has prepared, and exits 0', async () => {
    await prepare();

    const { code, errors, checks } = await doctor();

    expect([code, errors]).to.deep.equal([0, '']);
    expect(namesOf(checks, 'warning')).to.deep.equal(['fsync']);
    expect(namesOf(checks, 'skipped')).to.deep.equal(['listen-connection', 'daemon']);
    expect(namesOf(checks, 'failed')).to.deep.equal([]);
  });

  it('finds nothing wrong with an empty database, and leaves it empty', async () => {
    const { code, checks } = await doctor();

    expect(code).to.equal(0);
    expect(checks['dbos-schema'].found).to.contain('no tables of DBOS');
    const { rows } = await query(`select from pg_namespace where nspname like 'dbos%'`);
    expect(rows).to.have.length(0);
  });

  it('fails a server without fsync, and exits 1', async () => {
    const { code, checks } = await doctor({ DBOSD_ALLOW_ASYNC_COMMIT: 'false' });

    expect(code).to.equal(1);
    expect(namesOf(checks, 'failed')).to.deep.equal(['fsync']);
    expect(checks.fsync.fix).to.contain('--allow-async-commit');
  });

  it('exits 5 at a wrong password or a wrong port, says so, and shows no password', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'hunter2';
    const refused = await doctor({ DBOSD_DATABASE_URL: wrong.href });
    wrong.port = String(await unusedPort());
    const unreachable = await doctor({ DBOSD_DATABASE_URL: wrong.href });

    expect([refused.code, unreachable.code]).to.deep.equal([5, 5]);
    expect(refused.checks.connection.fix).to.equal('check user and password in database_url');
    expect(unreachable.checks.connection.fix).to.contain('check host and port of database_url');
    expect(JSON.stringify([refused, unreachable])).not.to.contain('hunter2');
    for (const { checks } of [refused, unreachable]) {
      expect(namesOf(checks, 'failed')).to.deep.equal(['connection']);
      expect(checks.privileges).to.include({ verdict: 'skipped', found: 'the database cannot be reached' });
    }
  });

  it('names what a role may not do, with statements that fix it', async () => {
    await prepare();
    const role = await createRole(database.url);
    try {
      await query(
        `grant usage on schema dbos to ${role.name}; grant select on all tables in schema dbos to ${role.name}`,
      );
      const environment = { DBOSD_DATABASE_URL: role.url };
      const poor = await doctor(environment);

      expect(poor.code).to.equal(1);
      expect(poor.checks.privileges.found)
        .to.contain(`role "${role.name}" lacks insert, update, delete on "dbos"."notifications"`)
        .and.to.contain(`role "${role.name}" lacks usage on schema "dbosd"`);
      expect(poor.checks['own-schema']).to.include({ fix: 'grant what the check "privileges" names' });

      await query(poor.checks.privileges.fix!);
      const rich = await doctor(environment);
      expect([rich.code, namesOf(rich.checks, 'failed')]).to.deep.equal([0, []]);
    } finally {
      await role.drop();
    }
  });

  it('asks for CREATE where the schemas are still to be made', async () => {
    const role = await createRole(database.url);
    try {
      const { code, checks } = await doctor({ DBOSD_DATABASE_URL: role.url });

      expect(code).to.equal(1);
      expect(checks.privileges.fix).to.equal(`grant create on database "${database.name}" to "${role.name}"`);
      await query(checks.privileges.fix!);
      expect((await doctor({ DBOSD_DATABASE_URL: role.url })).code).to.equal(0);
    } finally {
      await role.drop();
    }
  });

  for (const [what, harm] of [
    ['missing', 'drop trigger dbos_notifications_trigger on dbos.notifications'],
    ['disabled', 'alter table dbos.notifications disable trigger dbos_notifications_trigger'],
  ] as const) {
    it(`warns of a ${what} trigger on messages, with the statement that fixes it`, async () => {
      await prepare();
      await query(harm);
      const { code, checks } = await doctor();

      expect([code, checks['messages-trigger'].verdict]).to.deep.equal([0, 'warning']);
      await query(checks['messages-trigger'].fix!);
      expect((await doctor()).checks['messages-trigger'].verdict).to.equal('ok');
    });
  }

  it('fails an old version of the DBOS schema, with the command that upgrades it', async () => {
    await prepare();
    await query('update dbos.dbos_migrations set version = 107');

    const { code, checks } = await doctor();

    expect([code, checks['dbos-schema'].verdict]).to.deep.equal([1, 'failed']);
    expect(checks['dbos-schema'].fix).to.contain('npx dbos schema');
    expect(checks['messages-trigger'].verdict).to.equal('skipped');
  });

  it('warns of migrations of ours that are pending, and of those that a newer daemon has applied', async () => {
    await prepare();
    await query(`delete from dbosd.migration where name = '0002-request'`);
    expect((await doctor()).checks['own-schema'].found).to.contain('lacks 0002-request');

    await query(`insert into dbosd.migration (name, batch) values ('0002-request', 1), ('9999-new', 2)`);
    expect((await doctor()).checks['own-schema'].found).to.contain('9999-new');
  });

  it('warns of indexes of ours that are missing, by name, unless none are wanted', async () => {
    await prepare();
    await query('drop index dbos.dbosd_message_waiting');

    expect((await doctor()).checks.indexes).to.include({
      verdict: 'warning',
      found:
        'slow without an index: recv from a mailbox with many consumed messages (dbosd_message_waiting is missing)',
    });
    expect((await doctor({}, '--own-indexes', 'off')).checks.indexes.verdict).to.equal('skipped');
  });

  it('warns of workflows that wait for an application or version that nobody offers', async () => {
    await prepare();
    const waiting = (id: string, application: string, version: string | null, more = ''): string => `
      insert into dbos.workflow_status
        (workflow_uuid, status, name, queue_name, application_name, application_version, updated_at)
      values ('${id}', 'ENQUEUED', 'order', 'q', '${application}', ${version === null ? 'null' : `'${version}'`},
        (extract(epoch from now()) * 1000)::bigint - ${more || '120000'});`;
    await query(`
      insert into dbos.queues (name) values ('q');
      insert into dbos.application_versions (version_id, version_name, application_name)
        values ('1', 'new', 'shop');
      insert into dbosd.executor
        (executor_id, instance, session, application_name, application_version, stream_number, state)
        values ('dbosd:e', 'i', 's', 'shop', 'new', 1, 'connected');
      insert into dbos.workflow_status (workflow_uuid, status, name, application_name, application_version, executor_id)
        values ('running', 'PENDING', 'order', 'foreign', 'v', 'vm-1');`);
    // Run by a worker, by its version or as the latest; by a DBOS application; only just enqueued.
    await query(waiting('a', 'shop', 'new') + waiting('b', 'shop', null) + waiting('c', 'foreign', 'v'));
    await query(waiting('d', 'shop', 'old', '1000'));
    expect((await doctor()).checks['stranded-workflows'].verdict).to.equal('ok');

    await query(waiting('e', 'shop', 'old') + waiting('f', 'shop', 'old') + waiting('g', 'nobody', 'v'));
    const { code, checks } = await doctor();

    expect([code, checks['stranded-workflows'].verdict]).to.deep.equal([0, 'warning']);
    expect(checks['stranded-workflows'].found).to.equal(
      '2 workflows wait for version "old" of application "shop", which no worker offers (other versions have workers); ' +
        'one workflow waits for version "v" of application "nobody", which no worker offers',
    );
  });

  it('fails a database that takes no writes', async () => {
    await prepare();
    await query(`alter database ${database.name} set default_transaction_read_only = on`);

    const { code, checks } = await doctor();

    expect([code, namesOf(checks, 'failed')]).to.deep.equal([1, ['writable']]);
  });

  it('warns of settings that dbosd overrides for itself', async () => {
    await query(`alter database ${database.name} set synchronous_commit = off`);
    await query(`alter database ${database.name} set default_transaction_isolation = serializable`);

    expect(namesOf((await doctor()).checks, 'warning')).to.deep.equal([
      'fsync',
      'synchronous-commit',
      'isolation',
    ]);
  });

  it('fails pools that want more connections than there may be', async () => {
    await query(`alter database ${database.name} connection limit 20`);
    const fits = await doctor();
    const tooLarge = await doctor({}, '--write-pool-size', '12');

    expect(fits.checks['max-connections'].verdict).to.equal('ok');
    expect(tooLarge.checks['max-connections']).to.include({
      verdict: 'failed',
      found: 'a daemon wants 24 connections, and the database allows 20',
    });
  });

  it('fails a listen_url that leads to another database', async () => {
    const other = await createDatabase();
    try {
      const { code, checks } = await doctor({ DBOSD_LISTEN_URL: other.url });
      expect([code, checks['listen-connection'].verdict]).to.deep.equal([1, 'failed']);
      expect(checks.listen.verdict).to.equal('warning');
    } finally {
      await other.drop();
    }
  });

  it('knows a pooler in transaction mode, and what dbosd needs to live with it', async () => {
    const pooler = await startTransactionPooler(database.url, 3);
    try {
      const environment = { DBOSD_DATABASE_URL: pooler.url };
      const alone = await doctor(environment);
      const beside = { ...environment, DBOSD_LISTEN_URL: database.url };
      const naming = await doctor(beside);
      const ready = await doctor(beside, '--no-named-statements');
      const twice = await doctor({ ...environment, DBOSD_LISTEN_URL: pooler.url }, '--no-named-statements');

      expect(alone.checks.pooler.fix).to.equal('give a listen_url that leads past it');
      expect(alone.checks.listen.verdict).to.equal('warning');
      expect(naming.checks.pooler.fix).to.contain('named_statements: false');
      expect(ready.checks.pooler.verdict).to.equal('ok');
      expect([ready.code, ready.checks.listen.verdict]).to.deep.equal([0, 'ok']);
      expect(twice.checks['listen-connection'].found).to.contain('transaction mode');
      expect([alone.code, naming.code, twice.code]).to.deep.equal([1, 1, 1]);
    } finally {
      await pooler.close();
    }
  });

  it('says whether a daemon serves where this configuration would listen', async () => {
    const daemon = await startServe(database.url);
    try {
      const verdictAt = async (port: number) =>
        (await doctor({}, '--port', String(port))).checks.daemon.verdict;
      expect(await verdictAt(daemon.port)).to.equal('ok');
      expect(await verdictAt(await unusedPort())).to.equal('skipped');
    } finally {
      await daemon.kill();
    }
  });

  it('fails when something that is no daemon answers there', async () => {
    const { port, server } = await foreignServer();
    try {
      const { code, checks } = await doctor({}, '--port', String(port));
      expect([code, checks.daemon.verdict]).to.deep.equal([1, 'failed']);
    } finally {
      server.forceShutdown();
    }
  });

  it('prints a table with the fix below what it is for, the sum on stderr, and goes quietly when the pipe closes', async () => {
    const program = new Program([DBOSD, 'doctor', '--port', '0'], {
      env: { DBOSD_DATABASE_URL: database.url },
      cwd: '/',
    });
    expect(await program.exited()).to.equal(1);
    expect(program.lines[0]).to.match(/^VERDICT +CHECK +FOUND$/);
    const at = program.lines.findIndex((line) => line.startsWith('failed   fsync '));
    expect(program.lines[at + 1]).to.equal('    fix: turn it on, or start with --allow-async-commit');
    expect(program.errors).to.match(/^\d+ ok, 0 warning, 1 failed, 5 skipped\n$/);

    const { stdout, stderr } = await promisify(execFile)(
      '/bin/sh',
      ['-c', `"$0" "$1" doctor -o jsonl --port 0 | head -n 1`, process.execPath, DBOSD],
      { env: { PATH: process.env['PATH'], DBOSD_DATABASE_URL: database.url }, cwd: '/' },
    );
    expect(JSON.parse(stdout)).to.include({ check: 'connection', verdict: 'ok', fix: null });
    expect(stderr).to.equal('');
  });

  it('wants a database, and refuses a format that there is not, with exit code 2', async () => {
    for (const [args, env, words] of [
      [['doctor'], {}, 'database_url is missing'],
      [['doctor', '-o', 'xml'], { DBOSD_DATABASE_URL: database.url }, 'table, json'],
    ] as const) {
      const program = new Program([DBOSD, ...args], { env, cwd: '/' });
      expect([await program.exited(), program.lines]).to.deep.equal([2, []]);
      expect(program.errors).to.contain(words);
    }
  });
});

function byName(checks: readonly Check[]): Examination['checks'] {
  return Object.fromEntries(checks.map((check) => [check.check, check])) as Examination['checks'];
}

function namesOf(checks: Examination['checks'], verdict: Check['verdict']): string[] {
  return Object.values(checks)
    .filter((each) => each.verdict === verdict)
    .map(({ check }) => check);
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One that speaks gRPC, and not ours. */
async function foreignServer(): Promise<{ port: number; server: Server }> {
  const server = new Server();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { port, server };
}
