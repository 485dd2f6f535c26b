import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { type Clock, DbosdError, systemClock } from '@dbosd/shared';
import type { Tell } from '../connection/tell-slow.js';

/** The lock that DBOS's Python SDK takes around its migrations; every program that creates the DBOS schema takes it. */
export const DBOS_MIGRATION_LOCK = 1234567890n;

/** As long as the Python SDK waits for it. */
export const SESSION_LOCK_WAIT_MS = 30_000;

/** How long a statement that creates tables may go unanswered: it takes milliseconds, or waits for someone's lock. */
export const DDL_ANSWER_TIMEOUT_MS = 60_000;

const TRY_EVERY_MS = 100;

export interface SessionLock {
  readonly key: bigint;
  /** What it guards, for the error's text. */
  readonly purpose: string;
  /** Default {@link SESSION_LOCK_WAIT_MS}. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives that another session holds it, when this one begins to wait. */
  readonly tell?: Tell | undefined;
}

/**
 * Runs `work` under a session advisory lock of this connection, which therefore must be a direct one: behind a transaction pooler
 * lock and unlock may reach different sessions. Postgres lets go of the lock by itself when the connection ends.
 *
 * @throws DbosdError STORE_UNAVAILABLE when another session holds it for the whole wait; nothing was done then
 */
export async function withSessionLock<Result>(
  client: ClientBase,
  lock: SessionLock,
  work: () => Promise<Result>,
): Promise<Result> {
  await acquire(client, lock);
  try {
    return await work();
  } finally {
    await release(client, lock.key);
  }
}

/** A lock key of our own for a name: the first 64 bits of its SHA-256, as Postgres's signed bigint. */
export function lockKeyOf(name: string): bigint {
  return createHash('sha256').update(name).digest().readBigInt64BE(0);
}

async function acquire(client: ClientBase, lock: SessionLock): Promise<void> {
  const { key, purpose, waitMs, signal, tell } = lock;
  const withinMs = waitMs ?? SESSION_LOCK_WAIT_MS;
  if (await tryOnce(client, key)) return;
  if (withinMs > 0) {
    tell?.(
      `waiting for another session that holds advisory lock ${key} (${purpose}), for ${String(withinMs)} ms at most`,
    );
  }
  const held = await pollUntil(() => tryOnce(client, key), { withinMs, everyMs: TRY_EVERY_MS, signal });
  if (held !== undefined) return;
  throw new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message:
      `another session has held advisory lock ${key} (${purpose}) for ${withinMs} ms: ` +
      `wait until it has finished, or find it in pg_locks (locktype 'advisory') and end it`,
    outcome: 'not_applied',
    metadata: { lock: String(key) },
  });
}

async function tryOnce(client: ClientBase, key: bigint): Promise<true | undefined> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock($1::bigint) as locked`,
    [String(key)],
  );
  return rows[0]?.locked === true ? true : undefined;
}

/** A broken connection has let go already, and its error must not hide the one of the work. */
async function release(client: ClientBase, key: bigint): Promise<void> {
  await client.query(`select pg_advisory_unlock($1::bigint)`, [String(key)]).catch(() => undefined);
}

interface PollOptions {
  /** Milliseconds on the monotonic clock after which the last look is final. */
  readonly withinMs: number;
  /** Milliseconds between two looks; up to a quarter is added at random, so that several daemons do not look in step. */
  readonly everyMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Looks again and again until there is something to see. Looks once even when no time is given.
 *
 * @returns what `look` found, or undefined when time was up
 * @throws whatever `look` throws, and the signal's reason when it is aborted
 */
export async function pollUntil<Found>(
  look: () => Promise<Found | undefined>,
  { withinMs, everyMs, signal, clock = systemClock }: PollOptions,
): Promise<Found | undefined> {
  const deadline = clock.monotonicMs() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const leftMs = deadline - clock.monotonicMs();
    if (leftMs <= 0) return undefined;
    await clock.sleep(Math.min(everyMs * (1 + Math.random() / 4), leftMs), signal);
  }
}
