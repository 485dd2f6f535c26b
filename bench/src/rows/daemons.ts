import type { AppJobs } from '../drivers/app-jobs/app-jobs.js';
import type { ClientJobs } from '../drivers/client-jobs/client-jobs.js';
import { alternate } from '../measure/alternate.js';
import type { Figure, Point, Result } from '../measure/result.js';
import { spreadOf } from '../measure/spread.js';
import type { Arena } from '../stage/arena.js';
import type { JobProcess } from '../stage/job-process.js';
import type { Stage } from '../stage/stage.js';
import type { Row } from './row.js';

const COUNTS = [1, 2, 4];
/** Clients and applications, however many daemons there are: only these differ. */
const PROCESSES = 4;
const CALLERS = 256;
const WORKFLOWS = 64;
const DESTINATIONS = 64;
const OPERATIONS = 50;

/** Clients and applications, shared out evenly among so many daemons. */
interface Team {
  readonly daemons: number;
  readonly clients: readonly JobProcess<ClientJobs>[];
  readonly apps: readonly JobProcess<AppJobs>[];
}

/** How far more daemons on one Postgres carry. Figures, not targets: it depends on the cores. */
export const daemons: Row = {
  name: 'daemons',
  title: 'several daemons on one Postgres',
  measure: (stage) =>
    stage.arena(async (arena) => {
      const { database, daemon } = await arena.dbosd();
      const destinations = await database.addWorkflows('destination', DESTINATIONS);
      const addresses = [daemon.address];
      while (addresses.length < Math.max(...COUNTS))
        addresses.push((await arena.daemon(database.url)).address);
      const teams: Team[] = [];
      for (const count of COUNTS) teams.push(await startTeam(arena, addresses.slice(0, count)));
      const over = (
        work: string,
        unit: string,
        rates: (team: Team) => Promise<{ perSecond: number }>[],
      ): Promise<Result[]> =>
        measureTeams(stage, { work, unit, teams, rates, before: () => database.tidy() });
      return [
        ...(await over(`send, ${String(CALLERS)} callers at once`, 'messages/s', ({ clients }) =>
          clients.map((client) =>
            client.call('send', { callers: CALLERS / PROCESSES, ms: stage.settings.roundMs, destinations }),
          ),
        )),
        ...(await over(`writeStream, ${String(WORKFLOWS)} workflows at once`, 'operations/s', ({ apps }) =>
          apps.map((app) =>
            app.call('write', {
              kind: 'writeStream',
              workflows: WORKFLOWS / PROCESSES,
              operations: OPERATIONS,
              awaited: true,
            }),
          ),
        )),
      ];
    }),
};

async function startTeam(arena: Arena, addresses: readonly string[]): Promise<Team> {
  const clients: JobProcess<ClientJobs>[] = [];
  const apps: JobProcess<AppJobs>[] = [];
  for (let n = 0; n < PROCESSES; n += 1) {
    const address = addresses[n % addresses.length] ?? '';
    clients.push(await arena.client({ library: 'dbosd', address }));
    const name = `bench-${String(addresses.length)}-${String(n)}`;
    apps.push(await arena.app({ library: 'dbosd', name, address }));
  }
  return { daemons: addresses.length, clients, apps };
}

async function measureTeams(
  stage: Stage,
  {
    work,
    unit,
    teams,
    rates,
    before,
  }: {
    work: string;
    unit: string;
    teams: readonly Team[];
    rates: (team: Team) => Promise<{ perSecond: number }>[];
    before: () => Promise<void>;
  },
): Promise<Result[]> {
  const samples = await alternate<number, string>(
    stage,
    work,
    teams.map((team) => ({
      name: nameOf(team),
      before,
      measure: async () =>
        (await Promise.all(rates(team))).reduce((sum, { perSecond }) => sum + perSecond, 0),
    })),
  );
  const figures = teams.map((team): { team: Team; figure: Figure } => ({
    team,
    figure: { spread: spreadOf(samples.get(nameOf(team)) ?? []) },
  }));
  const points = figures.map(({ team, figure }): Point => ({ x: team.daemons, y: figure.spread.median }));
  return figures.map(({ team, figure }, index) => ({
    work: `${work}, ${nameOf(team)}`,
    setting: `${String(PROCESSES)} processes, 100 bytes`,
    unit,
    figures: { dbosd: figure },
    targets: [],
    ...(index === 0 && {
      plots: [
        {
          family: 'throughput' as const,
          title: `${work}, by daemons`,
          x: { label: 'daemons', scale: 'log' as const, ticks: COUNTS },
          y: { label: unit, scale: 'linear' as const },
          series: [{ contestant: 'dbosd' as const, points }],
        },
      ],
    }),
  }));
}

function nameOf({ daemons: count }: Pick<Team, 'daemons'>): string {
  return count === 1 ? '1 daemon' : `${String(count)} daemons`;
}
