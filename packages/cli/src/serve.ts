import type { Daemon } from '@dbosd/daemon';
import { type Config, daemonConfig } from '@dbosd/daemon/config';
import { createLog, type Logger } from '@dbosd/daemon/log';
import { startTimer } from '@dbosd/shared';
import type { CommandContext } from './context.js';
import { EXIT, type ExitCode } from './errors.js';
import { ProcessGuard } from './process-guard.js';

/** `dbosd serve`: a daemon on a given database, until a signal ends it. Prints one line when it is ready. */
export async function serve(config: Config, context: CommandContext): Promise<ExitCode> {
  const complete = daemonConfig(config);
  context.terminal.outliveReader();
  const log = createLog(config);
  const guard = new ProcessGuard(context.process, log);
  try {
    await runDaemon({
      daemon: await context.createDaemon(complete, log),
      log,
      guard,
      drainTimeoutMs: config.drainTimeoutMs,
      onReady: (address) => {
        context.print(`dbosd ready on ${address}`);
      },
    });
    return EXIT.ok;
  } finally {
    guard.dispose();
  }
}

interface RunDaemonOptions {
  readonly daemon: Daemon;
  readonly log: Logger;
  readonly guard: ProcessGuard;
  readonly drainTimeoutMs: number;
  readonly onReady: (address: string) => void;
  /** Rejects when something that the daemon cannot do without has gone. */
  readonly lost?: Promise<never>;
}

/** The least time to close what is open, however short the drain timeout is. */
const SHORTEST_END_MS = 1000;

/**
 * Runs a daemon until a signal asks for its end: starting → ready → draining → stopped. A signal while it starts
 * skips to the last. Draining and stopping take `drainTimeoutMs` together, whatever waits: what is still open then ends
 * with the process, which is safe (docs/architecture.md, law 8). Rejects with what `start` rejected with, or with `lost`.
 */
export async function runDaemon(options: RunDaemonOptions): Promise<void> {
  const { daemon, log, guard, drainTimeoutMs, onReady, lost } = options;
  const asked = guard.requested.then(() => 'asked' as const);
  const fatal: Promise<never>[] = lost === undefined ? [] : [lost];
  const limit = new TimeLimit(Math.max(drainTimeoutMs, SHORTEST_END_MS));
  try {
    const first = await Promise.race([daemon.start().then(() => 'started' as const), asked, ...fatal]);
    if (first === 'asked') return;
    onReady(daemon.address);
    await Promise.race([asked, ...fatal]);
    log.info({ signal: await guard.requested, drainTimeoutMs }, 'daemon.draining');
    if (!(await limit.holds(daemon.drain()))) log.warn({ drainTimeoutMs }, 'daemon.drain_timed_out');
  } finally {
    if (await limit.holds(daemon.stop())) log.info('daemon.stopped');
    else log.warn({ drainTimeoutMs }, 'daemon.stop_timed_out');
    limit.cancel();
  }
}

/** A limit for several things together, from the first of them on. */
class TimeLimit {
  readonly #ms: number;
  #over: Promise<false> | undefined;
  #cancel = (): void => undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Whether the work ends within the limit. Rejects as the work does. */
  holds(work: Promise<void>): Promise<boolean> {
    this.#over ??= new Promise((resolve) => {
      this.#cancel = startTimer(this.#ms, () => {
        resolve(false);
      });
    });
    return Promise.race([work.then(() => true), this.#over]);
  }

  cancel(): void {
    this.#cancel();
  }
}
