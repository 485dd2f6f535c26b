import type { ClientJobs } from '../../drivers/client-jobs/client-jobs.js';
import type { ContestantName } from '../../measure/alternate.js';
import type { Sample } from '../../measure/closed-loop.js';
import type { Result } from '../../measure/result.js';
import type { Arena } from '../../stage/arena.js';
import type { BenchDatabase } from '../../stage/bench-database.js';
import { EVENT_KEY, fill, type Stored } from '../../stage/fill.js';
import type { JobProcess } from '../../stage/job-process.js';
import type { Stage } from '../../stage/stage.js';
import { measureGrowth } from './costs.js';

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const QUICK = 1_000_000;
const PAGE = 100;
/** How far from its end a stream is read: the same work at every size. */
const FROM_END = 500;

interface Side {
  readonly contestant: ContestantName;
  readonly client: JobProcess<ClientJobs>;
  readonly database: BenchDatabase;
  readonly stored: Stored;
}

interface Case {
  readonly work: string;
  readonly setting: string;
  readonly callers: number;
  readonly writes?: boolean;
  readonly measure: (side: Side, load: { callers: number; ms: number }) => Promise<Sample>;
}

const CASES: readonly Case[] = [
  {
    work: 'send, as rows grow',
    setting: '64 callers, 1,000 destinations among all workflows',
    callers: 64,
    writes: true,
    measure: ({ client, stored }, load) => client.call('send', { ...load, destinations: stored.workflows }),
  },
  {
    work: 'getEvent, as rows grow',
    setting: '64 callers, 1,000 workflows among all',
    callers: 64,
    measure: ({ client, stored }, load) =>
      client.call('getEvents', { ...load, workflows: stored.workflows, key: EVENT_KEY }),
  },
  {
    work: 'readStream, first page, as rows grow',
    setting: `8 callers, ${String(PAGE)} values of the longest stream, four tenths of all rows`,
    callers: 8,
    measure: ({ client, stored: { stream } }, load) =>
      client.call('readValues', { ...load, ...stream, offset: 0, values: PAGE }),
  },
  {
    work: 'readStream, far behind, as rows grow',
    setting: `8 callers, ${String(PAGE)} values of the longest stream, ${String(FROM_END)} before its end`,
    callers: 8,
    measure: ({ client, stored: { stream } }, load) =>
      client.call('readValues', { ...load, ...stream, offset: stream.values - FROM_END, values: PAGE }),
  },
];

/** What operations cost in databases of ten thousand to ten million rows, each a database of its own. */
export async function measureStoredRows(stage: Stage, arena: Arena): Promise<Result[]> {
  const sides: Side[] = [];
  for (const rows of SIZES.filter((size) => !stage.settings.quick || size <= QUICK)) {
    sides.push(...(await prepare(stage, arena, rows)));
  }
  const results: Result[] = [];
  for (const { work, setting, callers, writes, measure } of CASES) {
    results.push(
      await measureGrowth(stage, {
        work,
        setting,
        sizeOf: 'stored rows',
        contestants: sides.map((side) => ({
          contestant: side.contestant,
          size: side.stored.rows,
          measure: () => measure(side, { callers, ms: stage.settings.roundMs }),
          ...(writes === true && { before: () => side.database.tidy() }),
        })),
      }),
    );
  }
  return results;
}

/** Ours is a copy of the official one. */
async function prepare(stage: Stage, arena: Arena, rows: number): Promise<Side[]> {
  const official = await arena.dbos();
  const stored = await fill(official.database.url, {
    rows,
    progress: (text) => {
      stage.progress(`filling: ${text}`);
    },
  });
  stage.progress(`copying ${String(rows / 1000)} thousand rows`);
  const ours = await arena.dbosdOnCopy(official.database);
  await ours.database.tidy();
  return [
    {
      contestant: 'dbosd',
      client: await arena.client({ library: 'dbosd', address: ours.daemon.address }),
      database: ours.database,
      stored,
    },
    {
      contestant: 'dbos',
      client: await arena.client({ library: 'dbos', url: official.database.url }),
      database: official.database,
      stored,
    },
  ];
}
