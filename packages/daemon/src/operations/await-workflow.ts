import { workflowDeleted, workflowNotFound } from '../model/failures.js';
import type { AwaitQuery, WorkflowOutcome } from '../model/workflows.js';
import type { WorkflowState } from '../store/queries/workflows/read-outcomes.js';
import type { WaitDeps } from './get-event.js';
import type { AwaitAnswer, Wait } from './operations.js';
import { waitUntil } from './wait-until.js';

/**
 * Waits until a workflow has ended. Fails with WORKFLOW_NOT_FOUND when there is none, unless its start is waited for too;
 * also then when it is deleted while it is waited for.
 */
export async function awaitWorkflow(
  { hub, clock, reads }: WaitDeps,
  query: AwaitQuery,
  wait: Wait,
): Promise<AwaitAnswer> {
  let exists = false;
  const answer = await waitUntil<WorkflowState, WorkflowOutcome>({
    hub,
    clock,
    wait,
    register: (wake) => hub.onWorkflow(query.workflowId, wake),
    read: () => reads.outcome(query),
    decide: (state) => {
      switch (state.kind) {
        case 'completed':
          return state;
        case 'active':
          exists = true;
          hub.noteWorkflow(query.workflowId, true);
          return undefined;
        case 'missing':
          if (hub.noteWorkflow(query.workflowId, false)) throw workflowDeleted(query.workflowId);
          if (query.waitForStart) return undefined;
          throw workflowNotFound(query.workflowId);
      }
    },
  });
  return answer.kind === 'notYet' ? { ...answer, exists } : answer;
}
