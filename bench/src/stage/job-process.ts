import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { JobReply, Jobs } from '../drivers/serve-jobs.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A process that does jobs: a competitor's client or application, apart from the bench and from its rivals. */
export class JobProcess<J extends Jobs> {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  /** Resolves when it is ready. `program` gets `options` as JSON. Rejects when it ends before. */
  static async start<J extends Jobs>(
    program: URL,
    options: unknown,
    { args = [], env }: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
  ): Promise<JobProcess<J>> {
    const child = fork(program, [JSON.stringify(options)], {
      // What a library does in an old way is not the bench's news.
      execArgv: ['--no-deprecation', ...args],
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const started = new JobProcess<J>(child);
    await started.#ready(program);
    return started;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#exit = once(child, 'exit').then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the process ended'));
      this.#waiting.clear();
    });
    child.on('message', (reply: JobReply) => {
      this.#hear(reply);
    });
  }

  /** Rejects with what the job failed with, or when the process ends. */
  async call<K extends keyof J & string>(
    job: K,
    args: Parameters<J[K]>[0],
  ): Promise<Awaited<ReturnType<J[K]>>> {
    const id = ++this.#calls;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#child.send({ id, job, args });
    return (await answer) as Awaited<ReturnType<J[K]>>;
  }

  /** Ends it well, and after ten seconds by force. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.send({ id: 0, job: 'close', args: undefined });
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#exit;
    clearTimeout(force);
  }

  async #ready(program: URL): Promise<void> {
    const ready = new Promise<void>((resolve) => {
      this.#child.once('message', () => {
        resolve();
      });
    });
    const early = this.#exit.then(() => {
      throw new Error(`${program.pathname} ended before it was ready`);
    });
    await Promise.race([ready, early]);
  }

  #hear(reply: JobReply): void {
    if (reply.kind === 'ready') return;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'done') waiting?.resolve(reply.value);
    else waiting?.reject(new Error(reply.message));
  }
}
