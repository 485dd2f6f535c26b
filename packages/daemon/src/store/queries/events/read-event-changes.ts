import type { EventChange } from '../../../model/events.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { byOrd, cutAtBytes, toReadValue, valueColumns, type PageRow } from '../stored-value.js';
import { eventRevision } from './read-events.js';

/** What a watcher has seen, of which workflow. */
export interface WatcherState {
  readonly workflowId: string;
  /** Empty: all keys. */
  readonly keys: readonly string[];
  /** Key to revision, of watched keys only. */
  readonly known: ReadonlyMap<string, Buffer>;
  readonly maxValueBytes: number;
}

/** What has changed for a watcher, of one snapshot with the workflow's status. */
export interface WatcherChanges {
  readonly changes: readonly EventChange[];
  /** More have changed than one read returns: read again with these known. */
  readonly more: boolean;
  /** Absent: there is no such workflow. */
  readonly workflowStatus?: string | undefined;
  /** A digest of all of the workflow's events, which the sweep compares. */
  readonly digest: Buffer;
}

interface WatchRow {
  readonly ord: number;
  readonly status: string | null;
  readonly digest: Buffer;
}
interface ChangeRow extends PageRow {
  readonly ord: number;
  readonly key: string;
  readonly revision: Buffer | null;
  readonly status: string | null;
  readonly digest: Buffer;
}

/** The SQL of the digest over all events of the workflow `id`. */
export function eventsDigest(dbos: string, id: string): string {
  return `(
    select sha256(coalesce(string_agg(sha256(convert_to(d.key, 'UTF8')) || ${eventRevision('d')}, '' order by d.key), ''))
    from ${dbos}.workflow_events d
    where d.workflow_uuid = ${id}
  )`;
}

// Uses workflow_events_pkey: the events of each watched workflow. Only those that a watcher does not know are sent.
// A watcher without changes has one row, whose key is NULL.
const statement: Statement = {
  name: 'read-event-changes',
  text: ({ dbos }) =>
    cutAtBytes(
      `with watcher as (
        select i.*, ws.status, ${eventsDigest(dbos, 'i.workflow_uuid')} as digest
        from unnest($1::text[], $2::boolean[], $3::bigint[])
          with ordinality as i (workflow_uuid, all_keys, max_bytes, ord)
        left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
      ),
      wanted as (
        select * from unnest($4::int[], $5::text[]) as k (ord, key)
      ),
      known as (
        select * from unnest($6::int[], $7::text[], $8::bytea[]) as n (ord, key, revision)
      ),
      present as materialized (
        select w.ord, e.key, ${eventRevision('e')} as revision
        from watcher w
        join ${dbos}.workflow_events e on e.workflow_uuid = w.workflow_uuid
        where w.all_keys
          or exists (select from wanted k where k.ord = w.ord and k.key = e.key)
      ),
      changed as (
        select p.ord, p.key, p.revision
        from present p
        where not exists (
          select from known n where n.ord = p.ord and n.key = p.key and n.revision = p.revision
        )
        union all
        select n.ord, n.key, null
        from known n
        where not exists (select from present p where p.ord = n.ord and p.key = n.key)
      )
      select w.ord::int as ord, w.status, w.digest, c.key, c.revision,
        ${valueColumns('e.value', 'e.serialization', 'w.max_bytes')}
      from watcher w
      left join changed c on c.ord = w.ord
      left join ${dbos}.workflow_events e
        on e.workflow_uuid = w.workflow_uuid and e.key = c.key and c.revision is not null`,
      'ord, key',
    ),
};

/** What has changed for each watcher. Where the changes of all are too much together, those cut off say `more`. */
export async function readEventChanges(
  db: Queryable,
  watchers: readonly WatcherState[],
): Promise<(WatcherChanges | undefined)[]> {
  const wanted = watchers.flatMap((w, index) => w.keys.map((key) => ({ ord: index + 1, key })));
  const known = watchers.flatMap((w, index) =>
    [...w.known].map(([key, revision]) => ({ ord: index + 1, key, revision })),
  );
  const rows = await db.query<ChangeRow>(statement, [
    watchers.map((w) => w.workflowId),
    watchers.map((w) => w.keys.length === 0),
    watchers.map((w) => w.maxValueBytes),
    wanted.map((k) => k.ord),
    wanted.map((k) => k.key),
    known.map((k) => k.ord),
    known.map((k) => k.key),
    known.map((k) => k.revision),
  ]);
  const cut = rows.length < (rows[0]?.total ?? 0);
  const lastOrd = rows.at(-1)?.ord;
  const byWatcher = byOrd(rows);
  return watchers.map((_watcher, index) => {
    const own = byWatcher.get(index + 1);
    // Cut off whole: its caller asks again.
    if (own === undefined) return undefined;
    return toChanges(own, cut && lastOrd === index + 1);
  });
}

function toChanges(rows: readonly ChangeRow[], more: boolean): WatcherChanges {
  const first = rows[0] as WatchRow;
  return {
    changes: rows.filter((row) => (row.key as string | null) !== null).map(toChange),
    more,
    workflowStatus: first.status ?? undefined,
    digest: first.digest,
  };
}

function toChange(row: ChangeRow): EventChange {
  const value = toReadValue(row);
  return value && row.revision
    ? { kind: 'set', key: row.key, value, revision: row.revision }
    : { kind: 'unset', key: row.key };
}
