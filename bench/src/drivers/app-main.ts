/** An application on either library in a process of its own: `app-main.js OPTIONS`. */
import { appJobs } from './app-jobs/app-jobs.js';
import type { BenchDBOS } from './app-jobs/bench-dbos.js';
import { serveJobs } from './serve-jobs.js';

/** `dbosd` at a daemon, or the official SDK on the database, each with its default settings but for what is named. */
export type AppOptions =
  | { readonly library: 'dbosd'; readonly name: string; readonly address: string }
  | { readonly library: 'dbos'; readonly name: string; readonly url: string; readonly poolSize?: number };

const options = JSON.parse(process.argv[2] ?? '{}') as AppOptions;
const DBOS = await load();
const jobs = appJobs(DBOS);
await DBOS.launch();
serveJobs(jobs, () => DBOS.shutdown());

async function load(): Promise<BenchDBOS> {
  const name = options.name;
  if (options.library === 'dbosd') {
    const { DBOS } = await import('@dbosd/worker');
    DBOS.setConfig({ name, daemonAddress: options.address, logLevel: 'error' });
    return DBOS;
  }
  const { DBOS } = await import('@dbos-inc/dbos-sdk');
  DBOS.setConfig({
    name,
    systemDatabaseUrl: options.url,
    logLevel: 'error',
    ...(options.poolSize !== undefined && { systemDatabasePoolSize: options.poolSize }),
  });
  return DBOS;
}
