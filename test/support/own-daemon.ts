import type { DaemonConfig, DaemonTiming } from '@dbosd/daemon';
import { startDaemon, type TestDaemon } from './daemon.js';
import { createDatabase } from './database.js';
import { DbosWriter } from './dbos-writer.js';

export interface OwnDaemonOptions {
  readonly config?: Partial<DaemonConfig>;
  readonly timing?: DaemonTiming;
}

/** A daemon of this process on a database of its own, and a DBOS application's hand on the same tables. */
export interface OwnDaemon extends TestDaemon {
  readonly databaseUrl: string;
  readonly dbos: DbosWriter;
}

// Ends of workflows are found by the sweep alone: tests need not wait half a second for each.
const CONFIG: Partial<DaemonConfig> = {
  sweepIntervalMs: 50,
  valueSweepIntervalMs: 500,
  writePoolSize: 4,
  readPoolSize: 4,
};

/** Starts one. Stop it in `after`: its database goes with it. */
export async function startOwnDaemon({ config, timing }: OwnDaemonOptions = {}): Promise<OwnDaemon> {
  const database = await createDatabase();
  const daemon = await startDaemon(database.url, { ...CONFIG, ...config }, timing);
  const dbos = new DbosWriter(database.url);
  return {
    ...daemon,
    databaseUrl: database.url,
    dbos,
    stop: async () => {
      await daemon.stop();
      await dbos.close();
      await database.drop();
    },
  };
}
