import { execFile } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

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
