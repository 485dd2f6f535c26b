import { WORKFLOW_STATUSES, type WorkflowStatusName } from '@dbosd/shared';

/** The states of a workflow by name, as DBOS exports them. */
export const StatusString = Object.fromEntries(WORKFLOW_STATUSES.map((name) => [name, name])) as {
  readonly [K in WorkflowStatusName]: K;
};
