import { alternate, type Contestant, type ContestantName } from '../measure/alternate.js';
import type { Sample } from '../measure/closed-loop.js';
import { commitFloor, perSecond } from '../measure/floors.js';
import { throughputOf } from '../measure/figures.js';
import { ratio, atLeast, type Result } from '../measure/result.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import type { Row } from './row.js';
import { BEST_POOL } from './send.js';

const QUEUE = 'bench';

interface Enqueuer {
  readonly name: ContestantName;
  readonly client: JobProcess<ClientJobs>;
  readonly database: BenchDatabase;
}

/** Workflows that are enqueued from outside, each awaited by its caller; no worker takes them. */
export const enqueue: Row = {
  name: 'enqueue',
  title: 'workflows enqueued from outside',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const ours = await arena.dbosd();
      const official = await arena.dbos();
      const { url } = official.database;
      const enqueuers: Enqueuer[] = [
        {
          name: 'dbosd',
          client: await arena.client({ library: 'dbosd', address: ours.daemon.address }),
          database: ours.database,
        },
        {
          name: 'dbos',
          client: await arena.client({ library: 'dbos', url }),
          database: official.database,
        },
        {
          name: 'best',
          client: await arena.client({ library: 'dbos', url, poolSize: BEST_POOL }),
          database: official.database,
        },
      ];
      const many = await measureEnqueues(stage, enqueuers, { callers: 256, goal: 5 });
      const one = await measureEnqueues(stage, enqueuers, { callers: 1, goal: 0.9 });
      return [many, one];
    }),
};

async function measureEnqueues(
  stage: Stage,
  enqueuers: readonly Enqueuer[],
  { callers, goal }: { callers: number; goal: number },
): Promise<Result> {
  const work = callers === 1 ? 'enqueue, one caller' : `enqueue, ${String(callers)} callers at once`;
  const contestants = enqueuers.map((enqueuer) => contestant(stage, enqueuer, callers));
  const floors = await stage.floors();
  const figures = throughputOf(await alternate<Sample>(stage, work, contestants));
  return {
    work,
    setting: 'one client, one queue, 100 bytes',
    unit: 'workflows/s',
    figures,
    targets: [
      atLeast(`≥ ${String(goal)} × official`, goal, ratio(figures.dbosd, figures.dbos)),
      atLeast(`≥ ${String(goal)} × official best`, goal, ratio(figures.dbosd, figures.best)),
    ],
    floor: callers === 1 ? perSecond(commitFloor(floors)) : undefined,
    notes: [],
  };
}

function contestant(stage: Stage, { name, client, database }: Enqueuer, callers: number): Contestant<Sample> {
  return {
    name,
    before: async () => database.tidy(),
    measure: () => client.call('enqueue', { callers, ms: stage.settings.roundMs, queueName: QUEUE }),
  };
}
