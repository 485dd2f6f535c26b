import { FRAME_BYTES } from '@dbosd/shared';
import type { ReadValue } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { byOrd, MARKER_BYTES, toReadValue, valueColumns, type ValueRow } from '../stored-value.js';

export interface StreamPageQuery {
  readonly workflowId: string;
  readonly key: string;
  /** The first offset wanted. */
  readonly from: number;
  /** Rows at most. */
  readonly limit: number;
  /** Values up to this size come whole, and close markers always do. */
  readonly maxValueBytes: number;
}

/** Rows of a stream and the status of its workflow, all of one snapshot. */
export interface StreamPage {
  readonly rows: readonly { readonly offset: number; readonly value: ReadValue }[];
  /** More rows follow in that snapshot. */
  readonly more: boolean;
  /** Absent: there is no such workflow. */
  readonly workflowStatus?: string;
}

interface StreamRow extends ValueRow {
  readonly ord: number;
  readonly status: string | null;
  readonly offset: number | null;
  readonly last_offset: number | null;
}

/** One statement answers many readers, but does not hold much more than this of their values in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

// Rides streams_pkey: a range of at most limit + 1 rows a query, cut at 256 KiB (a batch of a stream; the first row
// always comes, so a larger value travels alone), and workflow_status_pkey. Pages are left out whole behind BATCH_BYTES.
const statement: Statement = {
  name: 'read-stream-pages',
  text: ({ dbos }) => `
    select ord, status, "offset", last_offset, value, serialization, size
    from (
      select i.ord::int as ord, ws.status, p."offset", p.last_offset, p.value, p.serialization, p.size,
        sum(p.bytes) over (order by i.ord) - sum(p.bytes) over (partition by i.ord) as sent_before
      from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[])
        with ordinality as i (workflow_uuid, key, from_offset, row_limit, max_bytes, ord)
      left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
      left join lateral (
        select b.*,
          max(b."offset") over () as last_offset,
          row_number() over (order by b."offset") as place,
          sum(b.bytes) over (order by b."offset" rows unbounded preceding) as sent
        from (
          select r.*, case when r.value is null then 0 else r.size end as bytes
          from (
            select s."offset", ${valueColumns('s.value', 's.serialization', 'i.max_bytes')}
            from ${dbos}.streams s
            where s.workflow_uuid = i.workflow_uuid
              and s.key = i.key
              and s."offset" >= i.from_offset
            order by s."offset"
            limit i.row_limit + 1
          ) r
        ) b
      ) p on p.place <= i.row_limit and (p.sent <= ${String(FRAME_BYTES)} or p.place = 1)
    ) pages
    where coalesce(sent_before, 0) < ${String(BATCH_BYTES)}
    order by ord, "offset"`,
};

/**
 * Reads a page of each stream, in one statement. The pages are of the first queries, at least one: when they grow too
 * large together, the rest is left (`undefined`) for another call.
 */
export async function readStreamPages(
  db: Queryable,
  queries: readonly StreamPageQuery[],
): Promise<(StreamPage | undefined)[]> {
  const rows = await db.query<StreamRow>(statement, [
    queries.map((q) => q.workflowId),
    queries.map((q) => q.key),
    queries.map((q) => q.from),
    queries.map((q) => q.limit),
    queries.map((q) => Math.max(q.maxValueBytes, MARKER_BYTES)),
  ]);
  const byQuery = byOrd(rows);
  return queries.map((_query, index) => {
    const page = byQuery.get(index + 1);
    return page && toPage(page);
  });
}

function toPage(rows: readonly StreamRow[]): StreamPage {
  const values = rows.flatMap((row) => {
    const value = toReadValue(row);
    return row.offset === null || value === undefined ? [] : [{ offset: row.offset, value }];
  });
  const last = values.at(-1);
  const status = rows[0]?.status ?? undefined;
  return {
    rows: values,
    more: last !== undefined && last.offset < (rows[0]?.last_offset ?? last.offset),
    ...(status === undefined ? {} : { workflowStatus: status }),
  };
}
