import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { workspacePath } from './workspace.js';

/** `dbosd serve` as a process of its own. */
export interface ServeProcess {
  readonly child: ChildProcess;
  readonly address: string;
  readonly port: number;
  /** How it ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Ends it by force, if it still runs. */
  kill(): Promise<void>;
}

/** Starts one on a free port and waits for its ready line. Rejects with its log when it ends before that. */
export async function startServe(databaseUrl: string, ...flags: string[]): Promise<ServeProcess> {
  const args = [
    workspacePath('packages/cli/bin/dbosd.js'),
    'serve',
    '--port',
    '0',
    '--allow-async-commit',
    ...flags,
  ];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], DBOSD_DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    ended.then((how) => {
      throw new Error(`dbosd ended with ${String(how)} before it was ready:\n${log}`);
    }),
  ]);
  const address = /^dbosd ready on (\S+)$/.exec(line)?.[1];
  if (address === undefined) throw new Error(`no ready line: ${line}`);
  return {
    child,
    address,
    port: Number(address.split(':').at(-1)),
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
