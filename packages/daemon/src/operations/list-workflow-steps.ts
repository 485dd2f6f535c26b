import { workflowNotFound } from '../model/failures.js';
import type { Page } from '../model/values.js';
import type { ListStepsQuery, WorkflowStep } from '../model/workflows.js';
import { listSteps } from '../store/queries/workflows/list-steps.js';
import { readStatus } from '../store/queries/workflows/read-status.js';
import type { Store } from '../store/store.js';

/** A page of a workflow's steps. Fails with WORKFLOW_NOT_FOUND. */
export async function listWorkflowSteps(
  store: Store,
  query: ListStepsQuery,
): Promise<Page<WorkflowStep, number>> {
  const page = await listSteps(store.read, query);
  // Only an empty page can be one of no workflow: DBOS keeps no steps without it, unless it was deleted just now.
  if (page.items.length === 0 && (await readStatus(store.read, query.workflowId)) === undefined) {
    throw workflowNotFound(query.workflowId);
  }
  return page;
}
