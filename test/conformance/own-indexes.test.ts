import { loadConfig } from '@dbosd/daemon';
import { migrate, showMigrationStatus } from '@dbosd/cli/internal/migrate.js';
import {
  inspectOwnIndexesAt,
  makeOwnIndexes,
  OWN_INDEXES,
  OwnIndexKeeper,
  standingOf,
  type MakeOutcome,
} from '@dbosd/daemon/internal/store/indexes/index.js';
import { GaveWay, givingWay } from '@dbosd/daemon/internal/store/indexes/make-own-indexes.js';
import { systemClock } from '@dbosd/shared';
import { expect } from 'chai';
import pg from 'pg';
import { FakeTerminal } from '../support/fake-terminal.js';
import { startDaemon } from '../support/daemon.js';
import { createRole } from '../support/role.js';
import { openTestStore, type TestStore } from '../support/test-store.js';
import { until } from '../support/until.js';

const ALL = OWN_INDEXES.map(({ name }) => name);

describe('the indexes of ours on the tables of DBOS', () => {
  let test: TestStore;
  const clients: pg.Client[] = [];
  const make = (url = test.url): Promise<MakeOutcome> =>
    makeOwnIndexes({ url, dbosSchema: 'dbos', waitMs: 20_000 });
  const standing = async (): Promise<string[]> => [
    ...standingOf(await inspectOwnIndexesAt(test.url, 'dbos')),
  ];

  beforeEach(async () => {
    test = await openTestStore();
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await test.close();
  });

  /** A session that holds a transaction open in which it has written, as builds must wait for. */
  async function writerInTransaction(): Promise<pg.Client> {
    const client = await session();
    await client.query('begin');
    await client.query(`insert into dbos.workflow_status (workflow_uuid, status) values ('held', 'PENDING')`);
    return client;
  }

  async function session(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    clients.push(client);
    return client;
  }

  // For transactions that have written: it has the table's lock then, which whoever wants the table has to wait for. Before,
  // it may itself be waiting for that lock, behind the server's own tidying up.
  const buildWaits = async (): Promise<boolean> => {
    const rows = await test.query(
      `select from pg_stat_activity
      where datname = current_database() and application_name = 'dbosd indexes'
        and wait_event_type = 'Lock' and wait_event = 'virtualxid'`,
    );
    return rows.length > 0;
  };

  it('are made once, with the definitions of the table, and leave those of DBOS alone', async () => {
    const indexNames = (): Promise<{ name: string; definition: string }[]> =>
      test.query(
        `select indexname as name, indexdef as definition from pg_indexes where schemaname = 'dbos' order by 1`,
      );
    const before = await indexNames();

    expect(await make()).to.deep.include({ made: ALL });
    expect(await make()).to.deep.include({ made: [] });

    const after = await indexNames();
    expect(after.filter(({ name }) => !name.startsWith('dbosd_'))).to.deep.equal(before);
    expect(after.map(({ name }) => name).filter((name) => name.startsWith('dbosd_'))).to.have.members(ALL);
    expect(await standing()).to.have.members(ALL);
  });

  it('are made by one of many daemons that start at once', async () => {
    const outcomes = await Promise.all([make(), make(), make()]);

    expect(outcomes.flatMap(({ made }) => made)).to.deep.equal(ALL);
    expect(outcomes.map(({ problem }) => problem)).to.deep.equal([undefined, undefined, undefined]);
  });

  it('give way to whoever waits for a build, and are made again afterwards', async () => {
    const writer = await writerInTransaction();
    const making = make();
    await until(buildWaits);
    const migration = await session();
    await migration.query('begin');

    const migrating = migration.query('lock table dbos.workflow_status in access exclusive mode');
    expect((await making).problem).to.include({ kind: 'later' });
    const [unfinished] = (await inspectOwnIndexesAt(test.url, 'dbos')).filter(
      ({ state }) => state === 'unfinished',
    );
    await writer.query('rollback');
    await migrating;
    await migration.query('rollback');

    expect(unfinished?.index.table).to.equal('workflow_status');
    await make();
    expect(await standing()).to.have.members(ALL);
  });

  it('are not begun by a daemon that has been told to stop, however the cancel and the statement cross', async () => {
    const client = await session();
    for (let i = 0; i < 20; i++) {
      const gaveWay = await givingWay({
        client,
        url: test.url,
        sql: 'select pg_sleep(600)',
        signal: AbortSignal.abort(),
      }).catch((error: unknown) => error);
      expect(gaveWay).to.be.instanceOf(GaveWay);
    }
  });

  it('are given up where the role may not, and that is said once', async () => {
    const role = await createRole(test.url);
    try {
      await test.query(`grant usage on schema dbos to ${role.name}`);
      await test.query(`grant select on all tables in schema dbos to ${role.name}`);
      const refusals: string[] = [];
      const rounds: (() => void)[] = [];
      const keeper = new OwnIndexKeeper({
        url: role.url,
        dbosSchema: 'dbos',
        db: test.store.read.plain,
        make: true,
        clock: {
          monotonicMs: () => systemClock.monotonicMs(),
          sleep: (_ms, signal) =>
            new Promise((resolve) => {
              rounds.push(resolve);
              signal?.addEventListener('abort', () => {
                resolve();
              });
            }),
        },
        onMade: () => undefined,
        onRefused: (message) => refusals.push(message),
        onLater: () => undefined,
        onError: (cause) => {
          throw cause;
        },
      });
      await keeper.start();
      await until(() => rounds.length === 1);
      rounds[0]!();
      await until(() => rounds.length === 2);
      await keeper.stop();

      expect(refusals).to.have.length(1);
      expect(refusals[0]).to.contain('must be owner of table');
      expect(keeper.atHand.standing.size).to.equal(0);
    } finally {
      await role.drop();
    }
  });

  it('are made in the background by a daemon, which starts before they stand and stops while one is built', async () => {
    const writer = await writerInTransaction();
    const daemon = await startDaemon(test.url);
    await until(buildWaits);
    const client = await daemon.connect();
    expect(await client.listWorkflows({ parentWorkflowID: 'nobody' })).to.deep.equal([]);
    await daemon.stop();
    expect(await standing()).not.to.have.members(ALL);

    await writer.query('rollback');
    const next = await startDaemon(test.url);
    await until(() => next.events.includes('indexes.made'));
    await next.stop();
    expect(await standing()).to.have.members(ALL);
  });

  it('are made by "dbosd migrate up" unless the setting says no, and shown by "dbosd migrate status"', async () => {
    const said: string[] = [];
    const context = {
      createDaemon: () => Promise.reject(new Error('no daemon is needed')),
      print: (line: string) => said.push(line),
      tell: (line: string) => said.push(`told: ${line}`),
      process: { on: () => process, off: () => process, exit: () => undefined },
      terminal: new FakeTerminal(),
    };
    const { config } = loadConfig({ environment: { DBOSD_DATABASE_URL: test.url }, cwd: '/' });
    const status = async (): Promise<string[]> => {
      said.length = 0;
      await showMigrationStatus(config, context);
      return said.filter((line) => /indexes|dbosd_/.test(line));
    };

    await migrate({ ...config, ownIndexes: 'off' }, context);
    expect(await status()).to.include.members([
      'indexes: 0 of 7 exist',
      '  missing     dbosd_workflow_queue_time  (lists of the workflows of a queue)',
    ]);
    await migrate(config, context);
    expect(said).to.include(`indexes: made ${ALL.join(', ')}`);
    expect(await status()).to.include.members([
      'indexes: 7 of 7 exist',
      '  standing    dbosd_workflow_queue_time  (lists of the workflows of a queue)',
    ]);
    await migrate(config, context);
    expect(said).to.include('indexes: nothing to do');
  });

  it('are not made where the setting says so', async () => {
    const daemon = await startDaemon(test.url, { ownIndexes: 'off' });
    const client = await daemon.connect();
    await client.listWorkflows({});
    await daemon.stop();

    expect(await standing()).to.deep.equal([]);
    expect(daemon.events).not.to.include('indexes.made');
  });

  it('take nothing from the longest ids of the contract, whatever else is in a row', async () => {
    await make();
    const long = (length: number): string =>
      Array.from({ length }, () => String.fromCharCode(33 + Math.floor(Math.random() * 90))).join('');

    await test.query(
      `insert into dbos.workflow_status
        (workflow_uuid, status, queue_name, parent_workflow_id, forked_from, schedule_name)
      values ($1, 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', $2, $3, $4, $5)`,
      [long(2300), long(255), long(2600), long(2600), long(255)],
    );
    await test.workflow('box');
    await test.query(
      `insert into dbos.notifications (message_uuid, destination_uuid, topic, message) values ($1, 'box', $2, '1')`,
      [long(2300), long(2600)],
    );
  });
});
