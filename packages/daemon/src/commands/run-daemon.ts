import { startTimer } from '@dbosd/shared';
import type { Daemon } from '../daemon.js';
import type { Logger } from '../ops/log.js';
import type { ProcessGuard } from './process-guard.js';

export interface RunDaemonOptions {
  readonly daemon: Daemon;
  readonly log: Logger;
  readonly guard: ProcessGuard;
  readonly drainTimeoutMs: number;
  readonly onReady: (address: string) => void;
  /** Rejects when something that the daemon cannot do without has gone. */
  readonly lost?: Promise<never>;
}

/** A daemon that takes longer than its own drain timeout by this much is stopped all the same. */
const DRAIN_SLACK_MS = 2000;

/**
 * Runs a daemon until a signal asks for its end: starting → ready → draining → stopped. A signal while it starts
 * skips to the last. Always stops it before it settles; rejects with what `start` rejected with, or with `lost`.
 */
export async function runDaemon(options: RunDaemonOptions): Promise<void> {
  const { daemon, guard, onReady, lost } = options;
  const asked = guard.requested.then(() => 'asked' as const);
  const fatal: Promise<never>[] = lost === undefined ? [] : [lost];
  try {
    const first = await Promise.race([daemon.start().then(() => 'started' as const), asked, ...fatal]);
    if (first === 'asked') return;
    onReady(daemon.address);
    await Promise.race([asked, ...fatal]);
    await drain(options);
  } finally {
    await daemon.stop();
    options.log.info('daemon.stopped');
  }
}

async function drain({ daemon, log, guard, drainTimeoutMs }: RunDaemonOptions): Promise<void> {
  log.info({ signal: await guard.requested, drainTimeoutMs }, 'daemon.draining');
  let cancel = (): void => undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = startTimer(drainTimeoutMs + DRAIN_SLACK_MS, () => {
      resolve('late');
    });
  });
  try {
    const outcome = await Promise.race([daemon.drain(), late]);
    if (outcome === 'late') log.warn({ drainTimeoutMs }, 'daemon.drain_timed_out');
  } finally {
    cancel();
  }
}
