import {
  checkWorkflowId,
  type contract,
  DbosdError,
  invalidField,
  markHandle,
  statusFromWire,
  type ValueReaders,
} from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import { WaitTimeoutError } from '../errors.js';
import { checkArray, type OptionNames, takeOptions } from '../options.js';
import {
  type AbortOptions,
  checkPolling,
  type PollingOptions,
  timeoutMsOf,
  type TimeoutOptions,
} from '../timeouts.js';
import { decodeWire, decodeWireError, READ_OPTIONS } from '../values.js';
import { getWorkflow } from './list-workflows.js';
import type { WorkflowStatus } from './workflow-status.js';

/** A workflow to inspect and to wait for. It need not exist yet. */
export interface WorkflowHandle<R> {
  readonly workflowID: string;
  /** The workflow as it is now; null: there is none with this id. */
  getStatus(options?: AbortOptions): Promise<WorkflowStatus | null>;
  /**
   * Waits until the workflow has ended and returns its result, or throws its error; WORKFLOW_NOT_FOUND when it is
   * deleted meanwhile.
   */
  getResult(options?: GetResultOptions): Promise<R>;
}

/** Marks handles of workflows that are known to exist, or to have existed: these are not waited for to begin. */
export const STARTED = Symbol('started');

export function isStarted(handle: object): boolean {
  return STARTED in handle;
}

/** A handle of a workflow that need not exist yet. */
export function workflowHandle<R>(connection: Connection, workflowID: string): WorkflowHandle<R> {
  return markHandle(handleOf<R>(connection, workflowID, false));
}

/** A handle of a workflow that was started: where it does not exist, it has been deleted. */
export function startedHandle<R>(connection: Connection, workflowID: string): WorkflowHandle<R> {
  return markHandle({ ...handleOf<R>(connection, workflowID, true), [STARTED]: true });
}

function handleOf<R>(connection: Connection, workflowID: string, started: boolean): WorkflowHandle<R> {
  return {
    workflowID,
    getStatus: async (options = {}) => (await getWorkflow(connection, workflowID, options)) ?? null,
    getResult: async (options = {}) =>
      (await getResult(connection, { workflowID, isStarted: started }, options)) as R,
  };
}

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

const WAIT_FIRST_OPTIONS: OptionNames<WaitFirstOptions> = { pollingIntervalMs: true, signal: true };

function takeWaitOptions(options: WaitFirstOptions): WaitFirstOptions {
  const taken = takeOptions('options', options, WAIT_FIRST_OPTIONS);
  checkPolling(options);
  return taken;
}
