import type { ReadValue } from '../../model/values.js';

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

/** The value of such a row; `undefined`: there is none. */
export function toReadValue(row: ValueRow): ReadValue | undefined {
  if (row.size === null) return undefined;
  const format = row.serialization === null ? {} : { serialization: row.serialization };
  return row.value === null
    ? { kind: 'oversized', size: row.size, ...format }
    : { kind: 'payload', data: row.value, ...format };
}
