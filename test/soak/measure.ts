/**
 * `npm run measure:workers`: with the leases of the contract, how long takeovers take, that a minute without Postgres or
 * without daemons takes nothing away, and what workflows cost that wait in recv. Prints figures; takes about six minutes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { createDatabase, stopTestServer } from '../support/database.js';
import { startServe, type ServeProcess } from '../support/serve.js';
import { until } from '../support/until.js';
import { WorkerProcess, type SpawnOptions } from './processes/worker-process.js';
import type { Op, Program } from './script/op.js';

const AWAY_MS = 60_000;
const MANY = 1000;
const COUNT_MS = 20_000;
const WAIT: Op = { do: 'recv', topic: 'late', timeoutMs: 3_600_000 };
/** Records something all the time, for longer than anything is away. */
const BUSY: readonly Op[] = Array.from({ length: 4000 }, () => ({ do: 'step', ms: 20 }));

let workers = 0;
let workflows = 0;

const folder = await mkdtemp(join(tmpdir(), 'dbosd-measure-'));
const { url } = await createDatabase();
const proxy = await CuttingProxy.start(url);
const database = new pg.Pool({ connectionString: url, max: 2 });
database.on('error', () => undefined);
let daemons: ServeProcess[] = [await startServe(proxy.url), await startServe(proxy.url)];

await takeovers('kill -9', 5, (worker) => worker.kill());
await takeovers('clean shutdown', 5, (worker) => worker.shutdown());
await takeovers('silent host (SIGSTOP)', 2, (worker) => {
  worker.stop();
});
await outage(
  'without Postgres',
  () => {
    proxy.refuse();
  },
  () => {
    proxy.restore();
  },
);
await outage(
  'without any daemon',
  async () => {
    await Promise.all(daemons.map((daemon) => daemon.kill()));
  },
  async () => {
    daemons = await Promise.all(daemons.map(({ port }) => startServe(proxy.url, '--port', String(port))));
  },
);
await manyTakeovers();
await waits();

await Promise.all(daemons.map((daemon) => daemon.kill()));
await database.end();
await proxy.stop();
await stopTestServer();
await rm(folder, { recursive: true });

/** How long it takes until another worker has what one ran. The two are at different daemons, and at the same in turn. */
async function takeovers(
  name: string,
  times: number,
  end: (worker: WorkerProcess) => Promise<void> | void,
): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const victim = await startWorker(0);
    const program = newProgram([WAIT]);
    victim.command({ kind: 'start', program });
    await until(async () => (await rowOf(program)) !== undefined);
    const heir = await startWorker(n % 2);
    const before = await rowOf(program);
    const begunMs = performance.now();
    await end(victim);
    await until(async () => (await rowOf(program))?.executor !== before?.executor);
    const seconds = ((performance.now() - begunMs) / 1000).toFixed(2);
    console.log(
      `${name}: taken over after ${seconds} s, by a worker at ${n % 2 === 0 ? 'the same' : 'the other'} daemon`,
    );
    await victim.kill();
    await heir.kill();
  }
}

/** A minute without something; the workflow must end where it was, and nobody else have begun it. */
async function outage(
  name: string,
  away: () => Promise<void> | void,
  back: () => Promise<void> | void,
): Promise<void> {
  const worker = await startWorker(0);
  const other = await startWorker(1);
  const program = newProgram(BUSY);
  worker.command({ kind: 'start', program });
  await until(async () => (await rowOf(program)) !== undefined);
  const before = await rowOf(program);
  await away();
  await delay(AWAY_MS);
  await back();
  // Longer than a lease: who shall be taken from would be by now.
  await delay(35_000);
  const after = await rowOf(program);
  const kept = after?.executor === before?.executor && after?.token === before?.token;
  console.log(
    `${name} for 60 s: ${kept ? 'nothing was taken away' : 'TAKEN AWAY'}, ${String(await stepsOf(program))} steps so far`,
  );
  if (!kept) process.exitCode = 1;
  await worker.kill();
  await other.kill();
}

/** What it costs a worker's memory, and the database, that workflows wait. */
async function waits(): Promise<void> {
  const worker = await startWorker(0, 'waiting', { execArgv: ['--expose-gc'] });
  let before = { waiting: 0, ...(await memoryOf(worker)) };
  const idle = await transactionsPerSecond();
  console.log(`0 waiting: rss ${mib(before.rss)}, heap ${mib(before.heapUsed)}; ${idle} transactions/s`);
  for (const waiting of [1000, 10_000]) {
    for (let n = before.waiting; n < waiting; n += 1)
      worker.command({ kind: 'start', program: newProgram([WAIT]) });
    await until(
      async () => (await countOf(`function_name = 'DBOS.sleep' and workflow_uuid like 'wait %'`)) >= waiting,
    );
    const now = { waiting, ...(await memoryOf(worker)) };
    const each = (bytes: number): string => `${(bytes / (waiting - before.waiting) / 1024).toFixed(1)} KiB`;
    console.log(
      `${String(waiting)} waiting: rss ${mib(now.rss)}, heap ${mib(now.heapUsed)}: ` +
        `each ${each(now.rss - before.rss)} of memory, ${each(now.heapUsed - before.heapUsed)} of heap; ` +
        `${await transactionsPerSecond()} transactions/s`,
    );
    before = now;
  }
  await worker.kill();
}

/** How long it takes until another has all of a thousand workflows. */
async function manyTakeovers(): Promise<void> {
  const victim = await startWorker(0, 'many');
  const programs = Array.from({ length: MANY }, () => newProgram([WAIT]));
  for (const program of programs) victim.command({ kind: 'start', program });
  const owners = async (): Promise<number[]> => {
    const sql =
      'select count(*) from dbos.workflow_status where workflow_uuid = any ($1) group by executor_id';
    const ids = programs.map(({ workflowId }) => workflowId);
    return (await database.query<{ count: string }>(sql, [ids])).rows.map(({ count }) => Number(count));
  };
  await until(async () => (await owners())[0] === MANY);
  const { executor } = (await rowOf(programs[0]!))!;
  const heir = await startWorker(1, 'many');
  const begunMs = performance.now();
  await victim.kill();
  await until(async () => (await owners())[0] === MANY && (await rowOf(programs[0]!))?.executor !== executor);
  const seconds = ((performance.now() - begunMs) / 1000).toFixed(2);
  console.log(`kill -9 of a worker with ${String(MANY)} workflows: all taken over after ${seconds} s`);
  await heir.kill();
}

/** Of the whole database, while nothing happens: hot statements are a transaction each. */
async function transactionsPerSecond(): Promise<string> {
  const sql =
    'select xact_commit + xact_rollback as sum from pg_stat_database where datname = current_database()';
  const sum = async (): Promise<number> => Number((await database.query<{ sum: string }>(sql)).rows[0]?.sum);
  // Connections that have become idle tell the server's statistics of what they did within ten seconds.
  await delay(12_000);
  const before = await sum();
  await delay(COUNT_MS);
  return (((await sum()) - before) / (COUNT_MS / 1000)).toFixed(1);
}

async function memoryOf(worker: WorkerProcess): Promise<{ rss: number; heapUsed: number }> {
  worker.command({ kind: 'memory' });
  return worker.heard('memory');
}

async function startWorker(
  daemon: number,
  application = 'measured',
  options: SpawnOptions = {},
): Promise<WorkerProcess> {
  workers += 1;
  const addresses = [daemons[daemon]!.address];
  const proc = `worker-${String(workers)}`;
  return WorkerProcess.start({ application, addresses, folder, proc }, options);
}

function newProgram(ops: readonly Op[]): Program {
  workflows += 1;
  return { workflowId: `wait ${String(workflows)}`, ops };
}

async function rowOf({ workflowId }: Program): Promise<{ executor: string; token: string } | undefined> {
  const sql =
    'select executor_id as executor, owner_xid as token from dbos.workflow_status where workflow_uuid = $1';
  return (await database.query<{ executor: string; token: string }>(sql, [workflowId])).rows[0];
}

async function stepsOf({ workflowId }: Program): Promise<number> {
  return countOf(`workflow_uuid = '${workflowId}'`);
}

async function countOf(condition: string): Promise<number> {
  const { rows } = await database.query<{ count: string }>(
    `select count(*) from dbos.operation_outputs where ${condition}`,
  );
  return Number(rows[0]?.count);
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
