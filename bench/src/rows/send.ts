import { alternate, type Contestant, type ContestantName } from '../measure/alternate.js';
import { callersPlot, type AtCallers } from '../measure/callers-plot.js';
import type { Sample } from '../measure/closed-loop.js';
import { throughputOf } from '../measure/figures.js';
import { once } from '../measure/once.js';
import { atLeast, ratio, type Result } from '../measure/result.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { Arena } from '../stage/arena.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import type { Row } from './row.js';

const DESTINATIONS = 64;
/** Connections of the official client at its best; its default is 10. */
const BEST_POOL = 32;

interface Sender {
  readonly name: ContestantName;
  readonly client: JobProcess<ClientJobs>;
  readonly database: BenchDatabase;
  readonly destinations: readonly string[];
}

const SETTING = `one client, ${String(DESTINATIONS)} destinations, 100 bytes`;
const UNIT = 'messages/s';
/** Between those that have targets, for the plot alone. */
const IN_BETWEEN = [8, 64];

/** Messages sent from outside, each awaited by its caller. */
export const send: Row = {
  name: 'send',
  title: 'messages from outside',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const senders = await startSenders(arena);
      const many = await measureSends(stage, senders, { callers: 256, goal: 10 });
      const one = await measureSends(stage, senders, { callers: 1, goal: 0.9 });
      const between: AtCallers[] = [];
      for (const callers of IN_BETWEEN) {
        const contestants = senders.map((sender) => contestant(stage, sender, callers));
        const samples = await once(stage, `send, ${String(callers)} callers at once`, contestants);
        between.push({ callers, figures: throughputOf(samples) });
      }
      const plot = callersPlot({ title: 'send', setting: SETTING, unit: UNIT }, [
        { callers: 256, figures: many.figures },
        { callers: 1, figures: one.figures },
        ...between,
      ]);
      return [{ ...many, plots: [plot] }, one];
    }),
};

async function measureSends(
  stage: Stage,
  senders: readonly Sender[],
  { callers, goal }: { callers: number; goal: number },
): Promise<Result> {
  const work = `send, ${callers === 1 ? 'one caller' : `${String(callers)} callers at once`}`;
  const samples = await alternate<Sample>(
    stage,
    work,
    senders.map((sender) => contestant(stage, sender, callers)),
  );
  const figures = throughputOf(samples);
  return {
    work,
    setting: SETTING,
    unit: UNIT,
    figures,
    targets: [atLeast(`≥ ${String(goal)} × official`, goal, ratio(figures.dbosd, figures.dbos))],
  };
}

function contestant(stage: Stage, sender: Sender, callers: number): Contestant<Sample> {
  const { name, client, database, destinations } = sender;
  return {
    name,
    before: () => database.tidy(),
    measure: () => client.call('send', { callers, ms: stage.settings.roundMs, destinations }),
  };
}

async function startSenders(arena: Arena): Promise<Sender[]> {
  const ours = await arena.dbosd();
  const official = await arena.dbos();
  const destinations = await ours.database.addWorkflows('destination', DESTINATIONS);
  await official.database.addWorkflows('destination', DESTINATIONS);
  const { url } = official.database;
  return [
    {
      name: 'dbosd',
      client: await arena.client({ library: 'dbosd', address: ours.daemon.address }),
      database: ours.database,
      destinations,
    },
    {
      name: 'dbos',
      client: await arena.client({ library: 'dbos', url }),
      database: official.database,
      destinations,
    },
    {
      name: 'best',
      client: await arena.client({ library: 'dbos', url, poolSize: BEST_POOL }),
      database: official.database,
      destinations,
    },
  ];
}
