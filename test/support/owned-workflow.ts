import type { TestStore } from './test-store.js';

/** The token under which {@link ownedWorkflow} has a workflow run. */
export function ownerOf(workflowId: string): string {
  return `owner of ${workflowId}`;
}

/** Inserts a workflow that an owner runs, as a worker's claim leaves it. */
export async function ownedWorkflow(test: TestStore, id: string, applicationName = 'app'): Promise<string> {
  await test.query(
    `insert into dbos.workflow_status
      (workflow_uuid, status, name, owner_xid, executor_id, application_name, application_version, recovery_attempts)
    values ($1, 'PENDING', 'n', $2, 'dbosd:executor', $3, 'v1', 1)`,
    [id, ownerOf(id), applicationName],
  );
  return id;
}
