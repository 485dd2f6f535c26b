import { workflowNotFound } from '../model/failures.js';
import type { CancelCommand, DeleteCommand, ResumeCommand } from '../model/management.js';
import type { Run } from '../store/queries/dispatch/read-owners.js';
import type { Queryable } from '../store/database.js';
import { cancelWorkflows as cancel } from '../store/queries/workflows/cancel-workflows.js';
import { deleteWorkflows as remove } from '../store/queries/workflows/delete-workflows.js';
import { INTERNAL_QUEUE } from '../store/queries/workflows/internal-queue.js';
import { lockFamily, type Locked } from '../store/queries/workflows/lock-family.js';
import { resumeWorkflows as resume } from '../store/queries/workflows/resume-workflows.js';
import type { Announcer } from '../writer/announcer.js';
import { untilStopped, type StopDeps } from './until-stopped.js';
import { writeOnce, type RepeatableCommand, type WriteDeps } from './write-once.js';

export interface ManageDeps extends WriteDeps, StopDeps {
  readonly announcer: Announcer;
}

/** Cancels workflows, with all that they started where wanted; those that wait for them are notified at once. */
export async function cancelWorkflows(
  deps: ManageDeps,
  command: CancelCommand,
): Promise<{ cancelled: number }> {
  const changed = await changeOnce(deps, 'CancelWorkflows', command, async (tx) => {
    const found = await lockFamily(tx, command.workflowIds, {
      withChildren: command.cancelChildren,
      lock: 'change',
    });
    return [await cancel(tx, idsOf(found)), found];
  });
  return { cancelled: changed };
}

/** Enqueues workflows to go on. Fails with WORKFLOW_NOT_FOUND, and then resumes none. */
export async function resumeWorkflows(
  deps: ManageDeps,
  command: ResumeCommand,
): Promise<{ resumed: number }> {
  const changed = await changeOnce(deps, 'ResumeWorkflows', command, async (tx) => {
    const found = await lockFamily(tx, command.workflowIds, { withChildren: false, lock: 'change' });
    const existing = new Set(idsOf(found));
    const missing = command.workflowIds.find((id) => !existing.has(id));
    if (missing !== undefined) throw workflowNotFound(missing);
    return [await resume(tx, idsOf(found), command.queueName), found];
  });
  if (changed > 0) deps.announcer.workWaits(command.queueName ?? INTERNAL_QUEUE);
  return { resumed: changed };
}

/** Deletes workflows, with all that they started where wanted, from every table. */
export async function deleteWorkflows(
  deps: ManageDeps,
  command: DeleteCommand,
): Promise<{ deleted: number }> {
  const changed = await changeOnce(deps, 'DeleteWorkflows', command, async (tx) => {
    const found = await lockFamily(tx, command.workflowIds, {
      withChildren: command.deleteChildren,
      lock: 'delete',
    });
    // Also what is left of workflows whose status row is gone, as DBOS does.
    return [await remove(tx, [...new Set([...command.workflowIds, ...idsOf(found)])]), found];
  });
  return { deleted: changed };
}

/**
 * Carries a change of workflows out, announces those that it changed, waits until the workers that ran them have stopped, and
 * answers how many they are.
 */
async function changeOnce(
  deps: ManageDeps,
  method: string,
  command: RepeatableCommand,
  change: (tx: Queryable) => Promise<readonly [changed: readonly string[], locked: readonly Locked[]]>,
): Promise<number> {
  // A repeat changes nothing, and has nothing to announce.
  let changed: readonly string[] = [];
  let locked: readonly Locked[] = [];
  const { count } = await writeOnce(deps, {
    method,
    command,
    effect: async (tx) => {
      [changed, locked] = await change(tx);
      return { count: changed.length };
    },
  });
  const stopping = untilStopped(deps, runsOf(changed, locked));
  for (const workflowId of changed) deps.announcer.workflowChanged(workflowId);
  await stopping;
  return count;
}

function idsOf(locked: readonly Locked[]): string[] {
  return locked.map(({ workflowId }) => workflowId);
}

function runsOf(changed: readonly string[], locked: readonly Locked[]): Run[] {
  const ids = new Set(changed);
  return locked.flatMap(({ workflowId, run }) =>
    run !== undefined && ids.has(workflowId) ? [{ workflowId, ownerToken: run }] : [],
  );
}
