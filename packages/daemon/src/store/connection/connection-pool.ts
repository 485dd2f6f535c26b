import pg from 'pg';
import { DbosdError, systemClock } from '@dbosd/shared';
import { admit, type Admitted, type AdmitOptions, HostChoice } from './connect.js';
import { noConnection } from '../errors.js';

interface ConnectionPoolOptions extends AdmitOptions {
  /** Of one host, or of several. */
  readonly url: string;
  readonly applicationName: string;
  /** Connections at most. */
  readonly size: number;
  readonly connectTimeoutMs: number;
  readonly types: pg.CustomTypesConfig;
  readonly onIdleError: (cause: Error) => void;
}

/** A connection that is lent to one caller. */
export interface PooledConnection extends Admitted {
  readonly client: pg.PoolClient;
  /** Set by its user: whether the transaction under way came to its statement, and that it must not be used again. */
  began: () => boolean;
  spoilt: boolean;
}

interface Known extends Admitted {
  /** How many reasons to replace connections there had been when it was made. */
  readonly madeAfter: number;
  readonly retireAtMs: number;
}

/** A connection is replaced at this age, give or take a quarter, so that none outlives a change that no one announced. */
const LIFETIME_MS = 600_000;
const LIFETIME_JITTER = 0.25;
const RETRY_AFTER_MS = 500;

/** A new connection failed, or led to a server that cannot be used. What else a pool rejects with is its own. */
class NotConnected extends Error {}

/**
 * A pool whose connections all lead to the server that the URL means now: each is checked when it is made (a name may lead
 * elsewhere than at start), and given back only while it is young, of the present generation, and leads where the others do.
 * Of several hosts, the first that takes writes is used, until it does not.
 */
export class ConnectionPool {
  readonly #pool: pg.Pool;
  readonly #hosts: HostChoice;
  readonly #known = new WeakMap<object, Known>();
  /** Reasons to replace connections, counted: of those before, connections made earlier are unfit. */
  #reasons = 0;
  #recycledAt = 0;
  #sighted: { readonly server: string; readonly at: number } | undefined;

  constructor(options: ConnectionPoolOptions) {
    const hosts = new HostChoice(options.url);
    const hostOf = new WeakMap<object, string>();
    this.#hosts = hosts;
    this.#pool = new pg.Pool({
      application_name: options.applicationName,
      max: options.size,
      connectionTimeoutMillis: options.connectTimeoutMs,
      keepAlive: true,
      types: options.types,
      Client: clientsOf((config) => {
        const url = hosts.current;
        const client = new pg.Client({ ...config, connectionString: url });
        hostOf.set(client, url);
        onConnectFailure(client, (cause) => {
          hosts.passOver(url);
          return new NotConnected('no connection could be made', { cause });
        });
        return client;
      }),
      // The pool awaits it before it hands the connection out, though its type does not say so.
      // eslint-disable-next-line @typescript-eslint/no-misused-promises
      onConnect: async (client) => {
        const madeAfter = this.#reasons;
        try {
          const admitted = await admit(client, options);
          this.#known.set(client, { ...admitted, madeAfter, retireAtMs: retireAt() });
        } catch (cause) {
          hosts.passOver(hostOf.get(client) ?? '');
          throw new NotConnected('the connection was not admitted', { cause });
        }
      },
    });
    this.#pool.on('error', options.onIdleError);
  }

  /**
   * Lends a connection. Give it back.
   *
   * @throws DbosdError READ_ONLY (no host takes writes), STORE_UNAVAILABLE; nothing was sent then
   */
  async take(): Promise<PooledConnection> {
    for (let failures = 0; ;) {
      try {
        const client = await this.#pool.connect();
        const known = this.#known.get(client);
        if (known !== undefined && this.#isFit(known)) {
          return { client, ...known, began: () => true, spoilt: false };
        }
        client.release(true);
      } catch (cause) {
        failures += 1;
        if (!(cause instanceof NotConnected) || failures >= this.#hosts.size) throw unavailable(cause);
      }
    }
  }

  giveBack({ client }: PooledConnection, broken: boolean): void {
    const known = this.#known.get(client);
    client.release(broken || known === undefined || !this.#isFit(known));
  }

  /** No connection that there is now is used again. */
  recycle(): void {
    this.#reasons += 1;
    this.#recycledAt = this.#reasons;
  }

  /** What has become unfit of this connection is so of all that were made before now: none of them is used again. */
  recycleWith({ client }: PooledConnection): void {
    const known = this.#known.get(client);
    // Otherwise that was said before, and those that were made since are fit.
    if (known !== undefined && this.#isFit(known)) this.recycle();
  }

  /** The name was just seen to lead to this server: connections made before, to another one, are not used again. */
  leadsTo(server: string): void {
    this.#reasons += 1;
    this.#sighted = { server, at: this.#reasons };
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }

  #isFit({ madeAfter, server, retireAtMs }: Known): boolean {
    const leadsElsewhere =
      this.#sighted !== undefined &&
      server !== undefined &&
      server !== this.#sighted.server &&
      madeAfter < this.#sighted.at;
    return madeAfter >= this.#recycledAt && !leadsElsewhere && systemClock.monotonicMs() < retireAtMs;
  }
}

function retireAt(): number {
  const jitter = 1 + LIFETIME_JITTER * (2 * Math.random() - 1);
  return systemClock.monotonicMs() + LIFETIME_MS * jitter;
}

function unavailable(failure: unknown): DbosdError {
  const cause = failure instanceof NotConnected ? failure.cause : failure;
  if (!(cause instanceof DbosdError)) return noConnection(undefined, cause);
  return new DbosdError({
    reason: cause.reason === 'READ_ONLY' ? 'READ_ONLY' : 'STORE_UNAVAILABLE',
    message: `the database that database_url leads to now cannot be used: ${cause.message}`,
    outcome: 'not_applied',
    retryAfterMs: RETRY_AFTER_MS,
    cause,
  });
}

/** A constructor, as the pool wants one, that makes clients by a function. */
function clientsOf(make: (config: pg.ClientConfig) => pg.Client): new () => pg.ClientBase {
  return function (config: pg.ClientConfig) {
    return make(config);
  } as unknown as new () => pg.ClientBase;
}

type Connected = (failure?: Error | null, client?: unknown) => void;

/** The pool connects its clients by a callback. */
function onConnectFailure(client: pg.Client, describe: (cause: Error) => Error): void {
  const connect = client.connect.bind(client) as (connected: Connected) => void;
  client.connect = ((connected: Connected) => {
    connect((failure, connectedClient) => {
      connected(failure && describe(failure), connectedClient);
    });
  }) as typeof client.connect;
}
