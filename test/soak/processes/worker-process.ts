import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Program } from '../script/op.js';

export interface WorkerSettings {
  readonly application: string;
  readonly addresses: readonly string[];
  /** Where it writes down what it does. */
  readonly folder: string;
  /** Its name there. */
  readonly proc: string;
  readonly executorID?: string;
  /** Bodies of steps never end: the process is to be killed in one. */
  readonly holdSteps?: boolean;
}

export type WorkerCommand =
  | { readonly kind: 'start'; readonly program: Program }
  | { readonly kind: 'memory' }
  | { readonly kind: 'shutdown' };

export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly workflowId: string }
  | { readonly kind: 'inStep'; readonly workflowId: string; readonly path: string }
  | { readonly kind: 'memory'; readonly rss: number; readonly heapUsed: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: string };

export interface SpawnOptions {
  /** A file for what it prints. Absent: what it says on stderr is seen. */
  readonly logFile?: string;
  readonly execArgv?: readonly string[];
}

/** A process of `@dbosd/worker` that runs scripted workflows. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #reports: WorkerReport[] = [];
  readonly #waiting = new Set<() => void>();
  #over = false;

  /** Resolves when a daemon has taken it. Rejects when it ends before. */
  static async start(settings: WorkerSettings, options: SpawnOptions = {}): Promise<WorkerProcess> {
    const worker = new WorkerProcess(settings, options);
    try {
      await worker.heard('ready');
      return worker;
    } catch (error) {
      await worker.kill();
      throw error;
    }
  }

  private constructor(settings: WorkerSettings, { logFile, execArgv = [] }: SpawnOptions) {
    const program = fileURLToPath(new URL('../script/worker-main.js', import.meta.url));
    const stderr = logFile === undefined ? 'inherit' : openSync(logFile, 'a');
    this.#child = fork(program, [JSON.stringify(settings)], {
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', stderr, 'ipc'],
    });
    this.#child.on('message', (report) => {
      this.#reports.push(report as WorkerReport);
      this.#tell();
    });
    this.#exit = once(this.#child, 'exit').then(() => {
      this.#over = true;
      this.#tell();
    });
  }

  get isAlive(): boolean {
    return !this.#over;
  }

  /** Asks something of it; the answer is a report. */
  command(command: WorkerCommand): void {
    this.#child.send(command);
  }

  /** The next report of that kind; each is heard once. Rejects when the process fails or ends instead. */
  async heard<Kind extends WorkerReport['kind']>(kind: Kind): Promise<Extract<WorkerReport, { kind: Kind }>> {
    for (;;) {
      const at = this.#reports.findIndex((report) => report.kind === kind);
      if (at >= 0) return this.#reports.splice(at, 1)[0] as Extract<WorkerReport, { kind: Kind }>;
      const failure = this.#reports.find((report) => report.kind === 'failed');
      if (failure !== undefined) throw new Error(`the worker failed: ${failure.error}`);
      if (this.#over) throw new Error(`the worker ended before it said ${kind}`);
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  /** SIGKILL: nothing is said and nothing is tidied. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** SIGSTOP: it falls silent, with its sockets open. */
  stop(): void {
    this.#child.kill('SIGSTOP');
  }

  continue(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it well: what it runs is handed over. */
  async shutdown(): Promise<void> {
    this.command({ kind: 'shutdown' });
    await this.#exit;
  }

  #tell(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
