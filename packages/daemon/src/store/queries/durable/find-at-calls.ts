import type { Queryable } from '../../database.js';
import type { BatchStatement, Columns } from '../batch.js';
import type { FencedCall } from './fence.js';

/** Which function of which workflow. */
export type CallPlace = Pick<FencedCall, 'workflowId' | 'functionId'>;

/** A row of what is recorded at the place of a call: the call's, counted from 1. */
export interface FoundRow {
  readonly ord: number;
  readonly function_name: string;
  readonly started_at_ms: number | null;
}

export const PLACE_COLUMNS: Columns<CallPlace> = {
  workflow_uuid: ['text', (call) => call.workflowId],
  function_id: ['int', (call) => call.functionId],
};

/** Runs a lookup and answers with the row of each call; `undefined` where it found nothing. */
export async function findAtCalls<Row extends FoundRow, Call extends CallPlace = CallPlace>(
  db: Queryable,
  statement: BatchStatement<Call>,
  calls: readonly Call[],
): Promise<(Row | undefined)[]> {
  const rows = await statement.run<Row>(db, calls);
  const found = new Map(rows.map((row) => [row.ord, row]));
  return calls.map((_call, index) => found.get(index + 1));
}
