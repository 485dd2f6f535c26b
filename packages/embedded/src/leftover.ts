import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '@dbosd/shared';
import { EmbeddedPostgresError } from './diagnosis.js';

/**
 * What to do about `postmaster.pid` before a start. The file names a process, and that process is one of:
 *   gone            Postgres itself clears the file.
 *   not a postgres  the number was given to another process (a reboot, a new container): the file is
 *                   removed, because Postgres would believe it and refuse.
 *   ours, parent    the parent named in its command line still is its parent: the data is in use.
 *   ours, orphan    its parent was killed: it is stopped cleanly and awaited.
 *   a stranger      a postgres not started by us: never touched, the start fails.
 */

const STOP_DEADLINE_MS = 60_000;
/** It is not our child, so its end can only be polled for. */
const POLL_MS = 20;

type Tenant = { state: 'gone' | 'unrelated' | 'stranger' } | { state: 'owned' | 'orphan'; parent: number };

/** The arguments that identify a postmaster of dbosd: its data and the process that started it. */
export function signature(dataDir: string, parent: number): string[] {
  return ['-D', dataDir, '-c', `cluster_name=dbosd-embedded-${String(parent)}`];
}

/** Clears the way for a start in the data folder, or throws DATA_IN_USE. */
export async function clearLeftover(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const pid = await readPid(lockFile);
  if (pid === undefined) return;
  const tenant = judge(await processFacts(pid), dataDir);
  switch (tenant.state) {
    case 'gone':
      return;
    case 'unrelated':
      await rm(lockFile, { force: true });
      return;
    case 'stranger':
      throw inUse(dataDir, `process ${String(pid)}, a Postgres that dbosd did not start`);
    case 'owned':
      throw inUse(dataDir, `process ${String(tenant.parent)}`);
    case 'orphan':
      await stopOrphan(pid, dataDir);
  }
}

/** Decides from the facts alone. Exported for its test. */
export function judge(facts: ProcessFacts | undefined, dataDir: string): Tenant {
  if (facts === undefined) return { state: 'gone' };
  if (!/^\S*postgres(\s|$)/.test(facts.command) && !/\/postgres -D /.test(facts.command)) {
    return { state: 'unrelated' };
  }
  const marked = /^.* -D (.*) -c cluster_name=dbosd-embedded-(\d+)( |$)/.exec(facts.command);
  if (marked === null) return { state: 'stranger' };
  if (marked[1] !== dataDir) return { state: 'unrelated' };
  const parent = Number(marked[2]);
  return { state: facts.parent === parent ? 'owned' : 'orphan', parent };
}

/** SIGINT is Postgres's fast shutdown: sessions end, everything is written. */
async function stopOrphan(pid: number, dataDir: string): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw inUse(dataDir, `process ${String(pid)}, left over from another user's start`, cause);
  }
  const deadline = performance.now() + STOP_DEADLINE_MS;
  while (judge(await processFacts(pid), dataDir).state === 'orphan') {
    if (performance.now() > deadline) {
      throw inUse(dataDir, `process ${String(pid)}, left over and not ending`);
    }
    await systemClock.sleep(POLL_MS);
  }
}

async function readPid(lockFile: string): Promise<number | undefined> {
  const text = await readFile(lockFile, 'utf8').catch(() => '');
  const pid = Math.abs(Number.parseInt(text, 10)); // negative: a single-user postgres
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function inUse(dataDir: string, by: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_IN_USE',
    `The data in ${dataDir} is in use by ${by}`,
    'Stop it, or choose another data folder (--data-dir)',
    { cause },
  );
}

/** What the system says of a running process. */
interface ProcessFacts {
  readonly parent: number;
  /** Program and arguments, joined by blanks. */
  readonly command: string;
}

/** Facts of the process, or undefined when there is none (a zombie counts as none). */
export async function processFacts(pid: number): Promise<ProcessFacts | undefined> {
  return process.platform === 'linux' ? factsFromProc(pid) : factsFromPs(pid);
}

/** Bare Linux machines often have no `ps`, but always /proc. */
async function factsFromProc(pid: number): Promise<ProcessFacts | undefined> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
    // "pid (name) state parent …": the name may hold blanks and brackets, so cut after the last one.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { parent: Number(parent), command: command.split('\0').join(' ').trimEnd() };
  } catch {
    return undefined;
  }
}

async function factsFromPs(pid: number): Promise<ProcessFacts | undefined> {
  const args = ['-ww', '-o', 'stat=,ppid=,command=', '-p', String(pid)];
  const { stdout } = await promisify(execFile)('ps', args).catch(() => ({ stdout: '' }));
  const match = /^\s*(\S+)\s+(\d+)\s+(.*)$/m.exec(stdout);
  if (match === null || match[1]?.startsWith('Z') === true) return undefined;
  return { parent: Number(match[2]), command: match[3] ?? '' };
}
