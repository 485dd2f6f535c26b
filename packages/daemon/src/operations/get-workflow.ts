import { workflowNotFound } from '../model/failures.js';
import type { WorkflowQuery, WorkflowRecord } from '../model/workflows.js';
import { readWorkflow } from '../store/queries/workflows/read-workflow.js';
import type { Store } from '../store/store.js';

/** A workflow as it is now. Fails with WORKFLOW_NOT_FOUND. */
export async function getWorkflow(store: Store, query: WorkflowQuery): Promise<WorkflowRecord> {
  const workflow = await readWorkflow(store.read, query);
  if (workflow === undefined) throw workflowNotFound(query.workflowId);
  return workflow;
}
