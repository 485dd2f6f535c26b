import { randomUUID } from 'node:crypto';
import { checkName, checkWorkflowId, MAX_BATCH_WORKFLOWS } from '@dbosd/shared';
import type { AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { checkArray, checkFlag, takeOptions, type OptionNames } from '../options.js';

export interface CancelWorkflowsOptions extends AbortOptions {
  /** Cancel the workflows that they started, too, and what those started. */
  cancelChildren?: boolean;
}

export interface ResumeWorkflowsOptions extends AbortOptions {
  /** The queue to put them on. Absent: DBOS's own, from which every application takes its workflows. */
  queueName?: string;
}

export interface DeleteWorkflowsOptions extends AbortOptions {
  /** Delete the workflows that they started, too, and what those started. */
  deleteChildren: boolean;
}

const CANCEL_OPTIONS: OptionNames<CancelWorkflowsOptions> = { cancelChildren: true, signal: true };
const DELETE_OPTIONS: OptionNames<DeleteWorkflowsOptions> = { deleteChildren: true, signal: true };
const RESUME_OPTIONS: OptionNames<ResumeWorkflowsOptions> = { queueName: true, signal: true };

/** Cancels those that have not ended with a result or an error. */
export async function cancelWorkflows(
  connection: Connection,
  workflowIDs: readonly string[],
  options: CancelWorkflowsOptions,
): Promise<void> {
  const { cancelChildren = false, signal } = takeOptions('options', options, CANCEL_OPTIONS);
  checkFlag('options.cancelChildren', cancelChildren);
  await inBatches(workflowIDs, async (workflowIds) => {
    const request = { workflowIds, cancelChildren, requestId: randomUUID() };
    await connection.call('cancelWorkflows', request, { isRepeatable: true, signal });
  });
}

/** Enqueues those that have not ended with a result or an error. Rejects with WORKFLOW_NOT_FOUND. */
export async function resumeWorkflows(
  connection: Connection,
  workflowIDs: readonly string[],
  options: ResumeWorkflowsOptions,
): Promise<void> {
  const { queueName, signal } = takeOptions('options', options, RESUME_OPTIONS);
  const checkedName = queueName === undefined ? undefined : checkName('queueName', queueName);
  await inBatches(workflowIDs, async (workflowIds) => {
    const request = { workflowIds, queueName: checkedName, requestId: randomUUID() };
    await connection.call('resumeWorkflows', request, { isRepeatable: true, signal });
  });
}

/** Deletes workflows and everything that belongs to them. */
export async function deleteWorkflows(
  connection: Connection,
  workflowIDs: readonly string[],
  options: DeleteWorkflowsOptions,
): Promise<void> {
  const { deleteChildren, signal } = takeOptions('options', options, DELETE_OPTIONS);
  checkFlag('deleteChildren', deleteChildren);
  await inBatches(workflowIDs, async (workflowIds) => {
    const request = { workflowIds, deleteChildren, requestId: randomUUID() };
    await connection.call('deleteWorkflows', request, { isRepeatable: true, signal });
  });
}

// One request takes a thousand. All are checked before the first goes out.
async function inBatches(
  workflowIDs: readonly string[],
  change: (workflowIds: string[]) => Promise<void>,
): Promise<void> {
  const ids = checkArray('workflowIDs', workflowIDs).map((id) => checkWorkflowId('workflowID', id));
  for (let begin = 0; begin < ids.length; begin += MAX_BATCH_WORKFLOWS) {
    await change(ids.slice(begin, begin + MAX_BATCH_WORKFLOWS));
  }
}
