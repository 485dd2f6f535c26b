import type { Queryable } from '../schema/queryable.js';

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
