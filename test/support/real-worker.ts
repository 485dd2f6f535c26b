import type { DaemonTiming } from '@dbosd/daemon';
import { DBOS, type DBOSConfig } from '@dbosd/worker';
import { startDaemon, type TestDaemon } from './daemon.js';
import { createDatabase, type TestDatabase } from './database.js';

/** A program launched with a real daemon on a database of its own. */
export interface RealWorker {
  readonly database: TestDatabase;
  readonly daemon: TestDaemon;
  /** Ends the launch, as the end of the process does, and launches anew: what it ran is recovered. */
  readonly relaunch: () => Promise<void>;
}

/** The application of these programs. */
export const APPLICATION = 'program';

/** Launches what the program has registered, and ends all whatever happens. */
export async function withRealWorker(
  use: (worker: RealWorker) => Promise<void>,
  config: Partial<DBOSConfig> = {},
  timing: DaemonTiming = {},
): Promise<void> {
  const database = await createDatabase();
  const daemon = await startDaemon(database.url, {}, timing);
  const launch = async (): Promise<void> => {
    DBOS.setConfig({ name: APPLICATION, daemonAddress: daemon.address, logLevel: 'error', ...config });
    await DBOS.launch();
  };
  try {
    await launch();
    await use({
      database,
      daemon,
      relaunch: async () => {
        await DBOS.shutdown();
        await launch();
      },
    });
  } finally {
    await DBOS.shutdown({ deregister: true });
    await daemon.stop();
    await database.drop();
  }
}
