import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import pg from 'pg';
import {
  EMBEDDED_CHILD,
  gone,
  startEmbeddedProcess,
  type EmbeddedProcess,
} from '../../support/embedded-process.js';
import { announceMissing } from '../../support/not-run.js';

const NOBODY = { uid: 65_534, gid: 65_534 };
/** In no passwd file. */
const NAMELESS = { uid: 2_000_000_001, gid: 2_000_000_001 };

// Only root can play other accounts, and they must be able to read this checkout.
if (process.getuid?.() !== 0) announceMissing('unit', 'root');
else if (!(await canRead(NOBODY))) announceMissing('unit', 'a checkout that other accounts can read');
else describe('the embedded Postgres, as', describeAccounts);

function describeAccounts(): void {
  let parent: string;
  let dataDir: string;
  const running: EmbeddedProcess[] = [];

  beforeEach(async () => {
    parent = await realpath(await mkdtemp(join(tmpdir(), 'dbosd-accounts-')));
    dataDir = join(parent, 'new', 'data');
  });

  afterEach(async () => {
    for (const each of running.splice(0)) {
      await end(each);
      if (!each.home.startsWith(parent)) await rm(each.home, { recursive: true, force: true });
    }
    await rm(parent, { recursive: true, force: true });
  });

  async function start(options: Parameters<typeof startEmbeddedProcess>[1] = {}): Promise<EmbeddedProcess> {
    const started = await startEmbeddedProcess(dataDir, options);
    running.push(started);
    return started;
  }

  async function end({ child, pid }: EmbeddedProcess): Promise<void> {
    child.stdin?.end();
    await gone(pid);
  }

  it('root, runs in place under another account', async () => {
    await chmod(parent, 0o755);

    const { home, url } = await start();

    expect(home).to.equal(dataDir);
    expect((await stat(home)).uid).not.to.equal(0);
    expect(await answer(url)).to.equal(1);
  });

  it('root, in a folder that the account cannot enter, keeps the data below /var/lib/dbosd', async () => {
    await chmod(parent, 0o700);

    const first = await start();
    await end(first);
    const second = await start();

    expect(dirname(first.home)).to.equal('/var/lib/dbosd');
    expect(second.home).to.equal(first.home);
    expect(await answer(second.url)).to.equal(1);
  });

  it('root under umask 077, with folders fresh or not', async () => {
    await chmod(parent, 0o755);
    const first = await start({ umask: '077' });
    await end(first);

    const second = await start({ umask: '077' });

    expect(second.home).to.equal(first.home);
    expect(await answer(second.url)).to.equal(1);
  });

  it('root, goes on with the data that an ordinary user began, and as that user', async () => {
    await chmod(parent, 0o755);
    await mkdir(dataDir, { recursive: true });
    await chown(dataDir, NOBODY.uid, NOBODY.gid);
    await end(await start(NOBODY));

    const second = await start();

    expect((await stat(join(second.home, 'cluster', 'data'))).uid).to.equal(NOBODY.uid);
    await end(second);
    expect(await answer((await start(NOBODY)).url)).to.equal(1);
  });

  it('an ordinary user, in a 0700 folder under umask 077', async () => {
    await chown(parent, NOBODY.uid, NOBODY.gid);

    const { home, url } = await start({ ...NOBODY, umask: '077' });

    expect(home).to.equal(dataDir);
    expect((await stat(home)).uid).to.equal(NOBODY.uid);
    expect(await answer(url)).to.equal(1);
  });

  it('an ordinary user, refuses a folder of somebody else and says so', async () => {
    await chmod(parent, 0o755);

    const error = await start(NOBODY).catch((reason: unknown) => reason);

    expect(String(error)).to.match(
      /data folder .* cannot be used by this user\. Give the folder to this user/,
    );
  });

  it('a uid without a name, says what is missing and the fix', async () => {
    await chown(parent, NAMELESS.uid, NAMELESS.gid);

    const error = await start(NAMELESS).catch((reason: unknown) => reason);

    expect(String(error)).to.match(/no passwd entry\. Run as a user listed in/);
  });
}

async function canRead(account: { uid: number; gid: number }): Promise<boolean> {
  return promisify(execFile)('/bin/sh', ['-c', 'test -r "$1"', 'sh', EMBEDDED_CHILD], {
    cwd: '/',
    ...account,
  }).then(
    () => true,
    () => false,
  );
}

async function answer(url: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<{ one: number }>('select 1 as one')).rows[0]?.one;
  } finally {
    await client.end();
  }
}
