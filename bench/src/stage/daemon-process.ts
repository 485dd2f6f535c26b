import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/dbosd.js', import.meta.url));

/** `dbosd serve` with its default settings, on a free port. */
export class DaemonProcess {
  readonly address: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  /** Rejects with its log when it ends before it serves. */
  static async start(databaseUrl: string, flags: readonly string[] = []): Promise<DaemonProcess> {
    const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', ...flags], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', DBOSD_DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-10_000)));
    const exit = once(child, 'exit');
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      exit.then(() => {
        throw new Error(`dbosd ended before it was ready:\n${log}`);
      }),
    ])) as [string];
    const address = /^dbosd ready on (\S+)$/.exec(line)?.[1];
    if (address === undefined) throw new Error(`dbosd said ${line} in place of its ready line`);
    return new DaemonProcess(child, exit, address);
  }

  private constructor(child: ChildProcess, exit: Promise<unknown>, address: string) {
    this.#child = child;
    this.#exit = exit;
    this.address = address;
    this.pid = child.pid ?? 0;
  }

  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#exit;
    clearTimeout(force);
  }
}
