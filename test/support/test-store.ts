import pg from 'pg';
import { Database } from '@dbosd/daemon/internal/store/database.js';
import { prepareDatabase } from '@dbosd/daemon/internal/store/prepare-database.js';
import { schemasOf } from '@dbosd/daemon/internal/store/statement.js';
import { openStore, type Store } from '@dbosd/daemon/internal/store/store.js';
import { createDatabase } from './database.js';

/** A database that is ready for a daemon, and a store on it. */
export interface TestStore {
  readonly url: string;
  readonly store: Store;
  /** Runs SQL past the daemon. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Inserts a workflow, as DBOS leaves it. */
  workflow(id: string, status?: string): Promise<void>;
  /** One connection of its own with the daemon's statements, known to the server as `name`. */
  session(name: string, settings?: Readonly<Record<string, string>>): Database;
  readonly close: () => Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const { url, drop } = await createDatabase();
  await prepareDatabase({
    url,
    dbosSchema: 'dbos',
    listenNotify: true,
    allowAsyncCommit: true,
  });
  const store = openStore({
    databaseUrl: url,
    dbosSchema: 'dbos',
    writePoolSize: 4,
    readPoolSize: 4,
    namedStatements: true,
    allowAsyncCommit: true,
    onIdleError: () => undefined,
  });
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  const sessions: Database[] = [];
  return {
    url,
    store,
    query: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await pool.query<Row>(text, values)).rows,
    workflow: async (id, status = 'PENDING') => {
      await pool.query(
        `insert into dbos.workflow_status (workflow_uuid, status, name) values ($1, $2, 'w')`,
        [id, status],
      );
    },
    session: (name, settings = { lock_timeout: '20s' }) => {
      const database = new Database({
        url,
        schemas: schemasOf('dbos'),
        applicationName: name,
        size: 1,
        named: true,
        settings,
        onIdleError: () => undefined,
      });
      sessions.push(database);
      return database;
    },
    close: async () => {
      await Promise.all([store.close(), pool.end(), ...sessions.map((session) => session.close())]);
      await drop();
    },
  };
}
