import type pg from 'pg';
import { DbosdError } from '@dbosd/shared';
import { connect, disconnect, urlOfHost } from '../connection/connect.js';
import type { Tell } from '../connection/tell-slow.js';
import { isBuildDeferred, isBuildRefused } from '../errors.js';
import { lockKeyOf, withSessionLock } from '../schema/index.js';
import { quoteIdentifier } from '../statement.js';
import { inspectOwnIndexes, type OwnIndexFinding } from './inspect-own-indexes.js';
import type { OwnIndex, OwnIndexName } from './own-indexes.js';
import { givingWay, GaveWay } from './giving-way.js';

export interface MakeOptions {
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
  readonly problem?: { readonly kind: 'refused' | 'later'; readonly message: string };
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
    if (before.every(({ state }) => state === 'standing')) return { made: [], findings: before };
    await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'; set statement_timeout = 0`);
    const made: OwnIndexName[] = [];
    const problem = await withSessionLock(client, { ...LOCK, waitMs, signal, tell }, () =>
      makeMissing({ client, url, dbosSchema, signal, onMade: (name) => made.push(name) }),
    ).catch(problemOf);
    const findings = await inspectOwnIndexes(client, dbosSchema);
    return { made, findings, ...(problem === undefined ? {} : { problem }) };
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
