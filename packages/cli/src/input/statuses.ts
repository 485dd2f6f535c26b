import type { WorkflowStatusString } from '@dbosd/client';

/** The states of a workflow. Those of @dbosd/shared, written down so that help need not load it; the compiler compares. */
export const WORKFLOW_STATUSES = [
  'PENDING',
  'ENQUEUED',
  'DELAYED',
  'SUCCESS',
  'ERROR',
  'CANCELLED',
  'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
] as const satisfies readonly WorkflowStatusString[];
