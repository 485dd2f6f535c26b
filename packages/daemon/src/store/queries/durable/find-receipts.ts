import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { storedValue } from '../stored-value.js';
import { findAtCalls, PLACE_COLUMNS, type CallPlace, type FoundRow } from './find-at-calls.js';

/** What is recorded under the function id of a recv. */
export interface FoundReceipt {
  readonly functionName: string;
  readonly startedAtMs?: number;
  /** Absent: its time was up. */
  readonly message?: StoredValue;
}

interface Row extends FoundRow {
  readonly output: string | null;
  readonly serialization: string | null;
}

// Rides operation_outputs_pkey: one row a call.
const statement = lookupStatement<CallPlace>({
  name: 'find-receipts',
  columns: PLACE_COLUMNS,
  text: ({ dbos, rows }) => `
    select i.ord::int, o.function_name, o.started_at_epoch_ms as started_at_ms, o.output, o.serialization
    from ${rows('i')}
    join ${dbos}.operation_outputs o on o.workflow_uuid = i.workflow_uuid and o.function_id = i.function_id`,
});

/** Looks up what was received under the calls' function ids; `undefined` where nothing is recorded. */
export async function findReceipts(
  db: Queryable,
  calls: readonly CallPlace[],
): Promise<(FoundReceipt | undefined)[]> {
  const rows = await findAtCalls<Row>(db, statement, calls);
  return rows.map((row) => row && toFound(row));
}

function toFound({ function_name, started_at_ms, output, serialization }: Row): FoundReceipt {
  return {
    functionName: function_name,
    ...(started_at_ms !== null && { startedAtMs: started_at_ms }),
    ...(output !== null && { message: storedValue(output, serialization) }),
  };
}
