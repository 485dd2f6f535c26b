import type pg from 'pg';
import { systemClock } from '@dbosd/shared';
import { connect, disconnect } from '../connection/connect.js';

/** A statement was broken off because someone waited for its locks, or because its caller stopped. */
export class GaveWay extends Error {}

export interface GivingWayOptions {
  readonly client: pg.Client;
  /** For a second connection, which watches the first. */
  readonly url: string;
  readonly sql: string;
  readonly signal?: AbortSignal | undefined;
}

/** Below Postgres's `deadlock_timeout` of one second, after which it would end one of the two, and perhaps not ours. */
const LOOK_EVERY_MS = 200;
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * Runs one long statement that concerns only dbosd, and cancels it as soon as another session waits for it: a
 * migration that wants the table for itself would wait until the index is built, and every writer behind the migration.
 *
 * @throws GaveWay when it was cancelled; what the statement throws
 */
export async function givingWay({ client, url, sql, signal }: GivingWayOptions): Promise<void> {
  const watcher = await connect({
    url,
    applicationName: 'dbosd indexes watch',
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
  });
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const watch = new Watch(watcher, rows[0]?.pid ?? 0, signal);
    const watching = watch.run();
    try {
      await client.query(sql);
    } catch (cause) {
      if (watch.cancelledFor === undefined) throw cause;
      throw new GaveWay(watch.cancelledFor, { cause });
    } finally {
      watch.stop();
      await watching;
    }
  } finally {
    await disconnect(watcher);
  }
}

class Watch {
  readonly #watcher: pg.Client;
  readonly #pid: number;
  readonly #signal: AbortSignal | undefined;
  readonly #over = new AbortController();
  /** Why the statement was cancelled. */
  cancelledFor: string | undefined;

  constructor(watcher: pg.Client, pid: number, signal: AbortSignal | undefined) {
    this.#watcher = watcher;
    this.#pid = pid;
    this.#signal = signal;
  }

  stop(): void {
    this.#over.abort();
  }

  /**
   * Ends when stopped, or when it cannot look any more: then the statement runs unwatched. It cancels again and again, for
   * a cancel that arrives before the statement does is lost.
   */
  async run(): Promise<void> {
    try {
      for (;;) {
        await this.#rest();
        if (this.#over.signal.aborted) return;
        this.cancelledFor ??= this.#signal?.aborted === true ? 'the daemon stopped' : await this.#whoWaits();
        if (this.cancelledFor === undefined) continue;
        await this.#watcher.query('select pg_cancel_backend($1)', [this.#pid]);
      }
    } catch {
      // The connection broke, and that of the statement will, too.
    }
  }

  async #rest(): Promise<void> {
    const over = this.#over.signal;
    const mayBeTold = this.#signal !== undefined && this.cancelledFor === undefined;
    const signal = mayBeTold ? AbortSignal.any([over, this.#signal]) : over;
    await systemClock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }

  async #whoWaits(): Promise<string | undefined> {
    const { rows } = await this.#watcher.query<{ pid: number }>(
      `select pid
      from pg_locks
      where not granted and pid <> $1 and $1 = any(pg_blocking_pids(pid))
      limit 1`,
      [this.#pid],
    );
    return rows[0] && `session ${String(rows[0].pid)} waited for a lock of the build`;
  }
}
