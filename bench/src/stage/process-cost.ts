import { readFile } from 'node:fs/promises';

/** Linux counts a process's time in hundredths of a second, on every machine. */
const TICKS_PER_SECOND = 100;

/** What a process has used of the processors, in seconds. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  // Behind the name, which may hold blanks: the state, then 10 numbers, then the ticks of user and of system.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** What a process holds of the memory, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
