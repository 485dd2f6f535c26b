import { Database } from './database.js';
import { schemasOf, type Schemas } from './statement.js';

export interface StoreOptions {
  /** Connection string of the DBOS system database. */
  readonly databaseUrl: string;
  /** Name of the DBOS schema. */
  readonly dbosSchema: string;
  readonly writePoolSize: number;
  readonly readPoolSize: number;
  readonly namedStatements: boolean;
  /** What the write pool must set on its connections, like `synchronous_commit` (schema/server-facts.ts). */
  readonly writeSettings: Readonly<Record<string, string>>;
  readonly onIdleError: (cause: Error) => void;
}

/**
 * The store's two pools of statements; LISTEN has a connection of its own (listener.ts). Reads and writes are apart so
 * that waiting can never starve writing.
 */
export interface Store {
  readonly schemas: Schemas;
  readonly write: Database;
  readonly read: Database;
  close(): Promise<void>;
}

/** A foreign lock may hold a write up this long; then it is not applied (STORE_UNAVAILABLE). */
const LOCK_TIMEOUT = '2s';
/** A statement of ours takes milliseconds: what takes this long is stuck. */
const STATEMENT_TIMEOUT = '30s';
const IDLE_IN_TRANSACTION_TIMEOUT = '5s';

/**
 * A named statement is planned for limits that are not known, so that a page of a stream of a million values counts as dear,
 * and would be compiled first, for longer than it runs.
 */
const PLANNING = { jit: 'off' };

/**
 * Statements that write are planned once, for any values (docs/adr/0015). Whatever the statistics said at that time (an
 * almost empty table, one workflow that has all rows), each of them has an index to ride.
 */
const PLANNING_OF_WRITES = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' };

export function openStore(options: StoreOptions): Store {
  const schemas = schemasOf(options.dbosSchema);
  const shared = {
    url: options.databaseUrl,
    schemas,
    named: options.namedStatements,
    onIdleError: options.onIdleError,
  };
  const write = new Database({
    ...shared,
    applicationName: 'dbosd write',
    size: options.writePoolSize,
    settings: {
      ...PLANNING,
      ...PLANNING_OF_WRITES,
      statement_timeout: STATEMENT_TIMEOUT,
      lock_timeout: LOCK_TIMEOUT,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
      ...options.writeSettings,
    },
  });
  const read = new Database({
    ...shared,
    applicationName: 'dbosd read',
    size: options.readPoolSize,
    // Nothing that writes could not live with: a pooler in transaction mode hands both pools the same connections.
    settings: { ...PLANNING, statement_timeout: STATEMENT_TIMEOUT },
    outcomeOfLoss: 'not_applied',
  });
  return {
    schemas,
    write,
    read,
    close: async () => {
      await Promise.all([write.close(), read.close()]);
    },
  };
}
