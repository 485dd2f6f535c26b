import { setTimeout as delay } from 'node:timers/promises';
import type { AppJobs } from '../drivers/app-jobs/app-jobs.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import { wallClockMs } from '../drivers/wall-clock.js';
import { alternate, type ContestantName } from '../measure/alternate.js';
import { figure, spreadsOf } from '../measure/figures.js';
import { atLeast, atMost, type Result } from '../measure/result.js';
import { STATISTICS_SETTLE_MS } from '../measure/transactions.js';
import type { Arena } from '../stage/arena.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import type { Row } from './row.js';

const KEY = 'bench';
const READERS = 1000;
const CLIENTS = 4;
/** Until all readers have all that is stored, and wait. */
const STANDS_MS = 2000;
/** Written at once, for each reader. */
const VALUES = 1000;
/** The official clients deliver about 3,000 values a second in all. */
const OFFICIAL_VALUES = 10;
const GOAL_PER_SECOND = 200_000;
/** Of the measurement of reads: one value after another. */
const SINGLE_VALUES = 200;
const SINGLE_PAUSE_MS = 50;
const GOAL_READS = 2;

/** The readers of a stream, and the workflow that writes it. */
interface Audience {
  readonly database: BenchDatabase;
  readonly clients: readonly JobProcess<ClientJobs>[];
  readonly writer: JobProcess<AppJobs>;
}

/** One live stream with a thousand readers. */
export const readers: Row = {
  name: 'readers',
  title: 'one stream, many readers',
  measure: async (stage) => [await measureDelivery(stage), await measureReads(stage)],
};

/** All values are written at once, and read as fast as it goes. */
function measureDelivery(stage: Stage): Promise<Result> {
  return stage.arena(async (arena) => {
    const share = stage.settings.quick ? 0.2 : 1;
    const contestant = (name: ContestantName, audience: Audience, values: number) => ({
      name,
      before: () => audience.database.tidy(),
      measure: () => deliver(audience, values),
    });
    const work = `${String(READERS)} readers of one stream, values delivered`;
    const samples = await alternate<number>(stage, work, [
      contestant('dbosd', await startOurs(arena), VALUES * share),
      contestant('dbos', await startTheirs(arena), OFFICIAL_VALUES * share),
    ]);
    const figures = spreadsOf(samples);
    const reached = figures.dbosd?.spread.median ?? Number.NaN;
    return {
      work,
      setting:
        `${String(CLIENTS)} client processes, ${String(VALUES * share)} values written at once by a workflow, until the last reader has the last; ` +
        `${String(OFFICIAL_VALUES * share)} values for the official clients`,
      unit: 'values/s',
      figures,
      targets: [atLeast('≥ 200,000 values/s in all', GOAL_PER_SECOND, reached)],
    };
  });
}

async function deliver({ clients, writer }: Audience, values: number): Promise<number> {
  const workflowId = await writer.call('openWriter', undefined);
  const stream = { workflowId, key: KEY, readers: READERS / clients.length, values };
  const reads = Promise.all(clients.map((client) => client.call('readTogether', stream)));
  const write = async (): Promise<number> => {
    await delay(STANDS_MS);
    const begunAtMs = wallClockMs();
    await writer.call('writeOne', { workflowId, kind: 'writeStream', key: KEY, values });
    return begunAtMs;
  };
  const [endedAtMs, begunAtMs] = await Promise.all([reads, write()]);
  await writer.call('closeWriter', workflowId);
  return (READERS * values * 1000) / (Math.max(...endedAtMs) - begunAtMs);
}

/** Values are written one after another: what the database is asked because somebody reads, and because many do. */
function measureReads(stage: Stage): Promise<Result> {
  return stage.arena(async (arena) => {
    const values = stage.settings.quick ? SINGLE_VALUES / 5 : SINGLE_VALUES;
    stage.progress('readers of one stream: statements of the database');
    const audiences = [await startOurs(arena), await startOurs(arena), await startOurs(arena)];
    const audienceSizes = [0, 1, READERS];
    // All at once, each on a database of its own.
    const [ofNone = 0, ofOne = 0, ofMany = 0] = await Promise.all(
      audiences.map((audience, at) => transactionsOf(audience, { readers: audienceSizes[at] ?? 0, values })),
    );
    const seconds = (values * SINGLE_PAUSE_MS) / 1000;
    const [one, many] = [(ofOne - ofNone) / seconds, (ofMany - ofNone) / seconds];
    return {
      work: `${String(READERS)} readers of one stream, reads of the database`,
      setting:
        `${String(CLIENTS)} client processes, a value every ${String(SINGLE_PAUSE_MS)} ms; statements beyond those without readers, ` +
        `with one reader ${one.toFixed(1)}/s`,
      unit: 'statements/s',
      figures: { dbosd: figure(many) },
      targets: [atMost(`≤ ${String(GOAL_READS)} × those of one reader`, GOAL_READS, many / one)],
    };
  });
}

/** What a database is asked while values are written one after another and read by so many. */
async function transactionsOf(
  { database, clients, writer }: Audience,
  { readers: count, values }: { readers: number; values: number },
): Promise<number> {
  const workflowId = await writer.call('openWriter', undefined);
  await delay(STATISTICS_SETTLE_MS);
  const before = await database.transactions();
  const each = count < clients.length ? count : count / clients.length;
  const reads = Promise.all(
    (count < clients.length ? clients.slice(0, 1) : clients).map((client) =>
      client.call('readTogether', { workflowId, key: KEY, readers: each, values }),
    ),
  );
  await delay(STANDS_MS);
  for (let n = 0; n < values; n += 1) {
    await delay(SINGLE_PAUSE_MS);
    await writer.call('writeOne', { workflowId, kind: 'writeStream', key: KEY });
  }
  await reads;
  await writer.call('closeWriter', workflowId);
  await delay(STATISTICS_SETTLE_MS);
  return (await database.transactions()) - before;
}

async function startOurs(arena: Arena): Promise<Audience> {
  const { database, daemon } = await arena.dbosd();
  const { address } = daemon;
  const clients: JobProcess<ClientJobs>[] = [];
  for (let n = 0; n < CLIENTS; n += 1) clients.push(await arena.client({ library: 'dbosd', address }));
  return { database, clients, writer: await arena.app({ library: 'dbosd', name: 'bench', address }) };
}

async function startTheirs(arena: Arena): Promise<Audience> {
  const { database } = await arena.dbos();
  const { url } = database;
  const clients: JobProcess<ClientJobs>[] = [];
  for (let n = 0; n < CLIENTS; n += 1) clients.push(await arena.client({ library: 'dbos', url }));
  return { database, clients, writer: await arena.app({ library: 'dbos', name: 'bench', url }) };
}
