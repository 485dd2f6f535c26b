import { DbosdError } from '@dbosd/shared';
import type { StartWorkflowCommand, WorkflowStarted } from '../../model/durable.js';
import type { Queryable } from '../../store/database.js';
import { sqlState } from '../../store/errors.js';
import { startFree, type ChildStart, type NewStart } from '../../store/queries/durable/start-workflows.js';
import type { Announcer } from '../../writer/announcer.js';
import type { DurableWriter } from '../../writer/durable/durable-writer.js';
import type { DurableKind } from '../../writer/durable/kinds/durable-kind.js';
import { announceStart, judgeStart } from '../../writer/durable/kinds/start-workflow.js';
import { failureOf, repeatLost, repeatUndone } from '../../writer/isolation.js';
import { refusedAttributes } from '../refused-attributes.js';
import { insideStep } from './outside-step.js';

export interface StartDeps {
  readonly db: Queryable;
  readonly announcer: Announcer;
  readonly durableWriter: DurableWriter;
  readonly startKind: DurableKind<ChildStart, WorkflowStarted>;
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
  /** Why nothing may be written now. */
  readonly refusal: () => DbosdError | undefined;
}

/** What stands in the way may be gone when it is looked at: then the insert is tried again, up to this often. */
const MAX_TRIES = 5;
const UNIQUE_VIOLATION = '23505';

/**
 * Starts a workflow: its row, its input and the checkpoint of the one that starts it are one transaction. Started at
 * once it is the starter's, under the start's token; on a queue it waits there. A workflow that this very start made is
 * the first call; another one under the id or the deduplication id is answered with or refused.
 *
 * Fails with WORKFLOW_ID_CONFLICT, WORKFLOW_ID_IN_USE or DEDUPLICATION_CONFLICT; nothing is recorded then.
 */
export async function startWorkflow(
  deps: StartDeps,
  { parent, ...command }: StartWorkflowCommand,
): Promise<WorkflowStarted> {
  const start = toStart(command);
  if (parent === undefined) return startAlone(deps, start);
  const refusal = insideStep(parent, 'the start of a workflow');
  if (refusal) throw refusal;
  try {
    return await deps.durableWriter.submit(deps.startKind, { ...parent, ...start });
  } catch (cause) {
    throw refusedAttributes(cause);
  }
}

async function startAlone(deps: StartDeps, start: NewStart): Promise<WorkflowStarted> {
  const refusal = deps.refusal();
  if (refusal) throw refusal;
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const verdict = await tryAlone(deps, start);
    if (verdict.kind === 'later') continue;
    if (verdict.kind === 'failed') throw verdict.error;
    announceStart(deps.announcer, start, verdict.result);
    return verdict.result;
  }
  throw new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: `workflow ${start.newId} was overtaken by others again and again; try again`,
    retryAfterMs: 500,
  });
}

async function tryAlone(
  { db, legacyInputs }: StartDeps,
  start: NewStart,
): Promise<ReturnType<typeof judgeStart>> {
  try {
    // Its token makes it safe to repeat.
    const verdict = await repeatLost(
      () => repeatUndone(() => startFree(db, start, { legacyInputs }), MAX_TRIES),
      (second) => second,
    );
    return judgeStart(start, verdict);
  } catch (cause) {
    // Somebody took the deduplication id since the snapshot.
    if (sqlState(failureOf(cause)) === UNIQUE_VIOLATION) return { kind: 'later', afterMs: 0 };
    throw refusedAttributes(cause);
  }
}

function toStart({ workflowId, ...command }: Omit<StartWorkflowCommand, 'parent'>): NewStart {
  return { ...command, newId: workflowId };
}
