import { alternate, type ContestantName } from '../measure/alternate.js';
import type { Sample } from '../measure/closed-loop.js';
import { throughputOf } from '../measure/figures.js';
import { atLeast, ratio, type Result } from '../measure/result.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { Arena } from '../stage/arena.js';
import type { JobProcess } from '../stage/job-process.js';
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

/** Messages sent from outside, each awaited by its caller. */
export const send: Row = {
  name: 'send',
  title: 'messages from outside',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const senders = await startSenders(arena);
      const measure = async (callers: number, goal: number): Promise<Result> => {
        const work = `send, ${callers === 1 ? 'one caller' : `${String(callers)} callers at once`}`;
        const samples = await alternate<Sample>(
          stage,
          work,
          senders.map(({ name, client, database, destinations }) => ({
            name,
            before: () => database.tidy(),
            measure: () => client.call('send', { callers, ms: stage.settings.roundMs, destinations }),
          })),
        );
        const figures = throughputOf(samples);
        return {
          work,
          setting: `one client, ${String(DESTINATIONS)} destinations, 100 bytes`,
          unit: 'messages/s',
          figures,
          targets: [atLeast(`≥ ${String(goal)} × official`, goal, ratio(figures.dbosd, figures.dbos))],
        };
      };
      return [await measure(256, 10), await measure(1, 0.9)];
    }),
};

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
