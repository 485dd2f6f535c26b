import { alternate, type Contestant, type ContestantName } from '../measure/alternate.js';
import { callersPlot, type AtCallers } from '../measure/callers-plot.js';
import type { Sample } from '../measure/closed-loop.js';
import { commitFloor, perSecond, type Floor } from '../measure/floors.js';
import { throughputOf } from '../measure/figures.js';
import { once } from '../measure/once.js';
import { atLeast, ratio, type Result } from '../measure/result.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { Arena, NatsPeer } from '../stage/arena.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import type { RestateJobs } from '../drivers/restate-jobs.js';
import { aheadOfRestate, restateNotes, RESTATE_SETTING } from './beside-restate.js';
import type { Row } from './row.js';

const DESTINATIONS = 64;
/** Connections of the official client at its best; its default is 10. */
export const BEST_POOL = 32;

/** More messages in a millisecond than anybody sends: so many awakeables are made before a round. */
const MOST_PER_MS = 20;
const PROMISES =
  'Restate: a handler of the waiting workflow resolves a new promise of it, by workflow and name';
const AWAKEABLES = 'Restate: awakeables, whose ids the waiting workflow made and handed out before';

interface Sender<J extends Pick<ClientJobs, 'send'> = ClientJobs> {
  readonly name: ContestantName;
  readonly client: JobProcess<J>;
  readonly destinations: readonly string[];
  readonly database?: BenchDatabase;
}

interface Senders {
  readonly ours: Sender;
  readonly official: Sender;
  readonly best: Sender;
  readonly restate: Sender<RestateJobs> | undefined;
  readonly nats: NatsPeer | undefined;
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
      const many = await measureSends(stage, senders, { callers: 256, goal: 6 });
      const one = await measureSends(stage, senders, { callers: 1, goal: 0.6 });
      const between: AtCallers[] = [];
      for (const callers of IN_BETWEEN) {
        const samples = await once(stage, `send, ${told(callers)}`, contestantsOf(stage, senders, callers));
        between.push({ callers, figures: throughputOf(samples) });
      }
      const plot = callersPlot({ title: 'send', setting: SETTING, unit: UNIT }, [
        { callers: 256, figures: many.figures },
        { callers: 1, figures: one.figures },
        ...between,
      ]);
      const results: Result[] = [{ ...many, plots: [plot] }, one];
      const { ours, restate, nats } = senders;
      for (const callers of [256, 1]) {
        if (restate !== undefined) results.push(await measureBesideAwakeables(stage, ours, restate, callers));
        if (nats !== undefined) results.push(await measureNextToNats(stage, ours, nats, callers));
      }
      return results;
    }),
};

async function measureSends(
  stage: Stage,
  senders: Senders,
  { callers, goal }: { callers: number; goal: number },
): Promise<Result> {
  const work = `send, ${told(callers)}`;
  const figures = throughputOf(await alternate<Sample>(stage, work, contestantsOf(stage, senders, callers)));
  return {
    work,
    setting: SETTING,
    unit: UNIT,
    figures,
    targets: [
      atLeast(`≥ ${goal} × official`, goal, ratio(figures.dbosd, figures.dbos)),
      atLeast(`≥ ${goal} × official best`, goal, ratio(figures.dbosd, figures.best)),
      ...aheadOfRestate(figures),
    ],
    floor: await floorOf(stage, callers),
    notes: senders.restate === undefined ? restateNotes(stage) : [RESTATE_SETTING, PROMISES],
  };
}

/** Not the same work, so without a target: who sends has to have been told where, for each message. */
async function measureBesideAwakeables(
  stage: Stage,
  ours: Sender,
  { client }: Sender<RestateJobs>,
  callers: number,
): Promise<Result> {
  const work = `send, ${told(callers)}, next to awakeables`;
  const { roundMs } = stage.settings;
  const each = Math.ceil((roundMs * MOST_PER_MS) / DESTINATIONS);
  const samples = await alternate<Sample>(stage, work, [
    contestant(stage, ours, callers),
    {
      name: 'restate',
      before: () => client.call('startAwakeables', { count: DESTINATIONS, each }),
      measure: () => client.call('sendToAwakeables', { callers, ms: roundMs }),
    },
  ]);
  return {
    work,
    setting: SETTING,
    unit: UNIT,
    figures: throughputOf(samples),
    targets: [],
    notes: [RESTATE_SETTING, AWAKEABLES],
  };
}

/** One caller pays for a hop and a commit each time; many share commits, so that a row of an insert is what is left. */
async function floorOf(stage: Stage, callers: number): Promise<Floor> {
  const floors = await stage.floors();
  if (callers === 1) return perSecond(commitFloor(floors));
  return perSecond({ text: 'a row of an insert of a hundred', value: floors.sharedCommitMs });
}

/** Not the same promise, so without a target: nothing is synced before it is acknowledged. */
async function measureNextToNats(
  stage: Stage,
  ours: Sender,
  { publisher }: NatsPeer,
  callers: number,
): Promise<Result> {
  const work = `send, ${told(callers)}, next to publish`;
  const stream = 'send';
  const samples = await alternate<Sample>(stage, work, [
    contestant(stage, ours, callers),
    {
      name: 'nats',
      measure: () => publisher.call('publish', { stream, callers, ms: stage.settings.roundMs }),
    },
  ]);
  return {
    work,
    setting: SETTING,
    unit: UNIT,
    figures: throughputOf(samples),
    targets: [],
    notes: ['NATS JetStream: one stream in a file; acknowledged when written, not when synced'],
  };
}

function told(callers: number): string {
  return callers === 1 ? 'one caller' : `${callers} callers at once`;
}

function contestantsOf(
  stage: Stage,
  { ours, official, best, restate }: Senders,
  callers: number,
): Contestant<Sample>[] {
  const contestants = [ours, official, best].map((sender) => contestant(stage, sender, callers));
  if (restate !== undefined) contestants.push(contestant(stage, restate, callers));
  return contestants;
}

function contestant<J extends Pick<ClientJobs, 'send'>>(
  stage: Stage,
  { name, client, database, destinations }: Sender<J>,
  callers: number,
): Contestant<Sample> {
  return {
    name,
    before: async () => database?.tidy(),
    measure: () => client.call('send', { callers, ms: stage.settings.roundMs, destinations }),
  };
}

async function startSenders(arena: Arena): Promise<Senders> {
  const ours = await arena.dbosd();
  const official = await arena.dbos();
  const restate = await arena.restate();
  const nats = await arena.nats();
  await nats?.publisher.call('createStream', { stream: 'send' });
  const destinations = await ours.database.addWorkflows('destination', DESTINATIONS);
  await official.database.addWorkflows('destination', DESTINATIONS);
  const { url } = official.database;
  return {
    ours: {
      name: 'dbosd',
      client: await arena.client({ library: 'dbosd', address: ours.daemon.address }),
      database: ours.database,
      destinations,
    },
    official: {
      name: 'dbos',
      client: await arena.client({ library: 'dbos', url }),
      database: official.database,
      destinations,
    },
    best: {
      name: 'best',
      client: await arena.client({ library: 'dbos', url, poolSize: BEST_POOL }),
      database: official.database,
      destinations,
    },
    restate: restate && {
      name: 'restate',
      client: restate,
      destinations: await restate.call('startMailboxes', { count: DESTINATIONS }),
    },
    nats,
  };
}
