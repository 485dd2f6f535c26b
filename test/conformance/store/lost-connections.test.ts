import { expect } from 'chai';
import pg from 'pg';
import { systemClock } from '@dbosd/shared';
import { workflowNotFound } from '@dbosd/daemon/internal/model/failures.js';
import { Database } from '@dbosd/daemon/internal/store/database.js';
import { Listener } from '@dbosd/daemon/internal/store/listener.js';
import { schemasOf } from '@dbosd/daemon/internal/store/statement.js';
import { withClient } from '../../support/connect.js';
import { CuttingProxy } from '../../support/cutting-proxy.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { deferred } from '../../support/deferred.js';
import { failureOf } from '../../support/failure-of.js';
import { until } from '../../support/until.js';

describe('a connection of a pool', () => {
  let server: TestDatabase;
  let proxy: CuttingProxy;
  let observer: pg.Client;
  let database: Database;

  before(async () => {
    server = await createDatabase();
    observer = new pg.Client(server.url);
    await observer.connect();
  });

  beforeEach(async () => {
    proxy = await CuttingProxy.start(server.url);
  });

  afterEach(async () => {
    await proxy.stop();
    await database.close();
  });

  after(async () => {
    await observer.end();
    await server.drop();
  });

  function open(applicationName: string, more: { answerTimeoutMs?: number } = {}): Database {
    return new Database({
      url: proxy.url,
      schemas: schemasOf('dbos'),
      applicationName,
      size: 1,
      named: true,
      settings: {},
      onIdleError: () => undefined,
      ...more,
    });
  }

  /** Not the check of a new connection, which comes before and is lost with another error. */
  async function isSleeping(applicationName: string): Promise<boolean> {
    const { rowCount } = await observer.query(
      `select from pg_stat_activity
      where application_name = $1 and state = 'active' and query like '%pg_sleep%'`,
      [applicationName],
    );
    return rowCount === 1;
  }

  it('that is reset in the middle of a statement fails that statement, and not the process', async () => {
    database = open('reset');
    const statement = failureOf(database.plain.query('select pg_sleep(600)'));
    await until(() => isSleeping('reset'));

    proxy.cut();

    expect(await statement).to.include({ reason: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
    expect((await database.plain.query('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
  });

  it('that falls silent is given up, and the next statement gets another', async () => {
    database = open('silent', { answerTimeoutMs: 500 });
    await database.plain.query('select 1');
    proxy.blackhole();

    const failure = await failureOf(database.plain.query('select 1'));
    proxy.restore();

    expect(failure).to.include({ reason: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
    expect((await database.plain.query('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
  });

  it('is kept when a transaction on it is refused, whatever names the refusal speaks of', async () => {
    database = open('kept');
    const backend = async (): Promise<unknown> =>
      (await database.plain.query('select pg_backend_pid()')).rows[0];
    const before = await backend();

    const failure = await failureOf(
      database.transaction(() => Promise.reject(workflowNotFound('connection-timeout'))),
    );

    expect(failure).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    expect(await backend()).to.deep.equal(before);
  });
});

const SILENCES = [
  {
    what: 'a database that is stopped',
    query: () => new Promise<never>(() => undefined),
    says: /^the database did not answer/,
  },
  {
    what: 'a pooler that takes LISTEN and passes nothing on',
    query: () => Promise.resolve([]),
    says: /a pooler swallows LISTEN$/,
  },
];

describe('a listener', () => {
  it('stops while the connection that sends its self-test is silent', async () => {
    const server = await createDatabase();
    const sending = deferred();
    const listener = new Listener({
      url: server.url,
      db: {
        query: () => {
          sending.resolve();
          return new Promise(() => undefined);
        },
      },
      clock: systemClock,
      onHint: () => undefined,
      onHearing: () => undefined,
      onDeaf: () => undefined,
    });
    const started = listener.start();
    await sending.promise;

    await listener.stop();

    await started;
    await server.drop();
  });

  it('is not ended by an idle_session_timeout that everybody else has', async () => {
    const server = await createDatabase();
    await withClient(server.url, (client) =>
      client.query(`alter database ${server.name} set idle_session_timeout = '100ms'`),
    );
    const sender = new pg.Pool({ connectionString: server.url });
    sender.on('error', () => undefined);
    const deaf: Error[] = [];
    const listener = new Listener({
      url: server.url,
      db: { query: async (_statement, values) => (await sender.query<never>(NOTIFY, values)).rows },
      clock: systemClock,
      onHint: () => undefined,
      onHearing: () => undefined,
      onDeaf: (cause) => deaf.push(cause),
    });
    await listener.start();

    // What began to idle later is over: the listener's time would have been, too.
    for (let others = 0; others < 3; others++) {
      const other = new pg.Client({ connectionString: server.url });
      const ended = new Promise((resolve) => other.on('error', resolve));
      await other.connect();
      await ended;
    }

    expect(deaf).to.deep.equal([]);
    await listener.stop();
    await sender.end();
    await server.drop();
  });

  for (const { what, query, says } of SILENCES) {
    it(`says of ${what}: ${says.source}`, async () => {
      const server = await createDatabase();
      const deaf = deferred<Error>();
      const listener = new Listener({
        url: server.url,
        db: { query },
        // Notifications have all the time they need, which is none here.
        clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 50), signal) },
        onHint: () => undefined,
        onHearing: () => undefined,
        onDeaf: (cause) => {
          deaf.resolve(cause);
        },
      });
      const started = listener.start();

      expect((await deaf.promise).message).to.match(says);

      await listener.stop();
      await started;
      await server.drop();
    });
  }
});

const NOTIFY =
  'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as n (channel, payload)';
