import pg from 'pg';
import { DbosdError, systemClock, type Outcome } from '@dbosd/shared';
import { ConnectionPool, type PooledConnection } from './connection/connection-pool.js';
import { inOwnTransaction } from './connection/own-transaction.js';
import { settingsSql, type SessionSettings } from './connection/session-settings.js';
import { send, type Sent } from './connection/send.js';
import {
  isConnectionLoss,
  isNoReadWrite,
  isNotifyQueueFull,
  isOperators,
  isReadOnly,
  isStalePlan,
  noConnection,
  spoilsConnection,
  storeError,
} from './errors.js';
import type { ServerFacts } from './schema/judge-server.js';
import { tablesOf, type Schemas, type Statement } from './statement.js';
import { TableShares } from './table-shares.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly schemas: Schemas;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections at most. */
  readonly size: number;
  /** Keep statements prepared by name. Off behind a pooler that does not carry them. */
  readonly named: boolean;
  /** Hold for each statement and transaction. */
  readonly settings: SessionSettings;
  /** Why a server cannot be used; asked for each new connection. Default: all can. */
  readonly refuse?: (facts: ServerFacts) => DbosdError | undefined;
  /**
   * How transactions begin where a pooler lends connections. `read write` fails on a standby, which would else answer reads
   * with what was true some time ago. Default: nothing added.
   */
  readonly access?: 'read write';
  /** Whether a statement may have been carried out when its connection is lost in the middle: not where it only reads. */
  readonly outcomeOfLoss?: Outcome;
  /** How long a statement may go unanswered before its connection counts as lost. Default: 35 s. */
  readonly answerTimeoutMs?: number;
  /** An idle connection broke: nothing to do, the pool makes another. */
  readonly onIdleError: (cause: Error) => void;
  /** A statement failed for a reason that the operator should know, whatever became of the call. */
  readonly onFailure?: ((error: DbosdError) => void) | undefined;
  /** A statement waited for its connection for so many ms, which is long enough to be told. */
  readonly onSlowWait?: ((waitedMs: number) => void) | undefined;
  /** The server that a connection led to takes no writes: others like it should go. */
  readonly onReadOnly?: () => void;
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable';

export interface TransactionOptions {
  /** Default: read committed. */
  readonly isolation?: Isolation;
  /** Hold for this transaction. */
  readonly settings?: SessionSettings;
  /** The tables that it touches, as DBOS names them. Default: `workflow_status`, which most do. */
  readonly tables?: readonly string[] | undefined;
}

/** Runs statements: a pool, or one transaction on it. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<R[]>;
}

/** How long to wait for a connection, in ms: longer means the pool or the server is stuck. */
const CONNECT_TIMEOUT_MS = 5000;
/** The server itself gives a statement up after 30 s (store.ts): who says nothing for longer has been cut off. */
const ANSWER_TIMEOUT_MS = 35_000;
/** A connection is had at once, or made in milliseconds: beyond this the pool is too small, or the database stuck. */
const SLOW_WAIT_MS = 1000;
/** A full queue of notifications stays full until a session asks for its usage, though no listener needs it any more. */
const FREE_QUEUE = 'select pg_notification_queue_usage()';
const MOST_TRANSACTIONS = ['workflow_status'];
const INT8 = 20;

/** One pool of connections to the system database. Rejects with DbosdErrors only where the store is at fault. */
export class Database implements Queryable {
  readonly #pool: ConnectionPool;
  readonly #shares: TableShares;
  readonly #texts = new Map<Statement, Text>();
  readonly #options: DatabaseOptions;
  readonly #begin: string;
  readonly #localSettings: string;
  readonly #outcomeOfLoss: Outcome;
  readonly #answerTimeoutMs: number;
  /** Connections that have broken while they were in use. */
  readonly #broken = new WeakSet<pg.ClientBase>();
  #statements = 0;

  constructor(options: DatabaseOptions) {
    const { access, settings, size } = options;
    this.#options = options;
    this.#outcomeOfLoss = options.outcomeOfLoss ?? 'unknown';
    this.#answerTimeoutMs = options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    this.#begin = access === undefined ? '' : ` ${access}`;
    this.#localSettings = settingsSql(settings, 'true');
    this.#shares = new TableShares(size);
    this.#pool = new ConnectionPool({
      url: options.url,
      applicationName: options.applicationName,
      size,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      types: numbersForInt8(),
      settings,
      refuse: options.refuse ?? (() => undefined),
      onIdleError: options.onIdleError,
    });
  }

  /** How many statements have been sent, for tests that count them. */
  get statements(): number {
    return this.#statements;
  }

  async query<R extends pg.QueryResultRow>(statement: Statement, values: unknown[]): Promise<R[]> {
    const { text, tables } = this.#textOf(statement);
    const run: Work<R[]> = (connection, isAgain) => {
      this.#statements += 1;
      const name = isAgain ? undefined : this.#nameOf(statement);
      return this.#send<R>(connection, { name, text, values });
    };
    return this.#withConnection(tables, run, true);
  }

  /** For statements that are rare: not counted, not named. */
  readonly plain = {
    query: <R extends pg.QueryResultRow>(
      text: string,
      values: unknown[] = [],
    ): Promise<Pick<pg.QueryResult<R>, 'rows'>> =>
      this.#withConnection(tablesOf(text, this.#options.schemas), async (connection) => ({
        rows: await this.#send<R>(connection, { name: undefined, text, values }),
      })),
  };

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<T>(
    work: (tx: Queryable) => Promise<T>,
    { isolation = 'read committed', settings = {}, tables = MOST_TRANSACTIONS }: TransactionOptions = {},
  ): Promise<T> {
    return this.#withConnection(tables, async ({ client, pooled }) => {
      const begin = pooled
        ? [`begin isolation level ${isolation}${this.#begin}`, this.#localSettings]
        : [`begin isolation level ${isolation}`];
      try {
        await this.#ask(client, { text: [...begin, ...setLocal(settings)].join('; ') }).catch(beginFailed);
        const result = await work({ query: (statement, values) => this.#run(client, statement, values) });
        await this.#ask(client, { text: 'commit' });
        return result;
      } catch (cause) {
        // On a lost connection there is nothing left to roll back.
        if (!isConnectionLoss(cause)) await this.#ask(client, { text: 'rollback' }).catch(() => undefined);
        throw cause;
      }
    });
  }

  /** The present connections are used no more: each is replaced when it is free. */
  recycle(): void {
    this.#pool.recycle();
  }

  /** A server that has become a standby, or is fenced off, stays so: the name may lead to another one by now. */
  lostPrimary(): void {
    this.recycle();
    this.#options.onReadOnly?.();
  }

  /** The name leads to this server (connection/admit.ts): connections to another one are replaced when they are free. */
  leadsTo(server: string): void {
    this.#pool.leadsTo(server);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** `isOne`: it is one statement, which may be run again where it was not executed. */
  async #withConnection<T>(tables: readonly string[], work: Work<T>, isOne = false): Promise<T> {
    try {
      const askedMs = systemClock.monotonicMs();
      const admitted = this.#shares.enter(tables, CONNECT_TIMEOUT_MS);
      if (!(admitted === true || (await admitted)))
        throw noConnection('too many statements wait for the same tables');
      try {
        return await this.#onConnection(work, isOne, askedMs);
      } finally {
        this.#shares.leave(tables);
      }
    } catch (cause) {
      if (isOperators(cause)) this.#options.onFailure?.(cause);
      throw cause;
    }
  }

  async #onConnection<T>(work: Work<T>, isOne: boolean, askedMs: number): Promise<T> {
    const connection = await this.#pool.take();
    const waitedMs = systemClock.monotonicMs() - askedMs;
    if (waitedMs >= SLOW_WAIT_MS) this.#options.onSlowWait?.(waitedMs);
    const { client } = connection;
    // The pool listens to idle connections only, and an error event without a listener ends the process. A caller that runs a
    // statement hears of it by that statement.
    const onError = (): void => {
      this.#broken.add(client);
    };
    client.on('error', onError);
    try {
      for (let isAgain = false; ; isAgain = true) {
        try {
          return await work(connection, isAgain);
        } catch (cause) {
          if (!(await this.#isWorthAgain(cause, connection)) || !isOne || isAgain)
            throw storeError(cause, this.#outcomeOfLoss) ?? cause;
        }
      }
    } finally {
      this.#pool.giveBack(connection, connection.spoilt || this.#broken.has(client));
      client.off('error', onError);
    }
  }

  /** Does what follows from a failure for the connections. Whether the same statement is worth another try on this one. */
  async #isWorthAgain(cause: unknown, connection: PooledConnection): Promise<boolean> {
    connection.spoilt ||= spoilsConnection(cause);
    if (isReadOnly(cause)) this.lostPrimary();
    if (isNotifyQueueFull(cause))
      await this.#ask(connection.client, { text: FREE_QUEUE }).catch(() => undefined);
    if (!isStalePlan(cause)) return false;
    // Every connection has the same statements prepared.
    this.#pool.recycleWith(connection);
    return true;
  }

  async #send<R extends pg.QueryResultRow>(connection: PooledConnection, sent: Sent): Promise<R[]> {
    const { client, pooled } = connection;
    if (!pooled) return this.#ask<R>(client, sent);
    try {
      const before = [`begin isolation level read committed${this.#begin}`, this.#localSettings];
      return await this.#ask<R>(client, sent, (query) => {
        const transaction = inOwnTransaction(query, before);
        connection.began = transaction.began;
        return transaction.query;
      });
    } catch (cause) {
      if (!isConnectionLoss(cause)) await this.#ask(client, { text: 'rollback' }).catch(() => undefined);
      if (connection.began()) throw cause;
      // What it thinks is prepared may not be.
      connection.spoilt = true;
      return beginFailed(cause);
    }
  }

  #run<R extends pg.QueryResultRow>(
    client: pg.PoolClient,
    statement: Statement,
    values: unknown[],
  ): Promise<R[]> {
    this.#statements += 1;
    return this.#ask<R>(client, {
      name: this.#nameOf(statement),
      text: this.#textOf(statement).text,
      values,
    });
  }

  #ask<R extends pg.QueryResultRow>(
    client: pg.PoolClient,
    sent: Sent,
    prepare?: (query: pg.Query) => pg.Query,
  ): Promise<R[]> {
    return send<R>(client, sent, {
      answerTimeoutMs: this.#answerTimeoutMs,
      isBroken: () => this.#broken.has(client),
      prepare,
    });
  }

  #nameOf(statement: Statement): string | undefined {
    return this.#options.named ? statement.name : undefined;
  }

  #textOf(statement: Statement): Text {
    const { schemas } = this.#options;
    const known = this.#texts.get(statement);
    if (known !== undefined) return known;
    const text = statement.text(schemas);
    const read = { text, tables: tablesOf(text, schemas) };
    if (statement.name !== undefined) this.#texts.set(statement, read);
    return read;
  }
}

/** Uses a connection. `isAgain`: prepared statements are not to be trusted on it any more. */
type Work<T> = (connection: PooledConnection, isAgain: boolean) => Promise<T>;

/** A statement's text, and the tables that it touches. */
interface Text {
  readonly text: string;
  readonly tables: readonly string[];
}

function beginFailed(cause: unknown): never {
  if (!isNoReadWrite(cause)) throw cause;
  throw new DbosdError({
    reason: 'READ_ONLY',
    message: 'the server is a standby and takes no writes; connect to the primary',
    outcome: 'not_applied',
    retryAfterMs: 500,
    cause,
  });
}

// Times in ms, sizes and offsets are far below 2^53.
function numbersForInt8(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  return types;
}

function setLocal(settings: SessionSettings): string[] {
  return Object.entries(settings).map(([name, value]) => `set local ${name} = ${pg.escapeLiteral(value)}`);
}
