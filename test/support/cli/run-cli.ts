import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { workspacePath } from '../workspace.js';

export const DBOSD = workspacePath('packages/cli/bin/dbosd.js');

export interface CliOptions {
  /** What is fed in. Absent: nothing, and the end. */
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliRun {
  readonly code: number | NodeJS.Signals;
  readonly out: string;
  readonly err: string;
}

/** Runs `dbosd` as a script does: a process of its own, between pipes, with nothing in its environment but what is given. */
export async function runCli(
  args: readonly string[],
  { input = '', env = {} }: CliOptions = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [DBOSD, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  // A command that reads nothing may be gone before all is fed in.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      resolve(exitCode ?? signal ?? -1);
    });
  });
  return { code, out, err };
}
