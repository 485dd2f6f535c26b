import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { startTimer } from '@dbosd/shared';
import { identity, type Account } from './data-directory.js';
import { POSTGRES_ENV } from './cluster.js';
import { diagnoseSpawn } from './diagnosis.js';

/** How a postmaster ended; `requested` when stop() asked for it. */
export interface PostmasterExit {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly requested: boolean;
}

interface PostmasterOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly account: Account;
  /** Every line that Postgres writes on stderr. */
  readonly log: (line: string) => void;
}

/** A standby adds "read-only" before "connections". */
const READY = 'database system is ready to accept ';
/** Recovery after a crash replays at most `max_wal_size` (1 GB): a minute on a slow disk. */
const READY_DEADLINE_MS = 120_000;
/** A fast shutdown writes one checkpoint. Beyond this the disk hangs, and the next start recovers. */
const STOP_DEADLINE_MS = 60_000;
/** Of the lines before readiness the last ones are kept, to say why a start failed. */
const LINES_KEPT = 50;

/**
 * One postmaster process from start to exit, with a guard next to it: a shell that reads a pipe from us.
 * Whatever ends this process, SIGKILL included, closes the pipe, and the guard asks Postgres to shut
 * down. Both run in sessions of their own, so that Ctrl-C in a terminal reaches only us, and Postgres
 * stays until its users have drained.
 */
export class Postmaster {
  readonly pid: number;
  readonly exited: Promise<PostmasterExit>;
  readonly #child: ChildProcess;
  readonly #guard: ChildProcess;
  #stopRequested = false;

  private constructor(child: ChildProcess, pid: number, guard: ChildProcess) {
    this.#child = child;
    this.#guard = guard;
    this.pid = pid;
    this.exited = this.#awaitEnd();
  }

  /**
   * Starts the process and waits until it accepts connections.
   * Returns the lines it wrote when it ended before that; throws when it cannot be executed at all.
   */
  static async start(options: PostmasterOptions): Promise<Postmaster | { failed: string[] }> {
    const child = spawn(options.program, options.args, {
      cwd: '/',
      env: POSTGRES_ENV,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity(options.account),
    });
    if (child.pid === undefined) {
      const cause = await new Promise<Error>((settle) => child.once('error', settle));
      throw diagnoseSpawn('postgres', cause);
    }
    const postmaster = new Postmaster(child, child.pid, spawnGuard(child.pid, options.account));
    const lines: string[] = [];
    if (await postmaster.#becomesReady(child, lines, options.log)) return postmaster;
    await postmaster.exited;
    return { failed: lines };
  }

  /** Fast shutdown (sessions end, everything is written), awaited. May be called any number of times. */
  async stop(): Promise<void> {
    if (!this.#stopRequested) {
      this.#stopRequested = true;
      this.#child.kill('SIGINT');
    }
    const cancelTimer = startTimer(STOP_DEADLINE_MS, () => {
      this.#child.kill('SIGQUIT');
    });
    await this.exited;
    cancelTimer();
  }

  async #becomesReady(
    child: ChildProcessByStdio<null, null, Readable>,
    lines: string[],
    log: (line: string) => void,
  ): Promise<boolean> {
    return new Promise((settle) => {
      const cancelTimer = startTimer(READY_DEADLINE_MS, () => {
        lines.push(`not ready after ${String(READY_DEADLINE_MS / 1000)} s`);
        child.kill('SIGQUIT');
      });
      let ready = false;
      createInterface({ input: child.stderr }).on('line', (line) => {
        log(line);
        if (ready) return;
        lines.push(line);
        if (lines.length > LINES_KEPT) lines.shift();
        if (line.includes(READY)) {
          ready = true;
          cancelTimer();
          settle(true);
        }
      });
      child.once('close', () => {
        cancelTimer();
        settle(false);
      });
    });
  }

  /** 'close' and not 'exit': by then the last lines were read. The guard is dismissed and awaited too. */
  async #awaitEnd(): Promise<PostmasterExit> {
    const guardGone = new Promise<void>((settle) => {
      this.#guard.once('close', () => {
        settle();
      });
    });
    return new Promise((settle) => {
      this.#child.once('close', (code, signal) => {
        this.#guard.stdin?.end('\n');
        const exit = { code: code ?? undefined, signal: signal ?? undefined, requested: this.#stopRequested };
        void guardGone.then(() => {
          settle(exit);
        });
      });
    });
  }
}

/** A line means "dismissed"; the end of the pipe without one means that we died. */
function spawnGuard(postmaster: number, account: Account): ChildProcess {
  const script = 'read -r _ || kill -INT "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'dbosd-postgres-guard', String(postmaster)], {
    cwd: '/',
    env: POSTGRES_ENV,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...identity(account),
  });
  // A killed guard is not a reason to fail: the next start on the data finds the orphan.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  return guard;
}
