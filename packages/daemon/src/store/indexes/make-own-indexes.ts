import type pg from 'pg';
import { DbosdError, systemClock } from '@dbosd/shared';
import { connect, disconnect, urlOfHost } from '../connection/connect.js';
import type { Tell } from '../connection/tell-slow.js';
import { isBuildDeferred, isBuildRefused } from '../errors.js';
import { lockKeyOf, withSessionLock } from '../schema/index.js';
import { quoteIdentifier } from '../statement.js';
import { inspectOwnIndexes, type OwnIndex, type OwnIndexFinding, type OwnIndexName } from './own-indexes.js';

interface MakeOptions {
  /** A direct connection, not through a transaction pooler: a session lock is taken on it. */
  readonly url: string;
  readonly dbosSchema: string;
  /** How long to wait for another daemon that makes them. */
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Receives what is waited for, once that takes long. */
  readonly tell?: Tell | undefined;
}

/** What a round of making came to. Whatever it was, all goes on, only slower. */
export interface MakeOutcome {
  readonly made: readonly OwnIndexName[];
  readonly findings: readonly OwnIndexFinding[];
  /** Why some are missing still. `refused`: trying again will not help before someone has changed something. */
  readonly problem: { readonly kind: 'refused' | 'later'; readonly message: string } | undefined;
}

/** One key for all schemas of a database: two builds that wait for each other's snapshots would never end. */
const LOCK = { key: lockKeyOf('dbosd indexes'), purpose: 'indexes of dbosd' };

/** Builds wait for transactions that are older than they are. No one waits for us meanwhile (giving-way.ts). */
const LOCK_TIMEOUT = '60s';

/**
 * Makes the indexes of dbosd that are missing, one after the other, without ever blocking writers:
 * `concurrently`, outside a transaction, under an advisory lock of dbosd, and broken off as soon as someone waits for it.
 * One that was broken off is dropped and made again. Idempotent; several daemons may do it at once.
 *
 * @throws what is neither a refusal nor passes by itself; connection errors as pg throws them
 */
export async function makeOwnIndexes(options: MakeOptions): Promise<MakeOutcome> {
  const { dbosSchema, waitMs, signal, tell } = options;
  const client = await connect({
    url: options.url,
    applicationName: 'dbosd indexes',
    answerTimeoutMs: 'none',
    tell,
  });
  const url = urlOfHost(options.url, client);
  try {
    const before = await inspectOwnIndexes(client, dbosSchema);
    if (before.every(({ state }) => state === 'standing'))
      return { made: [], findings: before, problem: undefined };
    await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'; set statement_timeout = 0`);
    const made: OwnIndexName[] = [];
    const problem = await withSessionLock(client, { ...LOCK, waitMs, signal, tell }, () =>
      makeMissing({ client, url, dbosSchema, signal, onMade: (name) => made.push(name) }),
    ).catch(problemOf);
    const findings = await inspectOwnIndexes(client, dbosSchema);
    return { made, findings, problem };
  } finally {
    await disconnect(client);
  }
}

interface Making {
  readonly client: pg.Client;
  readonly url: string;
  readonly dbosSchema: string;
  readonly signal: AbortSignal | undefined;
  readonly onMade: (name: OwnIndexName) => void;
}

async function makeMissing({ client, url, dbosSchema, signal, onMade }: Making): Promise<undefined> {
  // Looked at again: another daemon may have made them while this one waited for the lock.
  const findings = await inspectOwnIndexes(client, dbosSchema);
  for (const { index, state } of findings) {
    if (state === 'standing') continue;
    const run = (sql: string): Promise<void> => givingWay({ client, url, sql, signal });
    if (state === 'unfinished') await run(dropStatement(index, dbosSchema));
    await run(createStatement(index, dbosSchema));
    onMade(index.name);
  }
  return undefined;
}

/** As an operator would type it to make it by hand. */
export function createStatement({ name, table, definition }: OwnIndex, dbosSchema: string): string {
  return `create index concurrently if not exists ${name} on ${quoteIdentifier(dbosSchema)}.${table} ${definition}`;
}

function dropStatement({ name }: OwnIndex, dbosSchema: string): string {
  return `drop index concurrently if exists ${quoteIdentifier(dbosSchema)}.${name}`;
}

function problemOf(cause: unknown): NonNullable<MakeOutcome['problem']> {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (isBuildRefused(cause)) return { kind: 'refused', message: said };
  const passes = isBuildDeferred(cause) || cause instanceof GaveWay;
  if (passes || (cause instanceof DbosdError && cause.reason === 'STORE_UNAVAILABLE')) {
    return { kind: 'later', message: said };
  }
  throw cause;
}

/** A statement was broken off because someone waited for its locks, or because its caller stopped. */
export class GaveWay extends Error {}

interface GivingWayOptions {
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
