import {
  createDaemon,
  daemonConfig,
  loadConfig,
  type App,
  type DaemonConfig,
  type DaemonTiming,
} from '@dbosd/daemon';
import { createLog } from '@dbosd/daemon/internal/ops/log.js';
import { createDatabase } from './database.js';
import { DbosWriter } from './dbos-writer.js';

export interface TestDaemonOptions {
  readonly config?: Partial<DaemonConfig>;
  readonly timing?: DaemonTiming;
}

/** A real daemon in this process, on a database of its own, and a DBOS application's hand on the same tables. */
export interface TestDaemon {
  readonly app: App;
  readonly address: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly dbos: DbosWriter;
  stop(): Promise<void>;
}

// Ends of workflows are found by the sweep alone: tests need not wait half a second for each.
const CONFIG: Partial<DaemonConfig> = {
  port: 0,
  sweepIntervalMs: 50,
  valueSweepIntervalMs: 500,
  writePoolSize: 4,
  readPoolSize: 4,
};

export async function startDaemon({ config, timing }: TestDaemonOptions = {}): Promise<TestDaemon> {
  const database = await createDatabase();
  const { config: defaults } = loadConfig({
    environment: {},
    flags: { databaseUrl: database.url, logLevel: 'silent' },
  });
  const app = createDaemon(
    // The test server runs without fsync.
    { ...daemonConfig(defaults), allowAsyncCommit: true, ...CONFIG, ...config },
    createLog(defaults),
    timing,
  );
  await app.start();
  const dbos = new DbosWriter(database.url);
  return {
    app,
    address: app.address,
    port: Number(app.address.split(':').at(-1)),
    databaseUrl: database.url,
    dbos,
    stop: async () => {
      await app.stop();
      await dbos.close();
      await database.drop();
    },
  };
}
