import type pg from 'pg';
import { withConnection as onConnection } from '../connection/connect.js';
import type { Tell } from '../connection/tell-slow.js';
import type { Queryable } from '../schema/inspect-dbos-schema.js';

/** Statements of a look at the database. They are few, rare and not named. */
export type Connection = pg.Client;

/** How long a statement may take: longer means that it is stuck, perhaps waiting for a lock. */
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Does `work` on a connection of its own and ends it. One for each look: what breaks one says nothing of the next.
 * Rejects as pg does.
 */
export async function withConnection<Result>(
  url: string,
  work: (connection: Connection) => Promise<Result>,
  tell?: Tell,
): Promise<Result> {
  const options = { url, applicationName: 'dbosd doctor', answerTimeoutMs: ANSWER_TIMEOUT_MS, tell };
  return onConnection(options, work);
}

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

/** What the database's clock showed at a moment between two readings of the daemon's. */
export interface ClockReading {
  readonly askedAtMs: number;
  readonly databaseMs: number;
  readonly answeredAtMs: number;
}

/** The fastest answer tells most. */
const READINGS = 5;

/** Reads the database's clock five times, in ms since the epoch, and answers with the reading that came back fastest. */
export async function readClock(client: Queryable, now: () => number): Promise<ClockReading> {
  let best = await readOnce(client, now);
  for (let i = 1; i < READINGS; i++) {
    const next = await readOnce(client, now);
    if (roundTripOf(next) < roundTripOf(best)) best = next;
  }
  return best;
}

function roundTripOf({ askedAtMs, answeredAtMs }: ClockReading): number {
  return answeredAtMs - askedAtMs;
}

// No table.
async function readOnce(client: Queryable, now: () => number): Promise<ClockReading> {
  const askedAtMs = now();
  const { rows } = await client.query<{ ms: string }>(
    `select extract(epoch from clock_timestamp()) * 1000 as ms`,
  );
  return { askedAtMs, databaseMs: Number(rows[0]?.ms), answeredAtMs: now() };
}

/** A bound on connections, and how many count against it now, those of dbosd left out. */
export interface Room {
  readonly limit: number;
  readonly usedByOthers: number;
}

/** What bounds the connections of this role to this database. Absent: no bound. */
export interface ConnectionRoom {
  /** What the server has, less what it reserves for others than this role. */
  readonly server: Room;
  readonly database?: Room;
  readonly role?: Room;
}

interface Row {
  readonly serverLimit: number;
  readonly serverUsed: number;
  readonly databaseLimit: number;
  readonly databaseUsed: number;
  readonly roleLimit: number;
  readonly roleUsed: number;
}

// One row a connection of the server. Connections of dbosd are known by their names (store/store.ts); those of every
// daemon on this database are left out, the one that asks too. What reserves connections has come in Postgres 16.
const QUERY = `
  select
    current_setting('max_connections')::int
      - case when r.rolsuper then 0 else current_setting('superuser_reserved_connections')::int end
      - case when r.rolsuper then 0 else coalesce(current_setting('reserved_connections', true)::int, 0) end
      as "serverLimit",
    count(a.pid) filter (where not ours) as "serverUsed",
    d.datconnlimit as "databaseLimit",
    count(a.pid) filter (where not ours and a.datid = d.oid) as "databaseUsed",
    case when r.rolsuper then -1 else r.rolconnlimit end as "roleLimit",
    count(a.pid) filter (where not ours and a.usesysid = r.oid) as "roleUsed"
  from pg_database d
  join pg_roles r on r.rolname = current_user
  left join pg_stat_activity a on a.usesysid is not null
  left join lateral (select a.datid = d.oid and a.application_name like 'dbosd %' as ours) o on true
  where d.datname = current_database()
  group by d.oid, d.datconnlimit, r.oid, r.rolsuper, r.rolconnlimit`;

/** How many connections there may be, and are. */
export async function readConnectionRoom(client: Queryable): Promise<ConnectionRoom> {
  const { rows } = await client.query<Record<keyof Row, string>>(QUERY);
  const row = rows[0];
  const room = (limit: string | undefined, used: string | undefined): Room => ({
    limit: Number(limit),
    usedByOthers: Number(used),
  });
  const bound = (limit: string | undefined): boolean => Number(limit) >= 0;
  return {
    server: room(row?.serverLimit, row?.serverUsed),
    ...(bound(row?.databaseLimit) ? { database: room(row?.databaseLimit, row?.databaseUsed) } : {}),
    ...(bound(row?.roleLimit) ? { role: room(row?.roleLimit, row?.roleUsed) } : {}),
  };
}
