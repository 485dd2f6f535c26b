import pg from 'pg';
import { CLOSE_MARKER, JS_SUPERJSON, type StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { isUniqueViolation } from '../../errors.js';
import { batchStatement, type OneSql } from '../batch.js';
import { MARKER_BYTES } from '../stored-value.js';
import {
  CALL_COLUMNS,
  checkpoint,
  checkpointOfOne,
  fence,
  fenceOfOne,
  type FencedCall,
  type FenceVerdict,
  toVerdict,
  type VerdictRow,
} from '../workflows/fence.js';

/** A value, or the close marker, on its way to the end of a stream. */
export interface StreamAppend extends FencedCall {
  readonly key: string;
  readonly value: Required<StoredValue>;
  readonly closes: boolean;
  /** The workflow's own, which is recorded as a checkpoint; else it comes from inside a step. */
  readonly recorded: boolean;
  /** Stored only if the stream holds fewer rows of this function id; close markers not counted. Absent: in any case. */
  readonly ordinal?: number | undefined;
  /** With an ordinal: what is known of the stream from before. */
  readonly known?: KnownRows;
}

/**
 * How many rows of a function id a stream holds below an offset. It holds for good: below its end a stream never changes
 * while its workflow runs under one token.
 */
export interface KnownRows {
  readonly below: number;
  readonly rows: number;
}

/**
 * What became of an append, besides what the fence says: `applied`, with the offset it was stored at (absent: it was
 * there already, or the stream was closed already), and with what is now known where there was an ordinal; or `closed`:
 * nothing was written, the stream ends with a close marker (or, which only another look tells, it is recorded already).
 */
export type AppendVerdict =
  | Exclude<FenceVerdict, { kind: 'applied' }>
  | { readonly kind: 'closed' }
  | { readonly kind: 'applied'; readonly offset?: number | undefined; readonly known?: KnownRows };

interface Row extends Omit<VerdictRow, 'kind'> {
  readonly kind: AppendVerdict['kind'];
  readonly offset: number | null;
  readonly next_offset: number | null;
  readonly held: number | null;
}

export const WRITE_STREAM_NAME = 'DBOS.writeStream';
export const CLOSE_STREAM_NAME = 'DBOS.closeStream';

// Uses workflow_status_pkey, operation_outputs_pkey and streams_pkey: the last row of each stream, and where ordinals are
// counted the rows from the known offset on.
//
// Offsets are the next ones, without a lock: who comes second at an offset fails on streams_pkey, and with it the whole
// statement, so that all values of a stream in it are stored one after the other, or none is. What the snapshot does not
// show of a stream (its end, a close marker, a row that counts) makes the offset collide, too: no decision depends on it.
const statement = batchStatement<StreamAppend>({
  name: 'append-streams',
  columns: {
    ...CALL_COLUMNS,
    key: ['text', ({ key }) => key],
    value: ['text', ({ value }) => value.data],
    serialization: ['text', ({ value }) => value.serialization],
    closes: ['boolean', ({ closes }) => closes],
    recorded: ['boolean', ({ recorded }) => recorded],
    ordinal: ['int', ({ ordinal }) => ordinal],
    known_below: ['int', ({ known }) => known?.below ?? 0],
    known_rows: ['int', ({ known }) => known?.rows ?? 0],
  },
  text: (sql) => `
    with ${fence(sql)},
    head as materialized (
      select k.workflow_uuid, k.key, coalesce(last."offset", -1) + 1 as next_offset,
        coalesce(last.is_marker, false) as closed
      from (select distinct workflow_uuid, key from fenced) k
      left join lateral (
        select s."offset", ${isMarkerSql('s')} as is_marker
        from ${sql.dbos}.streams s
        where s.workflow_uuid = k.workflow_uuid and s.key = k.key
        order by s."offset" desc
        limit 1
      ) last on true
    ),
    held as materialized (
      select k.workflow_uuid, k.key, k.function_id, k.known_rows + later.rows as held
      from (
        select distinct on (workflow_uuid, key, function_id)
          workflow_uuid, key, function_id, known_below, known_rows
        from fenced
        where ordinal is not null
        order by workflow_uuid, key, function_id
      ) k
      cross join lateral (
        select count(*)::int as rows
        from ${sql.dbos}.streams s
        where s.workflow_uuid = k.workflow_uuid and s.key = k.key and s."offset" >= k.known_below
          and s.function_id = k.function_id
          and not ${isMarkerSql('s')}
      ) later
    ),
    judged as materialized (
      select i.*, h.next_offset, h.closed, d.held
      from called i
      left join head h on i.runs and h.workflow_uuid = i.workflow_uuid and h.key = i.key
      left join held d on i.runs and i.ordinal is not null
        and d.workflow_uuid = i.workflow_uuid and d.key = i.key and d.function_id = i.function_id
    ),
    open as (
      select *
      from judged
      where runs and recorded and (closes or not closed)
    ),
    ${checkpoint(sql, {
      from: 'open',
      functionName: `case when closes then '${CLOSE_STREAM_NAME}' else '${WRITE_STREAM_NAME}' end`,
    })},
    answered as (
      select j.*, c.workflow_uuid is not null as is_new,
        j.runs and (c.workflow_uuid is not null or not j.recorded)
          and not (j.closes and j.closed) and (j.ordinal is null or j.held < j.ordinal) as appends
      from judged j
      left join checkpoint c on c.workflow_uuid = j.workflow_uuid and c.function_id = j.function_id
    ),
    placed as materialized (
      select *, next_offset - 1
        + count(*) filter (where appends) over (partition by workflow_uuid, key order by ord) as "offset"
      from answered
    ),
    stored as (
      insert into ${sql.dbos}.streams (workflow_uuid, key, value, "offset", function_id, serialization)
      select workflow_uuid, key, value, "offset", function_id, serialization
      from placed
      where appends
      order by workflow_uuid, key, "offset"
    )
    select owner_status as status,
      case
        when not found then 'skipped'
        when not runs then 'refused'
        when not recorded or is_new then 'applied'
        when closed and not closes then 'closed'
        else 'recorded'
      end as kind, case when appends then "offset"::int end as "offset", next_offset, held
    from placed
    order by ord`,
  textOfOne: (sql) => `
    with ${fenceOfOne(sql)},
    judged as materialized (
      select o.*, coalesce(last."offset", -1) + 1 as next_offset, coalesce(last.is_marker, false) as closed,
        case when ${sql.value('ordinal')} is not null then
          ${sql.value('known_rows')} + (
            select count(*)::int
            from ${sql.dbos}.streams s
            where ${ofStream(sql)} and s."offset" >= ${sql.value('known_below')}
              and s.function_id = ${sql.value('function_id')}
              and not ${isMarkerSql('s')}
          )
        end as held
      from owner o
      left join lateral (
        select s."offset", ${isMarkerSql('s')} as is_marker
        from ${sql.dbos}.streams s
        where ${ofStream(sql)}
        order by s."offset" desc
        limit 1
      ) last on o.runs
    ),
    ${checkpointOfOne(sql, {
      from: 'judged',
      where: `runs and ${sql.value('recorded')} and (${sql.value('closes')} or not closed)`,
      functionName: `case when ${sql.value('closes')} then '${CLOSE_STREAM_NAME}' else '${WRITE_STREAM_NAME}' end`,
    })},
    answered as materialized (
      select j.*, exists (select from checkpoint) as is_new,
        j.runs and (exists (select from checkpoint) or not ${sql.value('recorded')})
          and not (${sql.value('closes')} and j.closed)
          and (${sql.value('ordinal')} is null or j.held < ${sql.value('ordinal')}) as appends
      from judged j
    ),
    stored as (
      insert into ${sql.dbos}.streams (workflow_uuid, key, value, "offset", function_id, serialization)
      select ${sql.value('workflow_uuid')}, ${sql.value('key')}, ${sql.value('value')}, next_offset,
        ${sql.value('function_id')}, ${sql.value('serialization')}
      from answered
      where appends
    )
    select a.status,
      case
        when a.status is null then 'skipped'
        when not a.runs then 'refused'
        when not ${sql.value('recorded')} or a.is_new then 'applied'
        when a.closed and not ${sql.value('closes')} then 'closed'
        else 'recorded'
      end as kind, case when a.appends then a.next_offset end as "offset", a.next_offset, a.held
    from (values (1)) one
    left join answered a on true`,
});

function ofStream({ value }: Pick<OneSql, 'value'>): string {
  return `s.workflow_uuid = ${value('workflow_uuid')} and s.key = ${value('key')}`;
}

/**
 * Appends to streams; answers in the order of the members. A statement holds for a stream either values or one close
 * marker. Fails whole with 23505 when another writer came first at an offset: see `collidedStream`.
 */
export async function appendStreams(
  db: Queryable,
  appends: readonly StreamAppend[],
): Promise<AppendVerdict[]> {
  const rows = await statement.run<Row>(db, appends);
  return rows.map(toAppendVerdict);
}

function toAppendVerdict(row: Row): AppendVerdict {
  if (row.kind === 'closed') return { kind: row.kind };
  if (row.kind !== 'applied') return toVerdict({ kind: row.kind, status: row.status });
  return {
    kind: 'applied',
    offset: row.offset ?? undefined,
    ...(row.held !== null &&
      row.next_offset !== null && { known: { below: row.next_offset, rows: row.held } }),
  };
}

/**
 * The appends to the stream in which another writer came first; `undefined`: the statement failed for another reason.
 * Where the failure does not name the stream, it is the first one's: the others follow, one after the other.
 */
export function collidedStream<T extends Pick<StreamAppend, 'workflowId' | 'key'>>(
  appends: readonly T[],
  failure: unknown,
): T[] | undefined {
  if (!isUniqueViolation(failure)) return undefined;
  const detail = (failure as { readonly detail?: unknown }).detail;
  const named = appends.find(
    ({ workflowId, key }) => typeof detail === 'string' && detail.includes(`=(${workflowId}, ${key}, `),
  );
  const stream = named ?? appends[0];
  return appends.filter(({ workflowId, key }) => workflowId === stream?.workflowId && key === stream.key);
}

const MARK = JSON.parse(CLOSE_MARKER.data) as string;
const STRING = `"json"\\s*:\\s*"${MARK}"`;
const SERIALIZER = `"__dbos_serializer"\\s*:\\s*"superjson"`;
const NO_META = `"meta"\\s*:\\s*\\{\\s*\\}`;
/** A superjson envelope of the mark, with its members in any order and whitespace as any encoder may write it. */
const ENVELOPE = `^\\s*\\{\\s*(${STRING}|${SERIALIZER}|${NO_META})(\\s*,\\s*(${STRING}|${SERIALIZER}|${NO_META}))+\\s*\\}\\s*$`;

/**
 * The SQL of `isCloseMarker` for a row of `streams`. A larger value is not fetched from its TOAST pages for it. Of the
 * superjson form it knows every spelling without escapes, which no encoder writes for this text. (A value without the text is
 * none: to match the expressions would cost each append 40 µs.)
 */
function isMarkerSql(row: string): string {
  const [json = '', bare = '', string = '', serializer = '', envelope = ''] = [
    CLOSE_MARKER.data,
    MARK,
    STRING,
    SERIALIZER,
    ENVELOPE,
  ].map((text) => pg.escapeLiteral(text));
  return `case
    when octet_length(${row}.value) > ${String(MARKER_BYTES)} then false
    when strpos(${row}.value, ${bare}) = 0 then false
    when ${row}.value in (${json}, ${bare}) then true
    when ${row}.serialization is distinct from '${JS_SUPERJSON}' then false
    else ${row}.value ~ ${string} and ${row}.value ~ ${serializer} and ${row}.value ~ ${envelope}
  end`;
}
