import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import type { FencedCall } from './fence.js';

/** Which function of which workflow. */
export type CallPlace = Pick<FencedCall, 'workflowId' | 'functionId'>;

/** A row of what is recorded at the place of a call: the call's, counted from 1. */
export interface FoundRow {
  readonly ord: number;
  readonly function_name: string;
  readonly started_at_ms: number | null;
}

/**
 * Runs a statement that takes the calls' workflow ids and function ids as its first parameters, and answers with the row
 * of each call; `undefined` where it found nothing.
 */
export async function findAtCalls<Row extends FoundRow>(
  db: Queryable,
  statement: Statement,
  calls: readonly CallPlace[],
  more: readonly unknown[] = [],
): Promise<(Row | undefined)[]> {
  const rows = await db.query<Row & Record<string, unknown>>(statement, [
    calls.map((call) => call.workflowId),
    calls.map((call) => call.functionId),
    ...more,
  ]);
  const found = new Map(rows.map((row) => [row.ord, row]));
  return calls.map((_call, index) => found.get(index + 1));
}
