import type { Queryable } from '../../database.js';
import { lookupStatement } from '../batch.js';
import { type CallPlace, findAtCalls, type FoundRow, PLACE_COLUMNS } from './checkpoints.js';
import { NOW_MS } from './fence.js';
import type { StandingWorkflow } from './start-workflows.js';

/** What is recorded under the function id of a start. */
export interface FoundStart {
  readonly functionName: string;
  readonly startedAtMs?: number | undefined;
  /** The workflow that was started, as it is. Absent: it has been deleted, or none was. */
  readonly workflow: Omit<StandingWorkflow, 'applicationName' | 'queueRegistered'> | undefined;
  /** The start with this token made it. */
  readonly own: boolean;
}

type StartPlace = CallPlace & { readonly token: string };

interface Row extends FoundRow {
  readonly workflow_uuid: string | null;
  readonly status: string | null;
  readonly own: boolean | null;
  readonly run: boolean | null;
  readonly deadline_in_ms: number | null;
}

// Uses operation_outputs_pkey and workflow_status_pkey: one row each a call.
const statement = lookupStatement<StartPlace>({
  name: 'find-started',
  columns: { ...PLACE_COLUMNS, token: ['text', (call) => call.token] },
  text: ({ dbos, rows }) => `
    select i.ord::int, o.function_name, o.started_at_epoch_ms as started_at_ms,
      ws.workflow_uuid, ws.status, ws.creator_xid = i.token as own,
      ws.owner_xid = i.token and ws.status = 'PENDING' as run,
      ws.workflow_deadline_epoch_ms - ${NOW_MS} as deadline_in_ms
    from ${rows('i')}
    join ${dbos}.operation_outputs o on o.workflow_uuid = i.workflow_uuid and o.function_id = i.function_id
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = o.child_workflow_id`,
});

/** Looks up what was started under the calls' function ids; `undefined` where nothing is recorded. */
export async function findStarted(
  db: Queryable,
  calls: readonly StartPlace[],
): Promise<(FoundStart | undefined)[]> {
  const rows = await findAtCalls<Row, StartPlace>(db, statement, calls);
  return rows.map((row) => row && toFound(row));
}

function toFound(row: Row): FoundStart {
  return {
    functionName: row.function_name,
    startedAtMs: row.started_at_ms ?? undefined,
    own: row.own === true,
    workflow:
      row.workflow_uuid === null
        ? undefined
        : {
            workflowId: row.workflow_uuid,
            status: row.status ?? '',
            run: row.run === true,
            ...(row.deadline_in_ms !== null && { deadlineInMs: Math.max(0, row.deadline_in_ms) }),
          },
  };
}
