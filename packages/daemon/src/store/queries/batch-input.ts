import type { BatchSize } from '../statement.js';

/** Names of columns, and their types. */
export type Columns = Readonly<Record<string, string>>;

/**
 * The SQL of the CTE `input`: the members of a batch, whose arrays are `$1` and on, with `ord` from 1. The series makes the
 * planner expect a batch, not the ten members that it expects of an array; for one member it expects one.
 */
export function batchInput(size: BatchSize, members: Columns): string {
  const columns = Object.entries(members);
  if (size === 'one') {
    const values = columns.map(([name, type], index) => `($${String(index + 1)}::${type}[])[1] as ${name}`);
    return `
    input as materialized (
      select ${values.join(', ')}, 1 as ord
    )`;
  }
  const arrays = columns.map(([, type], index) => `$${String(index + 1)}::${type}[]`);
  return `
    input as materialized (
      select *
      from rows from (
        ${arrays.map((array) => `unnest(${array})`).join(', ')}, generate_series(1, cardinality(${arrays[0] ?? ''}))
      ) as i (${columns.map(([name]) => name).join(', ')}, ord)
    )`;
}
