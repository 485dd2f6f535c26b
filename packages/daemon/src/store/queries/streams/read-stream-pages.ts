import { FRAME_BYTES, mayHoldCloseMarker } from '@dbosd/shared';
import type { StreamPage, StreamRow, StreamRows } from '../../../model/streams.js';
import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { formatOf, MARKER_BYTES, valueColumns } from '../stored-value.js';

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

/** A page, in as few columns as its rows allow. */
interface PageRow {
  readonly status: string | null;
  readonly more: boolean;
  /** SQL NULL, as all that follows: the page is empty. */
  readonly first_offset: number | null;
  /** The values that come whole, one after another. */
  readonly text: string | null;
  /** The size of each value; that of one that does not come is negative. */
  readonly sizes: string | null;
  /** The format of them all. */
  readonly serialization: string | null;
  /** The format of each, where they differ. */
  readonly serializations: readonly (string | null)[] | null;
  /** The offset of each, where some are missing. */
  readonly offsets: readonly number[] | null;
}

/** One statement answers many readers, but does not hold much more than this of their values in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;

// Uses streams_pkey: a range of at most `limit` rows a query and the row after it, cut at 256 KiB (a batch of a stream;
// the first row always comes, so a larger value travels alone), and workflow_status_pkey. Pages are left out whole after
// BATCH_BYTES. A page is one row: its aggregates take the rows in the order of the window below them.
const statement = lookupStatement<StreamPageQuery>({
  name: 'read-stream-pages',
  columns: {
    workflow_uuid: ['text', (q) => q.workflowId],
    key: ['text', (q) => q.key],
    from_offset: ['bigint', (q) => q.from],
    row_limit: ['int', (q) => q.limit],
    max_bytes: ['bigint', (q) => Math.max(q.maxValueBytes, MARKER_BYTES)],
  },
  text: ({ dbos, rows }) => `
    select status, first_offset, text, sizes, serialization, serializations, offsets,
      (
        select s."offset"
        from ${dbos}.streams s
        where s.workflow_uuid = pages.workflow_uuid and s.key = pages.key and s."offset" > pages.last_offset
        order by s."offset"
        limit 1
      ) is not null as more
    from (
      select i.ord::int as ord, i.workflow_uuid, i.key, ws.status, p.*,
        sum(octet_length(p.text)) over (order by i.ord rows between unbounded preceding and 1 preceding) as sent_before
      from ${rows('i')}
      left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
      left join lateral (
        select min(cut."offset") as first_offset,
          max(cut."offset") as last_offset,
          string_agg(cut.value, '' order by cut."offset") as text,
          string_agg(
            (case when cut.value is null then -cut.size else cut.size end)::text, ',' order by cut."offset"
          ) as sizes,
          min(cut.serialization collate "C") as serialization,
          case
            when min(cut.serialization collate "C") <> max(cut.serialization collate "C")
              or count(cut.serialization) not in (0, count(*))
              then array_agg(cut.serialization order by cut."offset")
          end as serializations,
          case when max(cut."offset") - min(cut."offset") >= count(*) then array_agg(cut."offset" order by cut."offset") end as offsets
        from (
          select *
          from (
            select b.*, sum(b.bytes) over (order by b."offset" rows unbounded preceding) as sent
            from (
              select r.*, case when r.value is null then 0 else r.size end as bytes
              from (
                select s."offset", ${valueColumns('s.value', 's.serialization', 'i.max_bytes')}
                from ${dbos}.streams s
                where s.workflow_uuid = i.workflow_uuid
                  and s.key = i.key
                  and s."offset" >= i.from_offset
                order by s."offset"
                limit i.row_limit
              ) r
            ) b
          ) sums
          where sent <= ${String(FRAME_BYTES)} or sent = bytes
        ) cut
      ) p on true
    ) pages
    where coalesce(sent_before, 0) < ${String(BATCH_BYTES)}
    order by ord`,
});

/**
 * Reads a page of each stream, in one statement. The pages are of the first queries, at least one: when they grow too
 * large together, the rest is left (`undefined`) for another call.
 */
export async function readStreamPages(
  db: Queryable,
  queries: readonly StreamPageQuery[],
): Promise<(StreamPage | undefined)[]> {
  const rows = await statement.run<PageRow>(db, queries);
  return queries.map((_query, index) => {
    const row = rows[index];
    return row && toPage(row);
  });
}

function toPage(row: PageRow): StreamPage {
  return {
    rows: toRows(row),
    more: row.more,
    workflowStatus: row.status ?? undefined,
  };
}

function toRows(row: PageRow): StreamRows {
  if (row.first_offset === null || row.sizes === null) return [];
  const bytes = Buffer.from(row.text ?? '');
  const { sizes, maxSize, isWhole } = readSizes(row.sizes);
  const isUniform = row.serializations === null && row.offsets === null;
  if (!isWhole || !isUniform || mayHoldCloseMarker(row.text ?? '')) return apart(row, bytes, sizes);
  const format = formatOf(row.serialization);
  return {
    from: row.first_offset,
    values: { length: sizes.length, bytes, sizes: Uint32Array.from(sizes), maxSize, ...format },
  };
}

function apart(row: PageRow, bytes: Buffer, sizes: readonly number[]): StreamRow[] {
  const first = row.first_offset ?? 0;
  let end = 0;
  return sizes.map((size, at) => {
    const serialization = row.serializations === null ? row.serialization : row.serializations[at];
    const format = formatOf(serialization);
    const offset = row.offsets?.[at] ?? first + at;
    if (size < 0) return { offset, value: { kind: 'oversized', size: -size, ...format } };
    const begin = end;
    end += size;
    return { offset, value: { kind: 'payload', data: bytes.toString('utf8', begin, end), ...format } };
  });
}

const COMMA = ','.charCodeAt(0);
const MINUS = '-'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);

/** `isWhole`: every value comes. */
function readSizes(text: string): { sizes: number[]; maxSize: number; isWhole: boolean } {
  const sizes: number[] = [];
  let [maxSize, isWhole, size, sign] = [0, true, 0, 1];
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? COMMA : text.charCodeAt(at);
    if (code === COMMA) {
      sizes.push(size * sign);
      if (size > maxSize) maxSize = size;
      size = 0;
      sign = 1;
    } else if (code === MINUS) {
      sign = -1;
      isWhole = false;
    } else size = size * 10 + code - ZERO;
  }
  return { sizes, maxSize, isWhole };
}
