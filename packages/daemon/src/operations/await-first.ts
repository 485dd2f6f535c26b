import { workflowNotFound } from '../model/failures.js';
import type { AwaitFirstQuery, FirstOutcome } from '../model/workflows.js';
import type { FirstState } from '../hub/readings.js';
import type { WaitDeps } from './get-event.js';
import type { AwaitFirstAnswer, Wait } from './operations.js';
import { waitUntil } from './wait-until.js';

/** Waits until one of several workflows has ended. Fails with WORKFLOW_NOT_FOUND, unless starts are waited for too. */
export function awaitFirst(deps: WaitDeps, query: AwaitFirstQuery, wait: Wait): Promise<AwaitFirstAnswer> {
  return waitUntil<FirstState, FirstOutcome>({
    hub: deps.hub,
    clock: deps.clock,
    wait,
    register: (wake) => {
      const leaves = query.workflowIds.map((workflowId) => deps.hub.onWorkflow(workflowId, wake));
      return () => {
        for (const leave of leaves) leave();
      };
    },
    read: () => deps.readings.first(query),
    decide: (state) => {
      switch (state.kind) {
        case 'completed':
          return state;
        case 'active':
          return undefined;
        case 'missing':
          if (query.waitForStart) return undefined;
          throw workflowNotFound(state.workflowId);
      }
    },
  });
}
