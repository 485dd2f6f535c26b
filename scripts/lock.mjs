import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
/** `npm ci` on a slow line takes minutes; beyond this somebody should look. */
const DEADLINE_MS = 15 * 60_000;

/**
 * Runs the work while holding a lock directory, so that two at once go one after the other. The directory
 * appears by a rename with its owner already inside; one whose owner is gone is taken away.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  await acquire(path);
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

async function acquire(path) {
  mkdirSync(dirname(path), { recursive: true });
  const deadline = Date.now() + DEADLINE_MS;
  let told = false;
  while (!claim(path)) {
    const owner = readOwner(path);
    if (owner !== undefined && gone(owner)) {
      removeStale(path, owner);
      continue;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${path} is held by ${owner ?? 'nobody known'}; if nothing is running, remove that folder`,
      );
    }
    if (!told) console.error(`waiting for another bootstrap (${owner ?? 'starting'}; ${path})`);
    told = true;
    await sleep(POLL_MS);
  }
}

/** Renaming a folder onto one that is not empty fails, which is what makes this a lock. */
function claim(path) {
  const draft = mkdtempSync(`${path}-`);
  writeFileSync(join(draft, 'owner'), identity(process.pid));
  try {
    renameSync(draft, path);
    return true;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the stale lock aside; if in the meantime a living one had taken its place, puts that one back. */
function removeStale(path, owner) {
  const aside = mkdtempSync(`${path}-stale-`);
  const moved = join(aside, 'lock');
  try {
    renameSync(path, moved);
    if (readOwner(moved) !== owner) renameSync(moved, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY') throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function readOwner(path) {
  try {
    return readFileSync(join(path, 'owner'), 'utf8');
  } catch {
    return undefined;
  }
}

function gone(owner) {
  const [host, pid] = owner.split(' ');
  if (host !== hostname()) return false;
  if (identity(Number(pid)) !== owner) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Host, pid and, where /proc tells it, the start time: pids come again, above all in containers. */
function identity(pid) {
  return `${hostname()} ${pid} ${startTime(pid)}`;
}

function startTime(pid) {
  if (process.platform !== 'linux') return 'unknown';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return 'gone';
  }
}
