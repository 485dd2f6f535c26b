import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, mkdtemp, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { identity, type DataDirectory } from './data-directory.js';
import type { Binaries } from './binaries.js';
import { diagnose, diagnoseSpawn, EmbeddedPostgresError } from './diagnosis.js';
import { processFacts } from './leftover.js';

/** An initialised cluster: what `postgres -D` wants, and the password of its superuser. */
export interface Cluster {
  readonly dataDir: string;
  readonly password: string;
}

/** The environment of initdb and postgres: nothing inherited, so that messages and defaults are known. */
export const POSTGRES_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Opens the cluster in the folder, or makes one. Data and password are made together in a draft folder
 * and renamed into place, so that a start that was killed leaves nothing half made, and of two first
 * starts at once one wins.
 * @param durable false leaves out the sync to disk: for tests only
 */
export async function openCluster(
  { home, account }: DataDirectory,
  binaries: Binaries,
  durable: boolean,
): Promise<Cluster> {
  const place = join(home, 'cluster');
  if (!(await exists(place))) {
    const draft = await mkdtemp(join(home, `init-${String(process.pid)}-`));
    try {
      if (account.switched) await chown(draft, account.uid, account.gid);
      await writePassword(draft, { account });
      await runInitdb(draft, { account, binaries, durable });
      await rename(draft, place).catch(loseRace);
      if (durable) await syncFolder(home);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  return { dataDir: join(place, 'data'), password: await readPassword(place) };
}

/** Removes drafts left by killed starts; those of running processes may still be in use. */
export async function removeDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const maker = /^init-(\d+)-/.exec(name)?.[1];
    if (maker === undefined || (await processFacts(Number(maker))) !== undefined) continue;
    await rm(join(home, name), { recursive: true, force: true });
  }
}

async function writePassword(draft: string, { account }: Pick<DataDirectory, 'account'>): Promise<void> {
  const file = await open(join(draft, 'password'), 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(24).toString('hex'));
    if (account.switched) await file.chown(account.uid, account.gid); // initdb reads it as the account
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readPassword(place: string): Promise<string> {
  try {
    return await readFile(join(place, 'password'), 'utf8');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'DATA_UNUSABLE',
      `The password next to the data in ${place} cannot be read`,
      'Remove the folder to start afresh',
      { cause },
    );
  }
}

interface InitdbOptions {
  readonly account: DataDirectory['account'];
  readonly binaries: Binaries;
  readonly durable: boolean;
}

async function runInitdb(draft: string, { account, binaries, durable }: InitdbOptions): Promise<void> {
  const args = [
    '-D',
    join(draft, 'data'),
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${join(draft, 'password')}`,
    '--encoding=UTF8', // without it, and without LANG, the cluster becomes SQL_ASCII
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = spawn(binaries.initdb, args, {
    cwd: '/',
    env: POSTGRES_ENV,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...identity(account),
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const code = await new Promise<number | null>((settle, fail) => {
    child.once('error', (cause) => {
      fail(diagnoseSpawn('initdb', cause));
    });
    child.once('close', settle);
  });
  if (code !== 0) throw diagnose('initdb', lines);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Another first start was quicker: use its cluster. */
function loseRace(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
}
