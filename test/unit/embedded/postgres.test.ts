import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EmbeddedPostgresError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from '@dbosd/embedded';
import { judge, signature } from '@dbosd/embedded/internal/leftover.js';
import { expect } from 'chai';
import pg from 'pg';
import { gone, kill, orphan, startEmbeddedProcess } from '../../support/embedded-process.js';

describe('the embedded Postgres', () => {
  let parent: string;
  let dataDir: string;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'dbosd-embedded-'));
    await chmod(parent, 0o755); // the account that root switches to must come through
    dataDir = join(parent, 'data');
  });

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    await rm(parent, { recursive: true, force: true });
  });

  async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
    cleanups.push(async () => postgres.stop());
    return postgres;
  }

  it('answers, keeps UTF-8, and obeys the settings it was given', async () => {
    const { url } = await start({ settings: { max_connections: '37' } });

    const [row] = await query(
      url,
      `select current_setting('server_encoding') as encoding, current_setting('max_connections') as connections,
              upper('é') as text`,
    );

    expect(row).to.deep.equal({ encoding: 'UTF8', connections: '37', text: 'É' });
  });

  it('keeps data and password over a restart', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    await first.stop();
    expect(await first.exited).to.deep.equal({ code: 0, signal: undefined, requested: true });

    const second = await start();

    expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }]);
    expect(new URL(second.url).password).to.equal(new URL(first.url).password);
  });

  it('keeps the password where only its account can read it', async () => {
    const { home } = await start();

    expect((await stat(join(home, 'cluster', 'password'))).mode & 0o777).to.equal(0o600);
    expect((await stat(home)).mode & 0o777).to.equal(0o700);
  });

  it('syncs to disk when durable, and only then not', async () => {
    const volatile = await start();
    expect(await query(volatile.url, 'show fsync')).to.deep.equal([{ fsync: 'off' }]);
    await volatile.stop();

    const durable = await start({ durable: true });

    expect(await query(durable.url, 'show fsync')).to.deep.equal([{ fsync: 'on' }]);
  });

  it('tells of an end that nobody asked for', async () => {
    const postgres = await start();

    process.kill(postgres.pid, 'SIGQUIT');

    expect(await postgres.exited).to.include({ requested: false });
  });

  it('refuses a port that is taken, and names it as the fault', async () => {
    const first = await start();

    const error = await failure(start({ dataDir: join(parent, 'other'), port: first.port }));

    expect(error.fault).to.equal('PORT_TAKEN');
  });

  it('refuses data that a living process uses, and leaves that process alone', async () => {
    const first = await start();

    const error = await failure(start());

    expect(error.fault).to.equal('DATA_IN_USE');
    expect(error.message).to.include(`process ${String(process.pid)}`);
    expect(await query(first.url, 'select 1 as one')).to.deep.equal([{ one: 1 }]);
  });

  it('lets one of two first starts on the same folder win, and tells the other', async () => {
    const outcomes = await Promise.allSettled([start(), start()]);

    const won = outcomes.filter((each) => each.status === 'fulfilled');
    const lost = outcomes.filter((each) => each.status === 'rejected');
    expect([won.length, lost.length]).to.deep.equal([1, 1]);
    expect(lost[0]?.reason).to.include({ fault: 'DATA_IN_USE' });
    expect(await readdir(won[0]!.value.home)).to.deep.equal(['cluster']);
  });

  it('refuses settings of its own and settings that Postgres does not know', async () => {
    expect((await failure(start({ settings: { fsync: 'off' } }))).fault).to.equal('BAD_SETTING');
    expect((await failure(start({ settings: { no_such_setting: '1' } }))).fault).to.equal('BAD_SETTING');
  });

  it('ends when its parent exits in order without stopping it', async () => {
    const { child, pid } = await startEmbeddedProcess(dataDir);

    child.stdin?.end();

    await gone(pid);
  });

  it('ends when its parent is killed', async () => {
    const { child, pid } = await startEmbeddedProcess(dataDir);

    await kill(child, 'SIGKILL');

    await gone(pid);
  });

  it('stops a Postgres left over from a killed parent, and starts on its data', async () => {
    const killed = await startEmbeddedProcess(dataDir);
    await query(killed.url, 'create table kept as select 42 as answer');
    await orphan(killed);
    expect(await query(killed.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }]);

    const second = await start();

    await gone(killed.pid);
    expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }]);
  });

  it('recovers when the postmaster itself was killed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;

    const second = await start();

    expect(await query(second.url, 'select answer from kept')).to.deep.equal([{ answer: 42 }]);
  });

  it('removes what a killed first start left half made', async () => {
    const first = await start();
    await first.stop();
    const noProcess = 2 ** 30; // above every system's highest pid
    await mkdir(join(first.home, `init-${String(noProcess)}-abc`, 'data'), { recursive: true });

    await start();

    expect(await readdir(first.home)).to.deep.equal(['cluster']);
  });

  it('is not misled by a stale postmaster.pid whose number somebody else has now', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(first.home, 'cluster', 'data', 'postmaster.pid'), `${String(process.ppid)}\n`);

    const second = await start();

    expect(await query(second.url, 'select 1 as one')).to.deep.equal([{ one: 1 }]);
  });
});

describe('the judgement of a process found in postmaster.pid', () => {
  const command = (program: string, args: string[]): string => [program, ...args, '-p', '5432'].join(' ');

  it('tells owned, orphaned, foreign and unrelated processes apart', () => {
    const ours = command('/a b/bin/postgres', signature('/data dir', 77));

    expect(judge({ parent: 77, command: ours }, '/data dir').state).to.equal('owned');
    expect(judge({ parent: 1, command: ours }, '/data dir').state).to.equal('orphan');
    expect(judge({ parent: 1, command: ours }, '/data').state).to.equal('unrelated');
    expect(judge({ parent: 1, command: 'postgres -D /data' }, '/data').state).to.equal('stranger');
    expect(judge({ parent: 1, command: '/usr/bin/vim postgres.ts' }, '/data').state).to.equal('unrelated');
    expect(judge(undefined, '/data').state).to.equal('gone');
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined); // the tests end servers under it
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function failure(attempt: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof EmbeddedPostgresError) return error;
  throw new Error('expected an EmbeddedPostgresError', { cause: error });
}
