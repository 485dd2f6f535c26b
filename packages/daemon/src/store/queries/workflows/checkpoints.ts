import type { Queryable } from '../../database.js';
import { type BatchStatement, type Columns, lookupStatement } from '../batch.js';
import { firstText } from '../stored-value.js';
import { type FencedCall, NOW_MS } from './fence.js';

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

/** What is recorded under a function id. */
export interface FoundCheckpoint {
  readonly functionName: string;
  readonly startedAtMs?: number | undefined;
  readonly childWorkflowId?: string | undefined;
  /** Of a `DBOS.sleep` that we recorded: what is left of it, in ms, at least 0. */
  readonly remainingMs?: number | undefined;
  /** Of a sleep: how long it was to be, in ms. Of the limit of a wait nothing says so: 0. */
  readonly recordedMs: number | undefined;
}

interface Row extends FoundRow {
  readonly child_workflow_id: string | null;
  readonly remaining_ms: number | null;
  readonly recorded_ms: number | null;
}

// Uses operation_outputs_pkey: one row a call.
const statement = lookupStatement<CallPlace>({
  name: 'find-checkpoints',
  columns: PLACE_COLUMNS,
  text: ({ dbos, rows }) => `
    select i.ord::int, o.function_name, o.started_at_epoch_ms as started_at_ms,
      ${firstText('o.child_workflow_id')} as child_workflow_id,
      case
        when o.function_name = 'DBOS.sleep' and o.output ~ '^-?[0-9]{1,18}$'
        then greatest(o.output::bigint - ${NOW_MS}, 0)
      end as remaining_ms,
      case
        when o.function_name = 'DBOS.sleep' and o.output ~ '^-?[0-9]{1,18}$'
        then o.completed_at_epoch_ms - o.started_at_epoch_ms
      end as recorded_ms
    from ${rows('i')}
    join ${dbos}.operation_outputs o on o.workflow_uuid = i.workflow_uuid and o.function_id = i.function_id`,
});

/**
 * Looks up what is recorded under the calls' function ids; `undefined` where there is nothing. A statement of its own:
 * after an `on conflict do nothing` in the same statement, what another has just recorded is neither new nor found.
 */
export async function findCheckpoints(
  db: Queryable,
  calls: readonly CallPlace[],
): Promise<(FoundCheckpoint | undefined)[]> {
  const rows = await findAtCalls<Row>(db, statement, calls);
  return rows.map((row) => row && toFound(row));
}

function toFound(row: Row): FoundCheckpoint {
  return {
    functionName: row.function_name,
    startedAtMs: row.started_at_ms ?? undefined,
    childWorkflowId: row.child_workflow_id ?? undefined,
    remainingMs: row.remaining_ms ?? undefined,
    recordedMs: row.recorded_ms ?? undefined,
  };
}
