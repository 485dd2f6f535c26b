import { randomUUID } from 'node:crypto';
import { invalidField, isTerminal } from '@dbosd/shared';
import { workflowIdInUse, workflowNotFound } from '../model/failures.js';
import type {
  CancelCommand,
  DeleteCommand,
  ForkCommand,
  ResumeCommand,
  RewindCommand,
  SetAttributesCommand,
  SetDelayCommand,
  SetPriorityCommand,
} from '../model/management.js';
import type { Queryable } from '../store/database.js';
import type { Run } from '../store/queries/workers/read-runs.js';
import {
  cancelWorkflows as cancel,
  deleteWorkflows as remove,
  findCreator,
  resumeWorkflows as resume,
  setAttributes,
  setDelay,
  setPriority,
} from '../store/queries/workflows/manage-workflows.js';
import {
  copySteps,
  insertFork,
  lockToRewind,
  rewindLocked,
} from '../store/queries/workflows/rerun-workflows.js';
import { INTERNAL_QUEUE } from '../store/queries/workflows/workflow-row.js';
import { type Locked, lockFamily } from '../store/queries/workflows/lock-family.js';
import type { Announcer } from '../writer/announcer.js';
import { refusedAttributes } from './refused-attributes.js';
import { type StopOptions, untilStopped } from './wait-until.js';
import { type RepeatableCommand, type WriteOptions, writeOnce } from './write-once.js';

interface ManageOptions extends WriteOptions, StopOptions {
  readonly announcer: Announcer;
}

/** Cancels workflows, with all that they started where wanted; those that wait for them are notified at once. */
export async function cancelWorkflows(
  deps: ManageOptions,
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
  deps: ManageOptions,
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
  deps: ManageOptions,
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
  deps: ManageOptions,
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

/** Whether there was something to change. */
export interface Changed {
  readonly changed: boolean;
}

/** Changes when a delayed workflow begins. */
export function setWorkflowDelay(deps: WriteOptions, command: SetDelayCommand): Promise<Changed> {
  return writeOnce(deps, {
    method: 'SetWorkflowDelay',
    command,
    effect: async (tx) => ({ changed: await setDelay(tx, command.workflowId, command.start) }),
  });
}

/** Changes the priority of a workflow that waits to begin. */
export function setWorkflowPriority(deps: WriteOptions, command: SetPriorityCommand): Promise<Changed> {
  return writeOnce(deps, {
    method: 'SetWorkflowPriority',
    command,
    effect: async (tx) => ({ changed: await setPriority(tx, command.workflowId, command.priority) }),
  });
}

/** Replaces a workflow's attributes. Fails with INVALID_FIELD for what jsonb cannot hold. */
export function setWorkflowAttributes(deps: WriteOptions, command: SetAttributesCommand): Promise<Changed> {
  return writeOnce(deps, {
    method: 'SetWorkflowAttributes',
    command,
    effect: async (tx) => {
      try {
        return { changed: await setAttributes(tx, command.workflowId, command.attributesJson) };
      } catch (cause) {
        throw refusedAttributes(cause);
      }
    },
  });
}

export interface ForkOptions extends ManageOptions {
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
}

/**
 * Makes a workflow of another one's input and first steps. A fork that this very request made is the first call, sent
 * again. Fails with WORKFLOW_NOT_FOUND or WORKFLOW_ID_IN_USE.
 */
export async function forkWorkflow(deps: ForkOptions, command: ForkCommand): Promise<{ workflowId: string }> {
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

/** Takes an ended workflow back to a step and enqueues it. Fails with WORKFLOW_NOT_FOUND, or INVALID_FIELD: not ended. */
export async function rewindWorkflow(deps: ManageOptions, command: RewindCommand): Promise<object> {
  const { workflowId } = command;
  const answer = await writeOnce(deps, {
    method: 'RewindWorkflow',
    command,
    effect: async (tx) => {
      const status = await lockToRewind(tx, workflowId);
      if (status === undefined) throw workflowNotFound(workflowId);
      if (!isTerminal(status)) {
        throw invalidField(
          'workflow_id',
          `is of a workflow that has not ended (${status}): only an ended one can be rewound, so cancel it first`,
        );
      }
      await rewindLocked(tx, command);
      return {};
    },
  });
  deps.announcer.workflowChanged(workflowId);
  deps.announcer.workWaits(command.queueName ?? INTERNAL_QUEUE);
  return answer;
}
