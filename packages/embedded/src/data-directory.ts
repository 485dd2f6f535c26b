import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, chown, constants, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './diagnosis.js';

/** A folder that belongs to the account, mode 0700; the cluster lives below it. */
export interface DataDirectory {
  readonly home: string;
  readonly account: Account;
}

/** Where root's data goes when the account cannot enter the folder asked for. */
const ROOT_DATA = '/var/lib/dbosd';

/**
 * Makes the data folder ready and says who runs Postgres in it. For root, when the account cannot
 * enter the folders above (a checkout in /root), the data goes to /var/lib/dbosd/<hash of the path>.
 * The same path always gives the same folder as long as those folders keep their modes.
 */
export async function prepareDataDirectory(dataDir: string): Promise<DataDirectory> {
  const asked = resolve(dataDir);
  // Without a mode: with one, every new parent would get it too, and 0700 shuts the account out.
  await mkdir(asked, { recursive: true }).catch((cause: unknown) => {
    throw unusable(asked, cause);
  });
  const account = await chooseAccount(await stat(asked));
  if (await canEnter(account, dirname(asked))) return { home: await own(asked, account), account };

  const elsewhere = join(ROOT_DATA, createHash('sha256').update(asked).digest('hex').slice(0, 12));
  if (!account.switched) throw unusable(asked);
  await mkdir(elsewhere, { recursive: true });
  await chmod(ROOT_DATA, 0o755);
  const resident = await chooseAccount(await stat(elsewhere));
  return { home: await own(elsewhere, resident), account: resident };
}

async function own(folder: string, account: Account): Promise<string> {
  const { uid } = await stat(folder);
  if (!account.switched && uid !== account.uid) throw unusable(folder);
  if (account.switched) await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
  return realpath(folder);
}

function unusable(folder: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'FOLDER_UNUSABLE',
    `The data folder ${folder} cannot be used by this user`,
    'Give the folder to this user (another one, perhaps root, may have made it) or choose another',
    { cause },
  );
}

/** Who runs Postgres. `switched` is true when it is not ourselves: only root can do that. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly switched: boolean;
}

/** In order of preference; `_postgres` is the name on macOS. Accounts are never created. */
const ACCOUNTS_FOR_ROOT = ['postgres', '_postgres', 'nobody'];

/**
 * The account for Postgres, which refuses to run as root: ourselves, or for root the owner of the
 * data (so that root can continue what a user began), else `postgres`, else `nobody`.
 */
export async function chooseAccount(owner: { uid: number; gid: number } | undefined): Promise<Account> {
  const uid = ownUid();
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? uid, switched: false };
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, switched: true };
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  for (const name of ACCOUNTS_FOR_ROOT) {
    const account = accounts.get(name);
    if (account !== undefined) return { ...account, switched: true };
  }
  throw new EmbeddedPostgresError(
    'NO_ACCOUNT',
    'Postgres refuses to run as root, and /etc/passwd has neither postgres nor nobody',
    'Run as an ordinary user, or use a Postgres of your own by its URL',
  );
}

/** The options of a child process that make it run as the account. */
export function identity(account: Account): { uid?: number; gid?: number } {
  return account.switched ? { uid: account.uid, gid: account.gid } : {};
}

/** Whether the account can execute the file, or enter the folder: asked of the kernel as that account. */
export async function canEnter(account: Account, path: string): Promise<boolean> {
  const asked = account.switched
    ? promisify(execFile)('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { cwd: '/', ...identity(account) })
    : access(path, constants.X_OK);
  return asked.then(
    () => true,
    () => false,
  );
}

/** This process's uid. Throws NO_BINARIES where there are no uids (Windows), which is not supported. */
export function ownUid(): number {
  const uid = process.getuid?.();
  if (uid !== undefined) return uid;
  throw new EmbeddedPostgresError(
    'NO_BINARIES',
    `The embedded Postgres does not run on ${process.platform}`,
    'Use a Postgres of your own by its URL',
  );
}

/** Name to ids, without entries whose ids are not plain positive numbers (macOS has nobody at -2). */
function parsePasswd(text: string): Map<string, { uid: number; gid: number }> {
  const accounts = new Map<string, { uid: number; gid: number }>();
  for (const line of text.split('\n')) {
    const [name, , uid = '', gid = ''] = line.split(':');
    if (name === undefined || !/^[1-9]\d*$/.test(uid) || !/^\d+$/.test(gid)) continue;
    accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}
