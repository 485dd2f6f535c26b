import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import pg from 'pg';
import { examineDatabase } from '@dbosd/daemon/internal/doctor/examine-database.js';
import { inspectOwnIndexesAt, makeOwnIndexes } from '@dbosd/daemon/internal/store/indexes/index.js';
import { migrateUp, migrationStatus } from '@dbosd/daemon/internal/store/migrations/index.js';
import { prepareDatabase } from '@dbosd/daemon/internal/store/prepare-database.js';
import {
  attachDbosSchema,
  inspectDbosSchemaAt,
  lockKeyOf,
  withSessionLock,
} from '@dbosd/daemon/internal/store/schema/index.js';
import { loadConfig } from '@dbosd/daemon';
import { createDatabase } from '../support/database.js';

describe('a database that takes connections and says nothing', () => {
  let server: Server;
  let url: string;
  const sockets = new Set<Socket>();

  before(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `postgres://app@127.0.0.1:${String((server.address() as AddressInfo).port)}/app`;
  });

  after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it('ends the start and every step of a migration, which say what they wait for', async () => {
    const told: string[] = [];
    const tell = (message: string): void => {
      told.push(message);
    };
    const dbos = { url, schema: 'dbos', listenNotify: true };
    const attempts: Readonly<Record<string, Promise<unknown>>> = {
      start: prepareDatabase({ ...dbos, dbosSchema: 'dbos', allowAsyncCommit: true, tell }),
      attach: attachDbosSchema({ ...dbos, tell }),
      migrate: migrateUp(url, 'dbos', { tell }),
      status: migrationStatus(url, 'dbos'),
      inspection: inspectDbosSchemaAt(url, 'dbos'),
      indexes: makeOwnIndexes({ url, dbosSchema: 'dbos', waitMs: 0, tell }),
      'state of indexes': inspectOwnIndexesAt(url, 'dbos'),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      const outcome = await attempt.then(
        () => 'passed',
        (cause: unknown) => cause,
      );
      expect(outcome, name).to.be.instanceOf(Error);
    }
    const { host } = new URL(url);
    const waits = new Set(told.map((line) => line.replace(/\d+ s$/, 'N s')));
    expect([...waits]).to.deep.equal([
      `waiting for the database at ${host} to let dbosd in: no answer for N s`,
    ]);
  });

  it('is what the doctor reports', async () => {
    const { config } = loadConfig({ environment: {}, cwd: '/' });
    const checks = await examineDatabase({ ...config, databaseUrl: url });
    expect(checks[0]).to.include({ check: 'connection', verdict: 'failed' });
  });
});

describe('a migration that another session keeps waiting', () => {
  it('says what it waits for', async () => {
    const { url, drop } = await createDatabase();
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    const told: string[] = [];
    const lock = { key: lockKeyOf('dbosd migrations dbosd'), purpose: 'this test' };
    await withSessionLock(holder, lock, async () => {
      const tell = (message: string): void => {
        told.push(message);
      };
      await migrateUp(url, 'dbos', { waitMs: 1, tell }).catch(() => undefined);
    });
    await holder.end();
    await drop();
    expect(told).to.have.length(1);
    expect(told[0]).to.match(
      /^waiting for another session that holds advisory lock -?\d+ \(migrations of dbosd\)/,
    );
  });
});
