import { workflowNotFound } from '../model/failures.js';
import type { AwaitQuery, WorkflowOutcome } from '../model/workflows.js';
import type { WorkflowState } from '../store/queries/workflows/read-outcomes.js';
import type { WaitDeps } from './get-event.js';
import type { AwaitAnswer, Wait } from './operations.js';
import { waitUntil } from './wait-until.js';

/** Waits until a workflow has ended. Fails with WORKFLOW_NOT_FOUND, unless its start is waited for too. */
export function awaitWorkflow(deps: WaitDeps, query: AwaitQuery, wait: Wait): Promise<AwaitAnswer> {
  return waitUntil<WorkflowState, WorkflowOutcome>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => deps.hub.onWorkflow(query.workflowId, wake),
    read: () => deps.readings.outcome(query),
    decide: (state) => {
      switch (state.kind) {
        case 'completed':
          return state;
        case 'active':
          return undefined;
        case 'missing':
          if (query.waitForStart) return undefined;
          throw workflowNotFound(query.workflowId);
      }
    },
  });
}
