import { randomUUID } from 'node:crypto';
import {
  checkName,
  checkWorkflowId,
  invalidField,
  MAX_BATCH_WORKFLOWS,
  msToDuration,
  msToTimestamp,
} from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkArray, checkFlag, type OptionNames, spellNumber, takeOptions } from '../options.js';
import { type AbortOptions, checkMs, takeAbortOptions } from '../timeouts.js';
import { attributesJson } from './attributes.js';
import { checkPriority } from './enqueue.js';

export interface CancelWorkflowsOptions extends AbortOptions {
  /** Cancel the workflows that they started, too, and what those started. */
  cancelChildren?: boolean;
}

export interface ResumeWorkflowsOptions extends AbortOptions {
  /** The queue to put them on. Absent: DBOS's own, from which every application takes its workflows. */
  queueName?: string | undefined;
}

interface DeleteWorkflowsOptions extends AbortOptions {
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

/** Exactly one of both; `delayUntilEpochMS` holds where both are given. */
export interface SetWorkflowDelayOptions {
  /** From now. */
  delaySeconds?: number;
  /** Since the epoch. */
  delayUntilEpochMS?: number;
}

const DELAY_OPTIONS: OptionNames<SetWorkflowDelayOptions> = { delaySeconds: true, delayUntilEpochMS: true };

/** Changes when a delayed workflow begins; one that is not delayed is left as it is. */
export async function setWorkflowDelay(
  connection: Connection,
  workflowID: string,
  given: number | SetWorkflowDelayOptions,
  options: AbortOptions,
): Promise<void> {
  const { signal } = takeAbortOptions(options);
  const request = {
    workflowId: checkWorkflowId('workflowID', workflowID),
    ...startOf(typeof given === 'number' ? { delaySeconds: given } : given),
    requestId: randomUUID(),
  };
  await connection.call('setWorkflowDelay', request, { isRepeatable: true, signal });
}

/** Changes the priority of a workflow that has not begun. Any other workflow is left unchanged. */
export async function setWorkflowPriority(
  connection: Connection,
  workflowID: string,
  priority: number,
  options: AbortOptions,
): Promise<void> {
  const { signal } = takeAbortOptions(options);
  const request = {
    workflowId: checkWorkflowId('workflowID', workflowID),
    priority: checkPriority(priority),
    requestId: randomUUID(),
  };
  await connection.call('setWorkflowPriority', request, { isRepeatable: true, signal });
}

/** Replaces a workflow's attributes. Undefined or null removes them. */
export async function setWorkflowAttributes(
  connection: Connection,
  workflowID: string,
  attributes: Record<string, unknown> | null | undefined,
  options: AbortOptions,
): Promise<void> {
  const { signal } = takeAbortOptions(options);
  const request = {
    workflowId: checkWorkflowId('workflowID', workflowID),
    attributesJson:
      attributes === undefined || attributes === null ? undefined : attributesJson('attributes', attributes),
    requestId: randomUUID(),
  };
  await connection.call('setWorkflowAttributes', request, { isRepeatable: true, signal });
}

function startOf(
  given: SetWorkflowDelayOptions,
): { delay: ReturnType<typeof msToDuration> } | { delayUntil: ReturnType<typeof msToTimestamp> } {
  const { delaySeconds, delayUntilEpochMS } = takeOptions('delay', given, DELAY_OPTIONS);
  if (delayUntilEpochMS !== undefined) {
    const isTime = typeof (delayUntilEpochMS as unknown) === 'number';
    if (isTime && delayUntilEpochMS > 0 && delayUntilEpochMS <= LAST_MS) {
      return { delayUntil: msToTimestamp(delayUntilEpochMS) };
    }
    throw invalidField(
      'delayUntilEpochMS',
      `is ${spellNumber(delayUntilEpochMS)}: give milliseconds since 1970, more than 0 and before the year 10000`,
    );
  }
  if (delaySeconds === undefined) {
    throw invalidField('delaySeconds', 'is missing, and delayUntilEpochMS, too: give one of them');
  }
  return { delay: msToDuration(checkMs('delaySeconds', delaySeconds, 1000) * 1000) };
}

/** The end of the year 9999, the last that the wire has. */
const LAST_MS = 253_402_300_799_999;
