import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** It leads a process group of its own, as what a shell runs does: see `interrupt`. */
  readonly ownGroup?: boolean;
}

/** A program of ours as a person runs it: a process of its own, whose words are kept. */
export class Program {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | NodeJS.Signals>;
  readonly #lines: string[] = [];
  readonly #listeners = new Set<() => void>();
  #errors = '';

  /** Runs Node with these arguments. Its environment holds nothing but the path and what is given. */
  constructor(args: readonly string[], { cwd, env = {}, ownGroup = false }: ProgramOptions = {}) {
    this.#child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#exited = once(this.#child, 'exit').then(
      ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
    );
    void this.#exited.then(() => {
      this.#tell();
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.#lines.push(line);
      this.#tell();
    });
    this.#child.stderr!.on('data', (text: Buffer) => (this.#errors += text.toString()));
  }

  /** What it has said on stdout so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** What it has said on stderr so far. */
  get errors(): string {
    return this.#errors;
  }

  /** Resolves with the first line that begins so, said before or from now on; rejects when it exits without. */
  line(beginning: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.#lines.find((line) => line.startsWith(beginning));
        if (found === undefined && this.#child.exitCode === null && this.#child.signalCode === null) return;
        this.#listeners.delete(look);
        if (found === undefined) reject(new Error(`it ended without "${beginning}": ${this.#errors}`));
        else resolve(found);
      };
      this.#listeners.add(look);
      look();
    });
  }

  /** Its exit code, or the signal that ended it. */
  exited(): Promise<number | NodeJS.Signals> {
    return this.#exited;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** As Ctrl-C on a terminal does: reaches it and all in its group. Resolves as `exited`. */
  interrupt(): Promise<number | NodeJS.Signals> {
    process.kill(-this.pid, 'SIGINT');
    return this.#exited;
  }

  /** Sends a signal, if it still runs, and resolves as `exited`. */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.#child.kill(signal);
    return this.#exited;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
