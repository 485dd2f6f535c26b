import type { Queryable } from '@dbosd/daemon/internal/store/database.js';
import { schemasOf, type Statement } from '@dbosd/daemon/internal/store/statement.js';
import pg from 'pg';
import { openTestStore } from './test-store.js';

export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** What a statement read of tables: which it scanned whole, and how many rows. */
export interface Read {
  readonly scans: readonly string[];
  readonly rows: number;
}

/** A database that was filled, and one connection to it. */
export interface Explain {
  readonly url: string;
  readonly client: pg.Client;
  /** The daemon's own pool of reads. */
  readonly db: Queryable;
  readonly close: () => Promise<void>;
}

/** `analyzed`: the planner knows what the tables hold. */
export async function openExplain(fill: string, { analyzed = true } = {}): Promise<Explain> {
  const test = await openTestStore();
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  await client.query(fill);
  if (analyzed) await client.query('vacuum analyze');
  return {
    url: test.url,
    client,
    db: test.store.read,
    close: async () => {
      await client.end();
      await test.close();
    },
  };
}

/** Runs statements on one connection, as they are. */
export function queryableOn(client: pg.Client): Queryable {
  return {
    query: async <R extends pg.QueryResultRow>(statement: Statement, values: unknown[]) =>
      (await client.query<R>({ text: statement.text(schemasOf('dbos')), values, types: numbersForInt8 }))
        .rows,
  };
}

// As the daemon's pools read them.
const numbersForInt8 = new pg.TypeOverrides();
numbersForInt8.setTypeParser(20, Number);

/**
 * Runs what asks the store, and explains each statement that it sends, planned for its values as an unnamed one is. The
 * statement is carried out, too, so that what follows it is sent as it would be.
 */
export async function explained(
  client: pg.Client,
  ask: (db: Queryable) => Promise<unknown>,
): Promise<readonly Read[]> {
  const reads: Read[] = [];
  const db: Queryable = {
    query: async <R extends pg.QueryResultRow>(statement: Statement, values: unknown[]) => {
      const text = statement.text(schemasOf('dbos'));
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (analyze, buffers off, timing off, format json) ${text}`,
        values,
      );
      reads.push(readOf(rows[0]!['QUERY PLAN'][0].Plan));
      return queryableOn(client).query<R>(statement, values);
    },
  };
  await ask(db);
  return reads;
}

export function readOf(plan: Plan): Read {
  const nodes = nodesOf(plan).filter((node) => node['Relation Name'] ?? node['Index Name']);
  return {
    scans: nodes
      .filter((node) => /^(Parallel )?Seq Scan$/.test(node['Node Type']))
      .map((n) => n['Relation Name']!),
    rows: nodes
      .filter((node) => node['Node Type'] !== 'Bitmap Index Scan')
      .reduce((sum, node) => {
        const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
        return sum + (node['Actual Rows'] + removed) * node['Actual Loops'];
      }, 0),
  };
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
