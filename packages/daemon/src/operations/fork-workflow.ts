import { randomUUID } from 'node:crypto';
import { workflowIdInUse, workflowNotFound } from '../model/failures.js';
import type { ForkCommand } from '../model/management.js';
import type { Queryable } from '../store/database.js';
import { findCreator } from '../store/queries/workflows/find-creator.js';
import { copySteps, insertFork } from '../store/queries/workflows/fork-workflow.js';
import { INTERNAL_QUEUE } from '../store/queries/workflows/internal-queue.js';
import type { ManageDeps } from './manage-workflows.js';
import { writeOnce } from './write-once.js';

export interface ForkDeps extends ManageDeps {
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
}

/**
 * Makes a workflow of another one's input and first steps. A fork that this very request made is the first call, sent
 * again. Fails with WORKFLOW_NOT_FOUND or WORKFLOW_ID_IN_USE.
 */
export async function forkWorkflow(deps: ForkDeps, command: ForkCommand): Promise<{ workflowId: string }> {
  // The token is kept in the row that it made, not in a row of its own: it lasts as long as the fork.
  const forked = await writeOnce(deps, {
    method: 'ForkWorkflow',
    command: {},
    effect: (tx) =>
      fork(tx, command, { creatorToken: command.requestId ?? randomUUID(), legacyInputs: deps.legacyInputs }),
  });
  deps.announcer.workflowChanged(forked.workflowId);
  deps.announcer.workWaits(command.queueName ?? INTERNAL_QUEUE);
  return forked;
}

async function fork(
  tx: Queryable,
  command: ForkCommand,
  options: { readonly creatorToken: string; readonly legacyInputs: boolean },
): Promise<{ workflowId: string }> {
  const { newWorkflowId, workflowId } = command;
  const verdict = await insertFork(tx, command, options);
  if (verdict === 'created') {
    if (command.startStep > 0) await copySteps(tx, command);
    return { workflowId: newWorkflowId };
  }
  const found = await findCreator(tx, newWorkflowId);
  const isOwn = found !== undefined && found.creatorToken === options.creatorToken;
  if (isOwn) return { workflowId: newWorkflowId };
  if (verdict === 'missing') throw workflowNotFound(workflowId);
  throw workflowIdInUse(newWorkflowId, found?.status ?? 'deleted just now');
}
