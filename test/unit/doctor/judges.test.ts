import {
  judgeClock,
  judgeListen,
  judgeSameDatabase,
  judgeMaxConnections,
  judgeListenPooling,
  judgePooler,
  poolingOf,
} from '@dbosd/daemon/internal/doctor/judge-server.js';
import {
  judgeDbosSchema,
  judgeMessagesTrigger,
  judgeOwnSchema,
  judgePrivileges,
} from '@dbosd/daemon/internal/doctor/judge-database.js';
import type {
  PoolerTraces,
  Privileges,
  SchemaPrivileges,
} from '@dbosd/daemon/internal/store/doctor/index.js';
import type { MigrationStatus } from '@dbosd/daemon/internal/store/migrations/index.js';
import { examineServer, type ServerFacts } from '@dbosd/daemon/internal/store/schema/index.js';
import { expect } from 'chai';
import { GOOD_SERVER } from '../../support/good-server.js';

const DIRECT: PoolerTraces = {
  greeted: 7,
  first: 7,
  rounds: [1, 2, 3].map((other) => ({ other, again: 7 })),
};
const THROUGH: PoolerTraces = { ...DIRECT, greeted: 999 };

describe('the doctor, judging', () => {
  describe('the server', () => {
    const verdictOf = (subject: string, facts: Partial<ServerFacts>, allowAsyncCommit = false) =>
      Object.fromEntries(examineServer({ ...GOOD_SERVER, ...facts }, { allowAsyncCommit }))[subject];

    it('finds nothing wrong with a good one', () => {
      const findings = examineServer(GOOD_SERVER, { allowAsyncCommit: false });
      expect(findings.map(([, { verdict }]) => verdict)).to.deep.equal(Array(findings.length).fill('ok'));
    });

    it('supports Postgres 14 to 18, warns of 13 and 19, and refuses what is older', () => {
      for (const [versionNumber, verdict, words] of [
        [120_022, 'failed', 'Postgres 12.22'],
        [90_624, 'failed', 'Postgres 9.6.24'],
        [130_011, 'warning', 'older'],
        [140_000, 'ok', 'Postgres 14.0'],
        [180_004, 'ok', 'Postgres 18.4'],
        [190_000, 'warning', 'newer'],
      ] as const) {
        const finding = verdictOf('server-version', { versionNumber });
        expect(finding?.verdict, String(versionNumber)).to.equal(verdict);
        expect(finding?.found).to.contain(words);
      }
    });

    it('knows CockroachDB and YugabyteDB, whatever Postgres they claim to be', () => {
      for (const product of ['CockroachDB', 'YugabyteDB'] as const) {
        const finding = verdictOf('server-version', { product, versionNumber: 112_000 });
        expect(finding).to.include({ verdict: 'warning' });
        expect(finding?.found).to.contain(product);
      }
    });

    it('fails what a daemon does not start with, and only warns where the operator allows it', () => {
      expect(verdictOf('writable', { inRecovery: true })?.fix).to.equal('connect to the primary');
      expect(verdictOf('writable', { readOnly: true })?.verdict).to.equal('failed');
      expect(verdictOf('encoding', { encoding: 'LATIN1' })?.verdict).to.equal('failed');
      expect(verdictOf('fsync', { fsync: false })?.verdict).to.equal('failed');
      expect(verdictOf('fsync', { fsync: false }, true)?.verdict).to.equal('warning');
      expect(verdictOf('full-page-writes', { fullPageWrites: false })?.verdict).to.equal('warning');
      expect(verdictOf('synchronous-commit', { synchronousCommit: 'local' })?.verdict).to.equal('warning');
      expect(verdictOf('isolation', { isolation: 'serializable' })?.verdict).to.equal('warning');
    });
  });

  describe('connections', () => {
    const server = { limit: 100, usedByOthers: 0 };

    it('is content where the pools find room', () => {
      expect(judgeMaxConnections({ server }, 17)).to.deep.equal({
        verdict: 'ok',
        found: 'a daemon wants 17 connections; the server allows 100, of which others use 0',
      });
    });

    it('fails where they never can, naming the strictest bound and whose it is', () => {
      const finding = judgeMaxConnections({ server, role: { limit: 16, usedByOthers: 0 } }, 17);
      expect(finding).to.include({
        verdict: 'failed',
        found: 'a daemon wants 17 connections, and the role allows 16',
      });
      expect(finding.fix).to.equal(
        'raise the connection limit of the role, or lower write_pool_size and read_pool_size',
      );
      expect(judgeMaxConnections({ server: { ...server, limit: 17 } }, 17).verdict).to.equal('ok');
    });

    it('warns where others leave too little, and names the bound that is nearest', () => {
      const finding = judgeMaxConnections(
        { server: { limit: 100, usedByOthers: 84 }, database: { limit: 90, usedByOthers: 1 } },
        17,
      );
      expect(finding.verdict).to.equal('warning');
      expect(finding.found).to.contain('the server allows 100, of which others use 84');
      expect(finding.fix).to.contain('raise max_connections');
    });
  });

  describe('the way to Postgres', () => {
    const terms = { namedStatements: true, ownListenUrl: true };

    it('takes it for direct when the greeting named the process that serves', () => {
      expect(poolingOf(DIRECT)).to.equal('direct');
      expect(judgePooler(DIRECT, { ...terms, ownListenUrl: false }).verdict).to.equal('ok');
    });

    it('takes it for a pooler in session mode when only the greeting was another’s', () => {
      expect(poolingOf(THROUGH)).to.equal('session');
      expect(judgePooler(THROUGH, { ...terms, ownListenUrl: false }).verdict).to.equal('ok');
      expect(judgeListenPooling(THROUGH).verdict).to.equal('ok');
    });

    it('takes it for transaction mode when one process served two clients, or two processes one', () => {
      const shared = { ...THROUGH, rounds: [{ other: 7, again: 7 }] };
      const moved = {
        ...THROUGH,
        rounds: [
          { other: 8, again: 7 },
          { other: 9, again: 8 },
        ],
      };
      const forgot: PoolerTraces = { ...THROUGH, rounds: [{ other: 8, again: 'forgotten' }] };
      for (const traces of [shared, moved, forgot]) expect(poolingOf(traces)).to.equal('transaction');
      // Also where the pooler passes the greeting of Postgres on.
      expect(poolingOf({ ...shared, greeted: 7 })).to.equal('transaction');
    });

    it('wants a listen_url past a pooler in transaction mode', () => {
      const traces = { ...THROUGH, rounds: [{ other: 7, again: 8 }] };
      expect(judgePooler(traces, terms).verdict).to.equal('ok');
      expect(judgePooler(traces, { ...terms, ownListenUrl: false })).to.include({
        verdict: 'failed',
        fix: 'give a listen_url that leads past it',
      });
      expect(judgeListenPooling(traces).verdict).to.equal('failed');
    });

    it('wants named_statements off where the pooler forgets them', () => {
      const traces: PoolerTraces = { ...THROUGH, rounds: [{ other: 7, again: 'forgotten' }] };
      expect(judgePooler(traces, terms).fix).to.contain('named_statements: false');
      expect(judgePooler(traces, { ...terms, namedStatements: false }).verdict).to.equal('ok');
    });

    it('passes a pooler in transaction mode, and says how settings hold there', () => {
      const traces = { ...THROUGH, rounds: [{ other: 7, again: 8 }] };
      expect(judgePooler(traces, terms)).to.include({ verdict: 'ok' });
      expect(judgePooler(traces, terms).found).to.contain("settings hold for dbosd's own transactions only");
    });

    it('fails a pooler in statement mode', () => {
      const traces: PoolerTraces = { ...THROUGH, rounds: [{ other: 'refused', again: 7 }] };
      expect(poolingOf(traces)).to.equal('statement');
      expect(judgePooler(traces, { ...terms, namedStatements: false }).verdict).to.equal('failed');
    });
  });

  describe('LISTEN', () => {
    it('is content with a notification that came back, and warns of silence with the fix', () => {
      expect(judgeListen({ afterMs: 0 })).to.deep.equal({
        verdict: 'ok',
        found: 'a notification came back within 1 ms',
      });
      expect(judgeListen('silence').verdict).to.equal('warning');
      expect(judgeListen('silence').fix).to.contain('listen_url').and.to.contain('notify: off');
    });

    it('fails a listen_url that leads elsewhere', () => {
      const here = { database: 'a', role: 'r', fingerprint: '1' };
      expect(judgeSameDatabase(here, here).verdict).to.equal('ok');
      expect(judgeSameDatabase({ ...here, fingerprint: '2' }, here).verdict).to.equal('failed');
    });
  });

  describe('the DBOS schema', () => {
    it('fails what a daemon refuses, and warns of what it only does not know', () => {
      const verdicts = [
        judgeDbosSchema({ kind: 'empty', schemaExists: false }, 'dbos'),
        judgeDbosSchema({ kind: 'supported', version: 123 }, 'dbos'),
        judgeDbosSchema({ kind: 'older', version: 107, fix: 'upgrade', missing: [] }, 'dbos'),
        judgeDbosSchema({ kind: 'newer', version: 124, missing: [] }, 'dbos'),
        judgeDbosSchema({ kind: 'newer', version: 124, missing: ['streams.key'] }, 'dbos'),
        judgeDbosSchema({ kind: 'unusable', problem: 'p', fix: 'm' }, 'dbos'),
      ].map(({ verdict }) => verdict);
      expect(verdicts).to.deep.equal(['ok', 'ok', 'failed', 'warning', 'failed', 'failed']);
    });

    it('says what to do about the trigger, by what is left of it', () => {
      const at = { notify: 'auto', dbosSchema: 'my"schema' } as const;
      expect(judgeMessagesTrigger('enabled', at).verdict).to.equal('ok');
      expect(judgeMessagesTrigger('disabled', at).fix).to.equal(
        'alter table "my""schema".notifications enable trigger dbos_notifications_trigger',
      );
      expect(judgeMessagesTrigger('missing', at).fix).to.match(/^create trigger .* on "my""schema"/);
      expect(judgeMessagesTrigger('missing with its function', at).verdict).to.equal('warning');
      expect(judgeMessagesTrigger('missing', { ...at, notify: 'off' }).verdict).to.equal('skipped');
    });
  });

  it('warns of migrations that are pending or unknown, and not of a schema that is still to be made', () => {
    const status: MigrationStatus = {
      schema: 'dbosd',
      schemaExists: true,
      applied: ['1'],
      pending: [],
      unknown: [],
    };
    expect(judgeOwnSchema(status).verdict).to.equal('ok');
    expect(judgeOwnSchema({ ...status, pending: ['2'] }).fix).to.contain('dbosd migrate up');
    expect(judgeOwnSchema({ ...status, unknown: ['3'] }).found).to.contain('a newer dbosd has applied 3');
    expect(judgeOwnSchema({ ...status, schemaExists: false, pending: ['1'] }).verdict).to.equal('ok');
  });

  describe('privileges', () => {
    const schema: SchemaPrivileges = { name: 'dbos', exists: true, usage: true, create: false, lacking: [] };
    const role: Privileges = {
      role: 'app',
      database: 'db',
      createInDatabase: false,
      dbos: schema,
      own: { ...schema, name: 'dbosd' },
    };
    const judge = (worker: Partial<Privileges>, toBeMade = { dbos: false, own: false }) =>
      judgePrivileges({ maker: { ...role, ...worker }, worker: { ...role, ...worker }, toBeMade });

    it('asks for no more than a daemon needs on a database that is complete', () => {
      expect(judge({})).to.deep.equal({ verdict: 'ok', found: 'role "app" may do all that dbosd does' });
    });

    it('names each table and what is lacking, and grants that fix it, each once', () => {
      const lacking = [
        { table: 'notifications', privileges: ['insert'] },
        { table: 'queues', privileges: ['update', 'delete'] },
      ];
      expect(judge({ dbos: { ...schema, usage: false, lacking } })).to.deep.equal({
        verdict: 'failed',
        found:
          'role "app" lacks usage on schema "dbos"; role "app" lacks insert on "dbos"."notifications"; ' +
          'role "app" lacks update, delete on "dbos"."queues"',
        fix:
          'grant usage on schema "dbos" to "app"; ' +
          'grant select, insert, update, delete on all tables in schema "dbos" to "app"',
      });
    });

    it('asks for CREATE only where something is still to be made', () => {
      const missing = { own: { ...role.own, exists: false, usage: false } };
      expect(judge(missing).verdict).to.equal('ok');
      expect(judge(missing, { dbos: false, own: true }).fix).to.equal(
        'grant create on database "db" to "app"',
      );
      expect(judge({}, { dbos: false, own: true }).fix).to.equal('grant create on schema "dbosd" to "app"');
      expect(judge({ ...missing, createInDatabase: true }, { dbos: false, own: true }).verdict).to.equal(
        'ok',
      );
    });
  });

  describe('clocks', () => {
    const reading = (offsetMs: number) => ({
      askedAtMs: 5000,
      databaseMs: 5010 + offsetMs,
      answeredAtMs: 5020,
    });

    it('halves the round trip', () => {
      expect(judgeClock(reading(0)).found).to.equal(
        "the database's clock is 0 ms ahead of this machine's (± 10 ms)",
      );
    });

    it('warns above a second, whichever way', () => {
      expect(judgeClock(reading(1000)).verdict).to.equal('ok');
      expect(judgeClock(reading(1001)).verdict).to.equal('warning');
      expect(judgeClock(reading(-1500)).found).to.contain("1.5 s behind this machine's");
    });
  });
});
