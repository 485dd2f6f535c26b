import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How long a program may take to end after SIGTERM. */
const STOP_MS = 5000;
/** What is kept of its words, to show them when it fails. */
const KEPT_CHARACTERS = 4000;

/** One of our programs as a process of its own, whose lines are kept. */
export class ChildProgram {
  #child;
  #exited;
  #killed = false;
  #words = '';

  /** `stdout`: pipe, to keep its lines, or inherit. */
  constructor(name, args, { cwd, env, stdin = 'ignore', stdout = 'pipe' }) {
    this.name = name;
    this.lines = [];
    this.#child = spawn(process.execPath, args, { cwd, env, stdio: [stdin, stdout, 'pipe'] });
    // With all that it said: at its exit something of it may still be under way.
    this.#exited = once(this.#child, 'close');
    // A program that cannot even be started is told by whoever waits for it.
    this.#exited.catch(() => undefined);
    // One that has ended reads no more: whoever waits for its success hears why.
    this.#child.stdin?.on('error', () => undefined);
    let rest = '';
    this.#child.stderr.setEncoding('utf8').on('data', (text) => this.#keep(text));
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#keep(text);
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      this.lines.push(...lines);
      this.#child.emit('lines');
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Resolves with the first line that begins so. */
  async line(beginning, signal) {
    for (;;) {
      const found = this.lines.find((line) => line.startsWith(beginning));
      if (found !== undefined) return found;
      await Promise.race([once(this.#child, 'lines'), this.#failed(), aborted(signal)]);
    }
  }

  /** Resolves when it has ended with code 0. */
  async success(signal) {
    const [code] = await Promise.race([this.#exited, aborted(signal)]);
    if (code !== 0) await this.#failed();
  }

  /** Rejects when it ends, unless it was killed. */
  failure(signal) {
    return Promise.race([this.#failed(), aborted(signal)]);
  }

  /** Writes a line on its input. */
  write(line) {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Ends it as a crash does, and resolves when it is gone. */
  async kill() {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Asks it to end, makes it end, and resolves when it has. */
  async stop() {
    const child = this.#child;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  async #failed() {
    const [code, signal] = await this.#exited;
    if (this.#killed) return new Promise(() => undefined);
    throw new Error(`${this.name} ended with ${signal ?? `code ${code}`}\n${this.#words.trim()}`);
  }

  #keep(text) {
    this.#words = (this.#words + text).slice(-KEPT_CHARACTERS);
  }
}

/** Rejects with the signal's reason when it is aborted. */
export function aborted(signal) {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
