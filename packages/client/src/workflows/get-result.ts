import { checkWorkflowId, DbosdError, statusFromWire, type contract, type ValueReaders } from '@dbosd/shared';
import { WaitTimeoutError } from '../timeout-errors.js';
import {
  checkPolling,
  timeoutMsOf,
  type AbortOptions,
  type PollingOptions,
  type TimeoutOptions,
} from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { takeOptions, type OptionNames } from '../options.js';
import { decodeWire, decodeWireError, READ_OPTIONS } from '../values.js';

/** With neither `timeoutSeconds` nor `deadlineEpochMS`: waits without end. */
export interface GetResultOptions extends PollingOptions, TimeoutOptions, AbortOptions {}

const OPTIONS: OptionNames<GetResultOptions> = {
  timeoutSeconds: true,
  deadlineEpochMS: true,
  pollingIntervalMs: true,
  signal: true,
};

/** The workflow whose result is waited for. */
export interface Awaited {
  readonly workflowID: string;
  /** It is known to exist, or to have existed. Otherwise its start is waited for, too. */
  readonly isStarted: boolean;
}

/**
 * Waits until the workflow has ended and returns its result. Throws the workflow's own error, WORKFLOW_CANCELLED,
 * MAX_RECOVERY_ATTEMPTS_EXCEEDED, WORKFLOW_NOT_FOUND when it was deleted, or WaitTimeoutError when the time is over.
 */
export async function getResult(
  connection: Connection,
  { workflowID, isStarted }: Awaited,
  options: GetResultOptions,
): Promise<unknown> {
  const taken = takeOptions('options', options, OPTIONS);
  checkPolling(options);
  const timeoutMs = timeoutMsOf(taken);
  const { completed } = await connection.wait(
    'awaitWorkflow',
    {
      workflowId: checkWorkflowId('workflowID', workflowID),
      waitForStart: !isStarted,
      readOptions: READ_OPTIONS,
    },
    { timeoutMs, signal: taken.signal },
  );
  if (completed) return resultOf(workflowID, completed, connection.readers);
  throw new WaitTimeoutError(
    `workflow ${workflowID} has not ended in ${String(timeoutMs)} ms`,
    workflowID,
    timeoutMs,
  );
}

function resultOf(
  workflowID: string,
  { status, output, error }: contract.WorkflowOutcome__Output,
  readers: ValueReaders,
): unknown {
  const where = { workflow_id: workflowID };
  const name = statusFromWire(status);
  // A result that is SQL NULL is DBOS's null.
  if (name === 'SUCCESS')
    return output === null ? null : decodeWire(output, { ...where, field: 'output' }, readers);
  if (name === 'CANCELLED') throw failed('WORKFLOW_CANCELLED', `workflow ${workflowID} was cancelled`, where);
  if (name === 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') {
    const message = `workflow ${workflowID} was given up after too many attempts: resume it when its fault is fixed`;
    throw failed('MAX_RECOVERY_ATTEMPTS_EXCEEDED', message, where);
  }
  if (error !== null) throw decodeWireError(error, { ...where, field: 'error' }, readers);
  throw new Error(`workflow ${workflowID} ended with ${name}, and without a result or an error`);
}

function failed(
  reason: 'WORKFLOW_CANCELLED' | 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
  message: string,
  metadata: Readonly<Record<string, string>>,
): DbosdError {
  return new DbosdError({ reason, message, metadata });
}
