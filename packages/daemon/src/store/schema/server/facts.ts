import type { Queryable } from '../queryable.js';

/** What decides whether a server keeps what it acknowledges. Settings that it does not have (CockroachDB) are undefined. */
export interface ServerFacts {
  /** Who speaks the protocol of Postgres. */
  readonly product: 'Postgres' | 'CockroachDB' | 'YugabyteDB';
  /** As Postgres counts: 180004 is 18.4. */
  readonly versionNumber: number;
  readonly encoding: string;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
  /** As this session has it, with what the database and the role set. */
  readonly synchronousCommit: string;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
  readonly isolation: string;
}

/** One statement, no table and no parameter: settings as they hold for a new session of this role on this database. */
export const SERVER_FACTS_SQL = `
  select
    version() as "version",
    current_setting('server_version_num') as "versionNumber",
    current_setting('server_encoding') as "encoding",
    current_setting('fsync', true) as "fsync",
    current_setting('full_page_writes', true) as "fullPageWrites",
    current_setting('synchronous_commit', true) as "synchronousCommit",
    pg_is_in_recovery()::text as "inRecovery",
    current_setting('default_transaction_read_only') as "readOnly",
    current_setting('default_transaction_isolation') as "isolation"`;

/** The row of {@link SERVER_FACTS_SQL}. */
export type ServerFactsRow = Readonly<
  Record<Exclude<keyof ServerFacts, 'product'> | 'version', string | null>
>;

export async function readServerFacts(client: Queryable): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFactsRow>(SERVER_FACTS_SQL);
  return serverFactsOf(rows[0]);
}

export function serverFactsOf(row: ServerFactsRow | undefined): ServerFacts {
  return {
    product: productOf(row?.version ?? ''),
    versionNumber: Number(row?.versionNumber),
    encoding: row?.encoding ?? '',
    fsync: row?.fsync !== 'off',
    fullPageWrites: row?.fullPageWrites !== 'off',
    synchronousCommit: row?.synchronousCommit ?? 'on',
    inRecovery: row?.inRecovery === 'true',
    readOnly: row?.readOnly === 'on',
    isolation: row?.isolation ?? '',
  };
}

/** By the words of `version()`: Yugabyte says "PostgreSQL 11.2-YB-2.20.1.0-b0 on …". */
function productOf(version: string): ServerFacts['product'] {
  if (version.startsWith('CockroachDB')) return 'CockroachDB';
  return /-YB-/.test(version) ? 'YugabyteDB' : 'Postgres';
}
