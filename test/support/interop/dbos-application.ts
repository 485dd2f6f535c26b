import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ApplicationMethods, ApplicationOptions, MethodName, Reply } from './app-protocol.js';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** How many characters of its log an error shows. */
const SHOWN = 4000;

/** A real DBOS application in a process of its own (app.ts), to be told what to do. Stop it in `after`. */
export class DbosApplication {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #launched: Promise<void>;
  #requests = 0;

  /** Resolves when it has launched, which migrates an empty database. */
  static async start(options: ApplicationOptions): Promise<DbosApplication> {
    const application = new DbosApplication(options);
    await application.#launched;
    return application;
  }

  private constructor(options: ApplicationOptions) {
    this.#child = fork(fileURLToPath(new URL('./app.js', import.meta.url)), [JSON.stringify(options)], {
      execArgv: ['--no-deprecation'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Dates, maps and bigints cross unharmed.
      serialization: 'advanced',
    });
    // It logs the errors that its workflows are told to throw; only a sudden end makes them worth showing.
    let logged = '';
    this.#child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (logged = (logged + text).slice(-SHOWN)));
    this.#launched = new Promise((resolve, reject) => {
      this.#child.on('message', (reply) => {
        const said = reply as Reply;
        if (said.kind !== 'launched') this.#settle(said);
        else if (said.error === undefined) resolve();
        else reject(new Error(`the DBOS application did not launch: ${said.error}`));
      });
      this.#child.once('close', (code) => {
        const ended = new Error(`the DBOS application has ended with code ${String(code)}:\n${logged}`);
        reject(ended);
        for (const { reject: fail } of this.#pending.values()) fail(ended);
      });
    });
  }

  /** Has it carry out one of its methods. Rejects with an error of the same name and message as there. */
  call<M extends MethodName>(
    method: M,
    ...args: Parameters<ApplicationMethods[M]>
  ): ReturnType<ApplicationMethods[M]> {
    const id = ++this.#requests;
    const outcome = new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#child.send({ id, method, args }, (error) => {
        if (error !== null) reject(error);
      });
    });
    return outcome as ReturnType<ApplicationMethods[M]>;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  #settle(reply: Exclude<Reply, { kind: 'launched' }>): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === 'done') pending?.resolve(reply.value);
    else pending?.reject(Object.assign(new Error(reply.message), { name: reply.name }));
  }
}
