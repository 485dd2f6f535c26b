import { exec } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether initdb is at work in this process group: it feeds a Postgres of a single user. */
export async function isMakingDatabase(group: number): Promise<boolean> {
  const { stdout } = await promisify(exec)('ps -A -o pgid=,args=');
  return stdout
    .split('\n')
    .some((line) => line.trim().startsWith(`${String(group)} `) && line.includes('postgres --single'));
}
