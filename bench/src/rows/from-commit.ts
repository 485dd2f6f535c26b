import type { AppJobs } from '../drivers/app-jobs/app-jobs.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import { alternate } from '../measure/alternate.js';
import { sampleOf, type Sample } from '../measure/closed-loop.js';
import { mediansOf } from '../measure/figures.js';
import { atMost, ratio, type Result } from '../measure/result.js';
import type { Arena, NatsPeer } from '../stage/arena.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';

/** The least that the official client takes. */
const LEAST_POLLING_MS = 1;

/** A workflow's application that writes, and a client that waits for it. */
export interface Pair {
  readonly database: BenchDatabase;
  readonly client: JobProcess<ClientJobs>;
  readonly writer: JobProcess<AppJobs>;
  /** Whether its client asks the database again and again as it does by default, as often as it can, or is notified. */
  readonly news: 'default polling' | 'least polling' | 'pushed';
}

export interface FromCommit {
  readonly work: string;
  readonly setting: string;
  /** Milliseconds from each commit to the caller that waited for it. */
  readonly measure: (pair: Pair) => Promise<readonly number[]>;
  /** The same with NATS, where it does such work and is installed. */
  readonly measureNats?: (peer: NatsPeer) => Promise<readonly number[]>;
}

/** Of the official client with its best settings. */
const GOAL_BEST = 0.9;
const GOAL_NATS = 1.3;
const PACED = 'paced, so an idle machine is measured: its cores sleep between one value and the next';
const NATS = 'NATS JetStream: from when its server stored the value, in a file that it does not sync';

/** How long after a commit the caller that waits has it: with a writer of its own library, and with a DBOS application. */
export async function measureFromCommit(
  stage: Stage,
  arena: Arena,
  { work, setting, measure, measureNats }: FromCommit,
): Promise<Result[]> {
  const { own, foreign, official, best } = await startPairs(arena);
  const nats = measureNats === undefined ? undefined : await arena.nats();
  const samples = await alternate<Readonly<Record<'own' | 'foreign', Sample>>>(stage, work, [
    {
      name: 'dbosd',
      before: () => own.database.tidy(),
      measure: async () => ({ own: await sample(measure, own), foreign: await sample(measure, foreign) }),
    },
    ...([official, best] as const).map((pair) => ({
      name: pair === best ? ('best' as const) : ('dbos' as const),
      before: () => pair.database.tidy(),
      measure: async () => {
        // Its writer is a DBOS application in any case.
        const taken = await sample(measure, pair);
        return { own: taken, foreign: taken };
      },
    })),
    ...(nats === undefined || measureNats === undefined
      ? []
      : [
          {
            name: 'nats' as const,
            measure: async () => {
              const taken = await sample(measureNats, nats);
              return { own: taken, foreign: taken };
            },
          },
        ]),
  ]);
  const { bidi } = await stage.floors();
  const result = (writer: 'own' | 'foreign', from: string, goalMs: number): Result => {
    const figures = mediansOf(
      new Map([...samples].map(([name, rounds]) => [name, rounds.map((round) => round[writer])])),
    );
    const reached = figures.dbosd?.spread.median ?? Number.NaN;
    const isOwn = writer === 'own';
    return {
      work: `${work}, ${from}`,
      setting,
      unit: 'ms',
      figures,
      targets: [
        atMost(`p50 ≤ ${String(goalMs)} ms`, goalMs, reached),
        ...(isOwn
          ? [atMost(`≤ ${String(GOAL_BEST)} × official best`, GOAL_BEST, ratio(figures.dbosd, figures.best))]
          : []),
        ...(isOwn && nats !== undefined
          ? [atMost(`≤ ${String(GOAL_NATS)} × NATS`, GOAL_NATS, ratio(figures.dbosd, figures.nats))]
          : []),
      ],
      floor: { text: 'there and back over gRPC, paced', value: bidi.pacedMs },
      notes: nats === undefined ? [PACED] : [PACED, NATS],
    };
  };
  return [result('own', 'writer ours', 5), result('foreign', 'writer a DBOS application', 20)];
}

export function pollingIntervalOf({ news }: Pair): number | undefined {
  return news === 'least polling' ? LEAST_POLLING_MS : undefined;
}

async function sample<P>(measure: (from: P) => Promise<readonly number[]>, from: P): Promise<Sample> {
  const begunMs = performance.now();
  return sampleOf(await measure(from), performance.now() - begunMs);
}

async function startPairs(
  arena: Arena,
): Promise<Readonly<Record<'own' | 'foreign' | 'official' | 'best', Pair>>> {
  const { database, daemon } = await arena.dbosd();
  const { address } = daemon;
  const own: Pair = {
    database,
    client: await arena.client({ library: 'dbosd', address }),
    writer: await arena.app({ library: 'dbosd', name: 'bench', address }),
    news: 'pushed',
  };
  const neighbour = await arena.app({ library: 'dbos', name: 'bench-neighbour', url: database.url });
  const { database: theirs } = await arena.dbos();
  const official: Pair = {
    database: theirs,
    client: await arena.client({ library: 'dbos', url: theirs.url }),
    writer: await arena.app({ library: 'dbos', name: 'bench', url: theirs.url }),
    news: 'default polling',
  };
  return {
    own,
    foreign: { ...own, writer: neighbour },
    official,
    best: { ...official, news: 'least polling' },
  };
}
