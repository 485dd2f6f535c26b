import { randomUUID } from 'node:crypto';
import { checkWorkflowId, invalidField, msToDuration, msToTimestamp } from '@dbosd/shared';
import { checkMs, takeAbortOptions, type AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { spellNumber, takeOptions, type OptionNames } from '../options.js';
import { attributesJson } from './attributes.js';
import { checkPriority } from './enqueue.js';

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
