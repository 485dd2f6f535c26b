import pg from 'pg';
import { DbosdError, type Outcome } from '@dbosd/shared';
import { ConnectionLost, isConnectionLoss, spoilsConnection, sqlState, storeError } from './errors.js';
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
  readonly #answerTimeoutMs: number;
  /** Connections that have broken while they were in use. */
  readonly #broken = new WeakSet<pg.ClientBase>();
  #statements = 0;

  constructor(options: DatabaseOptions) {
    this.#schemas = options.schemas;
    this.#named = options.named;
    this.#outcomeOfLoss = options.outcomeOfLoss ?? 'unknown';
    this.#answerTimeoutMs = options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    const settings = settingsSql(options.settings);
    this.#pool = new pg.Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.size,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      types: numbersForInt8(),
      // The pool awaits it before it hands the connection out, though its type does not say so.
      // eslint-disable-next-line @typescript-eslint/no-misused-promises
      onConnect: (client) => this.#send(client, { text: settings }),
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
      this.#withConnection((client) => this.#send<R>(client, { text, values })),
  };

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<T>(
    work: (tx: Queryable) => Promise<T>,
    { isolation = 'read committed', settings = {} }: TransactionOptions = {},
  ): Promise<T> {
    const begin = [`begin isolation level ${isolation}`, ...setStatements(settings, 'set local')].join('; ');
    return this.#withConnection(async (client) => {
      await this.#send(client, { text: begin });
      try {
        const result = await work({ query: (statement, values) => this.#run(client, statement, values) });
        await this.#send(client, { text: 'commit' });
        return result;
      } catch (cause) {
        // On a lost connection there is nothing left to roll back.
        if (!isConnectionLoss(cause)) await this.#send(client, { text: 'rollback' }).catch(() => undefined);
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
    // The pool listens to idle connections only, and an error that nobody hears ends the process. Whoever runs a
    // statement hears of it by that statement.
    const onError = (): void => {
      this.#broken.add(client);
    };
    client.on('error', onError);
    let spoilt = false;
    try {
      return await work(client);
    } catch (cause) {
      spoilt = spoilsConnection(cause);
      throw storeError(cause, this.#outcomeOfLoss) ?? cause;
    } finally {
      client.release(spoilt || this.#broken.has(client));
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
      return (await this.#send<R>(client, { name, text: this.#textOf(statement), values })).rows;
    } catch (cause) {
      // Else it would lead to the socket, and not to who runs the statement.
      if (cause instanceof Error) Error.captureStackTrace(cause);
      throw cause;
    }
  }

  /**
   * As `client.query` with a config, but for the copy, property by property, that pg makes of each config. Rejects with
   * ConnectionLost where the connection broke or gave no answer: pg's own errors about that have no code.
   */
  #send<R extends pg.QueryResultRow>(
    client: pg.ClientBase,
    { name, text, values }: { name?: string | undefined; text: string; values?: unknown[] },
  ): Promise<pg.QueryResult<R>> {
    return new Promise((resolve, reject) => {
      const query = new pg.Query<R, unknown[]>(text, values, (error, result) => {
        clearTimeout(unanswered);
        if (error) reject(this.#broken.has(client) && sqlState(error) === undefined ? lost(error) : error);
        else resolve(result);
      });
      client.query(name === undefined ? query : Object.assign(query, { name }));
      const ms = this.#answerTimeoutMs;
      const unanswered = setTimeout(() => {
        reject(new ConnectionLost(`the database gave no answer within ${String(ms)} ms`));
      }, ms);
    });
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

function lost(cause: Error): ConnectionLost {
  return new ConnectionLost(`the connection to the database broke: ${cause.message}`, { cause });
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
