/** A DBOSClient of either library in a process of its own: `client-main.js OPTIONS`. */
import { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import { DBOSClient } from '@dbosd/client';
import pg from 'pg';
import { clientJobs } from './client-jobs/client-jobs.js';
import type { BenchClient } from './client-jobs/bench-client.js';
import { serveJobs } from './serve-jobs.js';

/** `dbosd` at a daemon, or the official client on the database; with `poolSize` connections, if that is not its default. */
export type ClientOptions =
  | { readonly library: 'dbosd'; readonly address: string }
  | { readonly library: 'dbos'; readonly url: string; readonly poolSize?: number };

const client = await connect(JSON.parse(process.argv[2] ?? '{}') as ClientOptions);
serveJobs(clientJobs(client), () => client.destroy());

async function connect(options: ClientOptions): Promise<BenchClient> {
  if (options.library === 'dbosd') return DBOSClient.create({ address: options.address });
  const { url, poolSize } = options;
  return OfficialClient.create({
    systemDatabaseUrl: url,
    ...(poolSize !== undefined && {
      systemDatabasePool: new pg.Pool({ connectionString: url, max: poolSize }),
      systemDatabasePollingConcurrency: poolSize,
    }),
  });
}
