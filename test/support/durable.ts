import { DbosdError, systemClock, type Clock } from '@dbosd/shared';
import type {
  DurableCall,
  DurableOperations,
  StartWorkflowCommand,
} from '@dbosd/daemon/internal/model/durable.js';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { bindDurable } from '@dbosd/daemon/internal/operations/durable/bind-durable.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import { ConnectionLost } from '@dbosd/daemon/internal/store/errors.js';
import type { Database, Queryable } from '@dbosd/daemon/internal/store/database.js';
import { Announcer } from '@dbosd/daemon/internal/writer/announcer.js';
import { BACKLOG_MARKS, Backlog } from '@dbosd/daemon/internal/writer/backlog.js';
import { DurableWriter } from '@dbosd/daemon/internal/writer/durable/durable-writer.js';
import { StartWriter } from '@dbosd/daemon/internal/writer/durable/start-writer.js';
import type { TestStore } from './test-store.js';

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

/** A writer as the daemon composes it, and what it has announced to this daemon's waiters. */
export function durableWriter(db: Database): {
  writer: DurableWriter;
  announcer: Announcer;
  backlog: Backlog;
  heard: Hint[];
} {
  const heard: Hint[] = [];
  const announcer = new Announcer({
    clock: systemClock,
    hear: (hint) => heard.push(hint),
    messagesAnnounced: () => true,
    onError: () => undefined,
  });
  const backlog = new Backlog(BACKLOG_MARKS);
  const writer = new DurableWriter({ db, announcer, backlog, refusal: () => undefined });
  return { writer, announcer, backlog, heard };
}

/** The verbs behind such a writer, and the hub of their waits. */
export function durableVerbs(
  db: Database,
  hub = new Hub(),
  clock: Clock = systemClock,
): { verbs: DurableOperations; writer: DurableWriter; heard: Hint[] } {
  const { writer, announcer, backlog, heard } = durableWriter(db);
  const startWriter = new StartWriter({
    db,
    announcer,
    backlog,
    legacyInputs: false,
    refusal: () => undefined,
  });
  const verbs = bindDurable({
    durableWriter: writer,
    startWriter,
    hub,
    clock,
    legacyInputs: false,
  });
  return { verbs, writer, heard };
}
