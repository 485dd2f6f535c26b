import type { DBOSClient, WorkflowStatus } from '@dbosd/client';
import { WORKFLOW_STATUSES, type WorkflowStatusName } from '@dbosd/shared';
import { recordedShown } from '../operations/recorded-marks.js';
import { untilAnswered } from '../operations/until-answered.js';

/** The workflow states by name, as DBOS exports them. */
export const StatusString = Object.fromEntries(WORKFLOW_STATUSES.map((name) => [name, name])) as {
  readonly [K in WorkflowStatusName]: K;
};

/** A workflow as it is now; in a workflow as it was then. Null: there is none with this id. */
export function getWorkflowStatus(client: DBOSClient, workflowID: string): Promise<WorkflowStatus | null> {
  // As DBOS records it: under this name, and as plain JSON.
  return recordedShown(
    'getStatus',
    async () => (await untilAnswered(() => client.getWorkflow(workflowID))) ?? null,
    {
      isPortable: true,
    },
  );
}
