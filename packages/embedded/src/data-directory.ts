import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { canEnter, chooseAccount, type Account } from './account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

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
