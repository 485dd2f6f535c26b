import type { ColumnText } from '../definition/command.js';
import type { Tone } from '../output/paint.js';

/** A column of a table, for people. */
export interface Column<T> extends ColumnText {
  readonly cell: (row: T, nowMs: number) => string;
  readonly tone?: (row: T) => Tone | undefined;
  /** People scan for its short words: on a narrow terminal other columns are cut before it. */
  readonly isLookedFor?: true;
}

/** How items of one kind are printed. */
export interface View<T> {
  readonly columns: readonly Column<T>[];
  /** For programs: times in ISO 8601. */
  readonly record: (row: T) => Readonly<Record<string, unknown>>;
  /** Identifies a row. */
  readonly key: (row: T) => string;
  /** Columns that are empty are left out of the table. */
  readonly hasEmptyColumns?: true;
  /** Printed when there are no rows. */
  readonly none: string;
}
