import type { AppJobs } from '../../drivers/app-jobs/app-jobs.js';
import type { ClientJobs } from '../../drivers/client-jobs/client-jobs.js';
import type { ContestantName } from '../../measure/alternate.js';
import type { Arena } from '../../stage/arena.js';
import type { BenchDatabase } from '../../stage/bench-database.js';
import type { JobProcess } from '../../stage/job-process.js';

/** A contestant with an application and a client. */
export interface Side {
  readonly contestant: ContestantName;
  readonly app: JobProcess<AppJobs>;
  readonly client: JobProcess<ClientJobs>;
  readonly database: BenchDatabase;
}

export async function startSides(arena: Arena): Promise<Side[]> {
  const { database } = await arena.dbos();
  const { url } = database;
  const ours = await arena.dbosdOnCopy(database);
  const { address } = ours.daemon;
  return [
    {
      contestant: 'dbosd',
      app: await arena.app({ library: 'dbosd', name: 'bench', address }),
      client: await arena.client({ library: 'dbosd', address }),
      database: ours.database,
    },
    {
      contestant: 'dbos',
      app: await arena.app({ library: 'dbos', name: 'bench', url }),
      client: await arena.client({ library: 'dbos', url }),
      database,
    },
  ];
}
