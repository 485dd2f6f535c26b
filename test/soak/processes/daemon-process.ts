import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DaemonTiming } from '@dbosd/daemon';

export interface DaemonSettings {
  readonly databaseUrl: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly timing: DaemonTiming;
}

/** A process of `@dbosd/daemon`. */
export class DaemonProcess {
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  /** Resolves when it serves. `logFile` gets what it says. */
  static async start(settings: DaemonSettings, logFile: string): Promise<DaemonProcess> {
    const program = fileURLToPath(new URL('./daemon-main.js', import.meta.url));
    const child = fork(program, [JSON.stringify(settings)], {
      stdio: ['ignore', 'ignore', openSync(logFile, 'a'), 'ipc'],
    });
    const exit = once(child, 'exit');
    const address = await Promise.race([
      once(child, 'message').then(([said]) => (said as { address: string }).address),
      exit.then(([code]) => {
        throw new Error(`the daemon ended with ${String(code)} before it served; see ${logFile}`);
      }),
    ]);
    return new DaemonProcess(child, exit, address);
  }

  private constructor(child: ChildProcess, exit: Promise<unknown>, address: string) {
    this.#child = child;
    this.#exit = exit;
    this.address = address;
  }

  get port(): number {
    return Number(this.address.split(':').at(-1));
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** SIGTERM: it drains. */
  async shutdown(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#exit;
  }

  /** SIGSTOP: it falls silent, with its sockets open. */
  stop(): void {
    this.#child.kill('SIGSTOP');
  }

  continue(): void {
    this.#child.kill('SIGCONT');
  }
}
