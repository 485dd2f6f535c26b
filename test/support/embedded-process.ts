import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { processFacts } from '@dbosd/embedded/internal/leftover.js';
import { workspacePath } from './workspace.js';

/** A process with an embedded Postgres below it. */
export interface EmbeddedProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Of the postmaster. */
  readonly pid: number;
  readonly port: number;
  readonly home: string;
}

export const EMBEDDED_CHILD = workspacePath('test/dist/support/embedded-child.js');

/** Starts one and waits until its Postgres is ready. Rejects with its stderr when it ends before that. */
export async function startEmbeddedProcess(
  dataDir: string,
  { umask, uid, gid }: { umask?: string; uid?: number; gid?: number } = {},
): Promise<EmbeddedProcess> {
  const args = [EMBEDDED_CHILD, dataDir, ...(umask === undefined ? [] : [umask])];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const line = await new Promise<string>((settle, fail) => {
    createInterface({ input: child.stdout }).once('line', settle);
    child.once('error', fail);
    child.once('close', () => {
      fail(new Error(`ended before Postgres was ready:\n${errors}`));
    });
  });
  return { child, ...(JSON.parse(line) as Omit<EmbeddedProcess, 'child'>) };
}

/** Kills the process and its guard at one blow, so that its Postgres is left over. */
export async function orphan({ child, pid }: EmbeddedProcess): Promise<void> {
  const guards = await childrenOf(child.pid!);
  for (const guard of guards.filter((each) => each !== pid)) process.kill(guard, 'SIGKILL');
  await kill(child, 'SIGKILL');
}

/** Kills the process alone and waits for its end. */
export async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, 'exit');
  child.kill(signal);
  await closed;
}

/** Waits until the process is gone; mocha's timeout is the limit. */
export async function gone(pid: number): Promise<void> {
  while ((await processFacts(pid)) !== undefined) await sleep(10);
}

async function childrenOf(parent: number): Promise<number[]> {
  const facts = await Promise.all(
    (await allPids()).map(async (pid) => ({ pid, facts: await processFacts(pid) })),
  );
  return facts.filter((each) => each.facts?.parent === parent).map(({ pid }) => pid);
}

async function allPids(): Promise<number[]> {
  if (process.platform === 'linux')
    return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=']);
  return stdout.split('\n').filter(Boolean).map(Number);
}
