import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import { startDaemon, type TestDaemon } from '../support/daemon.js';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { DbosWriter } from '../support/dbos-writer.js';
import { failureOf } from '../support/failure-of.js';
import { announceMissing, findTool } from '../support/not-run.js';
import { startPgBouncer } from '../support/pgbouncer.js';
import { startPrimaryAndStandby, type PrimaryAndStandby } from '../support/standby.js';
import { until } from '../support/until.js';
import { withClient } from '../support/connect.js';
import { checkHealth } from '@dbosd/daemon/internal/rpc/check-health.js';

describe('a daemon whose database moves', () => {
  let servers: PrimaryAndStandby;
  let name: CuttingProxy;
  let daemon: TestDaemon;
  let client: DBOSClient;
  let dbos: DbosWriter;

  before(async () => {
    servers = await startPrimaryAndStandby();
    name = await CuttingProxy.start(servers.primary.url);
  });

  beforeEach(async () => {
    name.leadTo(servers.primary.url);
    daemon = await startDaemon(name.url, { sweepIntervalMs: 50 }, { serverLookIntervalMs: 100 });
    client = await daemon.connect({ unavailableTimeoutMs: 1 });
    dbos = new DbosWriter(servers.primary.url);
  });

  afterEach(async () => {
    await daemon.stop();
    await dbos.close();
  });

  after(async () => {
    await name.stop();
    await servers.stop();
  });

  const health = async (): Promise<string> => (await checkHealth(daemon.address, 10_000)).kind;

  async function connectionsTo(url: string): Promise<number> {
    return withClient(url, async (observer) => {
      const { rows } = await observer.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where application_name in ('dbosd write', 'dbosd read')`,
      );
      return rows[0]!.n;
    });
  }

  it('takes nothing from a standby: no read is stale, health says so, and both pools leave it by themselves', async () => {
    const id = await dbos.workflow();
    await client.send(id, 'before');
    await servers.caughtUp();

    name.leadTo(servers.standby.url);
    name.cut();
    await until(async () => (await health()) === 'not_serving');
    // On the primary only, as far as reads are concerned: the standby is behind, or is not asked at all.
    const fresh = await dbos.workflow();
    expect(await failureOf(client.retrieveWorkflow(fresh).getStatus())).to.include({ reason: 'READ_ONLY' });
    expect(await failureOf(client.listWorkflows({}))).to.include({ reason: 'READ_ONLY' });
    expect(await failureOf(client.send(id, 'lost'))).to.include({ reason: 'READ_ONLY' });
    expect(await connectionsTo(servers.standby.url)).to.equal(0);

    // Not cut: what connections there are must leave.
    name.leadTo(servers.primary.url);
    await until(async () => (await health()) === 'serving');
    await client.send(id, 'after');
    expect((await client.retrieveWorkflow(fresh).getStatus())?.workflowID).to.equal(fresh);
    expect((await dbos.messages(id)).map(({ message }) => message)).to.deep.equal(['"before"', '"after"']);
  });

  it('leaves a server that is made read-only, where connections stay open', async () => {
    const id = await dbos.workflow();
    await client.send(id, 'before');
    await client.listWorkflows({});
    const set = (to: string): Promise<void> =>
      withClient(servers.primary.url, async (admin) => {
        await admin.query('set default_transaction_read_only = off');
        await admin.query(`alter system ${to}`);
        await admin.query('select pg_reload_conf()');
      });
    await set('set default_transaction_read_only = on');
    try {
      await until(async () => (await health()) === 'not_serving');
      expect(await failureOf(client.send(id, 'lost'))).to.include({ reason: 'READ_ONLY' });
      expect(await failureOf(client.listWorkflows({}))).to.include({ reason: 'READ_ONLY' });
    } finally {
      await set('reset default_transaction_read_only');
    }
    await until(async () => (await health()) === 'serving');
    await client.send(id, 'after');
  });

  it('finds the host that takes writes among several: the pools, the listener and the migrations', async () => {
    const [standby, primary] = [servers.standby.url, servers.primary.url].map((url) => new URL(url).host);
    const url = new URL(servers.primary.url);
    const list = `postgres://${url.username}:${url.password}@${standby!},${primary!}${url.pathname}?target_session_attrs=read-write`;
    const several = await startDaemon(list);
    try {
      const id = await dbos.workflow();
      const other = await several.connect();
      await other.send(id, 1);
      expect((await other.retrieveWorkflow(id).getStatus())?.workflowID).to.equal(id);
      expect(several.events).to.include('listener.hearing');
    } finally {
      await several.stop();
    }
  });

  if (findTool('pgbouncer') === undefined) announceMissing('fault', 'pgbouncer');
  else {
    it('reads nothing from a standby that PgBouncer leads it to without a word', async () => {
      const pooler = await startPgBouncer(name.url);
      const through = await startDaemon(pooler.url, {
        listenUrl: servers.primary.url,
        namedStatements: false,
        sweepIntervalMs: 50,
      });
      try {
        const ours = await through.connect({ unavailableTimeoutMs: 1 });
        await ours.listWorkflows({});
        name.leadTo(servers.standby.url);
        name.cut();
        const fresh = await dbos.workflow();
        // The pooler may have lost its connection at first; a read may fail, and must not say that there is none.
        await until(async () => {
          const answer = await failureOf(ours.retrieveWorkflow(fresh).getStatus());
          return answer.reason === 'READ_ONLY';
        });
        name.leadTo(servers.primary.url);
        name.cut();
        await until(async () => {
          const status = await ours
            .retrieveWorkflow(fresh)
            .getStatus()
            .catch(() => undefined);
          expect(status).not.to.equal(null);
          return status?.workflowID === fresh;
        });
      } finally {
        await through.stop();
        await pooler.close();
      }
    });
  }

  // The last: the standby becomes a primary, and both are.
  it('follows its name to a server that was promoted, though the old one still lets it write', async () => {
    const id = await dbos.workflow();
    await client.send(id, 'before');
    await servers.caughtUp();
    await withClient(servers.standby.url, (admin) => admin.query('select pg_promote()'));

    name.leadTo(servers.standby.url);

    const promoted = new DbosWriter(servers.standby.url);
    await until(async () => {
      await client.send(id, 'to the new one');
      return (await promoted.messages(id)).length > 1;
    });
    const fresh = await promoted.workflow();
    await until(async () => (await client.retrieveWorkflow(fresh).getStatus()) !== null);
    await until(() => daemon.events.filter((event) => event === 'listener.hearing').length > 1);
    await promoted.close();
  });
});
