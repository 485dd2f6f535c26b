import { chown, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@dbosd/embedded';
import { prepareDataDirectory } from '@dbosd/embedded/internal/data-directory.js';
import { withClient } from './connect.js';
import { until } from './until.js';
import { workspacePath } from './workspace.js';

/** A primary, and a hot standby that follows it by streaming; both end with this process. */
export interface PrimaryAndStandby {
  readonly primary: EmbeddedPostgres;
  readonly standby: EmbeddedPostgres;
  /** Resolves when the standby has all that the primary has written so far. */
  caughtUp(): Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Of what a server must not take along from the files of another that runs. */
const LEFT_OUT = /\/data\/(postmaster\.(pid|opts)|pg_wal\/[^/]+)$/;

/** Starts both (a few seconds), the standby from a copy of the running primary's files. */
export async function startPrimaryAndStandby(): Promise<PrimaryAndStandby> {
  const folders = [await dataFolder(), await dataFolder()] as const;
  const primary = await startEmbeddedPostgres({ dataDir: folders[0], durable: false });
  const { home, account } = await prepareDataDirectory(folders[1]);
  await copyRunning(primary, home, async (data) => {
    await writeFile(join(data, 'standby.signal'), '');
    for (const name of ['standby.signal', 'backup_label']) {
      await chown(join(data, name), account.uid, account.gid);
    }
  });
  const standby = await startEmbeddedPostgres({
    dataDir: folders[1],
    durable: false,
    settings: { hot_standby: 'on', primary_conninfo: conninfo(primary.url) },
  });
  return {
    primary,
    standby,
    caughtUp: () => caughtUp(primary.url, standby.url),
    stop: async () => {
      await Promise.all([primary, standby].map((server) => server.stop()));
      for (const folder of [...folders, primary.home, standby.home]) {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function copyRunning(
  { url, home }: EmbeddedPostgres,
  to: string,
  then: (data: string) => Promise<void>,
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`select pg_backup_start('standby', true)`);
    await cp(join(home, 'cluster'), join(to, 'cluster'), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !LEFT_OUT.test(path),
    });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeFile(join(to, 'cluster', 'data', 'backup_label'), rows[0]!.labelfile);
  });
  await own(join(to, 'cluster'));
  await then(join(to, 'cluster', 'data'));

  /** A copy made by root belongs to root, and Postgres wants its own. */
  async function own(folder: string): Promise<void> {
    const { uid, gid } = await stat(to);
    await chown(folder, uid, gid);
    for (const entry of await readdir(folder, { recursive: true }))
      await chown(join(folder, entry), uid, gid);
  }
}

function conninfo(url: string): string {
  const { hostname, port, username, password } = new URL(url);
  return `host=${hostname} port=${port} user=${username} password=${password}`;
}

async function caughtUp(primaryUrl: string, standbyUrl: string): Promise<void> {
  const [written] = await withClient(primaryUrl, async (client) => {
    const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
    return rows;
  });
  await withClient(standbyUrl, async (client) => {
    await until(async () => {
      const { rows } = await client.query<{ there: boolean }>(
        'select pg_last_wal_replay_lsn() >= $1::pg_lsn as there',
        [written!.lsn],
      );
      return rows[0]!.there;
    });
  });
}

async function dataFolder(): Promise<string> {
  const parent = workspacePath('.dbosd');
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, `test-${String(process.pid)}-`));
}
