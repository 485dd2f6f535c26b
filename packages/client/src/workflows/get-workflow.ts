import { checkWorkflowId, DbosdError } from '@dbosd/shared';
import { takeAbortOptions, type AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import { STATUS_READ_OPTIONS, workflowStatusOf, type WorkflowStatus } from './workflow-status.js';

/** The workflow as it is now. Undefined: there is none with this id. */
export async function getWorkflow(
  connection: Connection,
  workflowID: string,
  options: AbortOptions,
): Promise<WorkflowStatus | undefined> {
  const { signal } = takeAbortOptions(options);
  try {
    const { workflow } = await connection.call(
      'getWorkflow',
      { workflowId: checkWorkflowId('workflowID', workflowID), readOptions: STATUS_READ_OPTIONS },
      { isRepeatable: true, signal },
    );
    return workflow === null ? undefined : workflowStatusOf(workflow, connection.readers);
  } catch (error) {
    if (error instanceof DbosdError && error.reason === 'WORKFLOW_NOT_FOUND') return undefined;
    throw error;
  }
}
