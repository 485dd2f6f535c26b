import { isCloseMarker } from '@dbosd/shared';
import type { ListStreamsQuery, StreamInfo } from '../../../model/streams.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { MARKER_BYTES, toReadValue, valueColumns, type ValueRow } from '../stored-value.js';

/** Where a stream ends now. */
interface StreamHead {
  /** The offset after the last value; that of the close marker, where the stream is closed. */
  readonly nextOffset: number;
  readonly closed: boolean;
  /** Where its last `count` values begin. */
  readonly fromEnd: number;
}

interface HeadRow extends ValueRow {
  readonly offset: number | null;
  readonly nth_last: number | null;
  readonly nth_before_last: number | null;
}

// Uses streams_pkey backwards: one row, and an index-only count of the values asked for.
const readStreamHeadStatement: Statement = {
  name: 'read-stream-head',
  text: ({ dbos }) => `
    select last."offset", ${valueColumns('last.value', 'last.serialization', String(MARKER_BYTES))},
      (
        select min(t."offset")
        from (
          select s."offset"
          from ${dbos}.streams s
          where s.workflow_uuid = $1 and s.key = $2
          order by s."offset" desc
          limit $3::bigint
        ) t
      ) as nth_last,
      (
        select min(t."offset")
        from (
          select s."offset"
          from ${dbos}.streams s
          where s.workflow_uuid = $1 and s.key = $2
          order by s."offset" desc
          limit $3::bigint + 1
        ) t
      ) as nth_before_last
    from ${dbos}.workflow_status ws
    left join lateral (
      select s."offset", s.value, s.serialization
      from ${dbos}.streams s
      where s.workflow_uuid = ws.workflow_uuid and s.key = $2
      order by s."offset" desc
      limit 1
    ) last on true
    where ws.workflow_uuid = $1`,
};

/** The head of a stream and where its last `count` values begin; `undefined`: there is no such workflow. */
export async function readStreamHead(
  db: Queryable,
  workflowId: string,
  key: string,
  count: number,
): Promise<StreamHead | undefined> {
  const [row] = await db.query<HeadRow>(readStreamHeadStatement, [workflowId, key, count]);
  if (row === undefined) return undefined;
  const value = toReadValue(row);
  if (row.offset === null || value === undefined) return { nextOffset: 0, closed: false, fromEnd: 0 };
  const closed = value.kind === 'payload' && isCloseMarker(value);
  const nextOffset = closed ? row.offset : row.offset + 1;
  // The marker is no value: one row more is counted back.
  return { nextOffset, closed, fromEnd: (closed ? row.nth_before_last : row.nth_last) ?? nextOffset };
}

interface StreamRow extends ValueRow {
  readonly key: string | null;
  readonly offset: number;
}

// Uses streams_pkey, hopping from key to key: two index look-ups a stream, whatever its length. The hops follow the
// index's own order of keys, which is the database's collation.
const listStreamsStatement: Statement = {
  name: 'list-streams',
  text: ({ dbos }) => `
    with recursive hop (key, place) as (
      (
        select s.key, 1
        from ${dbos}.streams s
        where s.workflow_uuid = $1 and ($2::text is null or s.key > $2::text)
        order by s.key
        limit 1
      )
      union all
      select (
        select s.key
        from ${dbos}.streams s
        where s.workflow_uuid = $1 and s.key > hop.key
        order by s.key
        limit 1
      ), hop.place + 1
      from hop
      where hop.key is not null and hop.place < $3::int
    )
    select hop.key, last."offset", ${valueColumns('last.value', 'last.serialization', String(MARKER_BYTES))}
    from ${dbos}.workflow_status ws
    left join hop on hop.key is not null
    left join lateral (
      select s."offset", s.value, s.serialization
      from ${dbos}.streams s
      where s.workflow_uuid = $1 and s.key = hop.key
      order by s."offset" desc
      limit 1
    ) last on true
    where ws.workflow_uuid = $1
    order by hop.place`,
};

/** A page of a workflow's streams in the order of their keys; `undefined`: there is no such workflow. */
export async function listStreams(
  db: Queryable,
  query: ListStreamsQuery,
): Promise<Page<StreamInfo, string> | undefined> {
  const rows = await db.query<StreamRow>(listStreamsStatement, [
    query.workflowId,
    query.after,
    query.pageSize + 1,
  ]);
  if (rows.length === 0) return undefined;
  const streams = rows.flatMap(toStream);
  const items = streams.slice(0, query.pageSize);
  const last = items.at(-1);
  return streams.length > items.length && last ? { items, next: last.key } : { items };
}

function toStream(row: StreamRow): StreamInfo[] {
  if (row.key === null) return [];
  const value = toReadValue(row);
  const closed = value?.kind === 'payload' && isCloseMarker(value);
  return [{ key: row.key, nextOffset: closed ? row.offset : row.offset + 1, closed }];
}
