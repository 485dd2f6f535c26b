import type { DbosdError } from '@dbosd/shared';
import { connect, disconnect, readServer } from './connection/connect.js';
import { Database, type DatabaseOptions } from './database.js';
import { judgeServer, readServerFacts, type ServerFacts } from './schema/index.js';
import { schemasOf, type Schemas } from './statement.js';

interface StoreOptions {
  /** Connection string of the DBOS system database, with one host or several. */
  readonly databaseUrl: string;
  /** Name of the DBOS schema. */
  readonly dbosSchema: string;
  readonly writePoolSize: number;
  readonly readPoolSize: number;
  readonly namedStatements: boolean;
  /** The operator accepts servers that may lose what they have acknowledged. */
  readonly allowAsyncCommit: boolean;
  readonly onIdleError: (cause: Error) => void;
  /** As those of `Database`, with the name of the pool. */
  readonly onFailure?: (pool: string, error: DbosdError) => void;
  readonly onSlowWait?: (pool: string, waitedMs: number) => void;
}

/**
 * The store's three pools of statements; LISTEN has a connection of its own (listener.ts). Reads and writes are apart so that
 * waiting can never starve writing, and `maintenance` is the daemon's own, so that no caller can starve it.
 */
export interface Store {
  readonly schemas: Schemas;
  readonly write: Database;
  readonly read: Database;
  /** For sweeps, beats, and checks of the schema and the server; no call of a client runs here. */
  readonly maintenance: Database;
  /** Whether statements are carried out, by a server that takes writes. */
  isServing(): Promise<boolean>;
  /**
   * Looks where the name leads now, by a connection of its own. When that is another server than before, and one that can be
   * used, connections to the one before are replaced. Returns whether it is another one than at the last look.
   *
   * @throws DbosdError when the server there cannot be used; connection errors as pg throws them
   */
  follow(): Promise<boolean>;
  close(): Promise<void>;
}

/** Connections of the maintenance pool: one for beats, one for sweeps, and one for looks. */
export const MAINTENANCE_POOL_SIZE = 3;

/** A foreign lock may hold a statement up this long; then it is not applied (STORE_UNAVAILABLE). */
const LOCK_TIMEOUT = '2s';
/** A statement of dbosd takes milliseconds: what takes this long is stuck. */
const STATEMENT_TIMEOUT = '30s';
const IDLE_IN_TRANSACTION_TIMEOUT = '5s';

/**
 * A named statement is planned for limits that are not known, so that a page of a stream of a million values counts as expensive,
 * and would be compiled first, for longer than it runs.
 */
const PLANNING = { jit: 'off' };

/**
 * Statements with a name are planned once, for any values (docs/adr/0015): to plan the read of a stream's page takes four times
 * as long as to carry it out. Whatever the statistics said at that time (an almost empty table, one workflow that has all rows),
 * each of them has an index to use. A statement that is composed for one call needs a plan for its values, and sets that for
 * its transaction (`LIST_SETTINGS`).
 */
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' };

/** How long a check of the server may take. */
const LOOK_TIMEOUT_MS = 5000;

export function openStore(options: StoreOptions): Store {
  const schemas = schemasOf(options.dbosSchema);
  let followed: string | undefined;
  const limits = { statement_timeout: STATEMENT_TIMEOUT, lock_timeout: LOCK_TIMEOUT };
  const refuse = (facts: ServerFacts): DbosdError | undefined => refusalOf(facts, options);
  const shared = {
    url: options.databaseUrl,
    schemas,
    named: options.namedStatements,
    refuse,
    onIdleError: options.onIdleError,
    onReadOnly: () => {
      for (const pool of [write, read, maintenance]) pool.recycle();
    },
  };
  const reports = (pool: string): Pick<DatabaseOptions, 'onFailure' | 'onSlowWait'> => ({
    onFailure: (error) => options.onFailure?.(pool, error),
    onSlowWait: (waitedMs) => options.onSlowWait?.(pool, waitedMs),
  });
  const write = new Database({
    ...shared,
    applicationName: 'dbosd write',
    ...reports('write'),
    size: options.writePoolSize,
    settings: {
      ...PLANNING,
      ...PLANNED_ONCE,
      ...limits,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
    },
  });
  const read = new Database({
    ...shared,
    applicationName: 'dbosd read',
    ...reports('read'),
    size: options.readPoolSize,
    settings: { ...PLANNING, ...PLANNED_ONCE, ...limits },
    access: 'read write',
    outcomeOfLoss: 'not_applied',
  });
  const maintenance = new Database({
    ...shared,
    applicationName: 'dbosd maintenance',
    ...reports('maintenance'),
    size: MAINTENANCE_POOL_SIZE,
    settings: { ...PLANNING, ...limits },
  });
  return {
    schemas,
    write,
    read,
    maintenance,
    isServing: () => isServing(maintenance),
    follow: async () => {
      const server = await serverAt(options.databaseUrl, refuse);
      if (server === undefined) return false;
      for (const pool of [write, read, maintenance]) pool.leadsTo(server);
      const moved = followed !== undefined && followed !== server;
      followed = server;
      return moved;
    },
    close: async () => {
      await Promise.all([write.close(), read.close(), maintenance.close()]);
    },
  };
}

async function isServing(db: Database): Promise<boolean> {
  try {
    const { rows } = await db.plain.query<{ readOnly: string }>(
      `select current_setting('transaction_read_only') as "readOnly"`,
    );
    if (rows[0]?.readOnly === 'off') return true;
    // Those who read would never learn of it.
    db.lostPrimary();
    return false;
  } catch {
    return false;
  }
}

async function serverAt(
  url: string,
  refuse: (facts: ServerFacts) => DbosdError | undefined,
): Promise<string | undefined> {
  const client = await connect({ url, applicationName: 'dbosd look', answerTimeoutMs: LOOK_TIMEOUT_MS });
  try {
    const facts = await readServerFacts(client);
    const refusal = refuse(facts);
    if (refusal !== undefined) throw refusal;
    return facts.product === 'Postgres' ? await readServer(client) : undefined;
  } finally {
    await disconnect(client);
  }
}

function refusalOf(
  facts: ServerFacts,
  terms: { readonly allowAsyncCommit: boolean },
): DbosdError | undefined {
  const verdict = judgeServer(facts, terms);
  return verdict.kind === 'refused' ? verdict.error : undefined;
}
