import { setTimeout as delay } from 'node:timers/promises';
import { figure } from '../measure/figures.js';
import { atMost, type Result } from '../measure/result.js';
import { STATISTICS_SETTLE_MS, transactionsPerSecond } from '../measure/transactions.js';
import type { Arena } from '../stage/arena.js';
import type { BenchDatabase } from '../stage/bench-database.js';
import { residentBytes } from '../stage/process-cost.js';
import type { Row } from './row.js';

const MANY = 10_000;
const FEW = 10;
const WATCHED_MS = 20_000;
const GOAL_STATEMENTS = 4;
/** Two windows of the same work differ by less. */
const GOAL_SAME = 1.25;
const GOAL_BYTES = 12_000;

/** Many callers wait for events of many workflows while nothing happens. */
export const waiters: Row = {
  name: 'waiters',
  title: 'callers that wait',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const many = stage.settings.quick ? MANY / 10 : MANY;
      const watchedMs = stage.settings.quick ? WATCHED_MS / 2 : WATCHED_MS;
      stage.progress(`${String(many)} callers begin to wait`);
      const crowds = [
        await startOurs(arena, FEW),
        await startOurs(arena, many),
        await startTheirs(arena, FEW),
        await startTheirs(arena, many),
      ] as const;
      await delay(STATISTICS_SETTLE_MS);
      stage.progress(`${String(many)} callers wait: statements of ${String(watchedMs / 1000)} s`);
      // All at once: how busy the machine is does not change what they ask.
      const [ofFew = 0, ofMany = 0, ofTheirFew = 0, ofTheirMany = 0] = await Promise.all(
        crowds.map(({ database }) => transactionsPerSecond(database, watchedMs)),
      );
      const bytes = ((await crowds[1].resident()) - (await crowds[0].resident())) / (many - FEW);
      const setting = `one client, a workflow for each caller, watched for ${String(watchedMs / 1000)} s`;
      const statements = { setting, unit: 'statements/s' };
      return [
        {
          work: `${String(FEW)} callers wait for events`,
          ...statements,
          figures: { dbosd: figure(ofFew), dbos: figure(ofTheirFew) },
          targets: [],
        },
        {
          work: `${String(many)} callers wait for events`,
          ...statements,
          figures: { dbosd: figure(ofMany), dbos: figure(ofTheirMany) },
          targets: [
            atMost(`≤ ${String(GOAL_STATEMENTS)} statements/s`, GOAL_STATEMENTS, ofMany),
            atMost(`≤ ${String(GOAL_SAME)} × those of ${String(FEW)} callers`, GOAL_SAME, ofMany / ofFew),
          ],
        },
        {
          work: `${String(many)} callers wait for events, memory of the daemon`,
          setting: `${setting}; resident memory above that of a daemon with ${String(FEW)} callers`,
          unit: 'bytes/caller',
          figures: { dbosd: figure(bytes) },
          targets: [atMost(`≤ 12 KB each`, GOAL_BYTES, bytes)],
        },
      ] satisfies Result[];
    }),
};

interface Crowd {
  readonly database: BenchDatabase;
  /** Bytes of the daemon, if there is one. */
  resident(): Promise<number>;
}

async function startOurs(arena: Arena, callers: number): Promise<Crowd> {
  const { database, daemon } = await arena.dbosd();
  const client = await arena.client({ library: 'dbosd', address: daemon.address });
  await client.call('waitForNothing', await database.addWorkflows('waited-for', callers));
  return { database, resident: () => residentBytes(daemon.pid) };
}

async function startTheirs(arena: Arena, callers: number): Promise<Crowd> {
  const { database } = await arena.dbos();
  const client = await arena.client({ library: 'dbos', url: database.url });
  await client.call('waitForNothing', await database.addWorkflows('waited-for', callers));
  return { database, resident: () => Promise.resolve(0) };
}
