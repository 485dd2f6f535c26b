import type { Queryable } from '../schema/queryable.js';

/** Where a connection has led, and as whom. */
export interface Identity {
  readonly database: string;
  readonly role: string;
  /** The same for two connections to one database, whatever leads there; another for its standby or its copy. */
  readonly fingerprint: string;
}

/** One statement, one row of pg_database. */
export async function readIdentity(client: Queryable): Promise<Identity> {
  const { rows } = await client.query<{ database: string; role: string; fingerprint: string }>(
    `select
      current_database()::text as database,
      current_user::text as role,
      concat_ws(' ', d.oid, pg_is_in_recovery(), extract(epoch from pg_postmaster_start_time())) as fingerprint
    from pg_database d
    where d.datname = current_database()`,
  );
  return rows[0] ?? { database: '', role: '', fingerprint: '' };
}
