import { PAGE_BYTES, type StoredValue } from '@dbosd/shared';
import type { ReadValue } from '../../model/values.js';

/** Close markers are shorter: where a row may be one, so much of it is read whatever the reader takes. */
export const MARKER_BYTES = 256;

/** The columns that every read of a value returns. */
export interface ValueRow {
  /** SQL NULL: the value is larger than the reader's limit (or there is no row). */
  readonly value: string | null;
  readonly serialization: string | null;
  /** Bytes of UTF-8; SQL NULL: there is no row. */
  readonly size: number | null;
}

/**
 * The SQL of those columns. `octet_length` of a text reads its header only, so an oversized value is never fetched from
 * its TOAST pages.
 */
export function valueColumns(value: string, serialization: string, maxBytes: string): string {
  return `case when octet_length(${value}) <= ${maxBytes} then ${value} end as value,
    ${serialization} as serialization,
    octet_length(${value}) as size`;
}

/**
 * The SQL of a payload that may be there: the first of these columns that holds a text. Some SDKs write the empty text
 * where they have none (Go writes `error = ''` next to every output), and in no format of DBOS it is a value.
 */
export function firstText(...columns: readonly string[]): string {
  return `coalesce(${columns.map((column) => `nullif(${column}, '')`).join(', ')})`;
}

/** The name of a format, as it is given on. NULL and, as DBOS for Go writes it, the empty text say that none is recorded. */
export function formatOf(serialization: string | null | undefined): Pick<StoredValue, 'serialization'> {
  return serialization === null || serialization === undefined || serialization === ''
    ? {}
    : { serialization };
}

/** A stored text and the name of its format. */
export function storedValue(data: string, serialization: string | null): StoredValue {
  return { data, ...formatOf(serialization) };
}

/** The value of such a row; `undefined`: there is none. */
export function toReadValue(row: ValueRow): ReadValue | undefined {
  if (row.size === null) return undefined;
  const format = formatOf(row.serialization);
  return row.value === null
    ? { kind: 'oversized', size: row.size, ...format }
    : { kind: 'payload', data: row.value, ...format };
}

/** Where a page of values was cut, as every row of it says. */
export interface PageRow extends ValueRow {
  /** How many rows there were before the cut. */
  readonly total: number;
}

/**
 * The SQL of a page of value rows in `order`, cut before its values would pass `PAGE_BYTES`; the first row always
 * comes, so a larger value travels alone. `select` returns the columns of `valueColumns`, and more.
 */
export function cutAtBytes(select: string, order: string, maxBytes = PAGE_BYTES): string {
  return `select *
    from (
      select page.*,
        count(*) over () as total,
        row_number() over (order by ${order}) as nth,
        sum(case when value is null then 0 else size end) over (order by ${order} rows unbounded preceding) as sent
      from (${select}) page
    ) cut
    where sent <= ${String(maxBytes)} or nth = 1
    order by ${order}`;
}

/** A page's rows, at most `pageSize`, and whether more follow; the query asked for one row more than the page has. */
export function cutPage<R extends Pick<PageRow, 'total'>>(
  rows: R[],
  pageSize: number,
): { rows: R[]; more: boolean } {
  const total = rows[0]?.total ?? 0;
  const kept = rows.slice(0, pageSize);
  return { rows: kept, more: total > kept.length };
}

/** The rows of a statement that answers many queries at once, by the query's place (from 1). */
export function byOrd<R extends { readonly ord: number }>(rows: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const row of rows) {
    const group = groups.get(row.ord);
    if (group) group.push(row);
    else groups.set(row.ord, [row]);
  }
  return groups;
}
