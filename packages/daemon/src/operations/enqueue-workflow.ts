import { randomUUID } from 'node:crypto';
import { DbosdError } from '@dbosd/shared';
import { deduplicationConflict, workflowIdConflict, workflowIdInUse } from '../model/failures.js';
import type { EnqueueCommand, Enqueued } from '../model/workflows.js';
import type { Queryable } from '../store/database.js';
import { sqlState } from '../store/errors.js';
import {
  enqueueWorkflow as insertWorkflow,
  type Inserted,
} from '../store/queries/workflows/enqueue-workflow.js';
import {
  findByDeduplicationId,
  findById,
  type FoundWorkflow,
} from '../store/queries/workflows/find-enqueued.js';
import type { Announcer } from '../writer/announcer.js';
import { refusedAttributes } from './refused-attributes.js';

export interface EnqueueDeps {
  readonly db: Queryable;
  readonly announcer: Announcer;
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
  /** Why nothing may be written now. */
  readonly refusal: () => DbosdError | undefined;
}

/** What stands in the way may be gone when it is looked at: then the insert is tried again, up to this often. */
const MAX_TRIES = 5;
const UNIQUE_VIOLATION = '23505';

/**
 * Enqueues a workflow. What stands in its way is looked at by a second statement: a workflow that this very request
 * made is the first call, sent again; another one under the id or the deduplication id is answered with or refused.
 */
export function enqueueWorkflow(deps: EnqueueDeps, command: EnqueueCommand): Promise<Enqueued> {
  return enqueueWith(deps, command, (options) => insertWorkflow(deps.db, command, options));
}

/** What makes the row of a workflow. `undefined`: its id is in use. Fails as Postgres does. */
export type Insert = (options: {
  readonly creatorToken: string;
  readonly legacyInputs: boolean;
}) => Promise<Inserted | undefined>;

/** As `enqueueWorkflow`, by another statement. It is reached before this first awaits. */
export async function enqueueWith(
  deps: EnqueueDeps,
  command: EnqueueCommand,
  insertRow: Insert,
): Promise<Enqueued> {
  const refusal = deps.refusal();
  if (refusal) throw refusal;
  const options = {
    creatorToken: command.requestId ?? randomUUID(),
    legacyInputs: deps.legacyInputs,
  };
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const inserted = await insert(() => insertRow(options));
    if (inserted !== 'deduplicated' && inserted !== undefined) {
      deps.announcer.workflowChanged(command.workflowId);
      if (inserted.status === 'ENQUEUED') deps.announcer.workWaits(command.queueName);
      return { workflowId: command.workflowId, existing: false, ...inserted };
    }
    const byId = await findById(deps.db, command.workflowId, command.queueName);
    if (byId) return sameId(command, byId);
    const holder =
      inserted === 'deduplicated' && command.deduplicationId !== undefined
        ? await findByDeduplicationId(deps.db, command.deduplicationId, command.queueName)
        : undefined;
    if (holder) return deduplicated(command, holder);
  }
  throw new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: `workflow ${command.workflowId} was overtaken by others again and again; try again`,
    retryAfterMs: 500,
  });
}

async function insert(
  insertRow: () => Promise<Inserted | undefined>,
): Promise<Inserted | 'deduplicated' | undefined> {
  try {
    return await insertRow();
  } catch (cause) {
    if (sqlState(cause) === UNIQUE_VIOLATION) return 'deduplicated';
    throw refusedAttributes(cause);
  }
}

function sameId(command: EnqueueCommand, found: FoundWorkflow): Enqueued {
  const own = command.requestId !== undefined && found.creatorToken === command.requestId;
  if (!own && command.rejectIdInUse) {
    throw workflowIdInUse(command.workflowId, found.status, found.workflowName);
  }
  if (
    found.workflowName !== command.workflowName ||
    found.className !== command.className ||
    found.configName !== command.configName
  ) {
    throw workflowIdConflict(command.workflowId, found, command);
  }
  return answer(found, !own);
}

function deduplicated(command: EnqueueCommand, holder: FoundWorkflow): Enqueued {
  if (command.returnDeduplicated) return answer(holder, true);
  throw deduplicationConflict(command.queueName, holder.workflowId);
}

function answer(found: FoundWorkflow, existing: boolean): Enqueued {
  return {
    workflowId: found.workflowId,
    existing,
    queueRegistered: found.queueRegistered,
    status: found.status,
    ...(found.applicationName === undefined ? {} : { applicationName: found.applicationName }),
  };
}
