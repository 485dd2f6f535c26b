import pg from 'pg';
import { DbosdError, type Outcome } from '@dbosd/shared';
import { isConnectionLoss, storeError } from './errors.js';
import type { Schemas, Statement } from './statement.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly schemas: Schemas;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections at most. */
  readonly size: number;
  /** Keep statements prepared by name. Off behind a pooler that does not carry them. */
  readonly named: boolean;
  /** Run on each new connection before anything else. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether a statement may have been carried out when its connection is lost in the middle: not where it only reads. */
  readonly outcomeOfLoss?: Outcome;
  /** How long a statement may go unanswered before its connection counts as lost. Default: 35 s. */
  readonly answerTimeoutMs?: number;
  /** An idle connection broke: nothing to do, the pool makes another. */
  readonly onIdleError: (cause: Error) => void;
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

export interface TransactionOptions {
  /** Default: read committed. */
  readonly isolation?: Isolation;
  /** Hold for this transaction. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Runs statements: a pool, or one transaction on it. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<R[]>;
}

/** How long to wait for a connection, in ms: longer means the pool or the server is stuck. */
const CONNECT_TIMEOUT_MS = 5000;
/** The server itself gives a statement up after 30 s (store.ts): who says nothing for longer has been cut off. */
const ANSWER_TIMEOUT_MS = 35_000;
const INT8 = 20;

/** One pool of connections to the system database. Rejects with DbosdErrors only where the store is at fault. */
export class Database implements Queryable {
  readonly #pool: pg.Pool;
  readonly #texts = new Map<Statement, string>();
  readonly #schemas: Schemas;
  readonly #named: boolean;
  readonly #outcomeOfLoss: Outcome;
  #statements = 0;

  constructor(options: DatabaseOptions) {
    this.#schemas = options.schemas;
    this.#named = options.named;
    this.#outcomeOfLoss = options.outcomeOfLoss ?? 'unknown';
    const settings = settingsSql(options.settings);
    this.#pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.size,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
      keepAlive: true,
      types: numbersForInt8(),
      // The pool awaits it before it hands the connection out, though its type does not say so.
      // eslint-disable-next-line @typescript-eslint/no-misused-promises
      onConnect: (client) => client.query(settings),
    });
    this.#pool.on('error', options.onIdleError);
  }

  /** How many statements have been sent, for tests that count them. */
  get statements(): number {
    return this.#statements;
  }

  async query<R extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<R[]> {
    return this.#withConnection((client) => this.#run<R>(client, statement, values));
  }

  /** For statements that are rare: not counted, not named. */
  readonly plain = {
    query: <R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<pg.QueryResult<R>> =>
      this.#withConnection((client) => client.query<R>(text, values)),
  };

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<T>(
    work: (tx: Queryable) => Promise<T>,
    { isolation = 'read committed', settings = {} }: TransactionOptions = {},
  ): Promise<T> {
    const begin = [`begin isolation level ${isolation}`, ...setStatements(settings, 'set local')].join('; ');
    return this.#withConnection(async (client) => {
      await client.query(begin);
      try {
        const result = await work({ query: (statement, values) => this.#run(client, statement, values) });
        await client.query('commit');
        return result;
      } catch (cause) {
        // On a lost connection there is nothing left to roll back.
        if (!isConnectionLoss(cause)) await client.query('rollback').catch(() => undefined);
        throw cause;
      }
    });
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }

  async #withConnection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((cause: unknown) => {
      throw new DbosdError({
        reason: 'STORE_UNAVAILABLE',
        message: 'no connection to the database could be had; try again',
        retryAfterMs: 500,
        cause,
      });
    });
    let broken = false;
    // The pool listens to idle connections only, and an error that nobody hears ends the process. Whoever runs a
    // statement hears of it by that statement.
    const onError = (): void => {
      broken = true;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (cause) {
      broken ||= isConnectionLoss(cause);
      throw storeError(cause, this.#outcomeOfLoss) ?? cause;
    } finally {
      client.release(broken);
      client.off('error', onError);
    }
  }

  async #run<R extends pg.QueryResultRow>(
    client: pg.PoolClient,
    statement: Statement,
    values: unknown[],
  ): Promise<R[]> {
    this.#statements += 1;
    const name = this.#named ? statement.name : undefined;
    try {
      return await send<R>(client, { name, text: this.#textOf(statement), values });
    } catch (cause) {
      // Else it would lead to the socket, and not to who runs the statement.
      if (cause instanceof Error) Error.captureStackTrace(cause);
      throw cause;
    }
  }

  #textOf(statement: Statement): string {
    if (statement.name === undefined) return statement.text(this.#schemas);
    let text = this.#texts.get(statement);
    if (text === undefined) {
      text = statement.text(this.#schemas);
      this.#texts.set(statement, text);
    }
    return text;
  }
}

/** As `client.query` with a config, but for the copy, property by property, that pg makes of each config. */
function send<R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  { name, text, values }: { name: string | undefined; text: string; values: unknown[] },
): Promise<R[]> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query<R, unknown[]>(text, values, (error, result) => {
      if (error) reject(error);
      else resolve(result.rows);
    });
    client.query(name === undefined ? query : Object.assign(query, { name }));
  });
}

// Times in ms, sizes and offsets are far below 2^53.
function numbersForInt8(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  return types;
}

function settingsSql(settings: Readonly<Record<string, string>>): string {
  return setStatements(settings, 'set').join('; ');
}

function setStatements(settings: Readonly<Record<string, string>>, set: 'set' | 'set local'): string[] {
  return Object.entries(settings).map(([name, value]) => `${set} ${name} = ${pg.escapeLiteral(value)}`);
}
