import { DbosdError, systemClock, type Clock } from '@dbosd/shared';
import type {
  DurableCall,
  DurableOperations,
  StartWorkflowCommand,
} from '@dbosd/daemon/internal/model/durable.js';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { durableOperations } from '@dbosd/daemon/internal/operations/operations.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import { ConnectionLost } from '@dbosd/daemon/internal/store/errors.js';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import { startKinds } from '@dbosd/daemon/internal/writer/kinds/start-workflow.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import type { TestStore } from './test-store.js';
import { openWriter } from './writer.js';
import { defined } from './defined.js';

/** The token of the workflows that `ownedWorkflow` makes. */
export const TOKEN = 'token';

/** Inserts a workflow that our worker runs. */
export async function ownedWorkflow(
  test: TestStore,
  id: string,
  { status = 'PENDING', token = TOKEN }: { status?: string; token?: string } = {},
): Promise<void> {
  await test.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name, owner_xid, executor_id, application_name)
    values ($1, $2, 'w', $3, 'dbosd:e', 'app')`,
    [id, status, token],
  );
}

/** The call of a function of such a workflow, begun at a time that differs from function to function. */
export function call(workflowId: string, functionId: number, more: Partial<DurableCall> = {}): DurableCall {
  return { workflowId, ownerToken: TOKEN, functionId, startedAtMs: 1_700_000_000_000 + functionId, ...more };
}

/** A start of a workflow named w, without a parent. */
export function startOf(workflowId: string, more: Partial<StartWorkflowCommand> = {}): StartWorkflowCommand {
  return {
    workflowId,
    workflowName: 'w',
    input: { data: '{"positionalArgs":[1]}', serialization: 'portable_json' },
    token: `token of ${workflowId}`,
    rejectIdInUse: false,
    inheritDeadline: false,
    authenticatedRoles: [],
    applicationName: 'app',
    applicationVersion: 'v1',
    executorId: 'dbosd:e',
    ...more,
  };
}

/** As a pool fails whose connection broke in the middle of a statement. */
export function lostAnswer(): DbosdError {
  return new DbosdError({
    reason: 'OUTCOME_UNKNOWN',
    message: 'lost',
    outcome: 'unknown',
    cause: new ConnectionLost('the connection broke'),
  });
}

/** The verbs on something that answers queries in its own way, or only counts them. */
export function verbsOn(db: Queryable): DurableOperations {
  return durableVerbs(db as Database).verbs;
}

/** The verbs of workers as the daemon composes them, the writer below them, and what it has announced. */
export function durableVerbs(
  db: Database,
  hub = new Hub(),
  clock: Clock = systemClock,
): { verbs: DurableOperations; writer: Writer; heard: Hint[] } {
  const { writer, heard } = openWriter(db);
  const starts = startKinds({ legacyInputs: false });
  const verbs = durableOperations({ writer, starts, hub, clock });
  const startWorkflow: DurableOperations['startWorkflow'] = (command) =>
    verbs.startWorkflow(command).then(defined);
  return { verbs: { ...verbs, startWorkflow }, writer, heard };
}
