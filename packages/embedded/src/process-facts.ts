import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What the system says of a running process. */
export interface ProcessFacts {
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
