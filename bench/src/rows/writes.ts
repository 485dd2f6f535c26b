import type { AppJobs } from '../drivers/app-jobs/app-jobs.js';
import type { WriteArgs, WriteKind } from '../drivers/app-jobs/writes.js';
import { alternate, type ContestantName } from '../measure/alternate.js';
import type { Sample } from '../measure/closed-loop.js';
import { commitFloor, perSecond } from '../measure/floors.js';
import { ratesOf, throughputOf } from '../measure/figures.js';
import { atLeast, ratio, type Result, type Target } from '../measure/result.js';
import type { Arena } from '../stage/arena.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import { aheadOfRestate, restateNotes, RESTATE_SETTING } from './beside-restate.js';
import type { Row } from './row.js';

const BEST_POOL = 32;
const STEPS = 'Restate: ctx.run in a handler, one invocation in place of each workflow';
const STARTS =
  'Restate: an empty handler called, in place of a workflow started by an id under which its end is kept';

type WriterJobs = Pick<AppJobs, 'write' | 'startAndFinish'>;

interface Writer {
  readonly name: ContestantName;
  readonly app: JobProcess<WriterJobs>;
  readonly database?: BenchDatabase;
}

type Case = Omit<WriteArgs, 'kind'> & { readonly how: string; readonly goal: number };

const CASES: readonly Case[] = [
  { how: 'one workflow, awaited', workflows: 1, operations: 500, awaited: true, goal: 1.8 },
  { how: 'one workflow, all issued at once', workflows: 1, operations: 1000, awaited: false, goal: 10 },
  { how: '64 workflows at once', workflows: 64, operations: 25, awaited: true, goal: 10 },
];
/** So many may be under way at once in a workflow on @dbosd/worker. */
const MOST = 10_000;
const KINDS: readonly WriteKind[] = ['writeStream', 'setEvent', 'step'];

/** What workflows write, and their beginning and end. */
export const writes: Row = {
  name: 'writes',
  title: 'what workflows write',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const writers = await startWriters(arena);
      const results: Result[] = [];
      for (const kind of KINDS) {
        for (const each of stage.settings.quick ? CASES.map(shortened) : CASES)
          results.push(await measureWrites(stage, writers, kind, each));
      }
      for (const callers of [1, 64])
        results.push(await measureStarts(stage, writers, callers, callers === 1 ? 1 : 5));
      return results;
    }),
};

function shortened(each: Case): Case {
  return { ...each, operations: Math.ceil(each.operations / 10) };
}

async function measureWrites(
  stage: Stage,
  writers: readonly Writer[],
  kind: WriteKind,
  { how, goal, ...args }: Case,
): Promise<Result> {
  const work = `${kind}, ${how}`;
  // Of these, Restate has steps.
  const contestants = kind === 'step' ? writers : writers.filter(({ name }) => name !== 'restate');
  const samples = await alternate<Sample>(
    stage,
    work,
    contestants.map(({ name, app, database }) => {
      let operations = args.operations;
      return {
        name,
        before: async () => database?.tidy(),
        measure: async () => {
          const sample = await app.call('write', { kind, ...args, operations });
          // Once, after the first: rounds are about as long for each of them, and so is what warms up in them.
          if (operations === args.operations) operations = filling(stage.settings.roundMs, sample, args);
          return sample;
        },
      };
    }),
  );
  const figures = ratesOf(samples);
  const floors = await stage.floors();
  return {
    work,
    setting: `rounds of ${String(stage.settings.roundMs / 1000)} s, 100 bytes`,
    unit: 'operations/s',
    figures,
    targets: targetsOf(figures, goal),
    floor: args.workflows === 1 && args.awaited ? perSecond(commitFloor(floors)) : undefined,
    ...(kind === 'step' && { notes: notesOf(stage, figures, STEPS) }),
  };
}

/** How many operations of each workflow make a round of that length. */
function filling(
  roundMs: number,
  { perSecond }: Sample,
  { workflows, operations }: Omit<Case, 'how' | 'goal'>,
): number {
  return Math.min(MOST, Math.max(operations, Math.ceil((perSecond * roundMs) / 1000 / workflows)));
}

async function measureStarts(
  stage: Stage,
  writers: readonly Writer[],
  callers: number,
  goal: number,
): Promise<Result> {
  const work = `start and finish, ${callers === 1 ? 'one by one' : `${String(callers)} at once`}`;
  const samples = await alternate<Sample>(
    stage,
    work,
    writers.map(({ name, app, database }) => ({
      name,
      before: async () => database?.tidy(),
      measure: () => app.call('startAndFinish', { callers, ms: stage.settings.roundMs }),
    })),
  );
  const figures = throughputOf(samples);
  const floors = await stage.floors();
  return {
    work,
    setting: 'an empty workflow',
    unit: 'workflows/s',
    figures,
    targets: targetsOf(figures, goal),
    // It is recorded when it starts, and when it ends.
    floor: callers === 1 ? perSecond(commitFloor(floors, 2)) : undefined,
    notes: notesOf(stage, figures, STARTS),
  };
}

function targetsOf(figures: Result['figures'], goal: number): Target[] {
  return [
    atLeast(`≥ ${String(goal)} × official`, goal, ratio(figures.dbosd, figures.dbos)),
    atLeast(`≥ ${String(goal)} × official best`, goal, ratio(figures.dbosd, figures.best)),
    ...aheadOfRestate(figures),
  ];
}

function notesOf(stage: Stage, { restate }: Result['figures'], how: string): string[] {
  return restate === undefined ? restateNotes(stage) : [RESTATE_SETTING, how];
}

async function startWriters(arena: Arena): Promise<Writer[]> {
  const ours = await arena.dbosd();
  const official = await arena.dbos();
  const restate = await arena.restate();
  const { url } = official.database;
  const writers: Writer[] = [
    {
      name: 'dbosd',
      app: await arena.app({ library: 'dbosd', name: 'bench', address: ours.daemon.address }),
      database: ours.database,
    },
    {
      name: 'dbos',
      app: await arena.app({ library: 'dbos', name: 'bench', url }),
      database: official.database,
    },
    {
      name: 'best',
      app: await arena.app({ library: 'dbos', name: 'bench-best', url, poolSize: BEST_POOL }),
      database: official.database,
    },
  ];
  if (restate !== undefined) writers.push({ name: 'restate', app: restate });
  return writers;
}
