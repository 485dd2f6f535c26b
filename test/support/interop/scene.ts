import { randomUUID } from 'node:crypto';
import type { DBOSClient } from '@dbosd/client';
import type { DaemonConfig, DaemonTiming } from '@dbosd/daemon';
import { startDaemon, type TestDaemon } from '../daemon.js';
import { createDatabase, type TestDatabase } from '../database.js';
import type { Action, ApplicationOptions } from './app-protocol.js';
import { DbosApplication } from './dbos-application.js';

/** A real DBOS application and a daemon of ours on one database, and a client of the daemon. */
export interface Scene {
  readonly database: TestDatabase;
  readonly app: DbosApplication;
  readonly daemon: TestDaemon;
  readonly client: DBOSClient;
  /** Starts a workflow of the application, and returns its id. */
  perform(...actions: readonly Action[]): Promise<string>;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly daemon?: Partial<DaemonConfig>;
  readonly timing?: DaemonTiming;
  readonly app?: Omit<ApplicationOptions, 'url'>;
  /** Default: an empty one, which the application migrates. */
  readonly database?: TestDatabase;
}

/** Opens one, at the cost of about two seconds: once a file, in `before`; close it in `after`. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const database = options.database ?? (await createDatabase());
  const app = await DbosApplication.start({ ...options.app, url: database.url });
  const daemon = await startDaemon(database.url, options.daemon, options.timing);
  return {
    database,
    app,
    daemon,
    client: await daemon.connect(),
    perform: async (...actions) => {
      const workflowId = randomUUID();
      await app.call('start', 'perform', workflowId, actions);
      return workflowId;
    },
    close: async () => {
      await daemon.stop();
      await app.stop();
      await database.drop();
    },
  };
}

/** That many receives in a row. */
export function receives(count: number, topic?: string): Action[] {
  return Array.from({ length: count }, () => ({ do: 'receive', ...(topic === undefined ? {} : { topic }) }));
}
