import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import { alternate, type Contestant, type ContestantName } from '../measure/alternate.js';
import { spreadsOf } from '../measure/figures.js';
import { atLeast, ratio } from '../measure/result.js';
import type { Arena } from '../stage/arena.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Row } from './row.js';

const STREAM = { workflowId: 'ended', key: 'bench' };
const VALUES = 100_000;
/** The official client reads about 3,000 a second. */
const OFFICIAL_VALUES = 3000;
const GOAL_RATIO = 100;
const GOAL_PER_SECOND = 300_000;

interface Reader {
  readonly name: ContestantName;
  readonly database: BenchDatabase;
  readonly client: JobProcess<ClientJobs>;
}

/** A stream whose workflow has ended is read from its beginning, value by value in a loop. */
export const replay: Row = {
  name: 'replay',
  title: 'readStream, replay',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const work = 'readStream replay';
      const share = stage.settings.quick ? 0.1 : 1;
      const { roundMs } = stage.settings;
      const samples = await alternate<number>(stage, work, [
        ...(await startReaders(arena, share)).map(({ name, database, client }) => ({
          name,
          before: () => database.tidy(),
          measure: () => client.call('replay', { ...STREAM, ms: roundMs }),
        })),
        ...(await startNats(arena, { values: VALUES * share, ms: roundMs })),
      ]);
      const figures = spreadsOf(samples);
      return [
        {
          work,
          setting: `${String(VALUES * share)} values of 100 bytes; ${String(OFFICIAL_VALUES * share)} for the official client; again and again`,
          unit: 'values/s',
          figures,
          targets: [
            atLeast(`≥ ${String(GOAL_RATIO)} × official`, GOAL_RATIO, ratio(figures.dbosd, figures.dbos)),
            atLeast('≥ 300,000 values/s', GOAL_PER_SECOND, figures.dbosd?.spread.median ?? Number.NaN),
          ],
        },
      ];
    }),
};

async function startNats(
  arena: Arena,
  { values, ms }: { values: number; ms: number },
): Promise<Contestant<number>[]> {
  const peer = await arena.nats();
  if (peer === undefined) return [];
  const stream = 'replay';
  await peer.publisher.call('createStream', { stream });
  await peer.publisher.call('fill', { stream, values });
  return [{ name: 'nats', measure: () => peer.reader.call('replay', { stream, values, ms }) }];
}

async function startReaders(arena: Arena, share: number): Promise<Reader[]> {
  const { database, daemon } = await arena.dbosd();
  const { database: theirs } = await arena.dbos();
  await database.addStream(STREAM.workflowId, STREAM.key, VALUES * share);
  await theirs.addStream(STREAM.workflowId, STREAM.key, OFFICIAL_VALUES * share);
  return [
    {
      name: 'dbosd',
      database,
      client: await arena.client({ library: 'dbosd', address: daemon.address }),
    },
    { name: 'dbos', database: theirs, client: await arena.client({ library: 'dbos', url: theirs.url }) },
  ];
}
