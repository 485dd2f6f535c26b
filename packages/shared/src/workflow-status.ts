import type { WorkflowStatus as WireWorkflowStatus, WorkflowStatus__Output } from './generated/contract.js';

/** The states of a workflow, as DBOS stores them. */
export const WORKFLOW_STATUSES = [
  'PENDING',
  'ENQUEUED',
  'DELAYED',
  'SUCCESS',
  'ERROR',
  'CANCELLED',
  'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
] as const;
export type WorkflowStatusName = (typeof WORKFLOW_STATUSES)[number];

/** The states in which a workflow can still go on by itself; every other one is terminal. */
export const ACTIVE_STATUSES: readonly string[] = ['PENDING', 'ENQUEUED', 'DELAYED'];

/** Whether a stored status is terminal. One that a newer DBOS made up counts as active: nothing is ended by mistake. */
export function isTerminal(status: string): boolean {
  return isStatusName(status) && !ACTIVE_STATUSES.includes(status);
}

/** A stored status as the contract's enum says it. */
export function statusToWire(status: string): WireWorkflowStatus {
  return isStatusName(status) ? `WORKFLOW_STATUS_${status}` : 'WORKFLOW_STATUS_UNSPECIFIED';
}

/** The contract's enum as DBOS's own name of the status. */
export function statusFromWire(status: WorkflowStatus__Output): string {
  return status.slice('WORKFLOW_STATUS_'.length);
}

/** Whether this version knows the status. */
export function isStatusName(status: string): status is WorkflowStatusName {
  return (WORKFLOW_STATUSES as readonly string[]).includes(status);
}
