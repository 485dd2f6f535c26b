import { isCloseMarker } from '@dbosd/shared';
import type { ListStreamsQuery, StreamInfo } from '../../../model/streams.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { MARKER_BYTES, toReadValue, valueColumns, type ValueRow } from '../stored-value.js';

interface StreamRow extends ValueRow {
  readonly key: string | null;
  readonly offset: number;
}

// Uses streams_pkey, hopping from key to key: two index look-ups a stream, whatever its length. The hops follow the
// index's own order of keys, which is the database's collation.
const statement: Statement = {
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
  const rows = await db.query<StreamRow>(statement, [query.workflowId, query.after, query.pageSize + 1]);
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
