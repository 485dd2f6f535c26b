import type { AppJobs } from '../drivers/app-jobs/app-jobs.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import { alternate, type ContestantName } from '../measure/alternate.js';
import { sampleOf, type Sample } from '../measure/closed-loop.js';
import { mediansOf } from '../measure/figures.js';
import { atMost, type Result, type Target } from '../measure/result.js';
import type { Arena } from '../stage/arena.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import type { Row } from './row.js';

const MESSAGES = 100;
/** Before each message; the workflow waits again by then. */
const PAUSE_MS = 20;
const GOAL_MS = 5;

interface Receiver {
  readonly name: ContestantName;
  readonly database: BenchDatabase;
  readonly client: JobProcess<ClientJobs>;
  readonly app: JobProcess<AppJobs>;
}

/** A message is sent to a workflow that waits for it. */
export const receive: Row = {
  name: 'receive',
  title: 'send → recv',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const receivers = await startReceivers(arena);
      const goal = (reachedMs: number): Target => atMost(`p50 ≤ ${String(GOAL_MS)} ms`, GOAL_MS, reachedMs);
      return [
        await measureSender(stage, receivers, 'from a client', goal),
        await measureSender(stage, receivers, 'inside one application'),
      ];
    }),
};

async function measureSender(
  stage: Stage,
  receivers: readonly Receiver[],
  sender: 'from a client' | 'inside one application',
  goal?: (reachedMs: number) => Target,
): Promise<Result> {
  const work = `send → recv, ${sender}`;
  const messages = stage.settings.quick ? MESSAGES / 5 : MESSAGES;
  const samples = await alternate<Sample>(
    stage,
    work,
    receivers.map(({ name, database, client, app }) => ({
      name,
      before: () => database.tidy(),
      measure: async () => {
        const destination = await app.call('openReceiver', messages);
        const args = { destination, messages, pauseMs: PAUSE_MS };
        const begunMs = performance.now();
        const sentAtMs =
          sender === 'from a client'
            ? await client.call('sendPaced', args)
            : await app.call('sendPacedHere', args);
        const receivedAtMs = await app.call('received', destination);
        return sampleOf(
          receivedAtMs.map((atMs, n) => atMs - (sentAtMs[n] ?? Number.NaN)),
          performance.now() - begunMs,
        );
      },
    })),
  );
  const figures = mediansOf(samples);
  const floors = await stage.floors();
  return {
    work,
    setting: `${String(messages)} messages a round, one every ${String(PAUSE_MS)} ms, p50 from the call of send to the return of recv`,
    unit: 'ms',
    figures,
    floor: {
      text: 'two hops and commits, paced',
      value: 2 * (floors.commitMs + floors.bidi.pacedMs),
    },
    notes: ['paced, so an idle machine is measured: its cores sleep between one message and the next'],
    targets: goal === undefined ? [] : [goal(figures.dbosd?.spread.median ?? Number.NaN)],
  };
}

async function startReceivers(arena: Arena): Promise<Receiver[]> {
  const { database, daemon } = await arena.dbosd();
  const { address } = daemon;
  const { database: theirs } = await arena.dbos();
  const { url } = theirs;
  return [
    {
      name: 'dbosd',
      database,
      client: await arena.client({ library: 'dbosd', address }),
      app: await arena.app({ library: 'dbosd', name: 'bench', address }),
    },
    {
      name: 'dbos',
      database: theirs,
      client: await arena.client({ library: 'dbos', url }),
      app: await arena.app({ library: 'dbos', name: 'bench', url }),
    },
  ];
}
