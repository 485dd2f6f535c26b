import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { schemasOf, type Statement } from '@dbosd/daemon/internal/store/statement.js';
import pg from 'pg';
import { queryableOn, readOf, type Plan } from './explain.js';

/** What the statements of one call read of tables, with the triggers and foreign keys that they set off. */
export interface WriteCost {
  /** Tables that were read whole, by the server's own count; the queues, which are few, left out. */
  readonly scans: readonly string[];
  /** Rows read of tables and indexes, whether they were wanted or passed over. */
  readonly rows: number;
}

/** A named statement is planned for its values five times, then perhaps once for any. */
export type PlanKind = 'custom' | 'generic';

/** Carries out what asks the store, counts what each of its statements reads, and undoes all of it. */
export async function costOfWrite(
  client: pg.Client,
  kind: PlanKind,
  ask: (db: Queryable) => Promise<unknown>,
): Promise<WriteCost> {
  let planned = 0;
  await client.query('begin');
  try {
    await client.query(`set local plan_cache_mode = force_${kind}_plan`);
    const before = await readCounts(client);
    const db: Queryable = {
      query: async <R extends pg.QueryResultRow>(statement: Statement, values: unknown[]) => {
        planned += await explainedRows(client, statement, values);
        return queryableOn(client).query<R>(statement, values);
      },
    };
    await ask(db);
    const after = await readCounts(client);
    const spent = Object.entries(after).map(([table, { scans, rows }]) => ({
      table,
      scans: scans - (before[table]?.scans ?? 0),
      rows: rows - (before[table]?.rows ?? 0),
    }));
    return {
      scans: spent.filter(({ table, scans }) => scans > 0 && table !== 'queues').map(({ table }) => table),
      // Every statement ran twice: explained, and undone, and once more for what comes after it. What plans pass over
      // is in their rows alone, what triggers read in the server's count alone.
      rows: Math.max(planned, ...[spent.reduce((sum, { rows }) => sum + rows, 0) / 2]),
    };
  } finally {
    await client.query('rollback');
  }
}

async function explainedRows(client: pg.Client, statement: Statement, values: unknown[]): Promise<number> {
  await client.query('savepoint explaining');
  await client.query('deallocate all');
  await client.query(`prepare explained as ${statement.text(schemasOf('dbos'))}`);
  const literals = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, buffers off, timing off, format json) execute explained ${literals}`,
  );
  await client.query('rollback to savepoint explaining');
  return readOf(rows[0]!['QUERY PLAN'][0].Plan).rows;
}

type Counts = Readonly<Record<string, { readonly scans: number; readonly rows: number }>>;

/** Of this session's own doings, not yet told to others; they grow until the transaction ends. */
async function readCounts(client: pg.Client): Promise<Counts> {
  const { rows } = await client.query<{ table: string; scans: string; rows: string }>(
    `select relname as table, seq_scan as scans, seq_tup_read + coalesce(idx_tup_fetch, 0) as rows
    from pg_stat_xact_user_tables`,
  );
  return Object.fromEntries(
    rows.map(({ table, ...counts }) => [table, { scans: Number(counts.scans), rows: Number(counts.rows) }]),
  );
}

/** A parameter as SQL spells it. */
function literal(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) {
    return pg.escapeLiteral(`{${value.map(elementOf).join(',')}}`);
  }
  return pg.escapeLiteral(textOf(value));
}

function elementOf(item: unknown): string {
  if (item === undefined || item === null) return 'null';
  return `"${textOf(item).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function textOf(value: unknown): string {
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(value);
}
