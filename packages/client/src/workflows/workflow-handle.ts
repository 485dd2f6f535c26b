import { markHandle } from '@dbosd/shared';
import type { Connection } from '../connection/connection.js';
import type { AbortOptions } from '../timeouts.js';
import { getResult, type GetResultOptions } from './get-result.js';
import { getWorkflow } from './get-workflow.js';
import type { WorkflowStatus } from './workflow-status.js';

/** A workflow to look at and to wait for. It need not exist yet. */
export interface WorkflowHandle<R> {
  readonly workflowID: string;
  /** The workflow as it is now; null: there is none with this id. */
  getStatus(options?: AbortOptions): Promise<WorkflowStatus | null>;
  /** Waits until the workflow has ended and returns its result, or throws its error. */
  getResult(options?: GetResultOptions): Promise<R>;
}

export function workflowHandle<R>(connection: Connection, workflowID: string): WorkflowHandle<R> {
  return markHandle({
    workflowID,
    getStatus: async (options = {}) => (await getWorkflow(connection, workflowID, options)) ?? null,
    getResult: async (options = {}) => (await getResult(connection, workflowID, options)) as R,
  });
}
