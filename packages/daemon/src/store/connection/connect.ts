import pg from 'pg';
import { systemClock } from '@dbosd/shared';
import { ConnectFailed } from '../connection-failure.js';
import { databaseHosts } from './hosts.js';
import { during, type Tell } from './tell-slow.js';

/** How long one host may take to let a client in, in ms: Postgres takes milliseconds. */
export const CONNECT_TIMEOUT_MS = 5000;
/** For how long a goodbye is waited for: a connection that was cut silently never answers it. */
const GOODBYE_MS = 1000;

/** Of a connection that only looks: a few statements that read the catalog. */
export const LOOK = { applicationName: 'dbosd look', answerTimeoutMs: 10_000 } as const;

export interface ConnectOptions {
  /** Of one host, or of several. */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** How long a statement may go unanswered, in ms. `none` for builds of indexes, which take as long as they take. */
  readonly answerTimeoutMs: number | 'none';
  /** Receives what is waited for, once that takes long. */
  readonly tell?: Tell | undefined;
}

/**
 * A connection of its own to the first host that takes writes; where none does, to the first that lets it in, so that the
 * caller can say what is wrong with it. Rejects as pg does, with the failure of the last host. End it with {@link disconnect}.
 */
export async function connect(options: ConnectOptions): Promise<pg.Client> {
  const hosts = databaseHosts(options.url);
  let second: pg.Client | undefined;
  let failure: unknown;
  for (const url of hosts) {
    try {
      const client = await connectTo(url, options);
      if (hosts.length === 1 || (await takesWrites(client))) {
        if (second !== undefined) void disconnect(second);
        return client;
      }
      if (second === undefined) second = client;
      else void disconnect(client);
    } catch (cause) {
      failure = cause;
    }
  }
  if (second === undefined) throw failure;
  return second;
}

/** Does `work` on a connection of its own, and ends it. Rejects as {@link connect} and `work` do. */
export async function withConnection<Result>(
  options: ConnectOptions,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(options);
  try {
    return await work(client);
  } finally {
    await disconnect(client);
  }
}

/** Ends a connection, and waits for that, but not for a server that is silent. Never rejects. */
export async function disconnect(client: pg.Client): Promise<void> {
  const over = new AbortController();
  const ended = client.end().catch(() => undefined);
  await Promise.race([ended, systemClock.sleep(GOODBYE_MS, over.signal).catch(() => undefined)]);
  over.abort();
}

/** Of a URL with several hosts, the one of the host that this client is connected to: for a second connection there. */
export function urlOfHost(url: string, { host, port }: pg.Client): string {
  const leadsThere = (one: string): boolean => {
    const other = new pg.Client({ connectionString: one });
    return other.host === host && other.port === port;
  };
  return databaseHosts(url).find(leadsThere) ?? url;
}

async function connectTo(
  url: string,
  { applicationName, answerTimeoutMs, tell }: ConnectOptions,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...(answerTimeoutMs === 'none' ? {} : { query_timeout: answerTimeoutMs }),
  });
  // A connection that breaks says so in the query under way; without a listener it would also end the process.
  client.on('error', () => undefined);
  const where = `${client.host}:${String(client.port)}`;
  try {
    await during(client.connect(), { what: `the database at ${where} to let dbosd in`, tell });
  } catch (cause) {
    if (!(cause instanceof Error) || 'code' in cause || cause instanceof AggregateError) throw cause;
    throw new ConnectFailed(cause.message, { cause });
  }
  return client;
}

async function takesWrites(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ writable: boolean }>(
    `select current_setting('transaction_read_only') = 'off' as writable`,
  );
  return rows[0]?.writable === true;
}
