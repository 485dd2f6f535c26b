import { markHandle } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import type { AbortOptions } from '../timeouts.js';
import { getResult, type GetResultOptions } from './get-result.js';
import { getWorkflow } from './get-workflow.js';
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
