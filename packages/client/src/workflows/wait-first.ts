import { checkWorkflowId, invalidField } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { checkArray, takeOptions, type OptionNames } from '../options.js';
import { checkPolling, type AbortOptions, type PollingOptions } from '../timeouts.js';
import { isStarted } from './workflow-handle.js';

export interface WaitFirstOptions extends PollingOptions, AbortOptions {}
export interface WaitAllOptions extends PollingOptions, AbortOptions {}

interface Named {
  readonly workflowID: string;
}

/** Nothing of the outcomes is wanted here. */
const NO_VALUES = { maxValueBytes: 1 };

/**
 * Waits, without end, until one of the workflows has ended, and returns its handle. Up to 1,000, none twice. Throws
 * WORKFLOW_NOT_FOUND when one of them is deleted.
 */
export async function waitFirst<H extends Named>(
  connection: Connection,
  handles: readonly H[],
  options: WaitFirstOptions,
): Promise<H> {
  const { signal } = takeWaitOptions(options);
  checkArray('handles', handles);
  if (handles.length === 0) throw invalidField('handles', 'is empty: give one at least');
  const byId = new Map(handles.map((handle) => [checkWorkflowId('handles', handle.workflowID), handle]));
  if (byId.size < handles.length) throw invalidField('handles', 'names a workflow twice: give each once');
  const { completed } = await connection.wait(
    'awaitFirst',
    {
      workflowIds: [...byId.keys()],
      waitForStart: !handles.every(isStarted),
      readOptions: NO_VALUES,
    },
    { timeoutMs: undefined, signal },
  );
  const first = byId.get(completed?.workflowId ?? '');
  if (first === undefined) throw new Error('the daemon answered with a workflow that was not asked for');
  return first;
}

/**
 * Waits, without end, until all of the workflows have ended, in any way, and returns their handles. Throws
 * WORKFLOW_NOT_FOUND when one of them is deleted.
 */
export async function waitAll<H extends Named>(
  connection: Connection,
  handles: H[],
  options: WaitAllOptions,
): Promise<H[]> {
  const { signal } = takeWaitOptions(options);
  checkArray('handles', handles);
  const byId = new Map(handles.map((handle) => [checkWorkflowId('handles', handle.workflowID), handle]));
  await Promise.all(
    [...byId].map(([workflowId, handle]) =>
      connection.wait(
        'awaitWorkflow',
        { workflowId, waitForStart: !isStarted(handle), readOptions: NO_VALUES },
        { timeoutMs: undefined, signal },
      ),
    ),
  );
  return handles;
}

const OPTIONS: OptionNames<WaitFirstOptions> = { pollingIntervalMs: true, signal: true };

function takeWaitOptions(options: WaitFirstOptions): WaitFirstOptions {
  const taken = takeOptions('options', options, OPTIONS);
  checkPolling(options);
  return taken;
}
