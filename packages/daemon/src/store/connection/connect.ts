import pg, { type ClientBase, type QueryResult } from 'pg';
import { type DbosdError, systemClock } from '@dbosd/shared';
import { hostUrls } from '../../config/database-url.js';
import { ConnectFailed } from '../connection-failure.js';
import {
  SERVER_FACTS_SQL,
  type ServerFacts,
  serverFactsOf,
  type ServerFactsRow,
} from '../schema/judge-server.js';
import { type SessionSettings, settingsSql } from './session-settings.js';
import { during, type Tell } from './tell-slow.js';

/** How long one host may take to let a client in, in ms: Postgres takes milliseconds. */
export const CONNECT_TIMEOUT_MS = 5000;
/** For how long a goodbye is waited for: a connection that was cut silently never answers it. */
const GOODBYE_MS = 1000;

/** Of a connection that only looks: a few statements that read the catalog. */
export const LOOK = { applicationName: 'dbosd look', answerTimeoutMs: 10_000 } as const;

interface ConnectOptions {
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

/** The URLs of the hosts of a database URL, in its order. A text of another form is passed on as it is, for pg to judge. */
function databaseHosts(url: string): readonly [string, ...string[]] {
  const [first, ...others] = hostUrls(url) ?? [url];
  return [withPlainSslMode(first), ...others.map(withPlainSslMode)];
}

/** The modes that pg takes for `verify-full`, and says so on stderr, between the lines of the log. */
const SSL_MODES_TAKEN_FOR_FULL = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|#|$)/;

/** With the mode that the driver uses in its place. With `uselibpqcompat` it takes each for what it is. */
function withPlainSslMode(url: string): string {
  return /[?&]uselibpqcompat=/.test(url) ? url : url.replace(SSL_MODES_TAKEN_FOR_FULL, '$1verify-full');
}

/** Which of several hosts new connections go to: the same one until it fails, then the next. */
export class HostChoice {
  readonly #urls: readonly [string, ...string[]];
  #at = 0;

  constructor(url: string) {
    this.#urls = databaseHosts(url);
  }

  get size(): number {
    return this.#urls.length;
  }

  get current(): string {
    return this.#urls[this.#at] ?? this.#urls[0];
  }

  /** That host is down, or takes no writes. Many connections may say so of one host: it is passed over once. */
  passOver(url: string): void {
    if (url === this.current) this.#at = (this.#at + 1) % this.#urls.length;
  }
}

/** A server says what it is at once, or is stuck. */
const ANSWER_TIMEOUT_MS = 5000;

/** What is known of a new connection. */
export interface Admitted {
  /**
   * Something between here and Postgres may hand its connections around: settings must hold for one transaction only. Known
   * by the greeting, which names the process that serves; a pooler that hides it names none, or an invented one.
   */
  readonly pooled: boolean;
  /** Which start of which server this is; `undefined` where that cannot be known, or does not last. */
  readonly server: string | undefined;
}

export interface AdmitOptions {
  readonly settings: SessionSettings;
  /** Why a server with these facts cannot be used. */
  readonly refuse: (facts: ServerFacts) => DbosdError | undefined;
}

/**
 * Checks a new connection of a pool and sets what its session needs, in one round trip (and one more to know the server
 * again). What was checked at start holds for a connection that leads elsewhere only if it is checked there, too.
 *
 * @throws what `refuse` returns; failures as pg throws them
 */
export async function admit(client: ClientBase, { settings, refuse }: AdmitOptions): Promise<Admitted> {
  const pooled = `pg_backend_pid() <> ${String(greetedBy(client) ?? 0)}`;
  const results = (await client.query({
    text: `${settingsSql(settings, pooled)}; ${SERVER_FACTS_SQL}, (${pooled})::text as "pooled"`,
    query_timeout: ANSWER_TIMEOUT_MS,
  } as { text: string })) as unknown as QueryResult<ServerFactsRow & { pooled: string }>[];
  const row = results.at(-1)?.rows[0];
  const facts = serverFactsOf(row);
  const refusal = refuse(facts);
  if (refusal !== undefined) throw refusal;
  const isPooled = row?.pooled !== 'false';
  const knowsServer = facts.product === 'Postgres' && !isPooled;
  return { pooled: isPooled, server: knowsServer ? await readServer(client) : undefined };
}

/** When the server that serves this connection was started, which tells two servers of one name apart. */
export async function readServer(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ server: string | null }>({
    text: `select pg_postmaster_start_time()::text || ' ' || coalesce(inet_server_port()::text, '') as server`,
    query_timeout: ANSWER_TIMEOUT_MS,
  } as { text: string });
  return rows[0]?.server ?? undefined;
}

/** Not part of pg's types. */
function greetedBy(client: ClientBase): number | undefined {
  return (client as ClientBase & { processID?: number | null }).processID ?? undefined;
}
